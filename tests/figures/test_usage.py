"""What a tool counted over a year: who came, what is unknown, what grows."""

from publish.figures.asking import answered
from publish.figures.usage import Usage, usage, year_before
from publish.release.table import CountedBy, Table

WEEKS = [f"2026-{month:02d}-{day:02d}" for month in (1, 2) for day in (5, 12, 19, 26)]
HOW = CountedBy("week", "monday", ("feature",), ("tool",), ("visitor_days", "visits"), "_other")


def asked(*rows: tuple[object, ...]) -> Usage:
    """What these rows tell: their week, tool, feature, visitor-days and visits."""
    queries: list[str] = []

    def given(query: object) -> list[tuple[object, ...]]:
        queries.append(str(query))
        return list(rows)

    found = answered(usage(Table({"name": "use"}), HOW), given)
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


def test_a_course_ends_at_the_last_week_and_has_no_gap() -> None:
    others = [week(at, "other", 50) for at in range(4)]
    found = asked(*others, week(0, "map", 12), week(2, "map", 14), week(3, "map", 15))
    assert found.course(found.lines[1]) == [14, 15]


def test_an_unknown_amount_is_no_zero() -> None:
    found = asked(week(0, "map", 12), week(1, "map", None), week(2, "map", 14))
    assert found.course(found.lines[0]) == [14]


def test_four_periods_are_compared_with_the_four_before() -> None:
    found = asked(*(week(at, "map", 10 if at < 4 else 15) for at in range(8)))
    assert found.trend(found.lines[0]) == 1.5
    fewer = asked(*(week(at, "map", 10) for at in range(7)))
    assert fewer.trend(fewer.lines[0]) is None


def test_a_period_of_a_year_before_begins_alike() -> None:
    assert year_before("week", "2026-11-23") == "2025-11-24"
    assert year_before("month", "2026-11-01") == "2025-11-01"


def test_what_counted_nothing_says_nothing() -> None:
    assert asked() == Usage((), ())
