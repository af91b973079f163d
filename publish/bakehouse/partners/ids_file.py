"""The file that remembers which ids partners' rows have, and which ids are another row's by now.

Also which rows go by the id of one that people said they are: what they had is beside it.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.errors import SourceError
from publish.release.disk import for_owner_alone, in_words

NAME = "ids.db"
COLUMNS = ("partner", "source_id", "id", "fingerprint", "first", "last", "shown")
PATIENCE_SECONDS = 5.0
"""How long a run waits for who has the file open."""
_ROWS = """CREATE TABLE IF NOT EXISTS rows (
    "table" TEXT, partner TEXT, source_id TEXT, id TEXT, fingerprint TEXT, first TEXT, last TEXT,
    shown TEXT, PRIMARY KEY ("table", partner, source_id)) STRICT"""
_RETIRED = """CREATE TABLE IF NOT EXISTS retired (
    "table" TEXT, id TEXT, now TEXT, PRIMARY KEY ("table", id)) STRICT"""
_SAID = """CREATE TABLE IF NOT EXISTS said (
    "table" TEXT, partner TEXT, source_id TEXT, id TEXT,
    PRIMARY KEY ("table", partner, source_id)) STRICT"""
_SAYING = 'SELECT partner, source_id, id FROM said WHERE "table" = ?'
_KNOWN = f'SELECT {", ".join(COLUMNS)} FROM rows WHERE "table" = ?'  # noqa: S608
_BECAME = 'SELECT id, now FROM retired WHERE "table" = ?'
_THERE = "SELECT 1 FROM sqlite_schema WHERE name = ?"


class Kept(NamedTuple):
    """What is remembered: rows with their ids, ids that are shown as others, ids that were said."""

    rows: Sequence[Any] = ()
    left: Sequence[Any] = ()
    said: Sequence[Any] = ()


def called_anew(
    rows: Iterable[Sequence[Any]], formerly: Mapping[str, str]
) -> list[tuple[Any, ...]]:
    """Rows (partner, its own id, …) under their partner's name of today.

    Where one is known under both names, the older id is.
    """
    named = {
        (partner, row[0]): (partner, *row) for partner, *row in rows if partner not in formerly
    }
    was = {
        (formerly[partner], row[0]): (formerly[partner], *row)
        for partner, *row in rows
        if partner in formerly
    }
    return [*(named | was).values()]


@dataclass(frozen=True)
class Ids:
    """The file of ids of a dataset, and the table that they are of."""

    path: Path
    dataset: str
    table: str
    formerly: Mapping[str, str] = field(default_factory=dict)
    """Partners' names of today by those of before, where their files were called otherwise."""

    def known(self, place: Workspace) -> Any:
        """The rows that were seen before (Ibis); raises SourceError where the file is spoilt."""
        return self._brought("known", COLUMNS, self._asked("rows", _KNOWN), place)

    def said(self, place: Workspace) -> Any:
        """The rows that went by another's id (Ibis): `partner`, `source_id`, `id`; raises so."""
        columns = ("partner", "source_id", "id")
        return self._brought("said", columns, self._asked("said", _SAYING), place)

    def _brought(
        self, stem: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], place: Workspace
    ) -> Any:
        told = called_anew(rows, self.formerly)
        cells = zip(*told, strict=True) if told else ((),) * len(columns)
        named = zip(columns, cells, strict=True)
        return place.brought(stem, pa.table({n: pa.array(of, pa.string()) for n, of in named}))

    def became(self) -> Mapping[str, str]:
        """The ids that were shown once, with those that took their place; raises so."""
        return dict(self._asked("retired", _BECAME))

    def remember(self, kept: Kept) -> None:
        """Note what ids rows have, and which id is now shown as another, once they are public.

        Raises SourceError where another program has the file.
        """
        with in_words(str(self.path)):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            for_owner_alone(self.path)
        try:
            self._write(kept)
        except sqlite3.OperationalError as error:
            raise self._in_use(error) or error from None

    def _write(self, kept: Kept) -> None:
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        with closing(sqlite3.connect(self.path, PATIENCE_SECONDS)) as database, database:
            database.execute(_ROWS)
            database.execute(_RETIRED)
            database.execute(_SAID)
            database.execute('DELETE FROM rows WHERE "table" = ?', (self.table,))
            written = ((self.table, *row) for row in kept.rows)
            database.executemany(f"INSERT INTO rows VALUES ({marks})", written)  # noqa: S608
            retired = ((self.table, *row) for row in kept.left)
            database.executemany("INSERT OR REPLACE INTO retired VALUES (?, ?, ?)", retired)
            database.execute('DELETE FROM said WHERE "table" = ?', (self.table,))
            said = ((self.table, *row) for row in kept.said)
            database.executemany("INSERT INTO said VALUES (?, ?, ?, ?)", said)

    def _asked(self, name: str, asked: str) -> list[tuple[Any, ...]]:
        if not self.path.is_file():
            return []
        try:
            with closing(sqlite3.connect(self.path, PATIENCE_SECONDS)) as database:
                # A run that was killed before it wrote the first row leaves an empty file.
                there = database.execute(_THERE, (name,)).fetchone()
                return database.execute(asked, (self.table,)).fetchall() if there else []
        except sqlite3.Error as error:
            raise self._in_use(error) or SourceError(
                f"{self.path}: cannot be read ({error}); bring it back from a backup, or remove "
                "it: without it rows that their partners renamed get new ids"
            ) from None

    def _in_use(self, error: sqlite3.Error) -> SourceError | None:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return None
        return SourceError(
            f"{self.path}: another program has it open, and did not let go within "
            f"{PATIENCE_SECONDS:g} seconds; end that one, and publish again"
        )
