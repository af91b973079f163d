"""Cells as JSON, JSON that reads one way, ETags: without a server."""

from pathlib import Path

import pytest

from publish.corrections.row_state import Pending, RowState
from publish.desk.api.patches import MOST_WRONG, asked
from publish.desk.api.problems import Json, Problem
from publish.desk.api.sent import JSON_PATCH, MERGE_PATCH, Sent, read_json
from publish.desk.api.tags import Seen, seen, tag_of, wanted
from publish.desk.api.values import as_json, as_text
from publish.desk.rows import Cell, Row
from publish.release.package import Package
from publish.release.release import Release
from publish.release.table import Field, Table


def field(type: str, **constraints: object) -> Field:
    """A column of a release."""
    return Field({"name": "c", "type": type, "role": "open", "constraints": constraints})


@pytest.mark.parametrize(
    ("type", "value", "text"),
    [
        ("string", "a", "a"),
        ("string", " a ", "a"),
        ("integer", 12, "12"),
        ("integer", 12.0, "12"),
        ("number", 12, "12.0"),
        ("number", -0.5, "-0.5"),
        ("boolean", True, "true"),
        ("date", "2026-11-30", "2026-11-30"),
        ("array", ["a", "b"], '["a","b"]'),
        ("string", None, None),
        ("array", [], None),
    ],
)
def test_values_become_the_texts_of_a_release(type: str, value: object, text: str | None) -> None:
    assert as_text(field(type), value) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("type", "value", "words"),
    [
        ("integer", 1.5, "'1.5' is no whole number"),
        ("integer", True, "true is not a whole number"),
        ("integer", 10**30, "is no whole number"),
        ("integer", 10**400, "is no whole number"),
        ("number", 10**400, "is no number"),
        ("number", "1", '"1" is not a number'),
        ("date", "30/11/2026", "is no day"),
        ("array", "a", '"a" is not a list of texts'),
        ("array", [1], "[1] is not a list of texts"),
        ("array", ["a\u202e"], "it has characters that nobody sees"),
        ("string", {"a": "b" * 100}, "…"),
    ],
)
def test_what_is_none_is_told(type: str, value: object, words: str) -> None:
    with pytest.raises(ValueError, match=r".") as told:
        as_text(field(type), value)  # type: ignore[arg-type]
    assert words in str(told.value)


def test_a_value_that_must_be_there_is_missed() -> None:
    with pytest.raises(ValueError, match="needs a value"):
        as_text(field("string", required=True), None)


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("integer", "12", 12),
        ("number", "12.5", 12.5),
        ("boolean", "false", False),
        ("array", '["a"]', ["a"]),
        ("string", "12", "12"),
        ("boolean", None, None),
    ],
)
def test_texts_of_a_release_become_json(type: str, text: str | None, value: object) -> None:
    assert as_json(field(type), text) == value


def test_a_tag_tells_what_waited() -> None:
    pending = {name: Pending(number, name, "x") for number, name in ((12, "a"), (15, "b"))}
    tag = tag_of("1.2.3", RowState(pending, "0123456789abcdef"))
    assert tag == '"1.2.3-12.15-0123456789abcdef"'
    assert seen(wanted(tag)) == Seen("1.2.3", (12, 15))
    assert seen(wanted('"1.2.3--0123456789abcdef"')) == Seen("1.2.3", ())
    for other in ('"x"', '""', '"1.2-1-0123456789abcdef"', '"1.2.3-1.-0123456789abcdef"'):
        assert seen(wanted(other)) is None


def test_depth_is_bounded_whatever_is_nested() -> None:
    assert read_json(b"[" * 8 + b"1" + b"]" * 8)
    for begin, end in ((b"[", b"]"), (b'{"a":', b"}")):
        with pytest.raises(Problem, match="nested more than 8 deep"):
            read_json(begin * 9 + b"1" + end * 9)


@pytest.mark.parametrize("body", [r'{"a": "\ud800"}', r'{"\udfff": 1}', r'[["\ud83d"]]'])
def test_half_a_character_is_none(body: str) -> None:
    with pytest.raises(Problem, match=r"'.ud...' is half of a character") as told:
        read_json(body.encode())
    assert told.value.status == 400
    assert read_json(rb'"\ud83d\ude00"') == "\U0001f600"


def test_a_name_that_stands_twice_is_told() -> None:
    names = "".join(f'"{number}":1,' for number in range(6_000))
    with pytest.raises(Problem, match="'5999' stands there twice"):
        read_json(f'{{{names}"5999":2}}'.encode())


@pytest.mark.parametrize("tag", [",", " , ,", "1.0.0"])
def test_a_header_without_a_tag_is_told(tag: str) -> None:
    with pytest.raises(Problem, match="If-Match is an ETag in quotation marks") as told:
        wanted(tag)
    assert told.value.status == 400


def test_of_many_places_that_are_wrong_the_first_are_told() -> None:
    release = Release("lieux", "1.0.0", Path(), Package({}))
    row = Row(release, Table({"name": "places"}), ("1",), "one", {"c": Cell(field("string"), "a")})
    many: dict[str, Json] = {f"column {number}": 1 for number in range(3_000)}
    operations: Json = [{"op": "add", "path": f"/{name}", "value": 1} for name in many]
    sent: list[tuple[str, Json]] = [(MERGE_PATCH, many), (JSON_PATCH, operations)]
    for kind, value in sent:
        with pytest.raises(Problem) as told:
            asked(row, Sent(kind, b"", value))
        errors = told.value.more["errors"]
        assert isinstance(errors, list)
        assert len(errors) == MOST_WRONG
