"""Weeks of counts in memory, protected as the bakehouse protects them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from publish.bakehouse.series.pattern import Wanted, pattern
from publish.bakehouse.series.program import Width
from publish.bakehouse.series.union import Spells, Union
from tests.bakehouse.series.attacker import Release, Week

NOTHING = (np.zeros(0, np.int64),) * 3


def release_of(
    earlier: Sequence[Release], week: Week, k: int, interval: int, waited: float = 0
) -> tuple[Release, set[Any]]:
    """The release of a week after earlier ones of its series, and the cells that make it wait."""
    weeks_all = [*(one.week for one in earlier), week]
    cells = sorted({cell for one in weeks_all for row in one for cell in row}, key=str)
    at = {cell: n for n, cell in enumerate(cells)}
    spells = spells_of(
        [{tuple(at[c] for c in row): n for row, n in one.items()} for one in weeks_all]
    )
    shown = np.zeros((len(cells), len(weeks_all)), np.bool_)
    again = np.zeros(len(cells), np.bool_)
    for r, one in enumerate(earlier):
        shown[[at[cell] for cell in one.shown], r] = True
        again[[at[cell] for cell in one.cells - one.shown]] = True
    union = Union(spells, shown, NOTHING)
    today = np.ones(len(cells), np.bool_)
    wanted = Wanted(union, today, again, first=not earlier)
    found = pattern(wanted, Width(k, interval), waited)
    shows = frozenset(cells[n] for n in np.flatnonzero(found.shown))
    return Release(week, shows), {cells[n] for n in found.waiting}


def spells_of(weeks: Sequence[dict[tuple[int, ...], int]]) -> Spells:
    """The spells of weeks of combinations of numbered cells."""
    rows, pairs = [], []
    for cells in sorted({cells for week in weeks for cells in week}):
        counts = [(r, week.get(cells, 0)) for r, week in enumerate(weeks)]
        for people, spell in groupby(counts, key=lambda one: one[1]):
            times = [r for r, _ in spell]
            if people:
                pairs += [(len(rows), cell) for cell in sorted(set(cells))]
                rows.append((times[0], times[-1], people))
    first, last, people = np.array(rows, np.int64).reshape(-1, 3).T
    of, cell = np.array(pairs, np.int64).reshape(-1, 2).T
    return Spells(first, last, people, of, cell)


def published(weeks: Iterable[Week], k: int, interval: int) -> list[Release]:
    """The releases of weeks of one series; a week that would tell something is left out."""
    releases: list[Release] = []
    for week in weeks:
        release, waiting = release_of(releases, week, k, interval)
        if not waiting:
            releases.append(release)
    return releases


def each_on_its_own(weeks: Iterable[Week], k: int, interval: int) -> list[Release]:
    """The releases of weeks if none knew of the others: what is not to be done."""
    return [release_of([], week, k, interval)[0] for week in weeks]


def survey(people: Iterable[Sequence[Any]], sets: Sequence[Sequence[int]]) -> Week:
    """The week of people with some values, counted over sets of columns."""
    return Counter(
        tuple((columns, *(person[c] for c in columns)) for columns in sets) for person in people
    )
