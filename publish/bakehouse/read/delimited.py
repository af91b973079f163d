"""Delimited text: CSV, TSV and their like, in any encoding, as text, nothing lost silently.

DuckDB parses, strictly; `publish.bakehouse.read.scan` counts what it should find. What the two
agree on: empty lines are no records; empty cells beyond the last header are no cells; one blank
between a delimiter and an opening quote, and blanks after the closing one, do not belong to the
cell; blanks around headers do not belong to the header. An empty cell is an empty string.
"""

from collections.abc import Iterator

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.escapes import doubled
from publish.bakehouse.read.exports import Export, ExportRequest
from publish.bakehouse.read.layout import BytePlace, after_skipped, dialect_of, header
from publish.bakehouse.read.newlines import rewrite
from publish.bakehouse.read.padding import padded
from publish.bakehouse.read.parse import Parse, TextFile
from publish.bakehouse.read.scan import Scan, scan
from publish.bakehouse.read.transcode import plain
from publish.errors import SourceError


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """The one export of a delimited file; raises SourceError when it cannot be read whole."""
    dialect = dialect_of(request)
    path = plain(request, workspace.folder / workspace.name("text"))
    if request.source.escape:
        path, dialect = doubled(request, path, dialect, workspace.folder / workspace.name("text"))
    top = after_skipped(request, path)
    found = scan(path, dialect, top.offset, top.line)
    if found.opened is not None:
        raise _unclosed(request, found.opened, found.last)
    headers, body = header(request, path, dialect, top)
    text = parsed = TextFile(path, dialect, body)
    counted = found
    if _needs_rewriting(text, found, request.source.skip, len(headers)):
        copy = rewrite(path, dialect, body.offset, workspace.folder / workspace.name("text"))
        parsed, counted = TextFile(copy, dialect, BytePlace(0, 1)), scan(copy, dialect)
    parse = Parse(request, workspace, headers, text, parsed)
    records = found.records - (request.source.header is True)
    table = parse.table(counted)
    remarks = tuple(padded(parse, table)) if request.source.ragged == "pad" else ()
    yield Export(request.file, table, headers, records, parse.refused, parse.lines, remarks)


def _unclosed(request: ExportRequest, line: int, last: int) -> SourceError:
    return SourceError(
        f"{request.file}: line {line}: a quote is opened and never closed; "
        f"it would swallow the {last - line} lines after it; "
        'close it, or declare `quote: ""` when quotes mean nothing in this file'
    )


def _needs_rewriting(text: TextFile, found: Scan, skipped: int, columns: int) -> bool:
    """Whether DuckDB would misread the file as it stands."""
    if found.newlines == "mixed" or found.broken:
        return True
    if columns == 1 and (found.newlines == "crlf" or found.empty):
        return True
    return not _can_be_skipped(text, found, skipped)


def _can_be_skipped(text: TextFile, found: Scan, skipped: int) -> bool:
    """Whether DuckDB skips what stands above the records, line by line, as we do.

    It minds quotes there, and takes the line breaks of the file from there.
    """
    with text.path.open("rb") as file:
        above = file.read(text.body.offset)
    if text.dialect.quote.encode() in above and (skipped or b"\n" in above.strip()):
        return not text.dialect.quote
    ending = b"\r\n" if found.newlines == "crlf" else b"\n"
    alike = len(above.split(ending)) == text.body.line == len(above.splitlines()) + 1
    return (alike and above.endswith(ending)) or not above
