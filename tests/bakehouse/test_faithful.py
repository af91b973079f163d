"""A typed value, written again, is the text that was read; else it is refused or counted."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bakehouse.engine import Workspace
from publish.bakehouse.shape import shape
from publish.words.limits import JSON_DEPTH
from tests.tables import bench, column, export, rows_of, source, table

ZONES = (
    "Europe/Paris", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "Europe/Dublin",
    "America/Santiago", "Pacific/Apia",
)  # fmt: skip
QUARTER = timedelta(minutes=15)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("faithful")
    with bench(folder) as opened:
        yield opened


def typed(place: Workspace, texts: list[str], type: str, **declared: Any) -> Any:
    """What becomes of cells: the shaped column `x`."""
    of = table({"x": column(type, **declared)})
    return shape(of, [(source(), export(place, ["x"], [(text,) for text in texts]))], place)


def told(place: Workspace, text: str, type: str, **declared: Any) -> tuple[Any, str]:
    """The value of a cell, None where it is refused, and why, or what is told of it."""
    found = typed(place, [text], type, **declared)
    [reason] = [reason for _, reason in found.rejected] or [""]
    [code] = [code for _, code in found.otherwise] or [""]
    value = None if reason else rows_of(found.table)[0]["x"]
    return value, str(reason) or code


@pytest.mark.parametrize(
    "text",
    [
        "0.1", "0.10000000000000001", "0.30000000000000004", "100000000000000000000000", "1e300",
        "12345678901234500", "1.2345678901234567e+19", "000000000000000001.50", "-0.0", "0e5",
        "12345678901234568000000", "5.684341886080802e-14",
    ],
)  # fmt: skip
def test_a_number_that_gives_its_text_again_is_told_nothing_of(place: Workspace, text: str) -> None:
    assert told(place, text, "number") == (float(text), "")


@pytest.mark.parametrize(
    "text", ["9007199254740993", "+12345678901234567", "-99999999999999999999"]
)
def test_a_whole_number_that_would_become_another_is_refused(place: Workspace, text: str) -> None:
    reason = "has more digits than a number holds; declare it as `string`"
    assert told(place, text, "number") == (None, reason)


@pytest.mark.parametrize(
    "text", ["0.1234567890123456789", "12345678901234567.5", "1e-400", "1.23456789012345678e3"]
)
def test_decimals_that_no_number_holds_are_counted(place: Workspace, text: str) -> None:
    assert told(place, text, "number") == (float(text), "rounded-number")


@pytest.mark.parametrize("type", ["json", "list"])
def test_lists_within_one_another_beyond_what_readers_take_are_refused(
    place: Workspace, type: str
) -> None:
    def nested(depth: int, inside: str) -> str:
        return f'["]", {"[" * (depth - 1)}{inside}{"]" * (depth - 1)}]'

    reason = f"has more than {JSON_DEPTH} lists or objects within one another; export it flatter"
    side = ",".join(['{"a": [1]}'] * 100)
    kept = nested(JSON_DEPTH - 2, side)
    assert told(place, kept, type) == (kept, "")
    for depth, inside in ((JSON_DEPTH - 1, side), (JSON_DEPTH + 1, ""), (5000, "")):
        assert told(place, nested(depth, inside), type) == (None, reason)


def test_a_fraction_finer_than_microseconds_is_counted(place: Workspace) -> None:
    texts = ["2024-03-01T10:00:00.123456789Z", "2024-03-01T10:00:00.123456000Z"]
    found = typed(place, [*texts, "2024-03-01T10:00:00.5"], "datetime")
    assert found.otherwise == {("x", "cut-fraction"): 1}
    assert rows_of(found.table)[0] == {"x": "2024-03-01T10:00:00.123456Z"}


def test_an_hour_that_never_was_is_refused_and_one_that_was_twice_is_told(place: Workspace) -> None:
    paris = {"timezone": "Europe/Paris", "format": "%d/%m/%Y %H:%M"}
    assert told(place, "30/03/2025 02:30", "datetime", **paris) == (
        None, "is an hour that clocks of Europe/Paris skipped",
    )  # fmt: skip
    again = told(place, "26/10/2025 02:30", "datetime", **paris)
    assert again == ("2025-10-26T01:30:00Z", "hour-twice")
    ordinary = told(place, "26/10/2025 03:00", "datetime", **paris)
    assert ordinary == ("2025-10-26T02:00:00Z", "")


def test_an_offset_tells_which_of_the_two_hours(place: Workspace) -> None:
    texts = ["2025-10-26T02:30:00+02:00", "2025-10-26T02:30:00+01:00"]
    found = typed(place, texts, "datetime", timezone="Europe/Paris")
    assert [row["x"] for row in rows_of(found.table)] == [
        "2025-10-26T00:30:00Z",
        "2025-10-26T01:30:00Z",
    ]
    assert found.otherwise == {}


def test_an_hour_of_years_that_are_not_looked_through_is_looked_at(place: Workspace) -> None:
    texts = ["2150-10-25 02:30", "2150-10-25 12:00", "2150-03-29 02:30", "1850-01-01 00:00"]
    found = typed(place, texts, "datetime", timezone="Europe/Paris")
    assert (found.otherwise.total(), found.rejected.total()) == (1, 1)


def quarters_around_changes(zone: ZoneInfo, year: int) -> list[datetime]:
    """All quarters of an hour of the days around a change of a zone's clocks."""
    days = [datetime(year, 1, 1) + timedelta(days=number) for number in range(366)]
    changes = [d for d in days if d.replace(tzinfo=zone).utcoffset()
               != (d + timedelta(days=1)).replace(tzinfo=zone).utcoffset()]  # fmt: skip
    return [day + number * QUARTER for day in changes for number in range(24 * 4 * 2)]


