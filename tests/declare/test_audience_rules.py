"""What is said back when a tool's rows would leave as they are."""

from pathlib import Path

import pytest

from publish.declare.declaration import Dataset
from publish.declare.yaml_file import load
from publish.errors import DeclarationError
from tests.counted import FEATURES
from tests.sites import ABOUT

SOURCE = '{path: exports/features.csv, delimiter: ";"}'
COUNTS = FEATURES[FEATURES.index("    counts:") : FEATURES.index("    columns:")]
TOOLS = {
    "usage": ("{usage: site}", "'site'"),
    "matomo": (
        '{matomo: "https://stats.example.org", site: 3, report: features}',
        "'https://stats.example.org'",
    ),
    "format": ("{path: exports/access.log, format: logs}", "'logs'"),
}
WAY_OUT = (
    "add `counts: {behind: visitors, every: week, by: [feature, form], within: tool, "
    "sum: [visits, actions]}`"
)


def said(folder: Path, source: str, *changes: tuple[str, str]) -> list[str]:
    """What is wrong with the table of features, each with its line."""
    text = f"{ABOUT}{FEATURES}".replace(SOURCE, source)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = folder / "dataset.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        load(path, Dataset)
    except DeclarationError as told:
        return [line.removeprefix(f"{path}:") for line in str(told).splitlines()]
    return []


@pytest.mark.parametrize("key", TOOLS)
def test_rows_of_a_tool_leave_as_counts_alone(key: str, tmp_path: Path) -> None:
    source, value = TOOLS[key]
    assert said(tmp_path, source) == []
    assert said(tmp_path, source, (COUNTS, "")) == [
        f"14: tables.features.sources.0.{key}: {value} tells how many people used what, down to "
        f"one, and a table without `counts` would publish each of these numbers; {WAY_OUT}"
    ]


@pytest.mark.parametrize("key", TOOLS)
def test_the_way_out_works_as_it_is_printed(key: str, tmp_path: Path) -> None:
    [told] = said(tmp_path, TOOLS[key][0], (COUNTS, ""))
    printed = told.partition("add `")[2].rstrip("`")
    assert said(tmp_path, TOOLS[key][0], (COUNTS, f"    {printed}\n")) == []


def test_what_else_the_way_out_needs_is_said_with_it(tmp_path: Path) -> None:
    told = said(
        tmp_path,
        "{usage: site}",
        (COUNTS, ""),
        ("about: things", "about: people"),
        (", constraints: {required: true}", ""),
    )
    assert [line.partition("these numbers; ")[2] for line in told if "usage" in line] == [
        "write `about: things`, add `constraints: {required: true}` to the column `day`, "
        f"{WAY_OUT}"
    ]


@pytest.mark.parametrize(
    "people",
    [
        "    contributor: feature\n    privacy: {k: 11}\n",
        "    contributor: feature\n"
        "    aggregates: {few: {title: {fr: Peu}, description: {fr: Peu}, by: [feature]}}\n",
    ],
    ids=["records", "aggregates"],
)
def test_rows_of_a_tool_are_no_people(people: str, tmp_path: Path) -> None:
    told = said(tmp_path, "{usage: site}", (COUNTS, people), ("about: things", "about: people"))
    assert any("tables.features.sources.0.usage: 'site' tells how many" in line for line in told)


def test_the_people_behind_a_row_are_the_visitors_of_the_tool(tmp_path: Path) -> None:
    swapped = (
        ("behind: visitors", "behind: actions"),
        ("sum: [visits, actions]", "sum: [visits, visitors]"),
    )
    assert said(tmp_path, "{usage: site}", *swapped) == [
        "16: tables.features.counts.behind: 'actions' is the tool's 'actions', which are no "
        "people; name the column of its 'visitors'"
    ]
    assert said(tmp_path, "{usage: site, from: {visitors: actions, actions: visitors}}") == [
        "16: tables.features.counts.behind: 'visitors' is the tool's 'actions', which are no "
        "people; name the column of its 'visitors'"
    ]
    assert said(tmp_path, "{usage: site, from: {actions: visitors, visitors: actions}}", *swapped
    ) == []  # fmt: skip


def test_a_column_that_is_not_there_is_told_once(tmp_path: Path) -> None:
    told = said(tmp_path, "{usage: site}", ("behind: visitors", "behind: visiteurs"))
    assert [line for line in told if "visiteurs" in line] == [
        "16: tables.features.counts.behind: no column 'visiteurs'; did you mean `visitors`?"
    ]


def test_no_constant_says_who_is_behind_a_row(tmp_path: Path) -> None:
    source = '{path: exports/features.csv, set: {visitors: "100"}}'
    assert said(tmp_path, source) == [
        "14: tables.features.sources.0.set.visitors: 'visitors' says how many people are behind "
        "each row, and is no constant; remove it"
    ]


def test_no_column_beside_the_counts_leaves(tmp_path: Path) -> None:
    raw = "      raw: {type: integer, role: open, from: visitors, description: {fr: Bruts}}\n"
    told = said(tmp_path, "{usage: site}", ("      visits:", f"{raw}      visits:"))
    assert [line.partition(": ")[2] for line in told] == [
        "tables.features.columns.raw: not named in `counts`; name it under `by` or `sum`, or "
        "`protect: drop`"
    ]
