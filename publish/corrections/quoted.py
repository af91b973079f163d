"""What proposals and corrections quote of rows that were withdrawn leaves the desk's file.

The proposal stays, with what it would have said: that is of who proposed it.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from publish.corrections import desk_file
from publish.corrections.live import publishing, refusing
from publish.corrections.proposals import Edit, as_text, edits_in
from publish.corrections.states import LIVE

_KEYS = """SELECT "table", key FROM proposals WHERE dataset = :dataset AND kind = 'edit'
    UNION SELECT "table", key FROM corrections WHERE dataset = :dataset"""
_OF_ROW = 'dataset = ?1 AND "table" = ?2 AND key = ?3'
_PROPOSALS = f"SELECT id, changes, title FROM proposals WHERE {_OF_ROW} AND kind = 'edit'"  # noqa: S608
_CHANGED = "UPDATE proposals SET changes = ?, title = '' WHERE id = ?"
# What it said before it was amended.
_AMENDED = "UPDATE decisions SET about = '' WHERE proposal = ?"
_CORRECTED = f"""UPDATE corrections SET bases = '[]', source = NULL, fingerprint = NULL,
    state = CASE WHEN state IN {LIVE} THEN 'undone' ELSE state END
    WHERE {_OF_ROW} AND (?4 IS NULL OR "column" IN (SELECT value FROM json_each(?4)))
    AND (bases <> '[]' OR coalesce(source, fingerprint) IS NOT NULL)"""  # noqa: S608


@dataclass(frozen=True)
class Quoted:
    """A row of which columns were withdrawn, or all of it (`whole`); its key is JSON."""

    dataset: str
    table: str
    key: str
    columns: tuple[str, ...]
    whole: bool

    @property
    def place(self) -> tuple[str, str, str]:
        """Where the file tells of it."""
        return self.dataset, self.table, self.key


def spoken_of(path: Path, dataset: str) -> dict[str, list[str]]:
    """The keys (JSON) of the rows of a dataset of which anything was said, by table.

    Raises DeskError.
    """
    found = defaultdict[str, list[str]](list)
    if desk_file.there(path):
        with publishing(path) as database:
            for table, key in database.execute(_KEYS, {"dataset": dataset}):
                found[table].append(key)
    return found


def unquote(path: Path, rows: Iterable[Quoted]) -> None:
    """Takes out what is quoted of rows; raises DeskError where it cannot be written.

    Corrections of what was withdrawn stand no more.
    """
    with refusing(path):
        with desk_file.writing(path) as database:
            changed = [_unquoted(database, one) for one in rows]
        if any(changed):
            desk_file.empty_log(path)


def _unquoted(database: sqlite3.Connection, row: Quoted) -> bool:
    """Whether anything of a row was quoted."""
    found = False
    for number, changes, title in database.execute(_PROPOSALS, row.place).fetchall():
        told = {
            column: Edit(None, edit.new) if row.whole or column in row.columns else edit
            for column, edit in edits_in(changes).items()
        }
        if title or as_text(told) != changes:
            database.execute(_CHANGED, (as_text(told), number))
            database.execute(_AMENDED, (number,))
            found = True
    which = (*row.place, None if row.whole else as_text(row.columns))
    return database.execute(_CORRECTED, which).rowcount > 0 or found
