"""Where the records of a JSON file stand, found by brackets alone: no parser, no value kept."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from mmap import mmap

from publish.errors import SourceError

STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
TO_BRACKET = re.compile(rb'[^"\[\]{}]*+(?:' + STRING + rb'[^"\[\]{}]*+)*+[\[\]{}]', re.DOTALL)
KEY = re.compile(rb"\s*,?\s*(" + STRING + rb")\s*:\s*", re.DOTALL)
SCALAR = re.compile(STRING + rb"|[^\s,\]}]+", re.DOTALL)
BLANK = b" \t\r\n"
FILLED = re.compile(rb"[^ \t\r\n]")
CHUNK = 1 << 20
NAMED, DEEPEST = 3, 3
NO_OBJECT = "an element of the list is no object; each record is an object with named values"

Span = tuple[int, int]


def array_at(data: mmap, records: str | None, file: str) -> int:
    """The byte of the `[` of the list of records: the whole document, or at path `records`."""
    position = _after_blank(data, 0)
    for key in records.split(".") if records else ():
        position = _member(data, position, key, f"{file}: `records: {records}`")
    if data[position : position + 1] == b"[":
        return position
    if records:
        raise SourceError(f"{file}: `records: {records}` is no list; name the path of a list")
    inside = [f"`records: {path}`" for path in islice(_lists(data, position, file), NAMED)]
    way_out = f"declare where the list is ({' or '.join(inside)}), or" if inside else "declare"
    raise SourceError(f"{file}: not a list; {way_out} `format: jsonl` for one object a line")


def elements(data: mmap, start: int, file: str) -> Iterator[Span]:
    """The first and past-the-end bytes of each object of the list whose `[` is at `start`.

    Raises SourceError for an element that is no object and for a list that is cut short.
    """
    depth, begin, position = 1, start, start + 1
    while match := TO_BRACKET.match(data, position):
        end = match.end()
        bracket = data[end - 1 : end]
        if depth == 1:
            problem = _between(data[position : end - 1].strip(BLANK), bracket, begin == start)
            if problem:
                raise SourceError(f"{file}: line {line_of(data, end)}: {problem}")
            begin = end - 1
        depth += 1 if bracket in b"[{" else -1
        if depth == 0:
            return
        if depth == 1:
            yield begin, end
        position = end
    raise SourceError(
        f"{file}: line {line_of(data, begin)}: what begins here never ends (a missing quote or "
        "bracket, or the file is cut short); export it again"
    )


def line_of(data: mmap, offset: int) -> int:
    """The line of a byte, counted from 1."""
    starts = range(0, offset, CHUNK)
    return 1 + sum(data[at : min(at + CHUNK, offset)].count(b"\n") for at in starts)


def _between(between: bytes, bracket: bytes, first: bool) -> str | None:
    """What is wrong with the bytes between two elements of the list, if anything is."""
    expected = b"" if first or bracket == b"]" else b","
    if between == expected and bracket in b"{]":
        return None
    if between == b"":
        return "a comma is missing before this element" if bracket == b"{" else NO_OBJECT
    if between == b"," and bracket == b"]":
        return "a comma before the end of the list"
    return NO_OBJECT


def _member(data: mmap, position: int, key: str, place: str) -> int:
    """The byte where the value of `key` begins in the object at `position`."""
    if data[position : position + 1] == b"{":
        position += 1
        while match := KEY.match(data, position):
            if json.loads(match[1]) == key:
                return match.end()
            position = _after_value(data, match.end(), place)
    raise SourceError(f"{place}: there is no key {key!r} there")


def _lists(data: mmap, position: int, place: str, above: str = "") -> Iterator[str]:
    """The paths of lists inside an object, as `records:` writes them."""
    if data[position : position + 1] != b"{":
        return
    position += 1
    while match := KEY.match(data, position):
        name, value = json.loads(match[1]), match.end()
        if re.fullmatch(r"[\w-]+", name):
            if data[value : value + 1] == b"[":
                yield f"{above}{name}"
            if above.count(".") < DEEPEST:
                yield from _lists(data, value, place, f"{above}{name}.")
        position = _after_value(data, value, place)


def _after_value(data: mmap, position: int, place: str) -> int:
    if data[position : position + 1] not in (b"[", b"{"):
        scalar = SCALAR.match(data, position)
        return scalar.end() if scalar else position + 1
    depth = 0
    while match := TO_BRACKET.match(data, position):
        position = match.end()
        depth += 1 if data[position - 1 : position] in b"[{" else -1
        if depth == 0:
            return position
    raise SourceError(f"{place}: line {line_of(data, position)}: the document is cut short there")


def _after_blank(data: mmap, position: int) -> int:
    found = FILLED.search(data, position)
    return found.start() if found else len(data)
