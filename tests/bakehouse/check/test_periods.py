"""A tool's files are of one period each, all days are there, and none twice."""

from typing import Any

from publish.bakehouse.check.periods import unfit_periods
from publish.bakehouse.read.audience.periods import parsed
from publish.bakehouse.read.exports import Export
from publish.bakehouse.read.staged import lines_after, nothing_refused
from publish.declare.source import Source
from tests.tables import column, table

WAY = "export each day by itself (in Matomo `period=day&date=2026-11-30`)"
COLUMNS = {
    "day": column(type="date", constraints={"required": True}),
    "visitors": column(type="integer"),
}


def problems(*names: str, every: Any = "week") -> list[str]:
    source = Source.model_validate({"path": "exports/*", "format": "matomo"})
    exports = [
        (
            source,
            Export(
                f"{name}.json", None, (), 1, nothing_refused, lines_after(1), (), (parsed(name),)
            ),
        )
        for name in names
    ]
    declared = table(COLUMNS, about="things", counts={"behind": "visitors", "every": every})
    return [str(one) for one in unfit_periods("use", declared, exports)]


def test_days_and_weeks_are_weeks():
    assert problems("2026-11-29", "2026-W49", "2026-12-07_2026-12-09") == []


def test_a_month_is_no_week():
    assert problems("2026-11") == [
        "blocker long-period: use, 2026-11.json: its numbers are of 2026-11-01 to 2026-11-30, not "
        f"of one week, and would be told of one; {WAY}, or each week from Monday to Sunday "
        "(`period=week&date=2026-11-30`)"
    ]


def test_days_of_two_weeks_are_no_week():
    (told,) = problems("2026-11-25_2026-12-01")
    assert "its numbers are of 2026-11-25 to 2026-12-01, not of one week" in told


def test_a_calendar_month_is_no_month_of_whole_weeks():
    (told,) = problems("2026-11", every="month")
    assert "not of one month of whole weeks" in told
    assert problems("2026-11-02_2026-11-29", every="month") == []


def test_a_week_tells_nothing_of_its_days():
    assert problems("2026-W48", every=("week", "day")) == [
        "blocker long-period: use, 2026-W48.json: its numbers are of 2026-11-23 to 2026-11-29, "
        f"more than a day, and would be told of one; {WAY}, or write `every: week`"
    ]


def test_a_month_for_days_is_no_week_either():
    (told,) = problems("2026-11", every=("week", "day"))
    assert told.endswith(f"more than a day, and would be told of one; {WAY}")


def test_a_day_in_two_files_is_refused():
    assert problems("2026-W48", "2026-11-29") == [
        "blocker same-days: use, 2026-11-29.json: 2026-11-29 is in 2026-W48.json too, and would be "
        "counted twice; remove one of the two files, or correct the days in its name"
    ]


def test_days_that_are_missing_are_named():
    assert problems("2026-W46", "2026-11-16", "2026-11-18", "2026-11-25") == [
        "warning missing-days: use: no file is of 2026-11-17, 2026-11-19, 2026-11-20, 2026-11-21, "
        "2026-11-22 and 2 more, though there are earlier and later ones: their weeks are not told; "
        "export these days too, also those on which nobody came"
    ]
