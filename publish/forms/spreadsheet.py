"""XLSX: the table as a sheet, and a cover sheet with licence and columns.

Text is inline text in text format, so that codes keep their zeros and what looks like a formula
stays text. The data is the first sheet, which programs read; the cover is the one that opens.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import IO

from publish.forms import workbook
from publish.forms.archive import Member, write_members
from publish.forms.compressed import Deflater
from publish.forms.kinds import Cell, Chunk, Kind, Kinds, Row

ROW, ROW_END = "<row>", "</row>"
MOST_ROWS = 200_000
MOST_BYTES = 12_500_000
# What Excel holds in a cell, in UTF-16 units: never more than UTF-8 bytes.
MOST_IN_CELL = 32_767
# Excel counts days from here, and holds no date before March 1900 that it counts right.
DAY_0, FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)
# Numbers of more digits would be rounded.
MOST_DIGITS = 10**15
# Signs that XML cannot hold, and what Excel writes for them.
CONTROLS = [chr(code) for code in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)]
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile(f"[{''.join(CONTROLS)}]")


def sheet(kinds: Kinds, rows: Iterable[Chunk]) -> Iterator[Chunk]:
    """The sheet of data: the header, then rows as `sheet_rows` writes them."""
    yield head(kinds)
    yield from rows
    yield workbook.SHEET_END.encode()


def head(kinds: Kinds) -> bytes:
    """How a sheet of data starts: its header."""
    names = "".join(workbook.cell(name, workbook.BOLD) for name in kinds)
    return f"{workbook.SHEET_START}{ROW}{names}{ROW_END}".encode()


def fits(sheet: Iterable[Chunk]) -> bool:
    """Whether the file of a sheet is small enough to open."""
    deflater, size = Deflater(), 0
    for part in sheet:
        size += len(deflater.compress(part))
        if size > MOST_BYTES:
            return False
    # The cover and the rest take some kilobytes.
    return size + len(deflater.flush()) < MOST_BYTES - 100_000


def write_spreadsheet(
    path: Path, name: str, cover: Sequence[Sequence[str]], sheet: Iterable[Chunk]
) -> None:
    """Write the workbook of a table called `name`; `cover` are the rows of the cover."""
    with path.open("wb") as file:
        write_workbook(file, name, cover, Member.of_bytes(workbook.DATA, sheet))


def write_workbook(
    file: IO[bytes], name: str, cover: Sequence[Sequence[str]], data: Member
) -> None:
    """The same with the sheet of data already compressed."""
    parts = workbook.parts(name, cover)
    members = [Member.of_bytes(part, [text.encode()]) for part, text in parts.items()]
    write_members(file, [*members, data])


def sheet_rows(kinds: Kinds, rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as XML."""
    for row in rows:
        cells = (sheet_cell(kind, cell) for kind, cell in zip(kinds.values(), row, strict=True))
        yield f"{ROW}{''.join(cells)}{ROW_END}".encode()


def sheet_cell(kind: Kind, cell: Cell) -> str:
    """A cell as XML: a number, a boolean, a day where Excel holds it, else text."""
    if cell is None:
        return workbook.EMPTY
    if kind == "boolean":
        return workbook.value(str(int(cell)), workbook.BOOLEAN)
    if kind == "number" or (kind == "integer" and abs(int(cell)) <= MOST_DIGITS):
        return workbook.value(str(cell))
    if kind == "date" and str(cell) >= FIRST_DAY.isoformat():
        days = (date.fromisoformat(str(cell)) - DAY_0).days
        return workbook.value(str(days), workbook.AS_DAY)
    return workbook.cell(_escaped(str(cell))).replace("\r", "&#13;")


def _escaped(text: str) -> str:
    """As Excel does: `_x0001_` for a control character, and `_x005F_` for a `_` in such a word."""
    text = _ESCAPED.sub("_x005F_", text)
    return _CONTROL.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)
