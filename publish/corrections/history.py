"""What was said of a row before: proposals, and the corrections that came of them."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.corrections import desk_file
from publish.corrections.decisions import Decision, decision_of
from publish.corrections.proposals import Proposal, key_text, proposal_of
from publish.corrections.states import State

_SAID = """SELECT * FROM proposals WHERE dataset = ? AND "table" = ? AND key = ?
    UNION SELECT p.* FROM proposals AS p JOIN corrections AS c ON c.proposal = p.id
    WHERE c.dataset = ? AND c."table" = ? AND c.key = ?
    ORDER BY id DESC"""
MOST = 50
"""Proposals on a row that are told of; strangers may have sent thousands."""
_DECIDED = "SELECT * FROM decisions WHERE proposal = ? ORDER BY id"
_CAME = 'SELECT "column", state FROM corrections WHERE proposal = ? ORDER BY id'


@dataclass(frozen=True)
class Said:
    """A proposal, what was decided of it, and what became of its corrections, by column."""

    proposal: Proposal
    decisions: Sequence[Decision]
    became: dict[str, State]

    @property
    def day(self) -> date:
        """On which it was decided last, or came."""
        return self.decisions[-1].day if self.decisions else self.proposal.received


def history(path: Path, one: Proposal) -> list[Said]:
    """What was said last of the row of a proposal, under its key, the last first; it is in it."""
    if not desk_file.there(path):
        return []
    row = (one.dataset, one.table, key_text(one.key))
    with desk_file.reading(path) as database:
        rows = database.execute(_SAID, row * 2).fetchall()
        own = [found for found in rows[MOST:] if found["id"] == one.id]
        return [_said(database, found) for found in (*rows[:MOST], *own)]


def _said(database: sqlite3.Connection, row: sqlite3.Row) -> Said:
    found = proposal_of(row)
    decided = database.execute(_DECIDED, (found.id,))
    came = database.execute(_CAME, (found.id,))
    return Said(
        found, [decision_of(one) for one in decided], {one["column"]: one["state"] for one in came}
    )
