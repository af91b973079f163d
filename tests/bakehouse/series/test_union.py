"""Hidden numbers stay hidden over all releases together."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.counts import year
from tests.bakehouse.series.attacker import Attacker, Release, Week
from tests.bakehouse.series.weeks import each_on_its_own, published, survey

SETS: list[list[tuple[int, ...]]] = [
    [(0,), (0, 1)],
    [(0, 1), (0, 2)],
    [(0, 1), (1, 2), (0, 2)],
    [(0,), (1,), (2,)],
    [(0,), (0, 1), (0, 1, 2)],
]


def crowd(**people: int) -> list[tuple[str, ...]]:
    """`north_young=3`: three people with those values."""
    return [tuple(name.split("_")) for name, number in people.items() for _ in range(number)]


SIX_LEAVE = [
    survey(crowd(a_x=60, a_y=80, a_z=70, d_x=x, d_y=14, d_z=2), [(0,), (0, 1)]) for x in (15, 9)
]


def test_the_attacker_solves_a_number_that_each_week_hides() -> None:
    """31 - 15 - 14 = 2: the second hidden number moves and shows the first."""
    releases = each_on_its_own(SIX_LEAVE, 11, 11)
    assert (((0, 1), "d", "y") in releases[0].shown, ((0, 1), "d", "y") in releases[1].shown) == (
        False,
        True,
    )
    assert (0, ((0, 1), "d", "z"), 2, 2) in Attacker(releases).narrow(11, 11)


def test_a_change_that_would_tell_a_hidden_number_waits() -> None:
    releases = published(SIX_LEAVE, 11, 11)
    assert len(releases) == 1
    assert Attacker(releases).narrow(11, 11) == []


SMALL = survey(crowd(a=9, b=8, c=60, d=70), [(0,)])


def known_small(releases: list[Release], k: int) -> set[tuple[float, float]]:
    """The intervals of hidden numbers under k, for who knows which of them are small."""
    attacker, [release] = Attacker(releases), releases
    cells = [one for one in release.cells - release.shown if release.number(one) < k]
    for cell in cells:
        attacker.model.addConstr(attacker._sum(0, cell) >= 1)
        attacker.model.addConstr(attacker._sum(0, cell) <= k - 1)
    return {attacker.interval(0, cell) for cell in cells}


def test_a_series_begins_safe_from_who_knows_which_numbers_are_small() -> None:
    """9 and 8 alone would be 17 together, so that each is 7 at least: 60 is hidden too."""
    two_hidden = Release(SMALL, frozenset({((0,), "c"), ((0,), "d")}))
    assert known_small([two_hidden], 11) == {(7, 10)}
    releases = published([SMALL], 11, 11)
    assert releases[0].shown == {((0,), "d")}
    assert known_small(releases, 11) == {(1, 10)}


PEOPLE = st.lists(st.tuples(*[st.integers(0, 2)] * 3), min_size=12, max_size=50)
CHANGES = st.lists(
    st.tuples(st.integers(0, 60), st.one_of(st.none(), st.tuples(*[st.integers(0, 2)] * 3))),
    max_size=12,
)


def weeks_of(people: list[Any], changes: list[Any], sets: Any) -> list[Week]:
    """A first week, then arrivals, edits and leavers."""
    weeks = [survey(people, sets)]
    for week in changes:
        for position, values in week:
            if position >= len(people):
                people = [*people, values] if values else people
            else:
                people = [
                    *people[:position],
                    *([values] if values else []),
                    *people[position + 1 :],
                ]
        weeks.append(survey(people, sets))
    return weeks


@pytest.mark.slow("a law over sixty drawn series, each solved as an attacker would")
@settings(max_examples=60, deadline=None)
@given(people=PEOPLE, changes=st.lists(CHANGES, max_size=5), sets=st.sampled_from(SETS))
def test_no_attacker_solves_or_narrows_a_hidden_number(
    people: list[Any], changes: list[Any], sets: Any
) -> None:
    releases = published(weeks_of(people, changes, sets), 5, 5)
    assert Attacker(releases, whole=False).narrow(5, 5) == []
    assert Attacker(releases).narrow(5, 5) == []


@pytest.mark.slow("publishes again and again, week after week")
def test_a_quarter_of_a_small_survey_tells_nothing_and_is_renewed() -> None:
    """500 people, four tables, one batch a week who come, go or change: see bench/counts.py."""
    figures = year(3, weeks=12)
    assert figures["told"] == 0
    assert figures["hidden last"] <= 0.4
    assert figures["weeks renewed"] >= 0.8
    assert figures["people waiting"] <= 0.05
