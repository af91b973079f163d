"""The gate's own reader of counts finds what follows, and nothing that does not."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from publish.bakehouse.check.reader import Stays, told
from publish.bakehouse.series.pattern import Pattern, Wanted
from publish.bakehouse.series.program import Width
from tests.bakehouse.modes.test_aggregate_series import counts, declare_two, tell
from tests.bakehouse.series.attacker import Attacker, Release
from tests.bakehouse.series.test_union import SETS, SIX_LEAVE, crowd, weeks_of
from tests.bakehouse.series.weeks import each_on_its_own, published, spells_of, survey
from tests.sites import make_site, publish_one


def stays(releases: Sequence[Release]) -> Stays:
    """What was public, as the gate reads it from the ledger."""
    cells = sorted({cell for one in releases for cell in one.cells}, key=str)
    at = {cell: n for n, cell in enumerate(cells)}
    weeks = [
        {tuple(at[cell] for cell in row): n for row, n in one.week.items()} for one in releases
    ]
    spells, numbers = spells_of(weeks), dict[tuple[int, ...], int]()
    sets = [tuple(spells.cell[spells.of == n].tolist()) for n in range(len(spells.first))]
    combination = np.array([numbers.setdefault(one, len(numbers)) for one in sets], np.int64)
    shown = np.zeros((len(cells), len(releases)), np.bool_)
    for number, one in enumerate(releases):
        shown[[at[cell] for cell in one.shown], number] = True
    return Stays(
        spells.first, spells.last, spells.people, combination, spells.of, spells.cell, shown
    )


def test_it_computes_what_two_releases_tell() -> None:
    """31 - 15 - 14 = 2, and 9 is what is left of 25 then."""
    assert told(stays(each_on_its_own(SIX_LEAVE, 11, 11)), 11, 11) == 2


def test_it_finds_nothing_where_the_change_waits() -> None:
    assert told(stays(published(SIX_LEAVE, 11, 11)), 11, 11) == 0


def test_what_earlier_releases_told_is_not_told_by_the_new_one() -> None:
    releases = each_on_its_own(SIX_LEAVE, 11, 11)
    assert told(stays([*releases, releases[-1]]), 11, 11) == 0


def test_what_was_shown_under_a_smaller_k_is_no_news() -> None:
    """7 were shown while 5 were enough; they are hidden now, and as many."""
    week = survey(crowd(a_x=60, d_x=7, d_y=14), [(0,), (0, 1)])
    seven = {((0, 1), "d", "x")}
    before = each_on_its_own([week], 5, 5)
    stricter = Release(week, before[0].shown - seven)
    assert seven < before[0].shown
    assert told(stays([stricter]), 11, 11) == 1
    assert told(stays([*before, stricter]), 11, 11) == 0


@pytest.mark.slow("solves the releases of many small surveys, twice")
def test_it_finds_what_an_attacker_written_apart_finds() -> None:
    chance, found = random.Random(5), 0
    for _ in range(40):
        weeks = history(chance)
        for releases in (each_on_its_own(weeks, 5, 5), published(weeks, 5, 5)):
            ours = [told(stays(releases[: n + 1]), 5, 5) for n in range(len(releases))]
            theirs = Attacker(releases, whole=False).narrow(5, 5)
            assert any(ours) == bool(theirs)
            found += bool(theirs)
    assert found == 18


def history(chance: random.Random) -> Any:
    """A few weeks of a small survey."""

    def person() -> tuple[int, ...]:
        return tuple(chance.randrange(3) for _ in range(3))

    def change() -> tuple[int, tuple[int, ...] | None]:
        return chance.randint(0, 60), None if chance.random() < 0.3 else person()

    people = [person() for _ in range(chance.randint(12, 50))]
    changes = [
        [change() for _ in range(chance.randint(0, 12))] for _ in range(chance.randint(0, 4))
    ]
    return weeks_of(people, changes, chance.choice(SETS))


def careless(wanted: Wanted, width: Width, weeks: float) -> Pattern:
    """A broken pattern: all that is not small is shown."""
    people = wanted.union.people[:, -1]
    return Pattern(wanted.today & (people >= width.k), np.zeros(0, np.int64))


@pytest.mark.slow("publishes, and is refused")
def test_the_gate_refuses_what_a_broken_pattern_would_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path)
    declare_two(site, k=11)
    people = {"east_young": 60, "north_young": 15, "north_mid": 14, "north_old": 2}
    tell(site, **people)
    with monkeypatch.context() as broken:
        broken.setattr("publish.bakehouse.series.numbers.pattern", careless)
        assert [str(problem) for problem in publish_one(site).problems] == [
            "blocker computable-numbers: answers: 1 hidden numbers of fewer than 11 people could "
            "be computed, or nearly, from this release and the earlier ones; nothing in the "
            "declaration mends this: report it as a fault of Fournil"
        ]
    assert publish_one(site).status == "published"
    assert counts(site, "both") == {"east,young": 60, "north,young": 15}


@pytest.mark.slow("publishes twice, and is refused")
def test_it_knows_what_earlier_releases_showed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """14, shown once, and a hidden number of which only the total of the place is shown."""
    site = make_site(tmp_path)
    declare_two(site, k=11)
    tell(site, east_young=60, north_young=15, north_mid=14, north_old=2)
    assert publish_one(site).status == "published"
    monkeypatch.setattr("publish.bakehouse.series.numbers.pattern", other_pattern)
    tell(site, east_young=66, north_young=15, north_mid=14, north_old=2)
    codes = {problem.code for problem in publish_one(site).problems}
    assert codes == {"computable-numbers"}


def other_pattern(wanted: Wanted, width: Width, weeks: float) -> Pattern:
    """Another number is hidden beside the small one than last time: each release alone is safe."""
    people = wanted.union.people[:, -1]
    shown = wanted.today & (people >= width.k) & (people != 15)
    return Pattern(shown, np.zeros(0, np.int64))
