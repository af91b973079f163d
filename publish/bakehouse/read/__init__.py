"""The exports of a table, read as text: paths resolved, a reader chosen, one after another."""

from collections.abc import Iterator
from pathlib import Path

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read import dbf, delimited, fixed, json_records, parquet, spreadsheet, sqlite
from publish.bakehouse.read.damage import refusing
from publish.bakehouse.read.exports import Export, ExportRequest, Reader, headers
from publish.bakehouse.read.files import format_of, matches
from publish.declare.declaration import Source, Table
from publish.errors import SourceError
from publish.words.limits import COLUMNS

READERS: dict[str, Reader] = {
    "csv": delimited.read,
    "json": json_records.read_array,
    "jsonl": json_records.read_lines,
    "xlsx": spreadsheet.read,
    "xls": spreadsheet.read,
    "ods": spreadsheet.read,
    "parquet": parquet.read,
    "sqlite": sqlite.read,
    "dbf": dbf.read,
    "fixed": fixed.read,
}


def requests(table: Table, folder: Path, private: Path) -> list[ExportRequest]:
    """The files of every source of `table`, in the order declared, globs sorted by name.

    Paths are relative to the dataset's `folder`; `private` keeps what was downloaded.
    Raises SourceError for a missing file.
    """
    return [
        ExportRequest(path, file, source, tuple(headers(table, source).values()))
        for source in table.sources
        for path, file in _files(source, folder, private)
    ]


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """The exports of one file.

    Raises SourceError for an unknown format, a file that is not whole, or too many headers.
    """
    with refusing(request.file):
        for export in _reader(request.source, request.file)(request, workspace):
            if len(export.headers) > COLUMNS:
                raise SourceError(
                    f"{export.file}: {len(export.headers)} headers; at most {COLUMNS}: export "
                    "fewer columns, or two tables with the same key"
                )
            yield export


def _files(source: Source, folder: Path, private: Path) -> list[tuple[Path, str]]:
    if source.path.startswith("https://"):
        # httpx is slow to import and most sites have no remote source.
        from publish.bakehouse.read.fetch import fetch, shown

        return [(fetch(source.path, private), shown(source.path))]
    return matches(source.path, folder)


def _reader(source: Source, file: str) -> Reader:
    name = source.format or format_of(file)
    if name not in READERS:
        known = ", ".join(sorted(READERS))
        unknown = f"unknown format {name!r}" if name else "its name does not tell its format"
        raise SourceError(f"{file}: {unknown}; declare `format:` as one of {known}")
    return READERS[name]
