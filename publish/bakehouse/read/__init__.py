"""The exports of a table, read as text: paths resolved, a reader chosen, one after another."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from publish.bakehouse.engine import Workspace
from publish.bakehouse.fetch import Fetcher, fetching, is_elsewhere
from publish.bakehouse.read import dbf, delimited, fixed, json_records, parquet, spreadsheet, sqlite
from publish.bakehouse.read.audience import logs, matomo, own, xiti
from publish.bakehouse.read.damage import refusing
from publish.bakehouse.read.exports import Export, ExportRequest, Reader, headers
from publish.bakehouse.read.files import format_of, matches
from publish.declare.declaration import Dataset, Source, Table
from publish.declare.site import SiteFolder
from publish.errors import SourceError

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
    "matomo": matomo.read,
    "xiti": xiti.read,
    "logs": logs.read,
}
TOGETHER = ("logs",)
"""The formats of which all files of a source are read as one: who is in two counts once."""


def requests(
    site: SiteFolder, name: str, dataset: Dataset, *, publishing: bool = False
) -> dict[str, list[ExportRequest]]:
    """The files of every source of each table, in the order declared, globs sorted by name.

    What lies elsewhere is fetched first, each database as it is at one moment. Where `publishing`,
    commands are run, and what no source of `dataset` leads to is removed from what was fetched.
    Raises SourceError for a missing file.
    """
    with fetching(site, name, publishing=publishing) as fetcher:
        return {
            table: [
                request
                for source in declared.sources
                for request in _requests(source, table, declared, fetcher)
            ]
            for table, declared in dataset.tables.items()
        }


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """The exports of one file.

    Raises SourceError for an unknown format and a file that is not whole.
    """
    with refusing(request.file):
        yield from _reader(request.source, request.file)(request, workspace)


def read_all(files: Iterable[ExportRequest], workspace: Workspace) -> list[tuple[Source, Export]]:
    """The exports of several files, each with what is declared of it."""
    return [(one.source, export) for one in files for export in read(one, workspace)]


def _requests(
    source: Source, table: str, declared: Table, fetcher: Fetcher
) -> Iterator[ExportRequest]:
    if source.matomo:
        files = [_asked(source, fetcher)]
        source = source.model_copy(update={"format": "matomo"})
    elif is_elsewhere(source):
        files = fetcher.files(source, table)
    else:
        files = matches(source.path or "", fetcher.site.data / fetcher.dataset)
    if (source.connection and source.query) or source.usage:
        source = source.model_copy(update={"format": "parquet"})
    names = tuple(headers(declared, source).values())
    if source.format in TOGETHER:
        (path, file), *beside = files
        yield ExportRequest(path, file, source, names, tuple(beside))
        return
    for path, file in files:
        yield ExportRequest(path, file, source, names)


def _asked(source: Source, fetcher: Fetcher) -> tuple[Path, str]:
    """What a Matomo answers, with what it answered before."""
    # httpx is slow to import and most sites have no remote source.
    from publish.bakehouse.read.audience.matomo_weeks import brought

    bring = partial(brought, source, datetime.now(UTC).date())
    rules = (f"{rule.match} {rule.feature}" for rule in source.features)
    what = (source.matomo or "", str(source.site), source.report or "", *rules)
    return fetcher.brought(bring, "matomo", *what)


def _reader(source: Source, file: str) -> Reader:
    if source.usage:
        return own.read
    name = source.format or format_of(file)
    if name not in READERS:
        known = ", ".join(sorted(READERS))
        unknown = f"unknown format {name!r}" if name else "its name does not tell its format"
        raise SourceError(f"{file}: {unknown}; declare `format:` as one of {known}")
    return READERS[name]
