"""What the desk has said of one row: its corrections that no release shows yet, and its mark."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from publish.corrections.proposals import key_text

_CORRECTIONS = """SELECT id, "column", new, state FROM corrections
    WHERE dataset = ? AND "table" = ? AND key = ? ORDER BY id"""
_DECISIONS = """SELECT d.id FROM decisions AS d JOIN proposals AS p ON p.id = d.proposal
    WHERE p.dataset = ? AND p."table" = ? AND p.key = ? ORDER BY d.id"""
_NUMBERED = """SELECT "column", new FROM corrections
    WHERE id = ? AND dataset = ? AND "table" = ? AND key = ?"""
Place = tuple[str, str, Sequence[str]]
"""A dataset, a table, and the values of a row's key."""


@dataclass(frozen=True)
class Pending:
    """A correction that the next publication shows first."""

    number: int
    column: str
    new: str | None


@dataclass(frozen=True)
class RowState:
    """The corrections of a row that wait for a publication, by column."""

    pending: Mapping[str, Pending]
    digest: str
    """Of all corrections of the row and decisions on it: another one after each of them."""


def row_state(database: sqlite3.Connection, place: Place) -> RowState:
    """What was said of a row until now."""
    row = _named(place)
    corrections = [tuple(one) for one in database.execute(_CORRECTIONS, row)]
    decisions = [number for (number,) in database.execute(_DECISIONS, row)]
    told = json.dumps([corrections, decisions])
    pending = {
        column: Pending(number, column, new)
        for number, column, new, state in corrections
        if state == "accepted"
    }
    return RowState(pending, sha256(told.encode()).hexdigest()[:16])


def pending_then(
    database: sqlite3.Connection, place: Place, numbers: Sequence[int]
) -> dict[str, str | None]:
    """What corrections of a row say, by column: those of these numbers that are of this row."""
    row = _named(place)
    rows = (database.execute(_NUMBERED, (number, *row)).fetchone() for number in numbers)
    return {row["column"]: row["new"] for row in rows if row is not None}


def _named(place: Place) -> tuple[str, str, str]:
    dataset, table, key = place
    return dataset, table, key_text(key)
