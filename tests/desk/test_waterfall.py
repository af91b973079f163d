"""The waterfall of a pair: each step begins where the one before ended."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.bakehouse.partners.linkage.levels import LEVELS
from publish.desk.waterfall import MOST, WIDE, bars, in_words


def why(*bits: float) -> str:
    return json.dumps([{"column": "name", "level": "equal", "weight": one} for one in bits])


def test_steps_follow_one_another() -> None:
    found = bars(why(-4, 10, -2))
    assert [one.adds for one in found] == ["−4.0", "+10.0", "−2.0"]
    # From 0 down to -4, up to 6, down to 4: ten units wide.
    assert [(one.start, one.width) for one in found] == [(0, 96), (0, 240), (192, 48)]


@given(st.lists(st.floats(-1000, 1000), max_size=20))
def test_no_bar_leaves_the_drawing(bits: list[float]) -> None:
    for one in bars(why(*bits)):
        assert -0.01 <= one.start <= WIDE + 0.01
        assert 1 <= one.width <= WIDE + 0.01


@pytest.mark.parametrize(
    "told", ["", "x", "{}", "[1]", '[{"column": "a"}]', '[{"weight": "much"}]', "null"]
)
def test_what_cannot_be_drawn_is_not(told: str) -> None:
    assert bars(told) == []


def test_of_very_many_the_first_are_drawn() -> None:
    assert len(bars(why(*[1.0] * 500))) == MOST


def test_every_level_of_a_linkage_has_its_words() -> None:
    levels = {level.says for kind in LEVELS.values() for level in kind}
    assert {level for level in levels if in_words(level) == level} == set()
    assert in_words("before") != "before"


def test_levels_are_said_in_words_and_others_as_they_are() -> None:
    assert (in_words("absent"), in_words("as near as can be")) == (
        "non renseigné",
        "as near as can be",
    )
