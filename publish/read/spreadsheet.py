"""Spreadsheets (xlsx, xls, ods): one sheet as text, as a person would write its cells."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook
from xlrd import XLRDError

from publish.engine import Workspace
from publish.errors import SourceError
from publish.read.cells import Filled, filled_rows, letters
from publish.read.exports import Export, Reject, Request
from publish.read.files import format_of
from publish.read.headers import checked_headers
from publish.read.staged import Row, stage

Numbered = tuple[int, list[str]]


def read(request: Request, workspace: Workspace) -> Iterator[Export]:
    """The sheet `source.sheet`, or the only one, its header on the row after `source.skip`.

    Rows and columns that are wholly empty are no data. A row with an error cell (`#N/A`) or a
    formula that was never computed is refused. Raises SourceError for an unknown sheet,
    a header that is missing or stands twice, and a file that cannot be read.
    """
    with _opened(request) as book:
        name = _sheet_name(book, request)
        sheet = book.get_sheet_by_name(name)
        rows = _written(sheet)
        yield _export(request, name, rows, workspace)


def _opened(request: Request) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(request.path)
    except (CalamineError, OSError):
        raise SourceError(
            f"{request.file}: no spreadsheet that can be read (damaged, or protected by a "
            "password?); save it again as xlsx or ods"
        ) from None


def _sheet_name(book: CalamineWorkbook, request: Request) -> str:
    names: list[str] = book.sheet_names
    wanted = request.source.sheet
    if wanted in names:
        return wanted
    if wanted is None and len(names) == 1:
        return names[0]
    problem = f"no sheet {wanted!r}" if wanted else "which sheet to read is not declared"
    raise SourceError(
        f"{request.file}: {problem}; declare `sheet:`, the file has {', '.join(names)}"
    )


def _export(request: Request, name: str, rows: Iterator[Numbered], workspace: Workspace) -> Export:
    place = f"{request.file}, sheet {name}"
    headers, first = _header(rows, request, place)
    columns = [column for column, header in enumerate(headers) if header]
    named = checked_headers([headers[column] for column in columns], place)
    found = [row for row in _filled(request, name) if row.number >= first]
    errors = {row.number: row.errors for row in found if row.errors}
    numbers: list[int] = []
    data = (row for row in rows if row[0] >= first and row[0] not in errors)
    kept = _kept(data, columns, numbers, place)
    return Export(
        file=request.file,
        table=stage(workspace, named, kept),
        headers=named,
        records=len(found),
        refused=lambda: list(_refused(request.file, errors, headers)),
        lines=lambda asked: [numbers[number] for number in asked],
    )


def _written(sheet: CalamineSheet) -> Iterator[Numbered]:
    """Every row of a sheet from its first column on, numbered from 1, its cells as text."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, before + [_written_cell(value) for value in row]


def _written_cell(value: Any) -> str:
    return WRITTEN[type(value)](value)


def _number(value: float) -> str:
    return repr(value).removesuffix(".0")


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
    float: _number,
    int: str,
    bool: lambda value: "true" if value else "false",
    date: date.isoformat,
    datetime: datetime.isoformat,
    time: time.isoformat,
    timedelta: _duration,
}


def _header(rows: Iterator[Numbered], request: Request, place: str) -> tuple[list[str], int]:
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


def _filled(request: Request, name: str) -> Iterator[Filled]:
    try:
        format = request.source.format or format_of(request.file) or ""
        yield from filled_rows(request.path, format, name)
    except (BadZipFile, KeyError, ParseError, XLRDError) as error:
        raise SourceError(
            f"{request.file}: damaged ({type(error).__name__}); save it again as xlsx or ods"
        ) from None


def _kept(
    rows: Iterator[Numbered],
    columns: list[int],
    numbers: list[int],
    place: str,
) -> Iterator[Row]:
    """The cells under a header of the rows that hold something; `numbers` takes their numbers."""
    under = frozenset(columns)
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        _refuse_headless(row, under, f"{place}: row {number}")
        numbers.append(number)
        yield [(row[column] or None) if column < len(row) else None for column in columns]


def _refuse_headless(row: Sequence[str], under: frozenset[int], place: str) -> None:
    for column, cell in enumerate(row):
        if cell.strip() and column not in under:
            raise SourceError(
                f"{place}, column {letters(column)}: a value in a column that has no header; "
                "give the column one, or empty it"
            )


def _refused(
    file: str, errors: dict[int, tuple[int, ...]], headers: Sequence[str]
) -> Iterator[Reject]:
    for number, columns in errors.items():
        for column in columns[:1]:
            header = headers[column] if column < len(headers) else ""
            reason = (
                f"cell {letters(column)}{number} holds an error (such as #N/A) "
                "or a formula that was never computed; mend it in the spreadsheet"
            )
            yield Reject(file, number, header, reason)
