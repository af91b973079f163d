"""Which parts of delimited text stand inside quotes, settled a stretch at a time.

RFC 4180: a quote opens only at the start of a field and is doubled inside one; elsewhere it is
a plain character. One blank may stand before an opening quote, as DuckDB has it.
So "inside quotes" is a parity over runs of quotes: a run of odd length at the start of a field
flips it, any other odd run leaves it closed, an even run changes nothing. A few passes over the
quotes settle it, without a loop over bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

CHUNK = 4 << 20
LF, CR, BLANK = 10, 13, 32


@dataclass(frozen=True)
class CellDialect:
    """What separates cells, and the one-byte character that may enclose them ("": none)."""

    delimiter: str
    quote: str


@dataclass(frozen=True)
class Window:
    """A stretch of file from byte `base`: `before` bytes of context, then bytes not seen yet."""

    data: bytes
    before: int
    base: int
    last: bool

    @property
    def bytes(self) -> Any:
        """The stretch as an array, context included."""
        return np.frombuffer(self.data, dtype=np.uint8)

    def find(self, byte: int) -> Any:
        """The positions of a byte not seen yet."""
        return np.flatnonzero(self.bytes[self.before :] == byte) + self.before


@dataclass(frozen=True)
class Quotes:
    """The runs of quotes in a stretch, and whether text is inside quotes after each.

    `broken` are the positions of runs that close a cell which then goes on.
    """

    before: bool
    runs: Any
    after: Any
    broken: Any

    def inside(self, positions: Any) -> Any:
        """Whether each position is inside quotes."""
        if not len(self.runs):
            return np.full(len(positions), self.before)
        states = np.concatenate(([self.before], self.after))
        return states[np.searchsorted(self.runs, positions)]


def windows(path: Path, dialect: CellDialect, offset: int) -> Iterator[Window]:
    """The file in stretches that end after a line break, or at least not within a mark."""
    context = len(dialect.delimiter.encode()) + 2
    before, rest, last = b"\n" * context, b"", False
    with path.open("rb") as file:
        base = file.seek(offset) - context
        while not last:
            fresh = file.read(CHUNK)
            last, data = not fresh, rest + fresh
            whole = len(data) if last else _whole(data, dialect)
            window = Window(before + data[:whole], context, base, last)
            yield window
            before, rest, base = window.data[-context:], data[whole:], base + whole


def _whole(data: bytes, dialect: CellDialect) -> int:
    """How much of `data` can be settled without what follows it."""
    marks = f"{dialect.quote}{dialect.delimiter}\r ".encode()
    return data.rfind(b"\n") + 1 or len(data.rstrip(marks))


def quotes(window: Window, dialect: CellDialect, inside: bool) -> Quotes:
    """The quotes of a stretch that begins `inside` quotes or not."""
    nothing = np.array([], dtype=np.int64)
    if not dialect.quote or dialect.quote.encode() not in window.data:
        return Quotes(inside, nothing, nothing.astype(bool), nothing)
    positions = window.find(ord(dialect.quote))
    first = np.flatnonzero(np.diff(positions, prepend=-1) != 1)
    runs, lengths = positions[first], np.diff(first, append=len(positions))
    opening, odd = _starts_field(window.bytes, runs, dialect), lengths % 2 == 1
    after = _states(opening, odd, inside)
    before = np.concatenate(([inside], after[:-1]))
    closing = ~after & ((odd & before) | (~odd & opening))
    ends = _ends_field(window, (runs + lengths)[closing], dialect)
    return Quotes(inside, runs, after, runs[closing][~ends])


def _states(opening: Any, odd: Any, inside: bool) -> Any:
    """Whether text is inside quotes after each run."""
    flips = np.cumsum(opening & odd)
    settled = np.maximum.accumulate(np.where(odd & ~opening, flips, -int(inside)))
    return (flips - settled) % 2 == 1


def _starts_field(data: Any, positions: Any, dialect: CellDialect) -> Any:
    """Whether a field starts at each position, or one blank before it."""
    edge = _after_edge(data, positions, dialect)
    padded = np.flatnonzero(~edge & (data[positions - 1] == BLANK))
    edge[padded] = _after_edge(data, positions[padded] - 1, dialect)
    return edge


def _after_edge(data: Any, positions: Any, dialect: CellDialect) -> Any:
    before = data[positions - 1]
    delimited = np.ones(len(positions), dtype=bool)
    for back, byte in enumerate(reversed(dialect.delimiter.encode()), start=1):
        delimited &= data[positions - back] == byte
    return delimited | (before == LF) | (before == CR)


def _ends_field(window: Window, positions: Any, dialect: CellDialect) -> Any:
    """Whether a field ends at each position, or after blanks that stand there."""
    data = np.frombuffer(window.data + b"\n" * (window.before + 1), dtype=np.uint8)
    places = positions.copy()
    while len(padded := np.flatnonzero(data[places] == BLANK)):
        places[padded] += 1
    delimited = np.ones(len(places), dtype=bool)
    for ahead, byte in enumerate(dialect.delimiter.encode()):
        delimited &= data[places + ahead] == byte
    return delimited | (data[places] == LF) | (data[places] == CR)
