"""What is decided of proposals, by whom, and the corrections that come of those accepted."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from publish.corrections import desk_file, log
from publish.corrections.additions import add
from publish.corrections.proposals import SHELL, Edit, Proposal, State, as_text, key_text, numbered
from publish.corrections.states import BROKEN, LIVE
from publish.errors import DeskError

Verdict = Literal["accepted", "refused", "seen", "amended", "kept", "rekeyed", "undone"]
"""Of a proposal: accepted, refused, accepted by one while others have to look as well, amended; of
a correction: kept over what the source says, given to another row, taken back."""
_HERE = 'dataset = ? AND "table" = ? AND key = ? AND "column" = ?'
# What was typed for those who decide is needed no more.
_DECIDED = "UPDATE proposals SET state = ?, reason = ?, decided = ?, why = '' WHERE id = ?"
_NOTED = "INSERT INTO decisions (proposal, decision, day, by, about) VALUES (?, ?, ?, ?, ?)"
_LIVING = f"SELECT * FROM corrections WHERE {_HERE} AND state IN {LIVE}"  # noqa: S608
_REPLACED = "UPDATE corrections SET state = 'replaced' WHERE id = ?"
_CORRECTED = """INSERT INTO corrections
    (proposal, dataset, "table", key, "column", bases, new, evidence, month, state, source,
    fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'accepted', ?, ?)"""
_AMENDED = "UPDATE proposals SET changes = ? WHERE id = ?"
_SEEN_BY = "SELECT by FROM acceptances WHERE proposal = ?"
_SEEN = "INSERT INTO acceptances (proposal, by) VALUES (?, ?)"
_UNSEEN = "DELETE FROM acceptances WHERE proposal = ?"


class NotOpen(DeskError):
    """Somebody decided already."""


class Amended(DeskError):
    """It says something else than who decides saw."""


class Stale(DeskError):
    """A cell was corrected after the proposal was written."""


class SameMember(DeskError):
    """Another member has to look."""


class Decision(NamedTuple):
    """What was decided, on which day, and the id of the member who did.

    `about` is what it changed, as JSON: the edits before they were amended, the correction and what
    it stands over.
    """

    proposal: int
    decision: Verdict
    day: date
    by: str
    about: str = ""


def accept(
    path: Path, number: int, day: date, by: str = SHELL, *, eyes: int = 1, mark: str | None = None
) -> Proposal:
    """The proposal, of which corrections are made, one a cell; they replace earlier ones.

    An addition makes one of a whole row, and has that row's key then.
    `by` is the id of the member who decides. Where `eyes` members have to look, it stays open until
    the last of them accepted it. `mark` is that of the proposal which they saw. Raises DeskError
    where it is not open, it was amended or a cell was corrected after it was looked at, or the same
    member would look twice.
    """
    with desk_file.writing(path) as database:
        _seen(database, number, mark)
        return accept_in(database, number, day, by, eyes)


def accept_in(
    database: sqlite3.Connection, number: int, day: date, by: str, eyes: int = 1
) -> Proposal:
    """The same in a transaction."""
    found = _open(database, number)
    if not _enough(database, found, by, eyes):
        note(database, number, "seen", day, by)
        return found
    if found.kind == "addition":
        found = replace(found, key=add(database, found, day))
    else:
        for column, edit in found.edits.items():
            _correct(database, found, column, edit, day)
    _close(database, number, "accepted", "", day, by)
    return replace(found, state="accepted")


def _enough(database: sqlite3.Connection, found: Proposal, by: str, eyes: int) -> bool:
    """Whether the last of those who have to look accepts it."""
    if eyes == 1:
        return True
    if by == found.by:
        raise SameMember(
            f"proposal {found.id}: {eyes} members have to accept it, and who proposed it is none "
            "of them"
        )
    before = [member for (member,) in database.execute(_SEEN_BY, (found.id,))]
    if by in before:
        raise SameMember(
            f"proposal {found.id}: {by} accepted it already; {eyes} members have to, so it waits "
            "for another"
        )
    database.execute(_SEEN, (found.id, by))
    return len(before) + 1 >= eyes


def look_again(database: sqlite3.Connection, by: str) -> None:
    """What a member accepted and still waits is to be accepted by others: they may less by now."""
    database.execute("DELETE FROM acceptances WHERE by = ?", (by,))


def refuse(path: Path, number: int, reason: str, day: date, by: str = SHELL) -> None:
    """Close an open proposal with a reason; raises DeskError where it is not open.

    `by` is the id of the member who decides.
    """
    with desk_file.writing(path) as database:
        _open(database, number)
        _close(database, number, "refused", reason, day, by)


def amend(
    path: Path,
    number: int,
    edits: Mapping[str, Edit],
    day: date,
    by: str = SHELL,
    *,
    mark: str | None = None,
) -> Proposal:
    """The open proposal with other edits: what it said before stays in the decisions.

    Who accepted it before has to look again. `mark` is that of the proposal which was seen. Raises
    DeskError where it is not open, was amended meanwhile, or nothing would be another.
    """
    with desk_file.writing(path) as database:
        found = _seen(database, number, mark)
        if not edits or edits == found.edits:
            raise DeskError(f"proposal {number}: it says so already; nothing to amend")
        database.execute(_AMENDED, (as_text(edits), number))
        database.execute(_UNSEEN, (number,))
        note(database, number, "amended", day, by, {"before": found.edits})
        return replace(found, edits=edits)


def accepted_by(path: Path) -> dict[int, list[str]]:
    """By proposal, the ids of those who accepted it, where others have to as well."""
    found = dict[int, list[str]]()
    if desk_file.there(path):
        with desk_file.reading(path) as database:
            for number, by in database.execute("SELECT proposal, by FROM acceptances"):
                found.setdefault(number, []).append(by)
    return found


def decisions(path: Path) -> list[Decision]:
    """What was decided, the last first."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        rows = database.execute("SELECT * FROM decisions ORDER BY id DESC").fetchall()
    return [decision_of(row) for row in rows]


