"""Erasure: what somebody wrote is destroyed in the desk's file; a tombstone stays.

Of a proposal or a correction stay its number, state and month, and the table that it was about.
"""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Literal, NamedTuple

from publish.corrections import desk_file
from publish.corrections.additions import WHOLE
from publish.corrections.clearances import let_go
from publish.corrections.proposals import as_text
from publish.corrections.states import LIVE
from publish.errors import DeskError

# A column that a later version adds to these tables is emptied as well.
_KEPT = (
    "id", "kind", "proposal", "dataset", "table", "column", "state", "received", "decided", "month"
)  # fmt: skip
_EMPTY = {"key": "[]", "changes": "{}", "bases": "[]"}
_COLUMNS = 'SELECT name, type, "notnull" AS needed FROM pragma_table_info(?)'
_BESIDE = """SELECT s.name AS name, k."from" AS pointing
    FROM sqlite_schema AS s, pragma_foreign_key_list(s.name) AS k
    WHERE s.type = 'table' AND k."table" = 'proposals' AND s.name <> 'corrections'"""
# The last of a changeset takes its comment along.
_UNGROUPED = """UPDATE changesets SET comment = '', evidence = ''
    WHERE id IN (SELECT changeset FROM changes WHERE proposal = ?)
    AND NOT EXISTS (SELECT 1 FROM changes WHERE changeset = changesets.id AND proposal <> ?)"""
_MONTH = """UPDATE proposals SET state = 'erased', received = substr(received, 1, 7) || '-01',
    decided = substr(decided, 1, 7) || '-01' WHERE id = ?"""
_TAKEN_BACK = f"UPDATE corrections SET state = 'undone' WHERE id = ? AND state IN {LIVE}"  # noqa: S608
# What was said of a row that was added; a fingerprint is a digest of what the row said.
_OF_NO_ROW = f"""UPDATE corrections SET fingerprint = NULL,
    state = CASE WHEN state IN {LIVE} THEN 'undone' ELSE state END
    WHERE dataset = ? AND "table" = ? AND key = ?"""  # noqa: S608
_OF_ITS_CELL = """SELECT id, key, bases FROM corrections WHERE id > :id AND dataset = :dataset
    AND "table" = :table AND "column" = :column"""
_OF_ITS_ROW = """SELECT id, changes FROM proposals
    WHERE dataset = :dataset AND "table" = :table AND key IN (:key, :proposed)"""


class _Said(NamedTuple):
    """A value of a column, and what stood in its place before."""

    column: str
    new: str
    before: str | None


def erase_proposal(database: sqlite3.Connection, number: int) -> None:
    """Destroys what a proposal says, and takes back what became of it; raises DeskError."""
    _row(database, "proposals", number)
    of_it = "SELECT * FROM corrections WHERE proposal = ?"
    for correction in database.execute(of_it, (number,)).fetchall():
        _destroy(database, correction)
    database.execute(_UNGROUPED, (number, number))
    for table, pointing in database.execute(_BESIDE).fetchall():
        database.execute(f'DELETE FROM "{table}" WHERE "{pointing}" = ?', (number,))  # noqa: S608
    _empty(database, "proposals", number)
    database.execute(_MONTH, (number,))


def erase_correction(database: sqlite3.Connection, number: int) -> None:
    """Destroys what a correction says, which is taken back; raises DeskError.

    Its proposal goes along where it said nothing else.
    """
    found = _row(database, "corrections", number)
    proposal = _row(database, "proposals", found["proposal"])
    changes = json.loads(proposal["changes"])
    if found["column"] == WHOLE or [*changes] == [found["column"]]:
        erase_proposal(database, proposal["id"])
        return
    changes.pop(found["column"], None)
    _change(database, proposal["id"], changes)
    _destroy(database, found)


