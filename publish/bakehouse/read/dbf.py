"""dBASE tables, by dbfread: csvkit's in2csv guesses types here even when told not to."""

import mmap
import struct
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from dbfread import DBF, DBFNotFound, FieldParser, MissingMemoFile

from publish.bakehouse.engine import Workspace
from publish.bakehouse.fetch.databases import Row
from publish.bakehouse.floats import decimal_text
from publish.bakehouse.read.exports import Export, ExportRequest
from publish.bakehouse.read.headers import checked_headers
from publish.bakehouse.read.staged import nothing_refused, stage
from publish.errors import SourceError

LIVE = b" "
DELETED = b"*"
HEADER = struct.Struct("<4xLHH")
LANGUAGE = 29


class TextNumbers(FieldParser):  # type: ignore[misc]  # dbfread has no types
    """Numbers as they are written, not as floats; asterisks, a number too long, stay too."""

    def parseN(self, field: Any, data: bytes) -> str | None:  # noqa: N802
        return data.strip(b" \x00").decode("ascii") or None

    parseF = parseN  # noqa: N815


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """A dBASE table; its header counts the records, those marked as deleted left out.

    Texts are in the encoding that the file names, or else in `source.encoding`.
    Raises SourceError for a file that is no dBASE table, is cut short or misses its memo file.
    """
    numbers = _live(request)
    try:
        table = DBF(request.path, encoding=_encoding(request), parserclass=TextNumbers)
        headers = checked_headers(table.field_names, request.file)
        staged = stage(workspace, headers, _rows(table), request.file)
    except MissingMemoFile:
        raise SourceError(
            f"{request.file}: its memo file (.dbt or .fpt) is missing; put it beside the table"
        ) from None
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{request.file}: a text is not {error.encoding}; declare `encoding:`, such as `cp850`"
        ) from None
    except (DBFNotFound, LookupError, ValueError, struct.error):
        raise _unreadable(request) from None
    yield Export(
        file=request.file,
        table=staged,
        headers=headers,
        records=len(numbers),
        refused=nothing_refused,
        lines=lambda records: [numbers[record] for record in records],
    )


def _live(request: ExportRequest) -> list[int]:
    """The numbers, from 1, of the records that are not marked as deleted."""
    size = request.path.stat().st_size
    if size < HEADER.size:
        raise _unreadable(request)
    with (
        request.path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        records, start, length = HEADER.unpack_from(data)
        if not length or size < start + records * length:
            raise _unreadable(request)
        starts = range(start, start + records * length, length)
        flags = [data[at : at + 1] for at in starts]
        # dbfread leaves out the records that another sign begins, or all after it.
        if not {LIVE, DELETED}.issuperset(flags):
            raise _unreadable(request)
        return [number for number, flag in enumerate(flags, start=1) if flag != DELETED]


def _encoding(request: ExportRequest) -> str | None:
    """None lets the table's own language mark decide."""
    with request.path.open("rb") as file:
        marked = file.read(LANGUAGE + 1)[LANGUAGE:] != b"\x00"
    return None if marked and request.source.encoding == "utf-8" else request.source.encoding


def _rows(table: Any) -> Iterator[Row]:
    for record in table:
        yield [_written(value) for value in record.values()]


def _written(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return decimal_text(value) if isinstance(value, float) else str(value)


def _unreadable(request: ExportRequest) -> SourceError:
    return SourceError(f"{request.file}: not a whole dBASE table; export it again")
