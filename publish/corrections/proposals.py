"""Proposals: that cells of a row should say something else."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from publish.corrections import desk_file
from publish.errors import DeskError

State = Literal["open", "accepted", "refused", "erased"]
Kind = Literal["edit", "addition"]
"""That cells of a row should say something else, or that a row is missing."""
SHELL = "shell"
"""Who decides on the machine itself, by `fournil desk`."""
_ADDED = """INSERT INTO proposals
    (dataset, "table", key, changes, why, evidence, received, by, title, kind, state, reason)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', '')"""
_LISTED = """SELECT id, dataset, "table" FROM proposals WHERE state = 'open' ORDER BY id"""
_OF_TABLE = """SELECT * FROM proposals
    WHERE state = 'open' AND dataset = ? AND "table" = ? ORDER BY id"""
_NUMBERED = """SELECT * FROM proposals
    WHERE state = 'open' AND id IN (SELECT value FROM json_each(?)) ORDER BY id"""


class Listed(NamedTuple):
    """The number of a proposal or correction, and the table that it is about."""

    id: int
    dataset: str
    table: str


class Edit(NamedTuple):
    """What a cell said when it was looked at, and what it should say; None is no value."""

    base: str | None
    new: str | None


@dataclass(frozen=True)
class Proposal:
    """Edits of the cells of one row, as texts of a release, by column.

    `key` are the values of the row's primary key, none of an addition that waits; `evidence` is a
    link, or empty; `by` is the id of the member who proposed it, empty where that was a visitor;
    `title` is what the row was called; `why` is kept until it is decided.
    """

    id: int
    dataset: str
    table: str
    key: tuple[str, ...]
    edits: Mapping[str, Edit]
    why: str
    evidence: str
    received: date
    state: State
    reason: str = ""
    by: str = ""
    kind: Kind = "edit"
    title: str = ""

    @property
    def mark(self) -> str:
        """What tells its edits from any others."""
        return sha256(as_text(self.edits).encode()).hexdigest()[:16]

    @property
    def tree(self) -> dict[str, object]:
        """As JSON has it."""
        edits = {column: edit._asdict() for column, edit in self.edits.items()}
        day = self.received.isoformat()
        return {**asdict(self), "key": [*self.key], "edits": edits, "received": day}


def propose(
    path: Path,
    cell: tuple[str, str, Sequence[str]],
    edits: Mapping[str, Edit],
    *,
    why: str,
    evidence: str,
    day: date,
    by: str = "",
    title: str = "",
    kind: Kind = "edit",
) -> int:
    """The number of a new proposal on the row `(dataset, table, key)`; it changes nothing yet.

    `by` is the id of the member who proposes it, empty for a visitor; `title` is what the row is
    called. An addition has no key.
    """
    told = (why, evidence, day.isoformat(), by, title, kind)
    with desk_file.writing(path) as database:
        return propose_in(database, cell, edits, told)


def propose_in(
    database: sqlite3.Connection,
    cell: tuple[str, str, Sequence[str]],
    edits: Mapping[str, Edit],
    told: tuple[str, ...],
) -> int:
    """The same in a transaction; `told` are why, evidence, day, by, title and kind."""
    dataset, table, key = cell
    row = (dataset, table, key_text(key), as_text(edits), *told)
    return int(database.execute(_ADDED, row).lastrowid or 0)


def proposals(path: Path, state: State = "open") -> list[Proposal]:
    """The proposals in a state, oldest first."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        found = database.execute("SELECT * FROM proposals WHERE state = ? ORDER BY id", (state,))
        return [proposal_of(row) for row in found]


def listed(path: Path) -> list[Listed]:
    """What waits, oldest first, without what it says: of very many that alone is read at once."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        return [Listed(*row) for row in database.execute(_LISTED)]


def waiting_in(path: Path, dataset: str, table: str) -> list[Proposal]:
    """The open proposals on a table, oldest first."""
    with desk_file.reading(path) as database:
        return [*map(proposal_of, database.execute(_OF_TABLE, (dataset, table)))]


def waiting_of(path: Path, numbers: Sequence[int]) -> list[Proposal]:
    """Of these proposals those that are open, oldest first."""
    with desk_file.reading(path) as database:
        return [*map(proposal_of, database.execute(_NUMBERED, (as_text(list(numbers)),)))]


def proposal(path: Path, number: int) -> Proposal:
    """The proposal of a number; raises DeskError."""
    if desk_file.there(path):
        with desk_file.reading(path) as database:
            return numbered(database, number)
    raise _none(number)


def numbered(database: sqlite3.Connection, number: int) -> Proposal:
    """The same in a transaction."""
    row = database.execute("SELECT * FROM proposals WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise _none(number)
    return proposal_of(row)


def _none(number: int) -> DeskError:
    return DeskError(f"there is no proposal {number}; `fournil desk inbox` lists what waits")


def proposal_of(row: sqlite3.Row) -> Proposal:
    """A row of the file."""
    return Proposal(
        row["id"],
        row["dataset"],
        row["table"],
        tuple(json.loads(row["key"])),
        edits_in(row["changes"]),
        row["why"],
        row["evidence"],
        date.fromisoformat(row["received"]),
        row["state"],
        row["reason"],
        row["by"],
        row["kind"],
        row["title"],
    )


def edits_in(changes: str) -> dict[str, Edit]:
    """The edits of a proposal as they are kept."""
    return {column: Edit(*both) for column, both in json.loads(changes).items()}


def key_text(key: Sequence[str]) -> str:
    """The values of a row's key as the file keeps them."""
    return as_text(list(key))


def as_text(value: object) -> str:
    """A value as the file keeps it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
