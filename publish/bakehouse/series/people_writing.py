"""The people of a site and a release, both or none, as the ledger is (`series.writing`)."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from shutil import copyfile

from publish.bakehouse.series.identities import HEADER, KIND, VALUE
from publish.bakehouse.series.people_file import NAME, PeopleFile
from publish.bakehouse.series.population import TablePeople
from publish.bakehouse.series.private_file import arrive, execute
from publish.bakehouse.series.writing import NewRelease
from publish.release.disk import flush
from publish.release.store import Store

NEXT, MAKING = "people.next.db", ".people.making.db"
LAST = "release"
"""The fact that says which release the file was written for."""
POPULATION = (
    "INSERT INTO populations (dataset, name, people) VALUES (?, ?, ?) "
    "ON CONFLICT DO UPDATE SET people = excluded.people RETURNING population"
)
PART = "INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)"
SOURCES = (
    "INSERT OR IGNORE INTO sources (population, header, kind) "
    "SELECT DISTINCT ?, _header, _kind FROM arriving"
)
CAME = (
    "INSERT OR IGNORE INTO identities SELECT source, _value FROM arriving "
    "JOIN sources ON population = ? AND header = _header AND kind = _kind"
)


def prepare_people(private: Path, tables: Sequence[TablePeople], release: NewRelease) -> None:
    """Make the next file ready for a release of one dataset; nothing where it tells of nobody."""
    if not tables:
        return
    path = private / MAKING
    path.unlink(missing_ok=True)
    copyfile(private / NAME, path)
    path.chmod(0o600)
    for table in tables:
        _record(path, table, release)
    mark = json.dumps([tables[0].dataset, release.version, release.content])
    execute(path, "INSERT OR REPLACE INTO facts VALUES (?, ?)", (LAST, mark))
    flush(path)
    path.replace(private / NEXT)
    flush(private)


def commit_people(private: Path) -> None:
    """Let the next file take its place."""
    if (private / NEXT).is_file():
        (private / NEXT).replace(private / NAME)
        flush(private)


def recover_people(private: Path, releases: Path) -> None:
    """Finish what a killed run began: the next file counts if its release was published."""
    (private / MAKING).unlink(missing_ok=True)
    if not (private / NEXT).is_file():
        return
    dataset, version, content = json.loads(PeopleFile(private, NEXT).fact(LAST) or "[0, 0, 0]")
    entries = Store(releases / str(dataset), private / str(dataset)).entries()
    if (version, content) in {(entry.version, entry.content) for entry in entries}:
        commit_people(private)
    else:
        (private / NEXT).unlink()


def _record(path: Path, table: TablePeople, release: NewRelease) -> None:
    arrive(path, table.people.select(HEADER, KIND, VALUE).to_pyarrow_batches())
    columns = {(one.dataset, one.name): one.columns for one in PeopleFile(path.parent).parts()}
    with closing(sqlite3.connect(path)) as connection, connection:
        values = (table.dataset, table.name, table.count)
        [number] = connection.execute(POPULATION, values).fetchone()
        for statement in (SOURCES, CAME):
            connection.execute(statement, (number,))
        for part in table.parts:
            ever = sorted(part.columns | columns.get((part.dataset, part.name), frozenset()))
            part_values = (number, part.dataset, part.name, part.mode, json.dumps(ever))
            connection.execute(PART, part_values)
            connection.execute(
                "INSERT OR IGNORE INTO releases VALUES (?, ?, ?, ?)",
                (part.dataset, part.name, release.version, release.date.isoformat()),
            )
        connection.execute("DROP TABLE arriving")
