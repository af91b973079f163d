"""What was said of a row before: proposals, and the corrections that came of them."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.corrections import desk_file
from publish.corrections.decisions import Decision, decision_of
from publish.corrections.proposals import Proposal, as_text, proposal_of
from publish.corrections.states import State

_SAID = """SELECT * FROM proposals WHERE dataset = ? AND "table" = ? AND key = ?
    UNION SELECT p.* FROM proposals AS p JOIN corrections AS c ON c.proposal = p.id
    WHERE c.dataset = ? AND c."table" = ? AND c.key = ?
    ORDER BY id DESC"""
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


def history(path: Path, dataset: str, table: str, key: Sequence[str]) -> list[Said]:
    """All that was ever said of a row, under this key, the last first."""
    if not desk_file.there(path):
        return []
    row = (dataset, table, as_text(list(key)))
    with desk_file.reading(path) as database:
        return [_said(database, one) for one in database.execute(_SAID, row * 2).fetchall()]


def _said(database: sqlite3.Connection, row: sqlite3.Row) -> Said:
    found = proposal_of(row)
    decided = database.execute(_DECIDED, (found.id,))
    came = database.execute(_CAME, (found.id,))
    return Said(
        found, [decision_of(one) for one in decided], {one["column"]: one["state"] for one in came}
    )
