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
        ("export-2026-11-30-2026-12-06.json", (2026, 11, 30), (2026, 12, 6)),
        ("pages 2026-11-30 - 2026-12-06.csv", (2026, 11, 30), (2026, 12, 6)),
        ("pages_2026-11-30_to_2026-12-06.csv", (2026, 11, 30), (2026, 12, 6)),
        ("pages-2026-11-30--2026-12-06.csv", (2026, 11, 30), (2026, 12, 6)),
        ("pages-2026-11-30,2026-12-06.csv", (2026, 11, 30), (2026, 12, 6)),
        # As Matomo calls what is downloaded from its pages.
        ("Export _ Pages _ Saturday, November 28, 2026.csv", (2026, 11, 28), (2026, 11, 28)),
        ("Export _ Pages _ week November 23 – 29, 2026.csv", (2026, 11, 23), (2026, 11, 29)),
        ("Export _ Pages _ week November 30 – December 6, 2026.csv", (2026, 11, 30), (2026, 12, 6)),
        ("Export _ A _ B _ December 28, 2026 – January 3, 2027.csv", (2026, 12, 28), (2027, 1, 3)),
        ("Export _ Pages _ November 2026.csv", (2026, 11, 1), (2026, 11, 30)),
        ("Exporter _ Titres de page _ lundi 30 novembre 2026.csv", (2026, 11, 30), (2026, 11, 30)),
        ("Exporter _ Pages _ semaine 23–29 novembre 2026.csv", (2026, 11, 23), (2026, 11, 29)),
        (
            "Exporter _ Pages _ semaine 30 novembre – 6 décembre 2026.csv",
            (2026, 11, 30),
            (2026, 12, 6),
        ),
        (
            "Exporter _ Pages _ 28 de\u0301cembre 2026 – 3 janvier 2027.csv",
            (2026, 12, 28),
            (2027, 1, 3),
        ),
        ("Exporter _ Pages _ août 2026.csv", (2026, 8, 1), (2026, 8, 31)),
    ],
)
def test_a_name_tells_the_period(name, first, last):
    assert period_of(name, None) == Period(date(*first), date(*last))


def test_the_file_tells_before_the_declaration_and_that_before_the_name():
    assert period_of("2026-11.csv", "2026-W48", "2026-12-01").first == date(2026, 12, 1)
    assert period_of("2026-11.csv", "2026-W48").first == date(2026, 11, 23)


@pytest.mark.parametrize(
    "name",
    [
        "pages.csv",
        "2026-11-01-and-2026-11-05.csv",
        "2026-11-01-2026-11-05-2026-11-09.csv",
        "2026-W48-2026-W49.csv",
        "20261130.csv",
        "2026-11-301.csv",
        "Export _ Pages _ November 31, 2026.csv",
        "Export _ Pages _ 2026.csv",
        "Export _ Pages _ 12 brumaire 2026.csv",
        "November 30, 2026.csv",
    ],
)
def test_a_name_that_does_not_tell_is_refused(name):
    with pytest.raises(SourceError, match=f"{name}: nothing says of which days it is"):
        period_of(name, None)


@pytest.mark.parametrize("text", ["yesterday", "2026-13", "2026-11-31", "2026-11-02_2026-11-01"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(SourceError, match=f"'{text}' is no day, week, month or range"):
        period_of("pages.csv", text)


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(SourceError, match="'2026-12-06_2026-11-30' is no day, week"):
        period_of("export-2026-12-06-2026-11-30.json", None)


def test_a_calendar_month_stands_in_the_month_of_its_weeks():
    # 2026-11-01 is a Sunday, of a week that October has.
    assert period_of("2026-11.csv", None).middle == date(2026, 11, 15)
    assert period_of("2026-W48.csv", None).middle == date(2026, 11, 26)
    assert period_of("2026-11-30.csv", None).middle == date(2026, 11, 30)


def test_visitors_of_one_day_are_its_unique_visitors():
    assert Period(date(2026, 11, 30), date(2026, 11, 30)).visitors(12, None) == 12


def test_the_sum_of_a_week_that_is_called_a_day_is_nobody():
    assert Period(date(2026, 11, 30), date(2026, 11, 30)).visitors(None, 12) is None


def test_of_a_longer_period_one_day_has_at_least_the_mean():
    week = Period(date(2026, 11, 23), date(2026, 11, 29))
    assert week.visitors(50, 71) == 11
    assert week.visitors(50, None) is None


def test_what_a_file_says_of_its_days_is_not_repeated() -> None:
    with pytest.raises(SourceError) as refused:
        period_of("x.csv", None, "ada@example.org")
    assert str(refused.value).startswith("x.csv: what it says of its days is no day, week, month")
