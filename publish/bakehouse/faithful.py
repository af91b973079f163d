"""Where a typed value, written again, is not the text that was read: refused or counted.

Refused is what would become another value; counted, each with a warning, is what docs/declare.md
lists as published a little otherwise: digits that no number holds, an hour that came twice.
"""

from collections.abc import Iterator
from typing import Any

import ibis

from publish.bakehouse import functions, moments
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
        number = plain_number(text, column)
        yield _whole(number) & _rounded(number, value), Reason("digits")
    if column.type == "datetime" and column.timezone:
        skipped = moments.never_shown(text, value, column)
        yield skipped, Reason("no-such-hour", column.timezone)
    if column.type in ("json", "list"):
        yield too_deep(value), Reason("too-deep", JSON_DEPTH)


def counted(column: Column, text: Value, value: Value) -> Iterator[tuple[Condition, str]]:
    """Where a value is published a little otherwise than read, and the warning's code."""
    if column.type == "number":
        number = plain_number(text, column)
        yield ~_whole(number) & _rounded(number, value), "rounded-number"
    if column.type == "datetime":
        yield moments.cut_short(text), "cut-fraction"
        if column.timezone:
            yield moments.shown_twice(text, value, column), "hour-twice"


def _whole(number: Value) -> Condition:
    return ~number.re_search(r"[.eE]")


def _rounded(number: Value, value: Value) -> Condition:
    """Whether a number with as many decimals as its text is not the text; short texts are sure."""
    may_be = (number.length() > SURE_DIGITS) | (value == 0)
    return may_be.ifelse(_differs(number, value), ibis.literal(False))


def _differs(number: Value, value: Value) -> Condition:
    """Whether neither the fewest digits that read as the value, nor as many as the text, are its.

    The fewest are what programs write; that many are not always nearest to a power of two.
    """
    digits = _digits(number)
    more = ibis.greatest(digits.length() - 1, 0)
    again = functions.write_number("{:.{}e}", value, more)
    unlike = _digits(value.cast("string")) != digits
    return unlike.ifelse(_digits(again) != digits, ibis.literal(False))


def _digits(number: Value) -> Value:
    """The digits of a number from the first to the last that is not 0."""
    return number.re_replace(r"^[-+0.]+|[eE].*|\D", "").re_replace("0+$", "")