def decision_of(row: sqlite3.Row) -> Decision:
    """A row of the file."""
    day = date.fromisoformat(row["day"])
    return Decision(row["proposal"], row["decision"], day, row["by"], row["about"])


def note(
    database: sqlite3.Connection,
    number: int,
    decision: Verdict,
    day: date,
    by: str,
    about: Mapping[str, object] | None = None,
) -> None:
    """Writes down who decided, in the transaction in which it is done: both or none."""
    told = as_text(about) if about else ""
    database.execute(_NOTED, (number, decision, day.isoformat(), by, told))
    correction = (about or {}).get("correction")
    of = f"correction {correction}" if correction else f"proposal {number}"
    log.note(database, decision, of, by, day)


def _close(
    database: sqlite3.Connection, number: int, state: State, reason: str, day: date, by: str
) -> None:
    database.execute(_DECIDED, (state, reason, day.isoformat(), number))
    database.execute(_UNSEEN, (number,))
    note(database, number, "accepted" if state == "accepted" else "refused", day, by)


def _correct(
    database: sqlite3.Connection, found: Proposal, column: str, edit: Edit, day: date
) -> None:
    place = (found.dataset, found.table, key_text(found.key), column)
    before = database.execute(_LIVING, place).fetchone()
    known: list[str | None] = json.loads(before["bases"]) if before else []
    if before:
        seen = [before["source"]] if before["state"] in BROKEN else []
        if edit.base not in (before["new"], *known, *seen):
            raise Stale(
                f"proposal {found.id}: {column} was corrected to {before['new']!r} after it was "
                f"looked at as {edit.base!r}; look again, and `fournil desk refuse {found.id} "
                "--reason …`, or propose anew"
            )
        known = [*known, before["new"]]
        database.execute(_REPLACED, (before["id"],))
    bases = [*dict.fromkeys((*known, edit.base))]
    source, fingerprint = (before["source"], before["fingerprint"]) if before else (None, None)
    month = day.isoformat()[:7]
    told = (as_text(bases), edit.new, found.evidence, month, source, fingerprint)
    database.execute(_CORRECTED, (found.id, *place, *told))


def _seen(database: sqlite3.Connection, number: int, mark: str | None) -> Proposal:
    """The open proposal, as who decides saw it."""
    found = _open(database, number)
    if mark not in (None, found.mark):
        raise Amended(f"proposal {number} was amended after it was looked at; look again")
    return found


def _open(database: sqlite3.Connection, number: int) -> Proposal:
    found = numbered(database, number)
    if found.state != "open":
        raise NotOpen(
            f"proposal {number} was {found.state} already; `fournil desk inbox` lists what waits"
        )
    return found