@pytest.mark.slow("reads every quarter of an hour around changes of clocks")
@pytest.mark.parametrize("zone", ZONES)
def test_clocks_of_the_world_skip_and_repeat_as_they_did(place: Workspace, zone: str) -> None:
    where, utc = ZoneInfo(zone), ZoneInfo("UTC")
    times = quarters_around_changes(where, 2011)
    both = [[t.replace(tzinfo=where, fold=fold).astimezone(utc) for fold in (0, 1)] for t in times]
    there = [last.astimezone(where).replace(tzinfo=None) == t
             for t, (_, last) in zip(times, both, strict=True)]  # fmt: skip
    twice = sum(first != last for ok, (first, last) in zip(there, both, strict=True) if ok)
    found = typed(place, [f"{time}" for time in times], "datetime", timezone=zone)
    assert found.rejected.total() == there.count(False) > 0
    assert found.otherwise.total() == twice
    assert [row["x"] for row in rows_of(found.table)] == [
        f"{last:%Y-%m-%dT%H:%M:%SZ}" for ok, (_, last) in zip(there, both, strict=True) if ok
    ]


def spelt(text: str, thousands: str, decimal: str) -> str:
    """A number's text without what docs/declare.md lists, marks between thousands not taken out."""
    plain = re.sub(rf"^(-?)[0{thousands}]*(?=\d)", r"\1", text.strip().removeprefix("+"))
    plain = re.sub(rf"^(-?){re.escape(decimal)}", rf"\g<1>0{decimal}", plain)
    if decimal in plain:
        plain = plain.rstrip("0").removesuffix(decimal)
    return "0" if plain == "-0" else plain


def written(value: float, thousands: str, decimal: str) -> set[str]:
    """A number with and without marks between thousands."""
    number = Decimal(repr(value))
    marks = str.maketrans({",": thousands, ".": decimal})
    both = (f"{number:f}", f"{number:,f}".translate(marks), f"{number:f}".replace(".", decimal))
    return {spelt(text, thousands, decimal) for text in both}


def read(place: Workspace, texts: list[str], type: str, **declared: Any) -> dict[str, Any]:
    """The value of each cell that is not refused."""
    of = table({"text": column(**{"from": "x"}), "x": column(type, **declared)})
    given = export(place, ["x"], [(text,) for text in texts])
    rows = rows_of(shape(of, [(source(), given)], place).table)
    return {row["text"]: row["x"] for row in rows if row["text"] is not None}


FEW = settings(max_examples=10, deadline=None)


@pytest.mark.slow("a law over thousands of drawn numbers")
@pytest.mark.parametrize("marks", [",.", ".,", " ,", "'.", "_."])
@given(data=st.data())
@FEW
def test_whatever_is_typed_as_a_number_is_its_text(
    place: Workspace, data: st.DataObject, marks: str
) -> None:
    signs = f"0012345{marks[0]}{marks}+- "
    texts = data.draw(st.lists(st.text(signs, min_size=1, max_size=14), min_size=50, max_size=300))
    for text, value in read(place, texts, "number", thousands=marks[0], decimal=marks[1]).items():
        assert spelt(text, *marks) in written(value, *marks)


def plainly(day: str) -> str:
    """A day without zeros before its numbers and runs of spaces."""
    return re.sub(r"\b0+(?=\d)", "", " ".join(day.split()))


@pytest.mark.slow("a law over thousands of drawn days")
@pytest.mark.parametrize(
    "format", ["%d/%m/%Y", "%Y-%m-%d", "%Y-%j", "%A %d/%m/%Y", "%d/%m/%y", "%G-W%V-%u"]
)
@given(days=st.lists(st.tuples(st.dates(), st.integers(0), st.sampled_from("0139 ")), max_size=300))
@FEW
def test_whatever_is_typed_as_a_date_is_its_text(
    place: Workspace, days: list[tuple[date, int, str]], format: str
) -> None:
    texts = [day.strftime(format) for day, _, _ in days]
    changed = [
        text[: at % len(text)] + sign + text[at % len(text) + 1 :]
        for text, (_, at, sign) in zip(texts, days, strict=True)
    ]
    for text, value in read(place, texts + changed, "date", format=format).items():
        assert plainly(date.fromisoformat(value).strftime(format)) == plainly(text)
