"""Where records start and end in delimited text, found without the parser that reads them.

RFC 4180: a quote opens only at the start of a field and is doubled inside one; elsewhere it is
a plain character. One blank may stand before an opening quote, as DuckDB has it.
So "inside quotes" is a parity over runs of quotes: a run of odd length at the start of a field
flips it, any other odd run leaves it closed, an even run changes nothing. A stretch of file is
settled in a few passes over its quotes, without a loop over bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

CHUNK = 4 << 20
LF, CR, BLANK = 10, 13, 32

Newlines = Literal["lf", "crlf", "mixed"]


@dataclass(frozen=True)
class Dialect:
    """What separates cells, and the one-byte character that may enclose them ("": none)."""

    delimiter: str
    quote: str


@dataclass(frozen=True)
class Block:
    """The records that end in one stretch of a file, as byte offsets without their line break.

    `breaks` are the stretch's line breaks, also those inside quotes; the first ends `line`.
    The first record may begin in an earlier stretch, on line `first`.
    `lf`, `crlf`, `cr` count how its records end; `opened` is the line of a quote that is still
    open at the end of the file.
    """

    starts: Any
    ends: Any
    breaks: Any
    line: int
    first: int
    lf: int
    crlf: int
    cr: int
    opened: int | None

    def lines(self, offsets: Any) -> Any:
        """The line on which each offset stands, for offsets inside the stretch."""
        return self.line + np.searchsorted(self.breaks, offsets)

    def starting_lines(self) -> Any:
        """The line on which each record starts."""
        lines = self.lines(self.starts)
        lines[:1] = self.first
        return lines


@dataclass(frozen=True)
class Scan:
    """The count of a file: records that hold something, empty lines, bytes of the longest record.

    `opened` is the line of a quote that is never closed, `last` the file's last line.
    """

    records: int
    empty: int
    longest: int
    newlines: Newlines
    opened: int | None
    last: int


@dataclass(frozen=True)
class _Window:
    """A stretch of file from `base`: `before` bytes of context, then bytes not seen yet."""

    data: bytes
    before: int
    base: int
    last: bool

    @property
    def bytes(self) -> Any:
        return np.frombuffer(self.data, dtype=np.uint8)


def scan(path: Path, dialect: Dialect, offset: int = 0, line: int = 1) -> Scan:
    """Counts the records of a UTF-8 file from a byte `offset`, which stands on `line`."""
    records = empty = longest = lf = crlf = cr = 0
    for block in blocks(path, dialect, offset, line):
        sizes = block.ends - block.starts
        filled = int(np.count_nonzero(sizes))
        records, empty = records + filled, empty + len(sizes) - filled
        longest = max(longest, int(sizes.max(initial=0)))
        lf, crlf, cr = lf + block.lf, crlf + block.crlf, cr + block.cr
    return Scan(
        records,
        empty,
        longest,
        _newlines(lf, crlf, cr),
        block.opened,
        block.line + len(block.breaks),
    )


def _newlines(lf: int, crlf: int, cr: int) -> Newlines:
    if cr or (lf and crlf):
        return "mixed"
    return "crlf" if crlf else "lf"


def blocks(path: Path, dialect: Dialect, offset: int = 0, line: int = 1) -> Iterator[Block]:
    """The records of a UTF-8 file from `offset`, block by block, in memory that does not grow."""
    state, start, first, opened = False, offset, line, line
    for window in _windows(path, dialect, offset):
        breaks, (runs, states) = _breaks(window), _quotes(window, dialect, state)
        outside = ~np.concatenate(([state], states))[np.searchsorted(runs, breaks)]
        if len(runs):
            state = bool(states[-1])
            opened = line + int(np.searchsorted(breaks, runs[-1]))
        block = _block(window, breaks, breaks[outside], start, line, first)
        yield replace(block, opened=opened) if state and window.last else block
        line += len(breaks)
        if outside.any():
            start = window.base + int(breaks[outside][-1]) + 1
            first = int(block.lines(start))


def _block(window: _Window, breaks: Any, final: Any, start: int, line: int, first: int) -> Block:
    """The records that the breaks `final` end; at the end of the file, also what is left."""
    data = window.bytes
    starts = np.concatenate(([start], final + (window.base + 1)))
    by_lf = data[final] == LF
    pairs = by_lf & (data[final - 1] == CR) & (final + window.base > starts[:-1])
    ends = final + window.base - pairs
    end_of_file = window.base + len(data)
    if window.last and starts[-1] < end_of_file:
        ends = np.append(ends, end_of_file)
    feeds, paired = int(np.count_nonzero(by_lf)), int(np.count_nonzero(pairs))
    return Block(
        starts[: len(ends)], ends, breaks + window.base, line, first,
        feeds - paired, paired, len(final) - feeds, None,
    )  # fmt: skip


def _breaks(window: _Window) -> Any:
    """The positions of line breaks: LF, and CR where no LF follows."""
    fresh = window.bytes[window.before :]
    feeds = np.flatnonzero(fresh == LF) + window.before
    if b"\r" not in window.data:
        return feeds
    returns = np.flatnonzero(fresh == CR) + window.before
    followed = np.append(window.bytes, 0)[returns + 1] == LF
    return np.sort(np.concatenate((feeds, returns[~followed])))


def _quotes(window: _Window, dialect: Dialect, inside: bool) -> tuple[Any, Any]:
    """The runs of an odd number of quotes, and whether each leaves the text inside quotes."""
    if not dialect.quote or dialect.quote.encode() not in window.data:
        return np.array([], dtype=np.int64), np.array([], dtype=bool)
    data = window.bytes
    quotes = np.flatnonzero(data[window.before :] == ord(dialect.quote)) + window.before
    first = np.flatnonzero(np.diff(quotes, prepend=-1) != 1)
    odd = np.diff(first, append=len(quotes)) % 2 == 1
    runs = quotes[first[odd]]
    opening = _starts_field(data, runs, dialect)
    flips = np.cumsum(opening)
    settled = np.maximum.accumulate(np.where(opening, -int(inside), flips))
    return runs, (flips - settled) % 2 == 1


def _starts_field(data: Any, positions: Any, dialect: Dialect) -> Any:
    """Whether a field starts at each position, or one blank before it."""
    padded = data[positions - 1] == BLANK
    return _edge(data, positions, dialect) | (padded & _edge(data, positions - 1, dialect))


def _edge(data: Any, positions: Any, dialect: Dialect) -> Any:
    before = data[positions - 1]
    delimited = np.ones(len(positions), dtype=bool)
    for back, byte in enumerate(reversed(dialect.delimiter.encode()), start=1):
        delimited &= data[positions - back] == byte
    return delimited | (before == LF) | (before == CR)


def _windows(path: Path, dialect: Dialect, offset: int) -> Iterator[_Window]:
    """The file in stretches that split neither a run of quotes nor CR LF."""
    context = len(dialect.delimiter.encode()) + 2
    before, rest, last = b"\n" * context, b"", False
    with path.open("rb") as file:
        base = file.seek(offset) - context
        while not last:
            fresh = file.read(CHUNK)
            last, data = not fresh, rest + fresh
            whole = len(data if last else data.rstrip(f"{dialect.quote}\r".encode()))
            window = _Window(before + data[:whole], context, base, last)
            yield window
            before, rest, base = window.data[-context:], data[whole:], base + whole
