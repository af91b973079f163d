"""Months and years without gaps."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.serving.charts.spans import LENGTHS, between, step_of

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
