"""Text turned into typed values, one function per column type: what does not fit becomes NULL.

Dates and datetimes end as ISO 8601 text (UTC with a `Z` where a time zone is known), lists and
JSON as JSON text; the others as their own type.
"""

from collections.abc import Callable
from typing import Any

import ibis

from publish import functions
from publish.declaration import Column

Value = Any
Converter = Callable[[Value, Column], Value]

INTEGER = r"\s*[+-]?\d{1,19}\s*"
NUMBER = r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?\s*"
BLANKS = " \u00a0\u2009\u202f"
# What the database takes for JSON and the standard does not: NaN, Infinity, a last comma.
JSON_TEXT = r'"(?:[^"\\]|\\.)*"'
NOT_JSON = r"(?i)nan|inf|,\s*[\]}]"
ISO_DATE = ("%Y-%m-%d",)
ISO_DATETIME = (
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S.%f%z",
)


def _string(text: Value, column: Column) -> Value:
    return text


def _grouped(text: Value, column: Column) -> Value:
    """The digits without the declared thousands separator."""
    separators = BLANKS if column.thousands == " " else column.thousands or ""
    for separator in separators:
        text = text.replace(separator, "")
    return text


def _integer(text: Value, column: Column) -> Value:
    digits = _grouped(text, column)
    return _cast(digits, INTEGER, "int64")


def _number(text: Value, column: Column) -> Value:
    digits = _grouped(text, column)
    if column.decimal != ".":
        # A point is then no decimal mark, and must not become one.
        digits = digits.replace(".", "?").replace(column.decimal, ".")
    number = _cast(digits, NUMBER, "float64")
    return number.nullif(float("inf")).nullif(float("-inf"))


def _cast(text: Value, pattern: str, type: str) -> Value:
    """The number that a text of the right form holds; the database's own cast takes too much."""
    return functions.full_match(text, pattern).ifelse(text.try_cast(type), ibis.null(type))


def _boolean(text: Value, column: Column) -> Value:
    word = text.strip()
    truth = word.isin(column.true_values)
    return (truth | word.isin(column.false_values)).ifelse(truth, ibis.null("boolean"))


def _plausible(moment: Value) -> Value:
    """Without years of two digits, which `%Y` takes for the first century."""
    return (moment.year() >= 1000).ifelse(moment, ibis.null())


def _date(text: Value, column: Column) -> Value:
    days = [functions.parse_time(text.strip(), format) for format in column.format or ISO_DATE]
    return _plausible(ibis.coalesce(*days)).date().cast("string")


def _moment(text: Value, format: str, zone: str | None) -> Value:
    """The ISO text of a datetime read by one format."""
    if "%z" in format:
        moment = functions.without_zone("UTC", functions.parse_zoned_time(text, format))
    else:
        moment = functions.parse_time(text, format)
        if zone:
            moment = functions.without_zone("UTC", functions.at_zone(zone, moment))
    iso = _plausible(moment).cast("string").replace(" ", "T")
    return iso + "Z" if zone or "%z" in format else iso


def _datetime(text: Value, column: Column) -> Value:
    formats = column.format or ISO_DATETIME
    return ibis.coalesce(*(_moment(text.strip(), format, column.timezone) for format in formats))


def _json(text: Value, column: Column) -> Value:
    return _is_json(text).ifelse(text, ibis.null())


def _is_json(text: Value) -> Value:
    """Whether a text is JSON as RFC 8259 has it."""
    bare = text.re_replace(JSON_TEXT, "0")
    return functions.json_valid(text) & ~bare.re_search(NOT_JSON)


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
    "date": _date,
    "datetime": _datetime,
    "json": _json,
    "list": _list,
}
