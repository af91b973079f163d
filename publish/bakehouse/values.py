"""Text turned into typed values, one function per column type: what does not fit becomes NULL.

Dates and datetimes end as ISO 8601 text (UTC with a `Z` where a time zone is known), lists and
JSON as JSON text; the others as their own type. A value written again in the declared format is
the text that was read, but for what docs/declare.md lists; `faithful` finds where it is not.
"""

import re
from collections.abc import Callable
from typing import Any

import ibis

from publish.bakehouse import functions, moments
from publish.declare.declaration import Column
from publish.words.limits import JSON_DEPTH

Value = Any
Converter = Callable[[Value, Column], Value]

EXPONENT = r"(?:[eE][+-]?\d{1,3})?"
SPACES = " \u00a0\u2007\u2008\u2009\u200a\u202f"
# What the database takes for JSON and the standard does not: NaN, Infinity, a last comma.
JSON_TEXT = r'"(?:[^"\\]|\\.)*"'
NOT_JSON = r"(?i)nan|inf|,\s*[\]}]"


def part_of(text: Value, column: Column) -> Value:
    """One of several numbers in a cell, in brackets or not; empty, so no number, where it lacks."""
    marks = r"[;\s]+" if column.decimal == "," else r"[,;\s]+"
    found = text.re_replace(r"^[\s\[(]+|[\s\])]+$", "").re_split(marks)[column.part]
    return text.isnull().ifelse(ibis.null("string"), found.fill_null(""))


def _string(text: Value, column: Column) -> Value:
    return text


def _integer(text: Value, column: Column) -> Value:
    # 1.0 is how pandas writes the integers of a column in which some are missing.
    zeros = r"(?:\.0+)?" if column.thousands != "." else ""
    return _cast(text, f"[+-]?{_whole(column)}{zeros}", "int64", column)


def _number(text: Value, column: Column) -> Value:
    mark = re.escape(column.decimal)
    form = rf"[+-]?(?:{_whole(column)}(?:{mark}\d*)?|{mark}\d+){EXPONENT}"
    number = _cast(text, form, "float64", column)
    return number.nullif(float("inf")).nullif(float("-inf"))


def _whole(column: Column) -> str:
    """The form of a number's whole part: digits, or groups of three between declared marks.

    No group of zeros begins it: 0,123 is how others write a decimal, and is no 123.
    """
    marks = SPACES if column.thousands == " " else re.escape(column.thousands or "")
    first = r"(?:[1-9]\d{0,2}|0[1-9]\d?|00[1-9])"
    return rf"(?:\d+|{first}(?:[{marks}]\d{{3}})+)" if marks else r"\d+"


def _cast(text: Value, form: str, type: str, column: Column) -> Value:
    """The number that a text of the right form holds; the database's own cast takes too much."""
    fits = functions.full_match(text, form)
    return fits.ifelse(plain_number(text, column).try_cast(type), ibis.null(type))


def plain_number(text: Value, column: Column) -> Value:
    """A number's text with a point for its decimal mark and nothing between thousands."""
    for mark in SPACES if column.thousands == " " else column.thousands or "":
        text = text.replace(mark, "")
    return text if column.decimal == "." else text.replace(column.decimal, ".")


def _boolean(text: Value, column: Column) -> Value:
    truth = text.isin(column.true_values)
    return (truth | text.isin(column.false_values)).ifelse(truth, ibis.null("boolean"))


def _json(text: Value, column: Column) -> Value:
    return _is_json(text).ifelse(text, ibis.null())


def _is_json(text: Value) -> Value:
    """Whether a text is JSON as RFC 8259 has it."""
    bare = text.re_replace(JSON_TEXT, "0")
    return functions.json_valid(text) & ~bare.re_search(NOT_JSON)


def _nested(depth: int) -> str:
    """What JSON without its strings fits whose lists and objects are that deep at most (RE2)."""
    plain = r"[^\[\]{}]*"
    found = plain
    for _ in range(depth):
        found = rf"{plain}(?:[\[{{]{found}[\]}}]{plain})*"
    return found


SHALLOW = _nested(JSON_DEPTH)


def too_deep(json: Value) -> Value:
    """Whether a JSON text has more lists and objects within one another than readers take."""
    fits = functions.full_match(json.re_replace(JSON_TEXT, "0"), SHALLOW)
    return (json.length() > 2 * JSON_DEPTH).ifelse(~fits, ibis.literal(False))


def _list(text: Value, column: Column) -> Value:
    """A JSON array of the parts between separators; a cell that is a JSON array stays one."""
    parts = text.split(column.separator).map(lambda part: part.strip())
    ours = functions.to_json(parts.filter(lambda part: part != ""))
    array = text.strip().startswith("[") & _is_json(text)
    return array.ifelse(text, ours)


CONVERTERS: dict[str, Converter] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": moments.day,
    "datetime": moments.moment,
    "json": _json,
    "list": _list,
}
BARE = frozenset(CONVERTERS) - {"string", "json", "list"}
"""The types whose texts come without the blanks that stood around them."""
