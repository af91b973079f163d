"""Steps are round, every value has its class, months and years have no gaps."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.figures.scale import LENGTHS, between, edges, nice_step, step_of

AMOUNTS = st.floats(-1e12, 1e12, allow_nan=False)
WIDTHS = st.floats(1e-6, 1e12)


@pytest.mark.parametrize(
    ("least", "step"), [(0.3, 0.5), (1, 1), (1.2, 2), (4, 5), (7, 10), (130, 200), (0.0012, 0.002)]
)
def test_steps_are_round(least: float, step: float) -> None:
    assert nice_step(least) == step


def test_a_step_of_whole_numbers_is_whole() -> None:
    assert nice_step(0.2, whole=True) == 1


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


DAYS = st.dates(date(1000, 1, 1))


def test_months_follow_each_other_over_the_year() -> None:
    assert between("2025-11", "2026-02", "month") == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_years() -> None:
    assert between("1999", "2001", "year") == ["1999", "2000", "2001"]


@pytest.mark.parametrize(("last", "step"), [("2026-12", "month"), ("2038-01", "year")])
def test_a_long_span_is_shown_by_years(last: str, step: str) -> None:
    assert step_of("2026-01", last) == step


@given(DAYS, DAYS, st.sampled_from(["month", "year"]))
def test_the_span_holds_its_ends_in_order(one: date, other: date, step: str) -> None:
    first, last = (day.isoformat()[: LENGTHS[step]] for day in sorted((one, other)))
    found = between(first, last, step)
    assert (found[0], found[-1]) == (first, last)
    assert found == sorted(found)
    assert len(found) <= 1200
