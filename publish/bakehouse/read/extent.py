"""How far the cells of a workbook (xlsx, ods) reach: calamine takes memory for all, or dies."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from publish.bakehouse.read.cells import column_at, ods_extents
from publish.errors import SourceError
from publish.words.limits import SHEET_CELLS

CHUNK = 1 << 20
ODS = "content.xml"
OVERLAP = 200
ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d{1,10})["']""")
# Narrower sheets are under the limit up to the last row that Excel has.
NARROW = 26
CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{2,}|[A-Za-z](?=\d{7}))(\d{1,10})["']""")
LETTERS = 12  # Columns of as many are far beyond any limit.


def refuse_far_cells(path: Path, file: str) -> None:
    """Raises SourceError for a sheet whose last row and column span more than memory holds."""
    try:
        with ZipFile(path) as archive:
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    with archive.open(name) as part:
                        _refuse_far(file, name, part)
                if name == ODS:
                    _refuse_many(file, path)
    except BadZipFile:
        return  # told by what opens it


def _refuse_far(file: str, name: str, part: IO[bytes]) -> None:
    rows, columns = 0, NARROW
    for piece in _pieces(part):
        rows = max([rows, *map(int, ROW.findall(piece))])
        for letters, row in set(CELL.findall(piece)):
            columns = max(columns, column_at(letters.decode().upper()[:LETTERS]) + 1)
            rows = max(rows, int(row))
        _refuse(file, name, rows, columns)


def _refuse_many(file: str, path: Path) -> None:
    """A row of a value may say that it stands there a thousand million times."""
    rows, columns = 0, NARROW
    for repeated, width in ods_extents(path):
        rows, columns = rows + repeated, max(columns, width)
        _refuse(file, ODS, rows, columns)


def _refuse(file: str, name: str, rows: int, columns: int) -> None:
    if rows * columns > SHEET_CELLS:
        raise SourceError(
            f"{file}: {name} spans {rows:,} rows and {columns:,} columns, more than memory "
            "holds; delete the cells far from the others, or export the sheet as CSV"
        )


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The bytes in pieces that begin with the end of the one before."""
    end = b""
    while data := part.read(CHUNK):
        yield end + data
        end = data[-OVERLAP:]
