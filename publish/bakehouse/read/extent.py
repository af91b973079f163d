"""How large a workbook (xlsx, ods) is and how far it reaches: calamine takes memory, or dies."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from publish.bakehouse.read.cells import column_at, ods_extents
from publish.errors import SourceError
from publish.words.limits import SHEET_CELLS, WORKBOOK_BYTES

CHUNK = 1 << 20
ODS = "content.xml"
PACKED = 1032
"""How many bytes one of deflate may stand for, https://zlib.net/zlib_tech.html."""
OVERLAP = 200
BLANKS = re.compile(rb"\s{2,}")
# What goes over the end of a piece is read there as far as it goes, which is far enough.
ROW = re.compile(rb"""\sr\s*=\s*["'](\d{1,20})""")
# Narrower sheets are under the limit up to the last row that Excel has.
NARROW = 26
CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{2,}|[A-Za-z](?=\d{7}))(\d{0,20})""")
LETTERS = 12  # Columns of as many are far beyond any limit.


def refuse_beyond_measure(path: Path, file: str) -> None:
    """Raises SourceError for a workbook that is more than memory holds, once unpacked or spread."""
    try:
        archive = ZipFile(path)
    except BadZipFile:
        return  # told by what opens it
    with archive:
        _refuse_unpacked(archive, file)
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as part:
                    _refuse_far(file, name, part)
            if name == ODS:
                _refuse_many(file, path)


def _refuse_unpacked(archive: ZipFile, file: str) -> None:
    """What a part says of its size may be false: those that can be large are read."""
    size = 0
    for info in archive.infolist():
        if info.compress_size * PACKED < WORKBOOK_BYTES // len(archive.filelist):
            continue
        with archive.open(info) as part:
            while data := part.read(CHUNK):
                size += len(data)
                if size > WORKBOOK_BYTES:
                    raise SourceError(
                        f"{file}: more than {WORKBOOK_BYTES >> 30} GiB once unpacked; delete the "
                        "rows, sheets and pictures that are not needed, or export the sheet as CSV"
                    )


def _refuse_far(file: str, name: str, part: IO[bytes]) -> None:
    rows, columns = 0, NARROW
    for piece in _pieces(part):
        rows = max([rows, *map(int, ROW.findall(piece))])
        for letters, row in set(CELL.findall(piece)):
            columns = max(columns, column_at(letters.decode().upper()[:LETTERS]) + 1)
            rows = max(rows, int(row or 0))
        _refuse(file, name, rows, columns)


def _refuse_many(file: str, path: Path) -> None:
    """A value, its spaces or its row may say that they stand there a thousand million times."""
    characters = 0
    widths: dict[str, int] = {}
    for extent in ods_extents(path):
        width = widths[extent.sheet] = max(extent.columns, widths.get(extent.sheet, NARROW))
        _refuse(file, ODS, extent.rows, width)
        characters += extent.characters
        if characters > WORKBOOK_BYTES:
            raise SourceError(
                f"{file}: with what it says to repeat, more than {WORKBOOK_BYTES:,} characters; "
                "delete what repeats, or export the sheet as CSV"
            )


def _refuse(file: str, name: str, rows: int, columns: int) -> None:
    if rows * columns > SHEET_CELLS:
        raise SourceError(
            f"{file}: {name} spans {rows:,} rows and {columns:,} columns, more than memory "
            "holds; delete the cells far from the others, or export the sheet as CSV"
        )


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The bytes, each blank once, in pieces that begin with the end of the one before."""
    end = b""
    while data := part.read(CHUNK):
        piece = end + BLANKS.sub(b" ", data)
        yield piece
        end = piece[-OVERLAP:]
