"""The few database functions that Ibis has no words for, declared once.

DuckDB's names; on another engine only this file would change.
"""

# mypy: disable-error-code="empty-body"

import ibis
import ibis.expr.datatypes as dt

UTC_TIME = dt.Timestamp(timezone="UTC")
LOCAL_TIME = dt.Timestamp()


@ibis.udf.scalar.builtin(name="try_strptime", signature=(("string", "string"), LOCAL_TIME))
def parse_time(text, format):  # type: ignore[no-untyped-def]
    """A timestamp read by a strptime format without an offset; NULL where it does not fit."""


@ibis.udf.scalar.builtin(name="try_strptime", signature=(("string", "string"), UTC_TIME))
def parse_zoned_time(text, format):  # type: ignore[no-untyped-def]
    """A moment read by a strptime format with `%z`; NULL where it does not fit."""


@ibis.udf.scalar.builtin(name="strftime", signature=((LOCAL_TIME, "string"), "string"))
def write_time(time, format):  # type: ignore[no-untyped-def]
    """A timestamp written by a strptime format."""


@ibis.udf.scalar.builtin(name="format", signature=(("string", "float64", "int64"), "string"))
def write_number(how, number, decimals):  # type: ignore[no-untyped-def]
    """A number with so many decimals, with an exponent by `{:.{}e}`."""


@ibis.udf.scalar.builtin(name="timezone", signature=(("string", LOCAL_TIME), UTC_TIME))
def at_zone(zone, time):  # type: ignore[no-untyped-def]
    """The moment at which clocks of a zone show a local time."""


@ibis.udf.scalar.builtin(name="timezone", signature=(("string", UTC_TIME), LOCAL_TIME))
def without_zone(zone, moment):  # type: ignore[no-untyped-def]
    """What clocks of a zone show at a moment."""


@ibis.udf.scalar.builtin(signature=(("string",), "boolean"))
def json_valid(text):  # type: ignore[no-untyped-def]
    """Whether a text is JSON."""


@ibis.udf.scalar.builtin(name="json_extract_string", signature=(("string", "string"), "string"))
def json_string(text, path):  # type: ignore[no-untyped-def]
    """The value at a path of a JSON text, as text."""


@ibis.udf.scalar.builtin(
    name="regexp_extract_all", signature=(("string", "string", "int64"), "array<string>")
)
def extract_all(text, pattern, group):  # type: ignore[no-untyped-def]
    """A group of every match of a regular expression (RE2)."""


@ibis.udf.scalar.builtin(signature=(("array<string>",), "string"))
def to_json(items):  # type: ignore[no-untyped-def]
    """A list as a JSON array."""


@ibis.udf.scalar.builtin(name="regexp_full_match", signature=(("string", "string"), "boolean"))
def full_match(text, pattern):  # type: ignore[no-untyped-def]
    """Whether a regular expression (RE2) matches a text from end to end."""


@ibis.udf.scalar.builtin(name="nfc_normalize", signature=(("string",), "string"))
def composed(text):  # type: ignore[no-untyped-def]
    """A text in Unicode form NFC."""


@ibis.udf.scalar.builtin(name="sha256", signature=(("string",), "string"))
def sha256(text):  # type: ignore[no-untyped-def]
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal."""


@ibis.udf.scalar.builtin(name="md5", signature=(("string",), "string"))
def md5(text):  # type: ignore[no-untyped-def]
    """The MD5 of a text's UTF-8 bytes, in hexadecimal: for equality in one run, never to keep."""


@ibis.udf.scalar.builtin(name="hash")  # type: ignore[untyped-decorator]
def code(value) -> dt.uint64:  # type: ignore[no-untyped-def]
    """A number of 64 bits: the same for equal values of a type, for counting in one run."""


@ibis.udf.agg.builtin(signature=(("array<uint64>",), "int64"))
def apart(items):  # type: ignore[no-untyped-def]
    """How many answers stand apart (`publish.bakehouse.distinct`), each a list of codes."""


@ibis.udf.scalar.builtin(name="get_bit", signature=(("string", "int32"), "int32"))
def bit(bits, number):  # type: ignore[no-untyped-def]
    """A digit of a text of 0 and 1, numbered from 0."""


@ibis.udf.scalar.builtin(name="unhex", signature=(("string",), "binary"))
def unhex(digits):  # type: ignore[no-untyped-def]
    """The bytes that hexadecimal digits stand for."""
