"""Writes the rows of a selection into a file as they come, in the forms that releases have."""

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Protocol

from publish.forms import geojson, spreadsheet, workbook
from publish.forms.archive import Member
from publish.forms.compressed import Deflater, blocks_of
from publish.forms.delimited import BYTE_ORDER_MARK, DELIMITER, write_csv
from publish.forms.excel_csv import DELIMITERS, excel_rows
from publish.forms.heading import Heading
from publish.forms.json_lines import json_lines
from publish.forms.kinds import Chunk, Kinds, Row
from publish.site.base.refusals import PayloadTooLarge

Rows = Sequence[Row]


class Writer(Protocol):
    """Writes one file: its beginning, rows, its end."""

    def begin(self, columns: Sequence[str]) -> None:
        """The names of the columns of an answer are known."""

    def add(self, rows: Rows) -> None:
        """The next rows; raises PayloadTooLarge."""

    def finish(self) -> None:
        """All rows are there; raises PayloadTooLarge."""

    def close(self) -> None:
        """Frees what it used beside the file, whatever happened."""


# What writes into an open file that is empty.
Form = Callable[[IO[bytes]], Writer]


@dataclass(frozen=True)
class CsvForm:
    """CSV with these words as its header (None: without), those of the answer where empty.

    `excel` is the language of the Excel that shall open it, where one shall.
    """

    header: tuple[str, ...] | None
    marked: bool = False
    excel: str | None = None

    def __call__(self, file: IO[bytes]) -> Writer:
        """Begins a file."""
        return _Csv(file, self)


class _Csv:
    def __init__(self, file: IO[bytes], form: CsvForm) -> None:
        self._form, self._file = form, file
        self._text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)

    def begin(self, columns: Sequence[str]) -> None:
        if self._form.marked or self._form.excel:
            self._text.write(BYTE_ORDER_MARK)
        if self._form.header is not None:
            self.add([self._form.header or tuple(columns)])

    def add(self, rows: Rows) -> None:
        if language := self._form.excel:
            delimiter = DELIMITERS.get(language, DELIMITER)
            write_csv(self._text, excel_rows(rows, language), delimiter)
        else:
            write_csv(self._text, rows)

    def finish(self) -> None:
        self._text.flush()

    def close(self) -> None:
        self._text.detach()


@dataclass(frozen=True)
class JsonLinesForm:
    """JSON Lines of columns of these kinds."""

    kinds: Kinds

    def __call__(self, file: IO[bytes]) -> Writer:
        """Begins a file."""
        return TextWriter(file, b"", lambda rows: json_lines(self.kinds, rows), b"", 0)


@dataclass(frozen=True)
class GeoJsonForm:
    """GeoJSON that says of its table what files of releases say."""

    heading: Heading

    def __call__(self, file: IO[bytes]) -> Writer:
        """Begins a file."""
        head, separator = geojson.head(self.heading), len(geojson.SEPARATOR)
        features = lambda rows: geojson.features(self.heading, rows)  # noqa: E731
        return TextWriter(file, head, features, geojson.FOOT.encode(), separator)


class TextWriter:
    """A head, a text a row, a foot; `unwanted` bytes stand before the first row's only."""

    def __init__(
        self,
        file: IO[bytes],
        head: bytes,
        written: Callable[[Iterable[Row]], Iterator[bytes]],
        foot: bytes,
        unwanted: int,
    ) -> None:
        self._file, self._head, self._written, self._foot = file, head, written, foot
        self._unwanted = unwanted

    def begin(self, columns: Sequence[str]) -> None:
        self._file.write(self._head)

    def add(self, rows: Rows) -> None:
        if rows:
            text = b"".join(self._written(rows))
            self._file.write(text[self._unwanted :])
            self._unwanted = 0

    def finish(self) -> None:
        self._file.write(self._foot)

    def close(self) -> None:
        """It used nothing."""


@dataclass(frozen=True)
class SheetForm:
    """XLSX of a table called `name`, with the rows of the cover that its own file has."""

    name: str
    cover: Sequence[Sequence[str]]
    kinds: Kinds

    def __call__(self, file: IO[bytes]) -> Writer:
        """Begins a file."""
        return _Sheet(file, self)


class _Sheet:
    """The sheet is compressed on the disk: its size is known before the file begins."""

    def __init__(self, file: IO[bytes], form: SheetForm) -> None:
        self._file, self._form = file, form
        self._data = tempfile.TemporaryFile()  # noqa: SIM115 - `close` closes it
        self._deflater, self._rows = Deflater(), 0

    def begin(self, columns: Sequence[str]) -> None:
        self._take(spreadsheet.head(self._form.kinds))

    def add(self, rows: Rows) -> None:
        self._rows += len(rows)
        if self._rows > spreadsheet.MOST_ROWS:
            raise _too_large(f"has more than {spreadsheet.MOST_ROWS:,} rows")
        if any(_too_long(cell) for row in rows for cell in row):
            raise _too_large(f"holds more than {spreadsheet.MOST_IN_CELL:,} signs in a cell")
        self._take(b"".join(spreadsheet.sheet_rows(self._form.kinds, rows)))

    def finish(self) -> None:
        self._take(workbook.SHEET_END.encode())
        self._keep(self._deflater.flush())
        packed = self._data.tell()
        self._data.seek(0)
        found = Member(
            workbook.DATA, self._deflater.crc, self._deflater.size, packed, blocks_of(self._data)
        )
        spreadsheet.write_workbook(self._file, self._form.name, self._form.cover, found)

    def close(self) -> None:
        self._data.close()

    def _take(self, part: Chunk) -> None:
        self._keep(self._deflater.compress(part))

    def _keep(self, packed: bytes) -> None:
        self._data.write(packed)
        if self._data.tell() > spreadsheet.MOST_BYTES:
            raise _too_large(f"is larger than {spreadsheet.MOST_BYTES / 1e6:g} MB")


def _too_long(cell: object) -> bool:
    """Whether a cell may not fit a spreadsheet: its signs count as those of the bake."""
    longest = spreadsheet.MOST_IN_CELL
    return isinstance(cell, str) and len(cell) > longest // 4 and len(cell.encode()) > longest


def _too_large(why: str) -> PayloadTooLarge:
    return PayloadTooLarge(f"This spreadsheet {why}; filter more, or ask for .csv")
