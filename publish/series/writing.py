"""Ledger and release, both or none.

The new ledger is made ready beside the old one (`ledger.next.db`) and flushed; the store then
publishes; the new one takes the old one's place. A run killed in between is mended at the start
of the next: the new ledger counts if the store has the release that it tells of.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import Any

import adbc_driver_sqlite.dbapi
import ibis

from publish.series.digests import CLS, IDENTITY
from publish.series.fresh import Fresh
from publish.series.ledger import NAME, NEXT, STILL, Ledger, Told, created, thresholds_text
from publish.series.settled import Book
from publish.store.disk import flush
from publish.store.index import Entry

MAKING = ".ledger.making.db"
BEGIN = (
    "INSERT INTO lives (scope, class, person, row, copy, first) "
    "SELECT ?1, _cls, _who, _row, _copy, ?2 FROM arriving"
)
GONE = (
    "UPDATE lives SET last = ? WHERE last IS NULL AND scope NOT IN (SELECT value FROM json_each(?))"
)
END = "UPDATE lives SET last = ? WHERE id IN (SELECT id FROM arriving)"


@dataclass(frozen=True)
class NewRelease:
    """A release that is about to be published."""

    version: str
    date: date
    content: str


def prepare(private: Path, books: Sequence[Book], release: NewRelease | None) -> None:
    """Make the next ledger ready: with a new release, or with what waits only (None).

    Datasets without a part in a series, now or ever, have no ledger.
    """
    path, ledger = private / MAKING, Ledger(private)
    if not books and not (ledger.exists and release):
        return
    path.unlink(missing_ok=True)
    if ledger.exists:
        copyfile(ledger.path, path)
        path.chmod(0o600)
    else:
        created(path)
    scopes = {book.part: _scope(path, book) for book in books}
    number = ledger.last_number() + 1
    for book in books:
        _wait(path, book, scopes[book.part])
        if release:
            _live(path, book, scopes[book.part], number)
    if release:
        fresh = Fresh.asked(private, ledger)
        _tell(path, books, scopes, Told(release.version, number, release.date, release.content))
        _note(path, "fresh", fresh.token if fresh else None)
    _ready(path, private)


def commit(private: Path) -> None:
    """Let the next ledger take its place; a person's word that it has heard is over."""
    if not (private / NEXT).is_file():
        return
    (private / NEXT).replace(private / NAME)
    flush(private)
    fresh = Fresh.read(private)
    if fresh and Fresh.asked(private, Ledger(private)) is None:
        fresh.forget(private)


def recover(private: Path, entries: Sequence[Entry]) -> None:
    """Finish what a killed run began: the next ledger counts if its last release was published."""
    (private / MAKING).unlink(missing_ok=True)
    if not (private / NEXT).is_file():
        return
    newest = Ledger(private, NEXT).releases()[-1:]
    published = {(entry.version, entry.content) for entry in entries}
    if all((told.version, told.content) in published for told in newest):
        commit(private)
    else:
        (private / NEXT).unlink()


def also_known_as(private: Path, version: str, release: NewRelease) -> None:
    """Make the next ledger ready for a release with the same rows as that of `version`."""
    path, ledger = private / MAKING, Ledger(private)
    number = ledger.number(version)
    if number is not None:
        copyfile(ledger.path, path)
        path.chmod(0o600)
        _insert(path, Told(release.version, number, release.date, release.content))
        _ready(path, private)


def _ready(path: Path, private: Path) -> None:
    flush(path)
    path.replace(private / NEXT)
    flush(private)


def _scope(path: Path, book: Book) -> int:
    """The number of a part's form, given at its first release."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT OR IGNORE INTO scopes (part, digest, form) VALUES (?, ?, ?)",
            (book.part, book.form.digest, book.form.text()),
        )
        found = "SELECT scope FROM scopes WHERE part = ? AND digest = ?"
        return int(connection.execute(found, (book.part, book.form.digest)).fetchone()[0])


def _wait(path: Path, book: Book, scope: int) -> None:
    """Replace what waits to come in (wanted, not alive) and to go out (alive, not wanted)."""
    coming = _since(book, book.wanted.anti_join(book.alive, IDENTITY), "in")
    going = _since(book, book.alive.anti_join(book.wanted, IDENTITY), "out")
    _execute(path, "DELETE FROM pending WHERE scope = ?", scope)
    _through(path, coming.union(going), "INSERT INTO pending SELECT ?, * FROM arriving", scope)


def _since(book: Book, rows: Any, way: str) -> Any:
    seen = book.pending.filter(book.pending.way == way).select(*IDENTITY, "seen")
    joined = rows.select(CLS, *IDENTITY).left_join(seen, IDENTITY)
    today = book.as_of.isoformat()
    return joined.select(
        CLS, *IDENTITY, way=ibis.literal(way), seen=ibis.coalesce(joined.seen, today)
    )


def _live(path: Path, book: Book, scope: int, number: int) -> None:
    """Rows that are new in this release begin to live; those that are no more have ended."""
    still = book.lives.filter(book.lives.last == STILL)
    ended = still.anti_join(book.alive, IDENTITY).select("id")
    _through(path, ended, END, number - 1)
    born = book.alive.anti_join(still, IDENTITY).select(CLS, *IDENTITY)
    _through(path, born, BEGIN, scope, number)


def _tell(path: Path, books: Iterable[Book], scopes: dict[str, int], told: Told) -> None:
    _insert(path, told)
    _execute(path, GONE, told.number - 1, json.dumps(list(scopes.values())))
    for book in books:
        _execute(
            path,
            "INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            book.part,
            told.number,
            book.series,
            scopes[book.part],
            book.policy,
            thresholds_text(book.thresholds),
            book.delta_k,
            told.number if book.origin is None else book.origin,
            book.why,
        )
        _note(path, "key", book.key_word)


def _insert(path: Path, told: Told) -> None:
    values = (told.version, told.number, told.date.isoformat(), told.content)
    _execute(path, "INSERT INTO releases VALUES (?, ?, ?, ?)", *values)


def _note(path: Path, name: str, value: str | None) -> None:
    if value is not None:
        _execute(path, "INSERT OR REPLACE INTO facts VALUES (?, ?)", name, value)


def _execute(path: Path, statement: str, *parameters: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(statement, parameters)


def _through(path: Path, rows: Any, statement: str, *parameters: object) -> None:
    """Run a statement on rows (Ibis) that come as the table `arriving`."""
    connect = adbc_driver_sqlite.dbapi.connect
    with connect(str(path), autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.fetchall()
        cursor.adbc_ingest("arriving", rows.to_pyarrow_batches(), mode="create")
    _execute(path, statement, *parameters)
    _execute(path, "DROP TABLE arriving")
