"""Of which days a file is."""

from datetime import date

import pytest

from publish.bakehouse.read.audience.periods import Period, period_of
from publish.errors import SourceError


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("pages-2026-11-30.json", (2026, 11, 30), (2026, 11, 30)),
        ("2026-11-30-pages.json", (2026, 11, 30), (2026, 11, 30)),
        ("pages_2026-11-23_2026-11-29.csv", (2026, 11, 23), (2026, 11, 29)),
        ("pages-2026-W48.xml", (2026, 11, 23), (2026, 11, 29)),
        ("exports/2025-01/pages-2028-02.xml", (2028, 2, 1), (2028, 2, 29)),
    ],
)
def test_a_name_tells_the_period(name, first, last):
    assert period_of(name, None) == Period(date(*first), date(*last))


def test_the_file_tells_before_the_declaration_and_that_before_the_name():
    assert period_of("2026-11.csv", "2026-W48", "2026-12-01").first == date(2026, 12, 1)
    assert period_of("2026-11.csv", "2026-W48").first == date(2026, 11, 23)


@pytest.mark.parametrize("name", ["pages.csv", "2026-11-01-and-2026-11-05.csv", "20261130.csv"])
def test_a_name_that_does_not_tell_is_refused(name):
    with pytest.raises(SourceError, match=f"{name}: nothing says of which days it is"):
        period_of(name, None)


@pytest.mark.parametrize("text", ["yesterday", "2026-13", "2026-11-31", "2026-11-02_2026-11-01"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(SourceError, match=f"'{text}' is no day, week, month or range"):
        period_of("pages.csv", text)


def test_visitors_of_one_day_are_its_unique_visitors():
    assert Period(date(2026, 11, 30), date(2026, 11, 30)).visitors(12, None) == 12


def test_the_sum_of_a_week_that_is_called_a_day_is_nobody():
    assert Period(date(2026, 11, 30), date(2026, 11, 30)).visitors(None, 12) is None


def test_of_a_longer_period_one_day_has_at_least_the_mean():
    week = Period(date(2026, 11, 23), date(2026, 11, 29))
    assert week.visitors(50, 71) == 11
    assert week.visitors(50, None) is None
