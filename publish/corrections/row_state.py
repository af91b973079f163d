"""What the desk has said of one row: its corrections that no release shows yet, and its mark."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from publish.corrections.proposals import key_text

_HERE = 'dataset = ? AND "table" = ? AND key = ?'
_LIVING = f"""SELECT id, "column", new, state FROM corrections
    WHERE {_HERE} AND state NOT IN ('absorbed', 'replaced', 'undone') ORDER BY id"""  # noqa: S608
_LAST = f"SELECT max(id) FROM corrections WHERE {_HERE}"  # noqa: S608
_DECIDED = f"""SELECT max(d.id) FROM proposals AS p JOIN decisions AS d ON d.proposal = p.id
    WHERE p.id IN (SELECT id FROM proposals WHERE {_HERE})"""  # noqa: S608
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
    """Of the corrections of the row and decisions on it: another one after each of them."""


def row_state(database: sqlite3.Connection, place: Place) -> RowState:
    """What was said of a row until now."""
    row = _named(place)
    living = [tuple(one) for one in database.execute(_LIVING, row)]
    last = [database.execute(asked, row).fetchone()[0] for asked in (_LAST, _DECIDED)]
    told = json.dumps([living, last])
    pending = {
        column: Pending(number, column, new)
        for number, column, new, state in living
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
