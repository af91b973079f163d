"""Changesets: what a member corrected under one comment."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from publish.corrections.proposals import Edit, edits_in, key_text
from publish.corrections.row_state import Place
from publish.errors import DeskError

MOST_CHANGES, MOST_EMPTY, MOST_WAITING = 1_000, 100, 1_000
"""Changes of a changeset; changesets of a member without any; proposals of one that wait."""
_MADE = "INSERT INTO changesets (member, comment, evidence, made) VALUES (?, ?, ?, ?)"
_EMPTY = """SELECT count(*) FROM changesets AS c WHERE member = ?
    AND NOT EXISTS (SELECT 1 FROM changes WHERE changeset = c.id)"""
_KNOWN = "SELECT * FROM changesets WHERE id = ?"
_COUNTED = "SELECT count(*) FROM changes WHERE changeset = ?"
_HELD = """SELECT p.id, p.dataset, p."table", p.key, p.changes, p.state, p.reason
    FROM changes AS c JOIN proposals AS p ON p.id = c.proposal
    WHERE c.changeset = ? ORDER BY p.id"""
_GROUPED = "INSERT INTO changes (proposal, changeset) VALUES (?, ?)"
_WAITING = "SELECT count(*) FROM proposals WHERE by = ? AND state = 'open'"
_OPEN = """SELECT id, changes FROM proposals WHERE by = ? AND state = 'open'
    AND dataset = ? AND "table" = ? AND key = ?"""


@dataclass(frozen=True)
class Changeset:
    """A comment, and a link as evidence or "", of the member with this id."""

    number: int
    member: str
    comment: str
    evidence: str
    made: str


@dataclass(frozen=True)
class Change:
    """The edits of a row in a changeset, and what became of them."""

    proposal: int
    dataset: str
    table: str
    key: Sequence[str]
    edits: Mapping[str, Edit]
    state: str
    reason: str


def begin(
    database: sqlite3.Connection, member: str, comment: str, evidence: str, day: date
) -> Changeset:
    """A new changeset; raises DeskError where the member began too many and used none."""
    [empty] = database.execute(_EMPTY, (member,)).fetchone()
    if empty >= MOST_EMPTY:
        raise DeskError(f"{MOST_EMPTY} changesets of yours are empty; use one of them")
    row = (member, comment, evidence, day.isoformat())
    return Changeset(int(database.execute(_MADE, row).lastrowid or 0), *row)


def changeset(database: sqlite3.Connection, number: int) -> Changeset | None:
    """The changeset of a number; None without one."""
    found = database.execute(_KNOWN, (number,)).fetchone()
    return Changeset(*found) if found else None


def is_full(database: sqlite3.Connection, number: int) -> bool:
    """Whether it takes no more changes."""
    [count] = database.execute(_COUNTED, (number,)).fetchone()
    return int(count) >= MOST_CHANGES


def changes(database: sqlite3.Connection, number: int) -> list[Change]:
    """What a changeset holds, the oldest first."""
    return [
        Change(
            row["id"],
            row["dataset"],
            row["table"],
            json.loads(row["key"]),
            edits_in(row["changes"]),
            row["state"],
            row["reason"],
        )
        for row in database.execute(_HELD, (number,))
    ]


def group(database: sqlite3.Connection, proposal: int, changeset: int | None) -> None:
    """Puts a proposal into its changeset, if it has one."""
    if changeset is not None:
        database.execute(_GROUPED, (proposal, changeset))


def waiting_of(database: sqlite3.Connection, member: str) -> int:
    """How many proposals of a member wait."""
    return int(database.execute(_WAITING, (member,)).fetchone()[0])


def waits_already(
    database: sqlite3.Connection, member: str, place: Place, edits: Mapping[str, Edit]
) -> int | None:
    """The proposal of the same member that says the same of a row, and waits."""
    dataset, table, key = place
    for row in database.execute(_OPEN, (member, dataset, table, key_text(key))):
        if edits_in(row["changes"]) == edits:
            return int(row["id"])
    return None
