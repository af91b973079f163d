"""A policy changes: the old and the new release tell nobody apart when held side by side."""

from collections import Counter
from pathlib import Path

import pytest

from publish.bakehouse.series.new_series import NewSeries
from tests.bakehouse.series.world import START, World, crowd, declared

COARSE = {"prefix": {"length": 1}}

weeks = pytest.mark.slow("settles several weeks of a series")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "site")


def codes(world: World) -> list[str]:
    return [problem.code for problem in world.problems]


@pytest.mark.slow("publishes week after week")
def test_classes_put_together_are_a_new_series(world: World) -> None:
    rows = crowd("31", range(6)) + crowd("32", range(10, 16))
    world.publish(rows)
    world.table = declared(COARSE)
    stand = world.publish(rows)
    assert (codes(world), world.series) == ([], 2)
    assert len(stand) == 12


@weeks
def test_who_came_meanwhile_waits_on(world: World) -> None:
    rows = crowd("31", range(6)) + crowd("32", range(10, 16))
    world.publish(rows)
    world.table = declared(COARSE)
    stand = world.publish(rows + crowd("31", range(20, 24)))
    assert (codes(world), len(stand), world.figures[-1]["held"]) == ([], 12, 4)
    stand = world.publish(rows + crowd("31", range(20, 25)))
    assert len(stand) == 17


@pytest.mark.slow("publishes week after week")
def test_few_leavers_keep_the_old_policy(world: World) -> None:
    rows = crowd("31", range(8)) + crowd("32", range(10, 16))
    world.publish(rows)
    world.table = declared(COARSE)
    world.publish(rows[2:])
    assert [str(problem) for problem in world.problems] == [
        "blocker policy-difference: answers: its privacy policy changed: compared with the last "
        "release, 1 groups of fewer than 5 people could be told by subtraction; publish under "
        "the old policy until these changes are out, let new classes be unions of old ones, or "
        "accept it: `fournil new-series people --why …`"
    ]


@weeks
def test_cuts_that_cross_are_refused(world: World) -> None:
    """Three people move to the other class: the two releases together would show them."""
    world.table = declared({"band": {"cuts": (0, 30, 60)}}, type="integer")
    rows = crowd("20", range(10)) + crowd("32", range(10, 13)) + crowd("40", range(20, 30))
    world.publish(rows)
    world.table = declared({"band": {"cuts": (0, 35, 60)}}, type="integer")
    world.publish(rows)
    assert codes(world) == ["policy-difference"]


@weeks
def test_a_person_may_accept_it(world: World) -> None:
    rows = crowd("31", range(6)) + crowd("32", range(10, 16))
    world.publish(rows)
    world.table = declared(COARSE)
    NewSeries("the old releases were withdrawn", START, 2).write(world.private)
    stand = world.publish(rows[2:])
    assert (codes(world), world.series, sum(stand.values())) == ([], 2, 10)
    assert not (world.private / "new-series.json").exists()
    assert world.publish(rows[1:]) == stand


@weeks
def test_the_same_policy_is_the_same_series(world: World) -> None:
    rows = crowd("31", range(6))
    world.publish(rows)
    assert world.publish(rows, min_age="7d", max_suppressed=0.9) == Counter(rows)
    assert world.series == 1
