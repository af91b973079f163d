"""Proposals: that cells of a row should say something else, and what was decided of it."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from publish.corrections import desk_file
from publish.corrections.states import BROKEN, LIVE
from publish.errors import DeskError

State = Literal["open", "accepted", "refused"]
SHELL = "shell"
"""Who decides on the machine itself, by `fournil desk`."""
_HERE = 'dataset = ? AND "table" = ? AND key = ? AND "column" = ?'
_ADDED = """INSERT INTO proposals
    (dataset, "table", key, changes, why, evidence, received, state, reason)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'open', '')"""
_DECIDED = "UPDATE proposals SET state = ?, reason = ?, decided = ? WHERE id = ?"
_NOTED = "INSERT INTO decisions (proposal, decision, day, by) VALUES (?, ?, ?, ?)"
_LIVING = f"SELECT * FROM corrections WHERE {_HERE} AND state IN {LIVE}"  # noqa: S608
_REPLACED = "UPDATE corrections SET state = 'replaced' WHERE id = ?"
_CORRECTED = """INSERT INTO corrections
    (proposal, dataset, "table", key, "column", bases, new, evidence, month, state, source,
    fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'accepted', ?, ?)"""


class Edit(NamedTuple):
    """What a cell said when it was looked at, and what it should say; None is no value."""

    base: str | None
    new: str | None


class Decision(NamedTuple):
    """What became of a proposal, on which day, and the id of the member who decided."""

    proposal: int
    decision: State
    day: date
    by: str


@dataclass(frozen=True)
class Proposal:
    """Edits of the cells of one row, as texts of a release, by column.

    `key` are the values of the row's primary key; `evidence` is a link, or empty.
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
) -> int:
    """The number of a new proposal on the row `(dataset, table, key)`; it changes nothing yet."""
    dataset, table, key = cell
    row = (dataset, table, _text(list(key)), _text(edits), why, evidence, day.isoformat())
    with desk_file.writing(path) as database:
        return int(database.execute(_ADDED, row).lastrowid or 0)


def proposals(path: Path, state: State = "open") -> list[Proposal]:
    """The proposals in a state, oldest first."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        found = database.execute("SELECT * FROM proposals WHERE state = ? ORDER BY id", (state,))
        return [_proposal(row) for row in found]


def proposal(path: Path, number: int) -> Proposal:
    """The proposal of a number; raises DeskError."""
    if desk_file.there(path):
        with desk_file.reading(path) as database:
            return _numbered(database, number)
    raise _none(number)


def accept(path: Path, number: int, day: date, by: str = SHELL) -> Proposal:
    """The open proposal of which corrections are made, one a cell; they replace earlier ones.

    `by` is the id of the member who decides. Raises DeskError where it is not open, or a cell was
    corrected after it was looked at.
    """
    with desk_file.writing(path) as database:
        found = _open(database, number)
        for column, edit in found.edits.items():
            _correct(database, found, column, edit, day)
        _note(database, number, "accepted", "", day, by)
        return found


def refuse(path: Path, number: int, reason: str, day: date, by: str = SHELL) -> None:
    """Close an open proposal with a reason; raises DeskError where it is not open.

    `by` is the id of the member who decides.
    """
    with desk_file.writing(path) as database:
        _open(database, number)
        _note(database, number, "refused", reason, day, by)


def decisions(path: Path) -> list[Decision]:
    """What was decided, the last first."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        rows = database.execute("SELECT * FROM decisions ORDER BY id DESC").fetchall()
    days = (date.fromisoformat(row["day"]) for row in rows)
    return [
        Decision(row["proposal"], row["decision"], day, row["by"])
        for row, day in zip(rows, days, strict=True)
    ]


def _note(
    database: sqlite3.Connection, number: int, state: State, reason: str, day: date, by: str
) -> None:
    """The decision, and who made it: both or none."""
    database.execute(_DECIDED, (state, reason, day.isoformat(), number))
    database.execute(_NOTED, (number, state, day.isoformat(), by))


def _correct(
    database: sqlite3.Connection, found: Proposal, column: str, edit: Edit, day: date
) -> None:
    place = (found.dataset, found.table, _text(found.key), column)
    before = database.execute(_LIVING, place).fetchone()
    known: list[str | None] = json.loads(before["bases"]) if before else []
    if before:
        seen = [before["source"]] if before["state"] in BROKEN else []
        if edit.base not in (before["new"], *known, *seen):
            raise DeskError(
                f"proposal {found.id}: {column} was corrected to {before['new']!r} after it was "
                f"looked at as {edit.base!r}; look again, and `fournil desk refuse {found.id} "
                "--reason …`, or propose anew"
            )
        known = [*known, before["new"]]
        database.execute(_REPLACED, (before["id"],))
    bases = [*dict.fromkeys((*known, edit.base))]
    source, fingerprint = (before["source"], before["fingerprint"]) if before else (None, None)
    month = day.isoformat()[:7]
    told = (_text(bases), edit.new, found.evidence, month, source, fingerprint)
    database.execute(_CORRECTED, (found.id, *place, *told))


def _open(database: sqlite3.Connection, number: int) -> Proposal:
    found = _numbered(database, number)
    if found.state != "open":
        raise DeskError(
            f"proposal {number} was {found.state} already; `fournil desk inbox` lists what waits"
        )
    return found


def _numbered(database: sqlite3.Connection, number: int) -> Proposal:
    row = database.execute("SELECT * FROM proposals WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise _none(number)
    return _proposal(row)


def _none(number: int) -> DeskError:
    return DeskError(f"there is no proposal {number}; `fournil desk inbox` lists what waits")


def _proposal(row: sqlite3.Row) -> Proposal:
    edits = {column: Edit(*both) for column, both in json.loads(row["changes"]).items()}
    return Proposal(
        row["id"],
        row["dataset"],
        row["table"],
        tuple(json.loads(row["key"])),
        edits,
        row["why"],
        row["evidence"],
        date.fromisoformat(row["received"]),
        row["state"],
        row["reason"],
    )


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
