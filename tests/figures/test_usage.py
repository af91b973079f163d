"""What a tool counted over a year: who came, what is unknown, what grows."""

from dataclasses import replace
from datetime import date, timedelta

from publish.figures.asking import answered
from publish.figures.usage import Usage, usage, year_before
from publish.release.table import CountedBy, Table

WEEKS = [str(date(2026, 1, 5) + timedelta(weeks=at)) for at in range(8)]
HOW = CountedBy("week", "monday", ("feature",), ("tool",), ("visitor_days", "visits"), "_other")


def asked(*rows: tuple[object, ...], every: str = "week") -> Usage:
    """What these rows tell: their week, tool, feature, visitor-days and visits."""
    queries: list[str] = []

    def given(query: object) -> list[tuple[object, ...]]:
        queries.append(str(query))
        return list(rows)

    found = answered(usage(Table({"name": "use"}), replace(HOW, every=every)), given)
    assert "select monday, tool, feature, visitor_days, visits from use" in queries[0]
    return found


def week(at: int, feature: str, people: int | None) -> tuple[object, ...]:
    """A row of a week by its number."""
    return (WEEKS[at], "site", feature, people, 1)


def test_the_most_used_in_the_last_week_comes_first() -> None:
    found = asked(
        week(0, "map", 90), week(0, "chart", 20), week(1, "map", 30), week(1, "chart", 40)
    )
    assert [line.by for line in found.lines] == [("chart",), ("map",)]
    assert found.days == ("2026-01-05", "2026-01-12")
    assert found.lines[0].people("2026-01-12") == 40
    assert found.lines[0].people("2025-01-12") is None


def test_a_course_begins_where_it_is_known_and_has_gaps() -> None:
    others = [week(at, "other", 50) for at in range(5)]
    found = asked(*others, week(1, "map", 12), week(3, "map", 14), week(4, "map", None))
    assert found.course(found.lines[1]) == [12, None, 14, None]


def test_a_week_in_which_nothing_was_told_is_a_gap_in_every_course() -> None:
    found = asked(week(0, "map", 12), week(1, "map", 13), week(3, "map", 14))
    assert found.days == ("2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26")
    assert found.course(found.lines[0]) == [12, 13, None, 14]


def test_an_unknown_amount_is_no_zero() -> None:
    found = asked(week(0, "map", 12), week(1, "map", None), week(2, "map", 14))
    assert found.course(found.lines[0]) == [12, None, 14]


def test_days_and_months_that_nobody_told_are_gaps_too() -> None:
    for every, days in (
        ("day", ("2026-02-28", "2026-03-01", "2026-03-02")),
        ("month", ("2025-12-01", "2026-01-01", "2026-02-01")),
    ):
        found = asked((days[0], "site", "map", 12, 1), (days[2], "site", "map", 14, 1), every=every)
        assert found.days == days
        assert found.course(found.lines[0]) == [12, None, 14]


def test_two_months_of_days_are_drawn_and_no_more() -> None:
    first = date(2026, 1, 1)
    days = [(str(first + timedelta(at)), "site", "map", 12 + at, 1) for at in range(90)]
    found = asked(*days, every="day")
    assert found.course(found.lines[0]) == list(range(42, 102))


def test_four_periods_are_compared_with_the_four_before() -> None:
    found = asked(*(week(at, "map", 100 if at < 4 else 150) for at in range(8)))
    assert found.trend(found.lines[0]) == 1.5
    fewer = asked(*(week(at, "map", 100 + 50 * at) for at in range(7)))
    assert fewer.trend(fewer.lines[0]) is None


def test_a_gap_among_them_is_no_trend() -> None:
    others = [week(at, "other", 50) for at in range(8)]
    found = asked(*others, *(week(at, "map", 100 * at + 99) for at in range(8) if at != 5))
    assert found.trend(found.lines[0]) is None


def test_what_may_be_chance_is_no_trend() -> None:
    """44 people after 56 are within what chance does; 440 after 560 are not."""
    few = asked(*(week(at, "map", 11 if at < 4 else 14) for at in range(8)))
    assert few.trend(few.lines[0]) is None
    many = asked(*(week(at, "map", 110 if at < 4 else 140) for at in range(8)))
    assert many.trend(many.lines[0]) == 560 / 440


def test_what_begins_and_what_ends_is_seen_over_four_periods() -> None:
    found = asked(
        *(week(at, "map", 90) for at in range(8)),
        *(week(at, "new", 20) for at in range(4, 8)),
        *(week(at, "newest", 19) for at in range(5, 8)),
        *(week(at, "old", 15) for at in range(4)),
        *(week(at, "older", 15) for at in range(3)),
    )
    assert [line.by for line in found.lines if found.begun(line)] == [("new",)]
    assert [line.by for line in found.lines if found.gone(line)] == [("old",)]
    short = asked(*(week(at, "map", 90) for at in range(4)), *(week(at, "b", 9) for at in range(2)))
    assert [line for line in short.lines if short.begun(line) or short.gone(line)] == []


def test_a_week_after_a_year_of_53_is_beside_the_same_days() -> None:
    # The 53rd week of 2026, and the first one of 2027, beside the first two of 2026.
    assert date.fromisoformat("2026-12-28").isocalendar()[:2] == (2026, 53)
    assert year_before("week", "2026-12-28") == "2025-12-29"
    assert year_before("week", "2027-01-04") == "2026-01-05"


def test_a_period_of_a_year_before_begins_alike() -> None:
    assert year_before("week", "2026-11-23") == "2025-11-24"
    assert year_before("month", "2026-11-01") == "2025-11-01"


def test_what_counted_nothing_says_nothing() -> None:
    assert asked() == Usage((), ())
