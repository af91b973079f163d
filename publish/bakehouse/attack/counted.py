"""What a tool counted, cell by cell, and the numbers of it that files of kept releases show."""

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from publish.bakehouse.attack.contents import queried
from publish.bakehouse.attack.ground import Ground
from publish.bakehouse.counted.cells import cells, whole
from publish.declare.counts import FIRST_DAYS, OTHER, PERIOD_COLUMNS, VISITOR_DAYS, Counts
from publish.release.release import Release
from publish.words.sql import quoted

ROWS = """
SELECT _measure, _within, _feature, _day::VARCHAR, _behind, _value, _block::VARCHAR
FROM {cells} SEMI JOIN {whole} USING (_within, _block)
"""
Labels = frozenset[tuple[str, str | None]]
"""Columns and what stands in them."""


class Cell(NamedTuple):
    """What was counted on a day of one thing; `report` tells tables apart that count otherwise."""

    report: str
    day: str
    labels: Labels


class Behind(NamedTuple):
    """The people behind a cell, its number, and its block (a week or a month)."""

    people: int
    value: int
    block: str


class Told(NamedTuple):
    """A number that files show: the table and period, the cells that it is the sum of, itself."""

    place: str
    cells: frozenset[Hashable]
    number: int


@dataclass(frozen=True)
class Counted:
    """A table of counts: its rules, and of each measure what the export of today holds."""

    name: str
    counts: Counts
    measures: Mapping[str, Mapping[Cell, Behind]]
    ground: Ground

    def shown(self, measure: str) -> Iterator[Told]:
        """The numbers of a measure in all kept releases, those that are the same once.

        Only of blocks that the export knows whole.
        """
        days, seen = by_day(self.measures[measure]), dict[Told, None]()
        for every in PERIOD_COLUMNS:
            for release in self.ground.releases:
                for period in _periods(self, release, every):
                    seen |= dict.fromkeys(_numbers(period, measure, days))
        yield from seen


@dataclass(frozen=True)
class Period:
    """The rows that a release shows of a period: what each is of, and its numbers."""

    place: str
    days: Sequence[str]
    within: Labels
    rows: Sequence[tuple[Labels | None, Mapping[str, int | None]]]


def counted_tables(ground: Ground) -> list[Counted]:
    """The tables of counts of a dataset."""
    tables = ground.inspection.tables
    return [
        Counted(f"{ground.inspection.name}/{name}", counts, _measures(ground, name, counts), ground)
        for name, run in tables.items()
        if (counts := run.declared.counts) is not None
    ]


def _measures(ground: Ground, name: str, counts: Counts) -> dict[str, dict[Cell, Behind]]:
    place, rows = ground.place, ground.work.recoded[name].rows
    found = cells(rows, counts, place)
    over = whole(found, counts, ground.inspection.as_of, place)
    measures: dict[str, dict[Cell, Behind]] = {one: {} for one in (VISITOR_DAYS, *counts.sum)}
    report = f"{ground.inspection.name}/{name}"
    for measure, within, feature, day, people, value, block in place.sql(
        place.filled(ROWS, cells=found, whole=over)
    ):
        cell = Cell(report, day, _labels(within) | _labels(feature))
        measures[measure][cell] = Behind(people, value, block)
    return measures


@cache
def _labels(text: str) -> Labels:
    return frozenset(json.loads(text).items())


def by_day(of: Iterable[Cell]) -> Mapping[str, Sequence[Cell]]:
    """The cells of each day."""
    days = defaultdict[str, list[Cell]](list)
    for cell in of:
        days[cell.day].append(cell)
    return days


def _periods(table: Counted, release: Release, every: str) -> Iterator[Period]:
    """What a release shows of a table, by period; nothing where it was cut otherwise then."""
    counts, short = table.counts, table.name.partition("/")[2]
    found = release.tables.get(f"{short}_{every}")
    labels, first = (*counts.within, *counts.by), FIRST_DAYS[every]
    wanted = (first, *labels, VISITOR_DAYS)
    if found is None or not {*wanted} <= {*found.columns}:
        return
    asked = f"SELECT * FROM {quoted(found.name)}"  # noqa: S608
    rows = queried(release.database, asked).to_pylist()
    periods = defaultdict[tuple[str, str, Labels], list[Any]](list)
    for row in rows:
        within = frozenset((name, row[name]) for name in counts.within)
        last = row.get(PERIOD_COLUMNS["month"][2]) or _last_day(row[first], every)
        begin = row.get(PERIOD_COLUMNS["month"][1]) or row[first]
        periods[begin, last, within].append((_named(row, counts), row))
    for (begin, last, within), of in periods.items():
        yield Period(f"{found.name} {begin}", days_from(begin, last), within, of)


def _named(row: Mapping[str, Any], counts: Counts) -> Labels | None:
    """What a row is of; None of those that are folded together."""
    if counts.by and row[counts.by[0]] == OTHER:
        return None
    return frozenset((name, row[name]) for name in counts.by)


def _numbers(period: Period, measure: str, days: Mapping[str, Sequence[Cell]]) -> Iterator[Told]:
    """Each number as the cells that it is the sum of, as anyone may think."""
    numbers = {of: row[measure] for of, row in period.rows if row.get(measure) is not None}
    cells = defaultdict[Labels | None, set[Hashable]](set)
    for cell in (one for day in period.days for one in days.get(day, ())):
        if period.within <= cell.labels:
            name = cell.labels - period.within
            cells[name if name in numbers else None].add(cell)
    for thing, number in numbers.items():
        if number is not None and cells[thing]:
            labels = sorted(map(str, period.within | (thing or {("", OTHER)})))
            yield Told(f"{period.place} {labels}", frozenset(cells[thing]), number)


def days_from(first: str, last: str) -> list[str]:
    """All days (ISO) from one to another."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return [str(begin + timedelta(number)) for number in range((end - begin).days + 1)]


def _last_day(first: str, every: str) -> str:
    return first if every == "day" else str(date.fromisoformat(first) + timedelta(6))
