"""Each class lets through what can be shown without telling a person apart from the past."""

from collections import Counter
from pathlib import Path

import pytest

from tests.bakehouse.series.world import World, crowd, small_changes

weeks = pytest.mark.slow("settles several weeks of a series")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "site")


def choices(world: World) -> dict[str, int]:
    return dict(world.figures[-1]["internal"]["choices"])


def test_the_first_release_holds_every_class_of_enough_people(world: World) -> None:
    stand = world.publish(crowd("30", range(5)) + crowd("40", range(10, 14)))
    assert stand == Counter(crowd("30", range(5)))
    assert world.figures[-1]["suppressed"] == 4


@pytest.mark.slow("publishes week after week")
def test_few_new_people_wait_until_there_are_five(world: World) -> None:
    first = world.publish(crowd("30", range(10)))
    assert world.publish(crowd("30", range(14))) == first
    assert world.publish(crowd("30", range(15))) == Counter(crowd("30", range(15)))
    assert small_changes(world.stands, 5) == []


@pytest.mark.slow("publishes week after week")
def test_few_leavers_stay_until_there_are_five(world: World) -> None:
    first = world.publish(crowd("30", range(20)))
    assert world.publish(crowd("30", range(4, 20))) == first
    assert world.publish(crowd("30", range(5, 20))) == Counter(crowd("30", range(5, 20)))


@weeks
def test_enough_leavers_go_while_few_new_people_wait(world: World) -> None:
    world.publish(crowd("30", range(20)))
    stand = world.publish(crowd("30", range(5, 22)))
    assert stand == Counter(crowd("30", range(5, 20)))
    assert choices(world) == {"removals": 1}


@weeks
def test_enough_new_people_come_while_few_leavers_wait(world: World) -> None:
    world.publish(crowd("30", range(20)))
    stand = world.publish(crowd("30", range(2, 26)))
    assert stand == Counter(crowd("30", range(26)))
    assert (choices(world), world.figures[-1]["retained"]) == ({"additions": 1}, 2)


@weeks
def test_a_class_that_too_many_leave_goes_whole(world: World) -> None:
    world.publish(crowd("30", range(8)))
    assert world.publish(crowd("30", range(6, 8))) == Counter()
    assert choices(world) == {"nothing": 1}


@weeks
def test_a_leaver_whose_going_would_leave_too_few_stays(world: World) -> None:
    first = world.publish(crowd("30", range(6)))
    assert world.publish(crowd("30", range(2, 6))) == first


@weeks
def test_a_person_of_many_rows_is_one_person(world: World) -> None:
    first = world.publish(crowd("30", range(10)))
    more = [("new", "30", f"answer {number}") for number in range(5)]
    assert world.publish(crowd("30", range(10)) + more) == first


@weeks
def test_an_edit_is_a_row_that_goes_and_one_that_comes(world: World) -> None:
    first = world.publish(crowd("30", range(10)))
    assert world.publish(crowd("30", range(6)) + crowd("30", range(6, 10), "no")) == first
    edited = crowd("30", range(5)) + crowd("30", range(5, 10), "no")
    assert world.publish(edited) == Counter(edited)


@weeks
def test_a_difference_with_a_release_long_ago_counts_too(world: World) -> None:
    """Five leave and five come, then two of the five that left come back: two since the first."""
    world.publish(crowd("30", range(20)))
    second = world.publish(crowd("30", range(5, 20)))
    assert world.publish(crowd("30", range(3, 20))) == second
    # With three more the release before would show five; the first one would still show three.
    assert world.publish(crowd("30", range(3, 23))) == second
    assert small_changes(world.stands, 5) == []


@weeks
def test_new_rows_wait_for_their_age(world: World) -> None:
    first = world.publish(crowd("30", range(10)), min_age="14d")
    more = crowd("30", range(20))
    assert world.publish(more, 1) == first
    assert world.publish(more, 2) == first
    assert world.figures[-1]["held_weeks"] == {"1": 10}
    assert world.publish(more, 3) == Counter(more)


@weeks
def test_the_age_of_a_row_is_remembered_when_no_release_was_made(world: World) -> None:
    world.publish(crowd("30", range(10)), min_age="14d")
    world.publish(crowd("30", range(20)), 1)
    assert len(list(world.root.glob("1.*"))) == 1
    assert world.publish(crowd("30", range(20)), 3) == Counter(crowd("30", range(20)))


@weeks
def test_stricter_thresholds_are_a_new_series_compared_with_the_old(world: World) -> None:
    world.publish(crowd("30", range(10)) + crowd("40", range(20, 26)))
    stand = world.publish(crowd("30", range(12)) + crowd("40", range(20, 26)), k=8)
    assert stand == Counter(crowd("30", range(10)))


@weeks
def test_equal_rows_of_a_person_are_told_apart_by_number(world: World) -> None:
    rows = crowd("30", range(10)) * 2
    assert world.publish(rows) == Counter(rows)
    assert world.publish(rows[:15] + rows[15:19]) == Counter(rows)
    assert world.publish(rows[:15]) == Counter(rows[:15])


@weeks
def test_after_a_rollback_changes_count_from_what_is_served(world: World) -> None:
    world.publish(crowd("30", range(20)))
    world.publish(crowd("30", range(25)))
    world.serve("1.0.0")
    # Three of the five who came are gone: two would be new since the first, three fewer since.
    assert world.publish(crowd("30", range(22))) == Counter(crowd("30", range(20)))
    assert world.publish(crowd("30", range(30))) == Counter(crowd("30", range(30)))


def test_nothing_of_a_person_stands_in_the_ledger(world: World) -> None:
    world.publish([(f"zoe{n}@example.org", "thirty", "secret") for n in range(10)])
    content = (world.private / "ledger.db").read_bytes()
    assert all(word not in content for word in (b"zoe", b"thirty", b"secret"))
    assert (world.private / "ledger.db").stat().st_mode & 0o777 == 0o600
