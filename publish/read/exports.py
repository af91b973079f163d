"""What a reader hands over: one export as text, its records counted, its refused records named."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.declaration import Source, Table
from publish.engine import Workspace


@dataclass(frozen=True)
class Reject:
    """A record that does not enter the table: where it stands and why, never its values."""

    file: str
    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class Export:
    """One file, ready to be scanned once.

    `table` is an Ibis table of strings, a column per header, rows in file order.
    `records` was counted by other means than the parser behind `table`.
    `refused()` lists what that parser left out, known once `table` has been scanned.
    `lines(numbers)` gives the line in the file of each record of `table`, numbered from 0.
    """

    file: str
    table: Any
    headers: tuple[str, ...]
    records: int
    refused: Callable[[], list[Reject]]
    lines: Callable[[Sequence[int]], list[int]]


@dataclass(frozen=True)
class Request:
    """What a reader is asked: one file on disk, named `file` in messages, and how to read it.

    `wanted` are the headers that the declaration names, for formats with nested values.
    """

    path: Path
    file: str
    source: Source
    wanted: tuple[str, ...]


Reader = Callable[[Request, Workspace], Iterator[Export]]


def headers(table: Table, source: Source) -> dict[str, str]:
    """The header that feeds each column of a source, for the columns that have one."""
    found = {}
    for name, column in table.columns.items():
        header = source.headers.get(name, column.header or name)
        if name not in source.constants and header is not None:
            found[name] = header
    return found
