"""The law's clock: months of the calendar, whatever their length."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.people.deadlines import is_over, last_day
from publish.words.dates import months_later


@pytest.mark.parametrize(
    ("received", "month", "extended"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2028, 1, 31), date(2028, 2, 29), date(2028, 4, 30)),
        (date(2026, 2, 28), date(2026, 3, 28), date(2026, 5, 28)),
        (date(2026, 12, 1), date(2027, 1, 1), date(2027, 3, 1)),
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
    ],
)
def test_a_month_ends_on_its_day_or_its_last(received: date, month: date, extended: date) -> None:
    assert last_day(received, extended=False) == month
    assert last_day(received, extended=True) == extended


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 36))
def test_so_many_months_later_is_so_many_months_later(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


def test_what_was_closed_is_kept_for_a_year() -> None:
    closed = date(2026, 3, 5)
    assert not is_over(closed, date(2027, 3, 4))
    assert is_over(closed, date(2027, 3, 5))
