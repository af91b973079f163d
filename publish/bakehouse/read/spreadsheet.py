"""Spreadsheets (xlsx, xls, ods): one sheet as text, as a person would write its cells."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import xlrd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook
from xlrd import XLRDError
from xlrd.compdoc import CompDocError

from publish.bakehouse.engine import Workspace
from publish.bakehouse.fetch.databases import Row
from publish.bakehouse.floats import decimal_text
from publish.bakehouse.read.cells import Filled, Hidden, Merged, Part, letters, parts
from publish.bakehouse.read.exports import Export, ExportRequest, Reject
from publish.bakehouse.read.extent import refuse_beyond_measure
from publish.bakehouse.read.files import format_of
from publish.bakehouse.read.headers import checked_headers
from publish.bakehouse.read.shown import MergedCells, Numbered, of_hidden
from publish.bakehouse.read.staged import stage
from publish.errors import SourceError
from publish.release.rejects import Reason

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
TEXTLESS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
NEVER = re.compile(r"1900-02-28|\d\d:\d\d:\d\d")
"""What calamine makes of the day 60 of Excel, like of the day 59, and of days before the first."""


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """The sheet `source.sheet`, or the only one, its header on the row after `source.skip`.

    Rows and columns that are wholly empty are no data. Merged cells all have the value of the one
    that is shown; what is hidden is read, and told. A row with an error cell (`#N/A`) or a
    formula that was never computed is refused. Raises SourceError for an unknown sheet,
    a header that is missing or stands twice, and a file that cannot be read.
    """
    with opened(request.path, request.file) as book:
        name = _sheet_name(book, request)
        sheet = book.get_sheet_by_name(name)
        yield _export(request, name, written_rows(sheet), workspace)


def opened(path: Path, file: str) -> CalamineWorkbook:
    """The workbook at `path`; raises SourceError, naming `file`, for one that cannot be read."""
    try:
        with path.open("rb") as book:
            old = book.read(len(OLD_OFFICE)) == OLD_OFFICE
        if old:
            # Of a chain of sectors that is a ring, calamine takes memory until the run dies.
            xlrd.open_workbook(path, logfile=StringIO(), on_demand=True).release_resources()
        refuse_beyond_measure(path, file)
        return CalamineWorkbook.from_path(path)
    except (BadZipFile, CalamineError, OSError, XLRDError, CompDocError):
        raise SourceError(f"{file}: {_otherwise(path)}") from None


def _otherwise(path: Path) -> str:
    """What a file is that no reader of spreadsheets takes: many services name text as one."""
    with path.open("rb") as file:
        start = file.read(1 << 12).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return "a web page or XML, not a spreadsheet; open it in one and save it as xlsx or ods"
    if start and not TEXTLESS.search(start):
        return "text, not a spreadsheet; name it .csv, or declare `format: csv` for its source"
    return (
        "no spreadsheet that can be read (damaged, or protected by a password?); "
        "save it again as xlsx or ods"
    )


def _sheet_name(book: CalamineWorkbook, request: ExportRequest) -> str:
    names: list[str] = book.sheet_names
    declared = request.source.sheet
    if declared in names:
        return declared
    if declared is None and len(names) == 1:
        return names[0]
    problem = f"no sheet {declared!r}" if declared else "which sheet to read is not declared"
    raise SourceError(
        f"{request.file}: {problem}; declare `sheet:`, the file has {', '.join(names)}"
    )


def _export(
    request: ExportRequest, name: str, rows: Iterator[Numbered], workspace: Workspace
) -> Export:
    place = f"{request.file}, sheet {name}"
    said = list(_parts(request, name))
    last = max((part.number for part in said if isinstance(part, Filled)), default=0)
    merged = MergedCells((part for part in said if isinstance(part, Merged)), last, place)
    headers, first = _header(rows := merged.noted(rows), request, place)
    columns = [column for column, header in enumerate(headers) if header]
    named = checked_headers([headers[column] for column in columns], place)
    found = [part for part in said if isinstance(part, Filled) and part.number >= first]
    errors = {row.number: row.errors[0] for row in found if row.errors}
    numbers: list[int] = []
    odd = {row.number: row.odd for row in found if row.odd}
    never: dict[int, int] = {}
    data = (row for row in rows if row[0] >= first and row[0] not in errors)
    kept = _kept(_real_days(data, odd, never), columns, numbers, place, merged)
    hidden = [part for part in said if isinstance(part, Hidden)]
    return Export(
        file=request.file,
        table=stage(workspace, named, kept, place),
        remarks=(*merged.remarks(), *of_hidden(found, columns, hidden)),
        headers=named,
        records=len(found),
        refused=lambda: [
            *_refused(request.file, "error-cell", errors, headers),
            *_refused(request.file, "no-day", never, headers),
        ],
        lines=lambda records: [numbers[record] for record in records],
    )


def written_rows(sheet: CalamineSheet) -> Iterator[Numbered]:
    """Every row of a sheet from its first column on, numbered from 1, its cells as text."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, before + [_written_cell(value) for value in row]


