"""A table of a SQLite file, every value as text that reads back as the same value."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from publish.bakehouse.engine import Workspace
from publish.bakehouse.fetch.databases import wrapped
from publish.bakehouse.fetch.sqlite import columns_of, refuse_counter, text_rows, within_steps
from publish.bakehouse.read.exports import Export, ExportRequest
from publish.bakehouse.read.headers import checked_headers
from publish.bakehouse.read.staged import lines_after, nothing_refused, stage
from publish.errors import SourceError
from publish.words.sql import quoted
from publish.words.sqlite import read_only

MAGIC = b"SQLite format 3\x00"


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """The table `source.table`, the rows of `source.query`, or the only table.

    NULL stays NULL, REAL is its shortest exact text.

    Raises SourceError for a file that is no SQLite database, an unknown table, a column of blobs or
    what has no end.
    """
    path = _at_rest(request, workspace)
    with closing(sqlite3.connect(read_only(path), uri=True)) as connection:
        try:
            with within_steps(connection, path.stat().st_size, request.file):
                refuse_counter(connection, request.file)
                export = _export(connection, request, workspace)
        except sqlite3.Error as error:
            raise _unreadable(request.file, error) from None
    yield export


def _export(connection: sqlite3.Connection, request: ExportRequest, workspace: Workspace) -> Export:
    place, relation, order = _asked(connection, request)
    columns = columns_of(connection, relation)
    headers = checked_headers(columns, place)
    (records,) = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()  # noqa: S608
    rows = text_rows(connection, relation, columns, place, order)
    staged = stage(workspace, headers, rows, place)
    return Export(request.file, staged, headers, records, nothing_refused, lines_after(1))


def _asked(connection: sqlite3.Connection, request: ExportRequest) -> tuple[str, str, str]:
    """Its name in messages, what is read as SQL writes it, and its order."""
    if request.source.query:
        return f"{request.file}: the query", f"({wrapped(request.source.query)})", ""
    table = _table(connection, request)
    order = "ORDER BY rowid" if _has_rowid(connection, table) else ""
    return f"{request.file}: table {table!r}", quoted(table), order


def _at_rest(request: ExportRequest, workspace: Workspace) -> Path:
    """The file itself, or a private copy when SQLite left a journal beside it to be played back."""
    path = request.path.resolve()
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise SourceError(f"{request.file}: not a SQLite database; export it again")
    journals = [path.with_name(path.name + suffix) for suffix in ("-wal", "-journal")]
    unmerged = [journal for journal in journals if journal.exists() and journal.stat().st_size]
    if not unmerged:
        return path
    folder = workspace.folder / workspace.name("sqlite")
    folder.mkdir(mode=0o700)
    for file_to_copy in (path, *unmerged):
        shutil.copyfile(file_to_copy, folder / file_to_copy.name)
    return _settled(folder / path.name, request.file)


def _settled(path: Path, file: str) -> Path:
    """The same database with its journal played back and gone."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.Error as error:
            raise _unreadable(file, error) from None
    return path


def _table(connection: sqlite3.Connection, request: ExportRequest) -> str:
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    tables = [name for (name,) in rows]
    declared = request.source.table
    if declared is not None and declared in tables:
        return declared
    if declared is None and len(tables) == 1:
        return str(tables[0])
    problem = f"no table {declared!r}" if declared else "which table to read is not declared"
    names = ", ".join(tables) or "no table"
    raise SourceError(f"{request.file}: {problem}; declare `table:`, the file has {names}")


def _has_rowid(connection: sqlite3.Connection, table: str) -> bool:
    """Whether rows have an order of their own; views and WITHOUT ROWID tables have none."""
    found = connection.execute(
        "SELECT type = 'table' AND wr = 0 FROM pragma_table_list"
        " WHERE schema = 'main' AND name = ?",
        (table,),
    ).fetchone()
    return bool(found and found[0])


def _unreadable(file: str, error: sqlite3.Error) -> SourceError:
    """SQLite's complaint without the value that it quotes."""
    undecodable = re.match(r"Could not decode to UTF-8 column '(.*?)' with text", str(error))
    if undecodable:
        return SourceError(
            f"{file}: column {undecodable[1]!r} holds text that is not UTF-8; export it again"
        )
    return SourceError(f"{file}: SQLite cannot read it ({error}); export it again")