def pass_over(
    database: sqlite3.Connection, kind: Literal["proposal", "correction"], number: int
) -> None:
    """Sees to it that nothing else is given the number."""
    table = f"{kind}s"
    known = "SELECT 1 FROM sqlite_sequence WHERE name = ?"
    if database.execute(known, (table,)).fetchone() is None:
        database.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, 0)", (table,))
    passed = "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?"
    database.execute(passed, (number, table))


def clear_away(path: Path) -> None:
    """Leaves no byte of what was erased in the file or beside it; raises DeskError."""
    try:
        with closing(desk_file.connected(path)) as database:
            # It is written anew, whole, and nothing of it into files elsewhere.
            database.execute("PRAGMA temp_store = MEMORY")
            database.execute("VACUUM")
            [busy, *_pages] = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        busy = 1
    if busy:
        raise DeskError(
            f"{path}: erased, but a program reads or writes there at this moment, so that copies "
            "stay beside it; erase it once more"
        )


def _row(database: sqlite3.Connection, table: str, number: int) -> sqlite3.Row:
    found = database.execute(f"SELECT * FROM {table} WHERE id = ?", (number,)).fetchone()  # noqa: S608
    if not isinstance(found, sqlite3.Row):
        raise DeskError(f"there is no {table.removesuffix('s')} {number}")
    return found


def _destroy(database: sqlite3.Connection, found: sqlite3.Row) -> None:
    # What the export says by itself is the producer's.
    if found["new"] is not None and found["state"] != "absorbed":
        for said in _said(found):
            _forget_elsewhere(database, found, said)
    let_go(database, found)
    if found["column"] == WHOLE and found["state"] != "absorbed":
        row = (found["dataset"], found["table"], found["key"])
        database.execute(_OF_NO_ROW, row)
    database.execute(_TAKEN_BACK, (found["id"],))
    _empty(database, "corrections", found["id"])


def _said(found: sqlite3.Row) -> list[_Said]:
    """What a correction says, by column, and what stood in its place before."""
    if found["column"] == WHOLE:
        return [_Said(name, new, None) for name, new in json.loads(found["new"]).items()]
    bases = json.loads(found["bases"])
    return [] if found["new"] in bases else [_Said(found["column"], found["new"], bases[0])]


def _forget_elsewhere(database: sqlite3.Connection, found: sqlite3.Row, said: _Said) -> None:
    """Others looked at the cell while it said so: they looked at what stood there before."""
    proposed = _row(database, "proposals", found["proposal"])["key"]
    place = {**dict(found), "column": said.column, "proposed": proposed}
    bases = json.loads(found["bases"])
    for later in database.execute(_OF_ITS_CELL, place).fetchall():
        known = json.loads(later["bases"])
        follows = bases and known[: len(bases) + 1] == [*bases, said.new]
        if said.new in known and (follows or later["key"] in (found["key"], proposed)):
            known = [said.before if one == said.new else one for one in known]
            row = (as_text([*dict.fromkeys(known)]), later["id"])
            database.execute("UPDATE corrections SET bases = ? WHERE id = ?", row)
    for other in database.execute(_OF_ITS_ROW, place).fetchall():
        changes = json.loads(other["changes"])
        base, new = changes.get(said.column, (None, None))
        if base == said.new and other["id"] != found["proposal"]:
            changes[said.column] = [said.before, new]
            _change(database, other["id"], changes)


def _change(database: sqlite3.Connection, number: int, changes: Mapping[str, object]) -> None:
    row = (as_text(changes), number)
    database.execute("UPDATE proposals SET changes = ? WHERE id = ?", row)
    # What it said before it was amended.
    database.execute("UPDATE decisions SET about = '' WHERE proposal = ?", (number,))


def _empty(database: sqlite3.Connection, table: str, number: int) -> None:
    for name, type, needed in database.execute(_COLUMNS, (table,)).fetchall():
        if name not in _KEPT:
            nothing = _EMPTY.get(name, "" if type == "TEXT" else 0) if needed else None
            emptied = f'UPDATE {table} SET "{name}" = ? WHERE id = ?'  # noqa: S608
            database.execute(emptied, (nothing, number))