def _written_cell(value: Any) -> str:
    return WRITTEN[type(value)](value)


def _duration(value: timedelta) -> str:
    """Hours, minutes and seconds, the hours beyond 24 where it is longer than a day."""
    minutes, seconds = divmod(abs(value) // timedelta(seconds=1), 60)
    sign = "-" if value < timedelta(0) else ""
    rest = f".{value.microseconds:06}" if value.microseconds else ""
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{rest}"


def _string(value: str) -> str:
    """A text as it is; a time of an ods file, which comes as PT08H30M00S, as 08:30:00."""
    time_of_ods = re.fullmatch(r"PT(\d+)H(\d+)M(\d+)S", value)
    return ":".join(time_of_ods.groups()) if time_of_ods else value


WRITTEN: dict[type, Callable[[Any], str]] = {
    str: _string,
    float: decimal_text,
    int: str,
    bool: lambda value: "true" if value else "false",
    date: date.isoformat,
    datetime: datetime.isoformat,
    time: time.isoformat,
    timedelta: _duration,
}


def _header(rows: Iterator[Numbered], request: ExportRequest, place: str) -> tuple[list[str], int]:
    """The headers by column, and the number of the first row of data."""
    first = request.source.skip + 1
    if request.source.header is not True:
        return list(request.source.header), first
    for number, row in rows:
        if number == first and any(cell.strip() for cell in row):
            return [cell.strip() for cell in row], first + 1
        if number > first and any(cell.strip() for cell in row):
            raise SourceError(
                f"{place}: row {first}, where the header should be, is empty; "
                f"if row {number} is the header, declare `skip: {number - 1}`"
            )
    raise SourceError(f"{place}: no header; the sheet is empty")


def _parts(request: ExportRequest, name: str) -> Iterator[Part]:
    try:
        format = request.source.format or format_of(request.file) or ""
        yield from parts(request.path, format, name)
    except (BadZipFile, KeyError, ParseError, XLRDError) as error:
        raise SourceError(
            f"{request.file}: damaged ({type(error).__name__}); save it again as xlsx or ods"
        ) from None


def _kept(
    rows: Iterator[Numbered],
    columns: list[int],
    numbers: list[int],
    place: str,
    merged: MergedCells,
) -> Iterator[Row]:
    """The cells under a header of the rows that hold something; `numbers` takes their numbers."""
    under, width = frozenset(columns), columns[-1] + 1
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        _refuse_headless(row, under, f"{place}: row {number}")
        numbers.append(number)
        merged.fill(number, row, width)
        yield [(row[column] or None) if column < len(row) else None for column in columns]


def _refuse_headless(row: Sequence[str], under: frozenset[int], place: str) -> None:
    for column, cell in enumerate(row):
        if cell.strip() and column not in under:
            raise SourceError(
                f"{place}, column {letters(column)}: a value in a column that has no header; "
                "give the column one, or empty it"
            )


def _real_days(
    rows: Iterator[Numbered], odd: dict[int, tuple[int, ...]], never: dict[int, int]
) -> Iterator[Numbered]:
    """The rows without a 29 February 1900 or a day before 1900; `never` takes those."""
    for number, row in rows:
        for column in odd.get(number, ()):
            if column < len(row) and NEVER.match(row[column]):
                never[number] = column
        if number not in never:
            yield number, row


def _refused(
    file: str, code: str, cells: dict[int, int], headers: Sequence[str]
) -> Iterator[Reject]:
    """The rows with such a cell: by their numbers, its column."""
    for number, column in cells.items():
        header = headers[column] if column < len(headers) else ""
        yield Reject(file, number, header, Reason(code, f"{letters(column)}{number}"))
