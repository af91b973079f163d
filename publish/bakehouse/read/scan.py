"""Where records start and end in delimited text, found without the parser that reads them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from publish.bakehouse.read.quotes import CR, LF, CellDialect, Window, quotes, windows

Newlines = Literal["lf", "crlf", "mixed"]


@dataclass(frozen=True, kw_only=True)
class Block:
    """The records that end in one stretch of a file, as byte offsets without their line break.

    `breaks` are the stretch's line breaks, also those inside quotes; the first ends `line`.
    The first record may begin in an earlier stretch, on line `first`.
    `broken` tells records with text after a closing quote. `lf`, `crlf`, `cr` count how records
    end; `opened` is the line of a quote that is still open at the end of the file.
    """

    starts: Any
    ends: Any
    breaks: Any
    line: int
    first: int
    broken: Any
    lf: int
    crlf: int
    cr: int
    opened: int | None = None

    def lines(self, offsets: Any) -> Any:
        """The line on which each offset stands, for offsets inside the stretch."""
        return self.line + np.searchsorted(self.breaks, offsets)

    def starting_lines(self) -> Any:
        """The line on which each record starts."""
        lines = self.lines(self.starts)
        lines[:1] = self.first
        return lines

    def filled(self) -> Any:
        """Whether each record holds something: an empty line is none."""
        return self.ends > self.starts


@dataclass(frozen=True)
class Scan:
    """The count of a file: records that hold something, empty lines, bytes of the longest record.

    `broken` of the records have text after a closing quote; `opened` is the line of a quote that
    is never closed, `last` the file's last line.
    """

    records: int
    empty: int
    broken: int
    longest: int
    newlines: Newlines
    opened: int | None
    last: int


def scan(path: Path, dialect: CellDialect, offset: int = 0, line: int = 1) -> Scan:
    """Counts the records of a UTF-8 file from a byte `offset`, which stands on `line`."""
    records = empty = broken = longest = lf = crlf = cr = after_break = 0
    for block in blocks(path, dialect, offset, line):
        sizes = block.ends - block.starts
        filled = int(np.count_nonzero(sizes))
        records, empty = records + filled, empty + len(sizes) - filled
        broken += int(np.count_nonzero(block.broken))
        longest = max(longest, int(sizes.max(initial=0)))
        lf, crlf, cr = lf + block.lf, crlf + block.crlf, cr + block.cr
        after_break = int(block.breaks[-1]) + 1 if len(block.breaks) else after_break
    last = block.line + len(block.breaks) - (after_break == path.stat().st_size)
    return Scan(records, empty, broken, longest, _newlines(lf, crlf, cr), block.opened, last)


def _newlines(lf: int, crlf: int, cr: int) -> Newlines:
    if cr or (lf and crlf):
        return "mixed"
    return "crlf" if crlf else "lf"


def blocks(path: Path, dialect: CellDialect, offset: int = 0, line: int = 1) -> Iterator[Block]:
    """The records of a UTF-8 file from `offset`, block by block, in memory that does not grow."""
    marks: list[int] = []
    inside, start, first, opened = False, offset, line, line
    for window in windows(path, dialect, offset):
        breaks, found = _breaks(window), quotes(window, dialect, inside)
        marks = [mark for mark in marks if mark >= start]
        marks.extend((found.broken + window.base).tolist())
        final = breaks[~found.inside(breaks)]
        block = _block(window, breaks, final, (start, first), line, marks)
        if len(found.runs):
            inside = bool(found.after[-1])
            opened = line + int(np.searchsorted(breaks, found.runs[-1]))
        yield replace(block, opened=opened) if inside and window.last else block
        if len(final):
            start = window.base + int(final[-1]) + 1
            first = int(block.lines(start))
        line += len(breaks)


def _block(
    window: Window, breaks: Any, final: Any, start: tuple[int, int], line: int, marks: list[int]
) -> Block:
    """The records that the breaks `final` end; at the end of the file, also what is left."""
    data = window.bytes
    starts = np.concatenate(([start[0]], final + (window.base + 1)))
    by_lf = data[final] == LF
    pairs = by_lf & (data[final - 1] == CR) & (final + window.base > starts[:-1])
    ends = final + window.base - pairs
    end_of_file = window.base + len(data)
    if window.last and starts[-1] < end_of_file:
        ends = np.append(ends, end_of_file)
    broken = np.zeros(len(ends) + 1, dtype=bool)
    broken[np.searchsorted(ends, marks)] = True
    feeds, paired = int(np.count_nonzero(by_lf)), int(np.count_nonzero(pairs))
    return Block(
        starts=starts[: len(ends)],
        ends=ends,
        breaks=breaks + window.base,
        line=line,
        first=start[1],
        broken=broken[: len(ends)],
        lf=feeds - paired,
        crlf=paired,
        cr=len(final) - feeds,
    )


def _breaks(window: Window) -> Any:
    """The positions of line breaks: LF, and CR where no LF follows."""
    feeds = window.find(LF)
    if b"\r" not in window.data:
        return feeds
    returns = window.find(CR)
    followed = np.append(window.bytes, 0)[returns + 1] == LF
    return np.sort(np.concatenate((feeds, returns[~followed])))
