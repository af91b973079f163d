"""What is said back when a table of numbers that a tool counted contradicts itself."""

from typing import Any

import pytest

from publish.declare.counts_rules import counts_columns, counts_findings

COLUMNS = {
    "day": {"type": "date", "constraints": {"required": True}},
    "when": {"type": "date"},
    "tool": {"type": "string"},
    "feature": {"type": "string"},
    "visitors": {"type": "integer"},
    "visits": {"type": "integer"},
    "seconds": {"type": "number"},
    "page": {"type": "string", "protect": "drop"},
    "tens": {"type": "integer", "protect": {"round": {"to": 20}}},
}
SOUND = {
    "behind": "visitors", "every": ("week", "day"), "by": ("feature",), "within": "tool",
    "sum": "visits",
}  # fmt: skip


def told(other: dict[str, Any] | None = None, **words: Any) -> list[str]:
    columns = {
        name: column
        for name, column in COLUMNS.items()
        if name not in ("when", "seconds", "tens") or name in str(words)
    }
    counts = SOUND | words.pop("counts", {})
    tree = {"about": "things", "columns": columns, "counts": counts} | words
    found = counts_findings("uses", tree, {"places": other or {}, "uses": tree})
    return [f"{'.'.join(map(str, place))}: {what}" for place, what in found]


def test_numbers_that_a_tool_counted_are_sound() -> None:
    assert told() == []
    assert told(counts={"every": "month", "by": (), "within": ()}) == [
        "columns.tool: not named in `counts`; name it under `by` or `sum`, or `protect: drop`",
        "columns.feature: not named in `counts`; name it under `by` or `sum`, or `protect: drop`",
    ]


@pytest.mark.parametrize(
    ("counts", "error"),
    [
        ({"behind": "visitor"}, "counts.behind: no column 'visitor'; did you mean `visitors`?"),
        (
            {"behind": "seconds"},
            "counts.behind: 'seconds' is of type number; name a column of type integer",
        ),
        (
            {"day": "when"},
            "counts.day: a row of 'when' without a day would be counted nowhere; "
            "add `constraints: {required: true}` to the column",
        ),
        ({"by": ("page",)}, "counts.by.0: 'page' is dropped; name a published column"),
        (
            {"behind": "tens"},
            "counts.behind: 'tens' is recoded by `round`, and would say other people; "
            "remove its `protect`",
        ),
        ({"sum": "visitors"}, "counts.sum: 'visitors' stands twice; keep one"),
        (
            {"every": ("week", "month")},
            "counts.every: weeks (and days) and months of the same numbers would tell, subtracted, "
            "what each hides; write `week`, `day` or both, or `month` alone",
        ),
        ({"every": ("day", "day")}, "counts.every.0: 'day' stands twice; keep one"),
    ],
)
def test_a_contradiction_is_told_with_a_way_out(counts: dict[str, Any], error: str) -> None:
    assert error in told(counts=counts)


def test_keys_that_do_nothing_are_refused() -> None:
    assert told(browse={"facets": "feature"}, about="people") == [
        "counts: for numbers that are counted already, not for rows of people; write "
        "`about: things`, or count people by `aggregates:`",
        "browse: tables of `counts` have their own; remove this key",
    ]


def test_the_same_numbers_are_published_once() -> None:
    assert told(other={"counts": {"by": ("country", "feature")}}) == [
        "counts.by: places counts by 'feature' too, and one would tell what the other hides; "
        "count by it in one table"
    ]


def test_the_tables_that_leave_can_be_named_by_their_dates() -> None:
    tables = {"uses": {"counts": {"every": ("week", "day")}}, "places": {}}
    assert counts_columns(tables) == {
        "uses_week": {"columns": {"monday": {"type": "date"}}},
        "uses_day": {"columns": {"day": {"type": "date"}}},
    }
