"""Where the records of delimited text begin, and the headers above them."""

import codecs
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from publish.bakehouse.read.exports import ExportRequest
from publish.bakehouse.read.files import extension_of
from publish.bakehouse.read.headers import checked_headers
from publish.bakehouse.read.quotes import CellDialect
from publish.bakehouse.read.scan import blocks
from publish.bakehouse.read.transcode import undecodable
from publish.errors import SourceError

DELIMITERS = {".tsv": "\t", ".tab": "\t", ".psv": "|"}


@dataclass(frozen=True)
class BytePlace:
    """A byte of a file and the line it stands on, numbered from 1."""

    offset: int
    line: int


def dialect_of(request: ExportRequest) -> CellDialect:
    """The declared dialect; the delimiter is that of the extension, or a comma, when undeclared."""
    source = request.source
    delimiter = source.delimiter or DELIMITERS.get(extension_of(request.file), ",")
    if not source.quote.isascii():
        raise SourceError(f"{request.file}: the quote {source.quote!r} is not ASCII; use another")
    if delimiter in ("\n", "\r", " ", source.quote):
        raise SourceError(f"{request.file}: {delimiter!r} cannot be the delimiter; use another")
    return CellDialect(delimiter, source.quote)


def after_skipped(request: ExportRequest, path: Path) -> BytePlace:
    """The place after a byte order mark and the lines declared to be skipped."""
    with path.open("rb") as file:
        start = len(codecs.BOM_UTF8) if file.read(3) == codecs.BOM_UTF8 else 0
    to_skip = request.source.skip
    if not to_skip:
        return BytePlace(start, 1)
    for block in blocks(path, CellDialect(",", ""), start):
        if to_skip < len(block.starts):
            return BytePlace(int(block.starts[to_skip]), request.source.skip + 1)
        to_skip -= len(block.starts)
    return BytePlace(path.stat().st_size, request.source.skip - to_skip + 1)


def header(
    request: ExportRequest, path: Path, dialect: CellDialect, place: BytePlace
) -> tuple[tuple[str, ...], BytePlace]:
    """The headers, declared or found at `place`, and where the records begin.

    Raises SourceError for headers that are empty, equal but for case, or not there.
    """
    if isinstance(request.source.header, tuple):
        return _checked(request, request.source.header, "`header:`"), place
    for block in blocks(path, dialect, place.offset, place.line):
        filled = block.filled().nonzero()[0]
        if len(filled):
            first = int(filled[0])
            start, end = int(block.starts[first]), int(block.ends[first])
            line = int(block.starting_lines()[first])
            data, after = _record(path, start, end)
            names = _checked(request, _cells(request, data, dialect, start, line), f"line {line}")
            return names, BytePlace(after, int(block.lines(after)))
    raise SourceError(f"{request.file}: empty; an export has a header, even without records")


def _record(path: Path, start: int, end: int) -> tuple[bytes, int]:
    """The bytes of a record, and the offset after its line break."""
    with path.open("rb") as file:
        file.seek(start)
        data, ending = file.read(end - start), file.read(2)
    return data, end + (2 if ending == b"\r\n" else len(ending[:1]))


def _cells(
    request: ExportRequest, data: bytes, dialect: CellDialect, start: int, line: int
) -> tuple[str, ...]:
    try:
        cells = csv.reader(
            StringIO(data.decode(), newline=""),
            delimiter=dialect.delimiter,
            quotechar=dialect.quote or None,
            quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
            skipinitialspace=True,
            strict=True,
        )
        return tuple(cell.strip() for cell in next(cells))
    except UnicodeDecodeError as error:
        raise undecodable(request, data, error.start, start, line) from None
    except csv.Error:
        raise SourceError(
            f"{request.file}: line {line}: the header cannot be cut into cells; "
            "check `delimiter:`, `quote:` and `skip:`"
        ) from None


def _checked(request: ExportRequest, names: Sequence[str], place: str) -> tuple[str, ...]:
    way_out = "name all columns by `header: […]`, with `skip:` for the lines above the records"
    return checked_headers(names, f"{request.file}: {place}", way_out)
