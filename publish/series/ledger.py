"""The ledger of a dataset: which rows stood in which release, as keyed digests, without values.

`private/<dataset>/ledger.db`, a SQLite file that only its owner reads. A *part* is one published
table; a *scope* is a part in one form. A row lives from its `first` release to its `last` (NULL
while it is published); rows that wait to come in or to go out are `pending` since a day.
"""

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi

from publish.engine import Workspace
from publish.errors import PrivateStateError
from publish.series.digests import CLS, COPY, ROW, WHO

NAME, NEXT = "ledger.db", "ledger.next.db"
STILL = 1 << 40
"""The last release of a row that is still published."""
SCHEMA = """
CREATE TABLE releases (
  version TEXT PRIMARY KEY, number INTEGER NOT NULL, date TEXT NOT NULL, content TEXT NOT NULL
) STRICT;
CREATE TABLE scopes (
  scope INTEGER PRIMARY KEY, part TEXT NOT NULL, digest TEXT NOT NULL, form TEXT NOT NULL,
  UNIQUE (part, digest)
) STRICT;
CREATE TABLE parts (
  part TEXT NOT NULL, number INTEGER NOT NULL, series INTEGER NOT NULL, scope INTEGER NOT NULL,
  policy TEXT NOT NULL, thresholds TEXT NOT NULL, delta_k INTEGER NOT NULL,
  origin INTEGER NOT NULL, why TEXT, PRIMARY KEY (part, number)
) STRICT;
CREATE TABLE lives (
  id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, class BLOB NOT NULL, person BLOB NOT NULL,
  row BLOB NOT NULL, copy INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER
) STRICT;
CREATE TABLE pending (
  scope INTEGER NOT NULL, class BLOB NOT NULL, person BLOB NOT NULL, row BLOB NOT NULL,
  copy INTEGER NOT NULL, way TEXT NOT NULL, seen TEXT NOT NULL
) STRICT;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE VIEW counts AS
  SELECT parts.part, parts.number, class, count(DISTINCT person) AS people, count(*) AS rows
  FROM parts JOIN lives ON lives.scope = parts.scope
    AND parts.number BETWEEN lives.first AND coalesce(lives.last, parts.number)
  GROUP BY parts.part, parts.number, class;
"""
LIVES = (
    "SELECT id, class, person, row, copy, first, coalesce(last, {still}) AS last "
    "FROM lives WHERE scope = {scope}"
)
PENDING = "SELECT person, row, copy, way, seen FROM pending WHERE scope = {scope}"
PASTS = (
    "SELECT number, series, scope, policy, delta_k, origin FROM parts WHERE part = ? "
    "ORDER BY number"
)
LIVES_TYPES = {
    "id": "BIGINT", CLS: "BLOB", WHO: "BLOB", ROW: "BLOB", COPY: "BIGINT", "first": "BIGINT",
    "last": "BIGINT",
}  # fmt: skip
PENDING_TYPES = {WHO: "BLOB", ROW: "BLOB", COPY: "BIGINT", "way": "VARCHAR", "seen": "VARCHAR"}


@dataclass(frozen=True)
class Told:
    """A release as the ledger tells it."""

    version: str
    number: int
    date: date
    content: str


@dataclass(frozen=True)
class Past:
    """A part at one release: its series, its scope, and from which release it is compared on."""

    number: int
    series: int
    scope: int
    policy: str
    delta_k: int
    origin: int


class Ledger:
    """What `ledger.db` of a private folder tells; empty before the first release."""

    def __init__(self, private: Path, name: str = NAME) -> None:
        self.path = private / name

    @property
    def exists(self) -> bool:
        """Whether there is one."""
        return self.path.is_file()

    def releases(self) -> list[Told]:
        """Every release ever published, oldest first; a rebake shares its rows' number."""
        rows = self._rows("SELECT version, number, date, content FROM releases ORDER BY rowid")
        return [Told(v, n, date.fromisoformat(day), c) for v, n, day, c in rows]

    def number(self, version: str | None) -> int | None:
        """The number of a release; None where it is unknown."""
        return {told.version: told.number for told in self.releases()}.get(version or "")

    def last_number(self) -> int:
        """The highest number given; 0 before the first release."""
        return max((told.number for told in self.releases()), default=0)

    def history(self, part: str) -> list[Past]:
        """A part at each release that had it, oldest first."""
        return [Past(*row) for row in self._rows(PASTS, part)]

    def scope(self, part: str, digest: str) -> int | None:
        """The number of a part's form; None for a new one."""
        rows = self._rows("SELECT scope FROM scopes WHERE part = ? AND digest = ?", part, digest)
        return rows[0][0] if rows else None

    def form(self, scope: int) -> str:
        """The form of a scope, as JSON."""
        [[text]] = self._rows("SELECT form FROM scopes WHERE scope = ?", scope)
        return str(text)

    def fact(self, name: str) -> str | None:
        """A fact of the whole ledger, such as the word by which its key is known."""
        rows = self._rows("SELECT value FROM facts WHERE name = ?", name)
        return rows[0][0] if rows else None

    def lives(self, scope: int | None, place: Workspace) -> Any:
        """Every row that ever stood in a scope: digests, `first` and `last` (STILL if alive)."""
        query = LIVES.format(still=STILL, scope=scope)
        return self._loaded("lives", query, scope, LIVES_TYPES, place)

    def pending(self, scope: int | None, place: Workspace) -> Any:
        """Every row that waited at the last run: digests, `way` (in or out) and `seen` since."""
        query = PENDING.format(scope=scope)
        return self._loaded("pending", query, scope, PENDING_TYPES, place)

    def _rows(self, statement: str, *parameters: object) -> list[Any]:
        if not self.exists:
            return []
        with self._in_words(), closing(sqlite3.connect(_read_only(self.path), uri=True)) as found:
            return found.execute(statement, parameters).fetchall()

    def _loaded(
        self, stem: str, query: str, scope: int | None, types: Mapping[str, str], place: Workspace
    ) -> Any:
        name = place.name(stem)
        columns = ", ".join(f'"{column}" {type}' for column, type in types.items())
        place.sql(f"CREATE TEMP TABLE {name} ({columns})")
        # Without a row, SQLite could not tell the types of an empty result.
        if scope is not None and self._rows(f"{query} LIMIT 1"):
            self._fill(name, query, place)
        return place.con.table(name, database=("temp", "main"))

    def _fill(self, name: str, query: str, place: Workspace) -> None:
        connect = adbc_driver_sqlite.dbapi.connect
        with connect(_read_only(self.path)) as found, found.cursor() as cursor:
            cursor.execute(query)
            place.con.con.register("_ledger", cursor.fetch_record_batch())
            place.sql(f"INSERT INTO {name} FROM _ledger")
            place.con.con.unregister("_ledger")

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise PrivateStateError(
                f"{self.path}: damaged ({error}); put it back from a backup (`fournil restore`)"
            ) from None


def created(path: Path) -> None:
    """An empty ledger that only its owner reads."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)


def thresholds_text(thresholds: Mapping[str, Any]) -> str:
    """Thresholds as the ledger keeps them."""
    return json.dumps(thresholds, sort_keys=True)


def _read_only(path: Path) -> str:
    return f"file:{path}?mode=ro"
