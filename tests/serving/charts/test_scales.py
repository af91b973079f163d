"""Ticks and classes are round, and nothing falls beside them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.serving.charts.scales import edges, few, nice_step, ticks

AMOUNTS = st.floats(-1e12, 1e12, allow_nan=False)
WIDTHS = st.floats(1e-6, 1e12)


@pytest.mark.parametrize(
    ("least", "step"), [(0.3, 0.5), (1, 1), (1.2, 2), (4, 5), (7, 10), (130, 200), (0.0012, 0.002)]
)
def test_steps_are_round(least: float, step: float) -> None:
    assert nice_step(least) == step


def test_a_step_of_whole_numbers_is_whole() -> None:
    assert nice_step(0.2, whole=True) == 1


def test_ticks_read_well() -> None:
    assert ticks(3072) == [0, 1000, 2000, 3000, 4000]
    assert ticks(0.7) == [0, 0.2, 0.4, 0.6, 0.8]
    assert ticks(2, whole=True) == [0, 1, 2]
    assert ticks(0) == [0, 1]


@given(st.floats(0, 1e12), st.floats(-1e12, 0))
def test_ticks_hold_every_amount(high: float, low: float) -> None:
    found = ticks(high, low=low)
    invisible = max((high - low) * 1e-6, 1e-300)
    assert found[0] <= low + invisible
    assert found[-1] >= high - invisible
    assert len(found) <= 8


def test_classes_of_seats() -> None:
    assert edges(0, 204, whole=True) == [0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 220]
    assert edges(1, 5, whole=True) == [1, 2, 3, 4, 5, 6]
    assert edges(7, 7, whole=True) == [7, 8]
    assert edges(0.1, 0.3, whole=False)[:3] == [0.1, 0.12, 0.14]


@given(AMOUNTS, WIDTHS, st.booleans())
def test_every_value_has_one_class(low: float, width: float, whole: bool) -> None:
    low, high = (round(low), round(low + width)) if whole else (low, low + width)
    found = edges(low, high, whole)
    assert found[0] <= low and high < found[-1]
    assert all(one < after for one, after in pairwise(found))
    assert len(found) <= 20


@given(st.lists(st.floats(0, 1), max_size=200), st.integers(1, 20))
def test_labels_that_find_room_begin_with_the_first(values: list[float], most: int) -> None:
    found = few(values, most)
    assert len(found) <= most
    assert found[:1] == ([0] if values else [])
