"""Where a typed value, written again, is not the text that was read: refused or counted.

Refused is what would become another value; counted, each with a warning, is what docs/declare.md
lists as published a little otherwise: digits that no number holds, an hour that came twice.
"""

from collections.abc import Iterator
from typing import Any

import ibis

from publish.bakehouse import functions, moments
from publish.bakehouse.blanks import bare
from publish.bakehouse.values import plain_number, too_deep
from publish.declare.declaration import Column
from publish.release.rejects import Reason
from publish.words.limits import JSON_DEPTH

Value = Any
Condition = Any

# A number of 64 bits holds every text of so many digits, and not every longer one.
SURE_DIGITS = 15


def refused(column: Column, text: Value, value: Value) -> Iterator[tuple[Condition, Reason]]:
    """Where a value would be another than its text says, or too deep, and the reason to tell."""
    if column.type == "number":
        number = plain_number(bare(text), column)
        yield _whole(number) & _rounded(number, value), Reason("digits")
    if column.type == "datetime" and column.timezone:
        yield (
            moments.never_shown(bare(text), value, column),
            Reason("no-such-hour", column.timezone),
        )
    if column.type in ("json", "list"):
        yield too_deep(value), Reason("too-deep", JSON_DEPTH)


def counted(column: Column, text: Value, value: Value) -> Iterator[tuple[Condition, str]]:
    """Where a value is published a little otherwise than read, and the warning's code."""
    if column.type == "number":
        number = plain_number(bare(text), column)
        yield ~_whole(number) & _rounded(number, value), "rounded-number"
    if column.type == "datetime":
        yield moments.cut_short(text), "cut-fraction"
        if column.timezone:
            yield moments.shown_twice(bare(text), value, column), "hour-twice"


def _whole(number: Value) -> Condition:
    return ~number.re_search(r"[.eE]")


def _rounded(number: Value, value: Value) -> Condition:
    """Whether a number with as many decimals as its text is not the text; short texts are sure."""
    may_be = (number.length() > SURE_DIGITS) | (value == 0)
    return may_be.ifelse(_differs(number, value), ibis.literal(False))


def _differs(number: Value, value: Value) -> Condition:
    mantissa = number.re_replace("[eE].*", "")
    digits = _digits(mantissa)
    lost = (value == 0) & (digits != "")
    # The database writes the fewest digits that read as the same number.
    held = (digits.length() <= SURE_DIGITS) | (_digits(value.cast("string")) == digits)
    return lost | (~held & (_again(number, mantissa, value) != _canonical(mantissa)))


def _digits(number: Value) -> Value:
    """The digits of a number from the first to the last that is not 0."""
    return number.re_replace(r"e.*|[^\d]", "").re_replace("^0+|0+$", "")


def _again(number: Value, mantissa: Value, value: Value) -> Value:
    """The value's mantissa with the decimals of the text."""
    decimals = _canonical(mantissa).re_extract(r"\.(\d*)", 1).length()
    how = number.re_search("[eE]").ifelse("{:.{}e}", "{:.{}f}")
    return functions.write_number(how, value, decimals).re_replace("e.*", "")


def _canonical(mantissa: Value) -> Value:
    """Without a plus sign, zeros before the number and a point behind it."""
    plain = mantissa.re_replace(r"^\+", "").re_replace(r"\.$", "")
    return plain.re_replace(r"^(-?)0*(\d)", r"\1\2").re_replace(r"^(-?)\.", r"\10.")
