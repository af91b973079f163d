"""A year of weekly releases, held against a brute-force reading of who stood where."""

import random
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bakehouse.series.new_series import NewSeries
from tests.bakehouse.series.world import START, Row, World, crowd, small_changes, small_classes

AGES = ("21", "25", "31", "35", "41", "45", "51", "55", "61", "65")
ANSWERS = ("yes", "no", "maybe")


def life(
    chance: random.Random, people: int, arrivals: int, weeks: int
) -> Iterator[tuple[list[Row], set[str]]]:
    """The export of each week and who left in it: arrivals, edits, withdrawals."""
    rows = {f"p{n}": (chance.choice(AGES), chance.choice(ANSWERS)) for n in range(people)}
    number = people
    yield [(who, *row) for who, row in rows.items()], set()
    for _ in range(weeks - 1):
        gone = set(chance.sample(sorted(rows), max(1, arrivals // 4)))
        rows = {who: row for who, row in rows.items() if who not in gone}
        for who in chance.sample(sorted(rows), arrivals // 3):
            rows[who] = (chance.choice(AGES), chance.choice(ANSWERS))
        for _ in range(arrivals):
            rows[f"p{number}"] = (chance.choice(AGES), chance.choice(ANSWERS))
            number += 1
        yield [(who, *row) for who, row in rows.items()], gone


POLICIES: dict[int, dict[str, Any]] = {
    0: {},
    14: {"k": 7},
    26: {"k": 7, "delta_k": 6},
    38: {"k": 7, "delta_k": 6, "protect": {"prefix": {"length": 1}}},
}
"""What is declared from each week on: stricter thresholds twice, then a coarser level."""


def policy(week: int) -> dict[str, Any]:
    return POLICIES[max(since for since in POLICIES if since <= week)]


@pytest.mark.slow("settles a year of weeks")
def test_a_year_tells_nobody_apart(tmp_path: Path) -> None:
    """52 weeks of arrivals, edits, withdrawals and policy edits, beside the naive way."""
    world, naive = World(tmp_path / "site"), []
    exposed, leavers, series = 0, 0, []
    for week, (rows, gone) in enumerate(life(random.Random(7), 300, 24, 52)):
        if week == 42:
            NewSeries("the earlier releases are withdrawn", START, world.series + 1).write(
                world.private
            )
        stand = world.publish(rows, week, **{"min_age": "14d", "k": 5} | policy(week))
        assert small_classes(stand, 5) == []
        if world.problems:
            # Refused whole, so that the last release stays, until a person accepts it.
            assert {one.code for one in world.problems} == {"policy-difference"}
            assert stand == world.stands[-1]
            world.stands.append(stand)
        else:
            assert_nothing_lost(world, recoded(rows, policy(week)), stand)
        series.append(world.series)
        naive.append(Counter(rows))
        if week:
            leavers += len(gone)
            exposed += len(gone & singled_out(naive[-2], naive[-1]))
    before, after = world.stands[:42], world.stands[42:]
    assert small_changes(before, 5) == []
    assert small_changes(after, 5) == []
    assert round(exposed / leavers, 3) == 0.961
    assert sorted(set(series)) == [1, 2, 3, 4]
    assert sum(len(s - t) for s, t in pairwise(before)) > 50


def recoded(rows: list[Row], policy: dict[str, Any]) -> list[Row]:
    """The rows as a policy publishes them."""
    return [(who, age[:1], said) for who, age, said in rows] if "protect" in policy else rows


def singled_out(then: Counter[Row], now: Counter[Row]) -> set[str]:
    """Who left a class that fewer than five left: the two releases, subtracted, show them."""
    left: dict[str, set[str]] = {}
    for who, age, _ in then - now:
        left.setdefault(age, set()).add(who)
    return {who for people in left.values() if len(people) < 5 for who in people}


def assert_nothing_lost(world: World, rows: list[Row], stand: Counter[Row]) -> None:
    """Every row of the export is published, held or in a class that is suppressed."""
    figures = world.figures[-1]
    out = Counter(rows) - stand
    assert sum(out.values()) == figures["held"] + figures["suppressed"]
    assert sum((stand - Counter(rows)).values()) == figures["retained"]


@st.composite
def histories(draw: st.DrawFn) -> list[list[Row]]:
    """A few exports of a few people, with the oddest changes."""
    weeks = draw(st.integers(2, 5))
    people = st.lists(
        st.tuples(
            st.integers(0, 17).map(lambda n: f"p{n}"),
            st.sampled_from(AGES[:2]),
            st.sampled_from(ANSWERS[:2]),
        ),
        min_size=0,
        max_size=30,
    )
    first = crowd("20", range(8)) + crowd("30", range(8, 14))
    return [first, *(draw(people) + first[draw(st.integers(0, 8)) :] for _ in range(weeks))]


@pytest.mark.slow("settles a year of weeks")
@settings(max_examples=25)
@given(histories(), st.sampled_from([5, 6]))
def test_no_history_tells_anybody_apart(exports: list[list[Row]], delta: int) -> None:
    with TemporaryDirectory() as folder:
        world = World(Path(folder) / "site")
        for rows in exports:
            stand = world.publish(bounded(rows), delta_k=delta)
            assert world.problems == []
            assert small_classes(stand, 5) == []
        assert small_changes(world.stands, delta) == []


def bounded(rows: list[Row]) -> list[Row]:
    """At most five rows of a person in a class, as the mode of records does."""
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for who, age, answer in sorted(rows):
        seen[who, age] += 1
        if seen[who, age] <= 5:
            kept.append((who, age, answer))
    return kept
