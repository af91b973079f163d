"""A release whose files are there."""

import hashlib
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from publish.errors import StoreError
from publish.release.cards import Cards, cards_of
from publish.release.package import Package
from publish.release.table import Table
from publish.words.json import json_of, read_json
from publish.words.sql import sql_name
from publish.words.sqlite import read_only

DESCRIPTOR = "datapackage.json"
REPORT = "report.json"
SUMS = "SHA256SUMS"
FIRST_VIEWS = "first-views.json"
FACETS = "facets.bin"
CARDS = "cards.json"
# The languages of the pictures that are shared, each in a file of its own.
SHARE_LANGUAGES = ("fr", "en")
AGAIN = "publish again, or roll back to an earlier release"


def share_file(language: str) -> str:
    """The name of the picture that is shared in a language."""
    return f"share-{language}.png"


@dataclass(frozen=True)
class Release:
    """A version of a dataset: its folder, and what its datapackage.json says."""

    dataset: str
    version: str
    folder: Path
    package: Package

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / f"{self.dataset}.db"

    @property
    def tables(self) -> Mapping[str, Table]:
        """Its tables by name."""
        return self.package.tables

    @cached_property
    def hash(self) -> str:
        """The database's SHA-256 as listed, so that no page has to compute it."""
        listed = listed_files(self.folder).get(self.database.name)
        return listed or hashlib.sha256((self.folder / DESCRIPTOR).read_bytes()).hexdigest()

    @cached_property
    def first_views(self) -> Mapping[str, list[tuple[Any, ...]]]:
        """What the queries of the first views of its tables gave when it was baked, by their keys.

        Empty where nothing of it is there.
        """
        told = json_of(self.beside(FIRST_VIEWS) or b"{}")
        return {key: [tuple(row) for row in rows] for key, rows in told.items()}

    @cached_property
    def cards(self) -> Cards:
        """The figures of the columns of its tables; empty where nothing of it is there."""
        return cards_of(json_of(self.beside(CARDS) or b"{}"))

    def beside(self, name: str) -> bytes:
        """What a file for the site holds; nothing where it is not there, or not the one listed."""
        try:
            told = (self.folder / name).read_bytes()
        except OSError:
            return b""
        listed = listed_files(self.folder).get(name)
        return told if listed == hashlib.sha256(told).hexdigest() else b""

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """The exact number of rows of each table of the database, SQLite's own included.

        Raises StoreError where the database cannot be read.
        """
        try:
            uri = read_only(self.database)
            with closing(sqlite3.connect(uri, uri=True)) as connection:
                return {name: _count(connection, name) for name in _table_names(connection)}
        except sqlite3.Error as error:
            raise StoreError(
                f"{self.database}: not a database that can be served ({error})"
            ) from None


def read_package(folder: Path) -> Package:
    """What the datapackage.json of a release says; raises StoreError."""
    path = folder / DESCRIPTOR
    try:
        package = Package(read_json(path))
        # Each table has a name: whatever else is missing is missed by who asks for it.
        package.tables  # noqa: B018
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise StoreError(f"{path}: no descriptor that can be read ({error}); {AGAIN}") from None
    return package


def read_report(folder: Path) -> dict[str, Any]:
    """What the report.json of a release says; raises StoreError."""
    path = folder / REPORT
    try:
        found: dict[str, Any] = read_json(path)
        # Each table has its part: whatever else is missing is missed by who asks for it.
        found["tables"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise StoreError(f"{path}: no report that can be read ({error}); {AGAIN}") from None
    return found


def read_sums(folder: Path) -> dict[str, str]:
    """File name -> SHA-256 of a release's SHA256SUMS; raises OSError and ValueError."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def listed_files(folder: Path) -> dict[str, str]:
    """The same; empty where there is no such list, or none that can be read."""
    try:
        return read_sums(folder)
    except (OSError, ValueError):
        return {}


def _table_names(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("select name from sqlite_master where type = 'table'")
    return [name for (name,) in rows]


def _count(connection: sqlite3.Connection, table: str) -> int:
    sql = f"select count(*) from {sql_name(table)}"  # noqa: S608
    (count,) = connection.execute(sql).fetchone()
    return int(count)
