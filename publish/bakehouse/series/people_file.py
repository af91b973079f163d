"""The people of a site: `private/people.db`, which parts were ever public about whom.

A SQLite file that only its owner reads, one for all datasets. A *population* is the contributors of
one table and all else that names them, as digests under the site's own key (`private/people.key`),
which are the same in all tables; a *part* is one published table about them. It grows only: what
was public stays known.
"""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.digest import check_word
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.series.private_file import PrivateFile, created
from publish.errors import PrivateStateError

NAME = "people.db"
KEY = "people.key"
SCHEMA = """
CREATE TABLE populations (
  population INTEGER PRIMARY KEY, dataset TEXT NOT NULL, name TEXT NOT NULL,
  people INTEGER NOT NULL, UNIQUE (dataset, name)
) STRICT;
CREATE TABLE parts (
  population INTEGER NOT NULL, dataset TEXT NOT NULL, part TEXT NOT NULL, mode TEXT NOT NULL,
  columns TEXT NOT NULL, PRIMARY KEY (dataset, part)
) STRICT;
CREATE TABLE releases (
  dataset TEXT NOT NULL, part TEXT NOT NULL, version TEXT NOT NULL, date TEXT NOT NULL,
  PRIMARY KEY (dataset, part, version)
) STRICT;
CREATE TABLE sources (
  source INTEGER PRIMARY KEY, population INTEGER NOT NULL, header TEXT NOT NULL,
  kind TEXT NOT NULL, UNIQUE (population, header, kind)
) STRICT;
CREATE TABLE identities (
  source INTEGER NOT NULL, value BLOB NOT NULL, PRIMARY KEY (source, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""
PARTS = (
    "SELECT population, dataset, name, part, mode, columns FROM parts "
    "JOIN populations USING (population, dataset) ORDER BY parts.rowid"
)
IDENTITIES = (
    "SELECT population, dataset, header, kind, value FROM identities "
    "JOIN sources USING (source) JOIN populations USING (population)"
)
IDENTITY_TYPES = {
    "population": "BIGINT", "dataset": "VARCHAR", "header": "VARCHAR", "kind": "VARCHAR",
    "value": "BLOB",
}  # fmt: skip


@dataclass(frozen=True)
class PublicPart:
    """A part that was public: of which dataset, table, mode; all columns that it ever had.

    Of `columns` it has the names and the headers in the exports. `population` numbers its people;
    None where they were never digested.
    """

    dataset: str
    table: str
    name: str
    mode: str
    columns: frozenset[str]
    population: int | None = None


class PeopleFile(PrivateFile):
    """What `people.db` of a site's private folder tells; empty before the first release."""

    def __init__(self, private: Path, name: str = NAME) -> None:
        super().__init__(private / name)

    def parts(self) -> list[PublicPart]:
        """Every part that was ever public, in the order of their first release."""
        rows = self.rows(PARTS)
        return [
            PublicPart(dataset, table, part, mode, frozenset(json.loads(columns)), population)
            for population, dataset, table, part, mode, columns in rows
        ]

    def populations(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Each population (dataset, table): its number, and its people at the last release."""
        rows = self.rows("SELECT dataset, name, population, people FROM populations")
        return {(dataset, name): (number, people) for dataset, name, number, people in rows}

    def identities(self, place: Workspace) -> Any:
        """What names everyone ever known (Ibis): `value`, a digest, by `header` and `kind`."""
        return self.loaded("identities", IDENTITIES, IDENTITY_TYPES, place)


def site_key(private: Path) -> bytes:
    """The key of the people of a site, made with its file at first use.

    Raises PrivateStateError where one of the two is gone or belongs to another.
    """
    file, keys = PeopleFile(private), Keys("the people of the site", private, name=KEY)
    if keys.path.is_file() and not file.exists:
        raise PrivateStateError(
            f"{file.path}: gone, while its key is there; put it back (`fournil restore`), or "
            f"remove {keys.path}: what was published before then counts as perhaps of the same "
            "people"
        )
    if not file.exists:
        created(file.path, SCHEMA)
    word = file.fact("key")
    if word and not keys.given:
        raise PrivateStateError(
            f"{keys.path}: gone; put it back (`fournil restore`, or {keys.variable}), or remove "
            f"{file.path}: what was published before then counts as perhaps of the same people"
        )
    key = keys.key()
    if word and word != check_word(key):
        raise PrivateStateError(
            f"{keys.path}: not the key that {file.path} was written with, so nobody would be known "
            "again; put the right one back (`fournil restore`)"
        )
    _remember_key(file.path, key)
    return key


def _remember_key(path: Path, key: bytes) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT OR IGNORE INTO facts VALUES ('key', ?)", (check_word(key),))
