"""Which part of a file a request wants: Range, If-Range and the conditions of RFC 9110."""

import re
from collections.abc import Mapping
from typing import NamedTuple

_RANGE = re.compile(r"bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", re.IGNORECASE)
# More digits than any file has bytes; int() refuses thousands of them.
_DIGITS = 18


class ByteSpan(NamedTuple):
    """Bytes `start` to `end` (excluded) of a file."""

    start: int
    end: int


class Unsatisfiable(Exception):
    """The range lies outside the file: 416."""


def wanted(headers: Mapping[str, str], size: int, etag: str) -> ByteSpan | None:
    """The part of a file of `size` bytes that is asked for; None for all of it.

    A range that is not written as one range of bytes is ignored, as the RFC allows, and so is
    one whose If-Range is not this very ETag: a date is too coarse for two releases of one day.
    Raises Unsatisfiable.
    """
    found = _RANGE.fullmatch(headers.get("range", ""))
    if found is None or headers.get("if-range", etag).strip() != etag:
        return None
    return _span(found[1], found[2], size)


def _span(first: str, last: str, size: int) -> ByteSpan | None:
    if (first and last and _number(first) > _number(last)) or not (first or last):
        return None
    if not first:
        span = ByteSpan(max(0, size - _number(last)), size)
    else:
        span = ByteSpan(_number(first), min(size, _number(last) + 1) if last else size)
    if span.start >= span.end:
        raise Unsatisfiable
    return span


def _number(digits: str) -> int:
    plain = digits.lstrip("0")
    return int(plain or 0) if len(plain) <= _DIGITS else 10**_DIGITS


def not_modified(headers: Mapping[str, str], etag: str) -> bool:
    """Whether the asker holds this content already (If-None-Match, compared weakly)."""
    return _names(headers.get("if-none-match"), etag)


def precondition_failed(headers: Mapping[str, str], etag: str) -> bool:
    """Whether the asker wants another content than this one (If-Match)."""
    return "if-match" in headers and not _names(headers["if-match"], etag)


def _names(value: str | None, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in (value or "").split(",")]
    return "*" in tags or etag in tags
