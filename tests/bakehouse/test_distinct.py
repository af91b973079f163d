"""How many answers stand apart: of lists, the fewest items that touch each of them."""

from itertools import chain, combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.bakehouse.distinct import MOST, fewest_items
from tests.tables import bench

Answers = list[set[str]]

answers = st.lists(st.sets(st.sampled_from("abcdef"), max_size=4), max_size=8)


def told(answers: Answers) -> list[list[str]]:
    return [sorted(answer) for answer in answers]


def by_trying(answers: Answers) -> int:
    """All sets of items, the smallest first."""
    given = [answer for answer in answers if answer]
    items = sorted(set(chain(*given)))
    sizes = range(len(items) + 1)
    return next(
        size for size in sizes for some in combinations(items, size)
        if all(answer & set(some) for answer in given)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "fewest"),
    [
        ([], 0),
        ([set(), set()], 0),
        ([{"a"}, {"a"}, {"b"}], 2),
        ([{"fever", "a"}, {"fever", "b"}, {"fever"}], 1),
        ([{"fever", "a"}, {"fever", "b"}, {"a", "b"}], 2),
        ([{"fever", "a"}, {"cough", "b"}, {"chill"}], 3),
    ],
)
def test_the_fewest_items_of_which_everybody_gave_one(answers: Answers, fewest: int) -> None:
    assert fewest_items(told(answers)) == fewest


@given(answers)
def test_no_smaller_set_of_items_touches_all_answers(answers: Answers) -> None:
    assert fewest_items(told(answers)) == by_trying(answers)


@given(st.lists(st.sampled_from("abcdef"), max_size=20))
def test_of_single_items_it_is_how_many_differ(items: list[str]) -> None:
    assert fewest_items([[item] for item in items]) == len(set(items))


def test_beyond_its_means_it_says_no_more_than_is_sure() -> None:
    """The 33 answers of 32 of 33 items need two; 400 of many more items are not tried."""
    items = [str(number) for number in range(33)]
    assert fewest_items([[one for one in items if one != less] for less in items]) == 2
    many = [[f"{left} {right}" for right in range(400)] + [f"{left}"] for left in range(400)]
    shared = [[*answer, str((left + 1) % 400)] for left, answer in enumerate(many)]
    assert len(shared) * len(shared[0]) > MOST
    assert 1 < fewest_items(shared) <= 200


def test_the_database_asks_of_lists_only(tmp_path: Path) -> None:
    query = "SELECT apart(items) FROM (VALUES {}) AS rows(items)"
    with bench(tmp_path) as place:
        assert place.sql(query.format("([1]), ([2]), (NULL), ([2])")) == [(2,)]
        assert place.sql(query.format("([1, 2]), ([3, 2]), (NULL)")) == [(1,)]
        assert place.sql(query.format("(NULL::BIGINT[])")) == [(0,)]
