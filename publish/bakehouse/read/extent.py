"""How far the cells of a workbook (xlsx) reach: calamine takes memory for all between, or dies."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from publish.bakehouse.read.cells import column_at
from publish.errors import SourceError
from publish.words.limits import SHEET_CELLS

CHUNK = 1 << 20
OVERLAP = 200
ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,9})"')
# Narrower sheets are under the limit whatever their rows.
CELL = re.compile(rb'\sr="([A-Z]{2,3})(\d{1,9})"')


def refuse_far_cells(path: Path, file: str) -> None:
    """Raises SourceError for a sheet whose last row and column span more than memory holds."""
    try:
        with ZipFile(path) as archive:
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    with archive.open(name) as part:
                        _refuse(file, name, part)
    except BadZipFile:
        return  # told by what opens it


def _refuse(file: str, name: str, part: IO[bytes]) -> None:
    rows, columns = 0, 26
    for piece in _pieces(part):
        rows = max([rows, *map(int, ROW.findall(piece))])
        for letters, row in set(CELL.findall(piece)):
            columns = max(columns, column_at(letters.decode()) + 1)
            rows = max(rows, int(row))
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
