"""What is typed into a form: what fits, what does not, and what stayed as it was."""

from pathlib import Path
from typing import Any

import pytest

from publish.corrections.proposals import Edit
from publish.desk.rows import Cell, Row, as_released, as_typed
from publish.desk.typed import Typed, hint, typed_of
from publish.release.package import Package
from publish.release.release import Release
from publish.release.table import Field, Table
from publish.site.text.languages import Shown, speaking


def field(type: str, **constraints: Any) -> Field:
    """A column called `it`."""
    return Field({"name": "it", "type": type, "constraints": constraints})


def typed(described: Field, base: str | None, text: str, **more: str) -> Typed:
    """What becomes of a text in the form of a row with one cell."""
    release = Release("lieux", "1.0.0", Path("/"), Package({}))
    row = Row(release, Table({"name": "places"}), ("1",), "one", {"it": Cell(described, base)})
    with speaking(Shown("en")):
        said = {"why": "", "evidence": ""} | more
        return typed_of(row, {"it": text}, said["why"], said["evidence"])


@pytest.mark.parametrize(
    ("kind", "base", "text", "new"),
    [
        ("string", "Café", "Bar", "Bar"),
        ("string", None, "Bar", "Bar"),
        ("string", "Café", "", None),
        ("string", "Café", " \u00a0\n ", None),
        ("string", "Café", " Bar\n", "Bar"),
        ("integer", "12", " 014 ", "14"),
        ("number", "1.5", "2,25", "2.25"),
        ("boolean", "true", "false", "false"),
        ("date", "2026-01-01", "2026-02-28", "2026-02-28"),
        ("array", '["a","b"]', "a\n b \n\nc", '["a","b","c"]'),
        ("array", '["a"]', " ", None),
    ],
)
def test_what_fits_is_an_edit(kind: str, base: str | None, text: str, new: str | None) -> None:
    found = typed(field(kind), base, text)
    assert (found.edits, found.wrong) == ({"it": Edit(base, new)}, {})


@pytest.mark.parametrize(
    ("kind", "base", "text"),
    [
        ("string", "two\r\nlines", "two\nlines"),
        ("string", "Café ", "Café"),
        ("string", " Café", "Café"),
        ("number", "2.0", "2,0"),
        ("array", '["a", "b"]', "a\nb"),
        ("string", None, ""),
    ],
)
def test_what_stayed_is_none(kind: str, base: str | None, text: str) -> None:
    found = typed(field(kind), base, text)
    assert found.edits == {}
    assert found.wrong == {"cells": "Nothing is different yet: change what is wrong in the row."}


@pytest.mark.parametrize(
    ("described", "text", "wrong"),
    [
        (field("integer"), "many", "This does not fit. A whole number."),
        (field("integer", minimum=0), "-1", "This does not fit. A whole number. From 0."),
        (field("number", maximum=9.0), "12", "This does not fit. A number. Up to 9."),
        (field("date"), "2026-02-30", "This does not fit. A day, such as 2026-11-30."),
        (field("string", required=True), "", "This does not fit. It cannot be empty."),
        (field("string", enum=["a"]), "b", "This does not fit. One of the values listed."),
        (field("string", required=True), " \n ", "This does not fit. It cannot be empty."),
        (field("string", maxLength=3), "four", "This does not fit. 3 letters at most."),
        (field("string"), "x" * 2001, "Write 2000 letters at most."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_beside_it(described: Field, text: str, wrong: str) -> None:
    found = typed(described, "1", text)
    assert (found.edits, found.wrong) == ({}, {"it": wrong})


@pytest.mark.parametrize(
    "evidence",
    [
        "http://example.org", "javascript:alert(1)", "https://", "https://localhost/x",
        "https://a.b/ c", 'https://a.b/"><script>', "https://user@a.b/", "https://[a.b/",
        "https://a.b/\u202efdp", "https://a.b/\u2066", "https://a.b/\ufffe",
        "https://a.b/\x9b", "https://a.b/" + "x" * 500,
    ],
)  # fmt: skip
def test_evidence_is_the_address_of_a_page(evidence: str) -> None:
    found = typed(field("string"), "a", "b", evidence=evidence)
    assert found.wrong == {"evidence": "Give the address of a page, which begins with https://."}


def test_an_address_is_taken_as_it_is() -> None:
    found = typed(field("string"), "a", "b", evidence=" https://example.org/é?q=1#x ")
    assert (found.wrong, found.evidence) == ({}, "https://example.org/é?q=1#x")


def test_reasons_have_a_bound() -> None:
    assert typed(field("string"), "a", "b", why="x" * 1001).wrong == {
        "why": "Write 1000 letters at most."
    }


@pytest.mark.parametrize("character", ["\0", "\x1b", "\x9b", "\u202e", "\u2069", "\ufffe"])
@pytest.mark.parametrize("kind", ["string", "array", "datetime"])
def test_what_nobody_sees_is_told_beside_it(kind: str, character: str) -> None:
    text = f"2026-11-30{character}18:00"
    found = typed(field(kind), None, text, why=text)
    said = "This has characters that cannot be seen: type it anew instead of pasting it."
    assert (found.edits, found.wrong) == ({}, {"it": said, "why": said})


def test_a_pattern_is_told_and_looked_at_by_the_publication() -> None:
    described = field("string", pattern="([^,]+,? ?)+")
    text = "a" * 60 + ",,"
    assert typed(described, "1", text).edits == {"it": Edit("1", text)}
    with speaking(Shown("en")):
        assert hint(described) == "Of the form ([^,]+,? ?)+."


def test_lists_are_read_and_written_an_item_a_line() -> None:
    assert as_typed(field("array"), '["a b","c"]') == "a b\nc"
    assert as_released(field("array"), "a b\nc") == '["a b","c"]'


def test_any_text_needs_no_hint() -> None:
    assert hint(field("string")) == ""
