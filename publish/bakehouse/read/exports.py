"""What a reader hands over: one export as text, its records counted, its refused records named."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.audience.periods import Period
from publish.declare.declaration import Source, Table
from publish.declare.table import ROW
from publish.release.rejects import Reason


@dataclass(frozen=True)
class Reject:
    """A record that does not enter the table: where it stands and why, never its values."""

    file: str
    line: int
    column: str
    reason: Reason


@dataclass(frozen=True)
class Remark:
    """What is told of a file that was read, though it is no fault: code, words.

    To the maintainer alone, unless it is `public`; of people, never to others.
    """

    code: str
    what: str
    fix: str
    public: bool = False


@dataclass(frozen=True)
class Export:
    """One file, ready to be scanned once.

    `table` is an Ibis table of strings, a column per header, rows in file order.
    `records` was counted by other means than the parser behind `table`.
    `refused()` lists what that parser left out, known once `table` has been scanned.
    `lines(numbers)` gives the line in the file of each record of `table`, numbered from 0.
    `remarks` are what a person sees in the file and a program does not.
    `periods` are those that its numbers are of, where it is a tool's that says so; `days` those of
    its rows, where it is a tool's.
    """

    file: str
    table: Any
    headers: tuple[str, ...]
    records: int
    refused: Callable[[], list[Reject]]
    lines: Callable[[Sequence[int]], list[int]]
    remarks: tuple[Remark, ...] = ()
    periods: tuple[Period, ...] = ()
    days: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ExportRequest:
    """What a reader is asked: one file on disk, named `file` in messages, and how to read it.

    `declared` are the headers that the declaration names, for formats with nested values, `beside`
    the other files of its source, for formats of which all are read as one.
    """

    path: Path
    file: str
    source: Source
    declared: tuple[str, ...]
    beside: tuple[tuple[Path, str], ...] = ()

    def each(self) -> "list[ExportRequest]":
        """Each of its files by itself."""
        files = ((self.path, self.file), *self.beside)
        return [ExportRequest(path, file, self.source, self.declared) for path, file in files]


Reader = Callable[[ExportRequest, Workspace], Iterator[Export]]


def headers(table: Table, source: Source) -> dict[str, str]:
    """The header that feeds each column of a source, for the columns that have one."""
    by_column = {}
    for name, column in table.columns.items():
        if name == ROW and table.one_row_per_person:
            continue
        header = source.headers.get(name, column.header or name)
        if name not in source.constants and header is not None:
            by_column[name] = header
    return by_column
