"""Corrections that do not stand: what the source says instead, and what members decide of them."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from publish.corrections import desk_file
from publish.corrections.decisions import note
from publish.corrections.proposals import SHELL, Listed, as_text, key_text
from publish.corrections.states import BROKEN, State
from publish.errors import DeskError

LOST = ("orphan", "ambiguous")
"""Whose row is gone, or may be another one by now: a person may say which it is."""
_ASKED = f"SELECT * FROM corrections WHERE state IN {BROKEN}"  # noqa: S608
_LISTED = f"""SELECT id, dataset, "table" FROM corrections
    WHERE state IN {BROKEN} ORDER BY id"""  # noqa: S608
_KEPT = "UPDATE corrections SET bases = ?, state = 'accepted' WHERE id = ?"
_REKEYED = """UPDATE corrections SET key = ?, state = 'accepted', fingerprint = NULL
    WHERE id = ?"""


@dataclass(frozen=True)
class Conflict:
    """A correction that the last publication could not apply, and what the source said then."""

    id: int
    proposal: int
    dataset: str
    table: str
    key: tuple[str, ...]
    column: str
    source: str | None
    corrected: str | None
    state: State
    month: str
    evidence: str

    @property
    def tree(self) -> dict[str, object]:
        """As JSON has it."""
        return {**asdict(self), "key": [*self.key]}


class SourceChanged(DeskError):
    """The source says something else than who decides saw."""


def conflicts(path: Path) -> list[Conflict]:
    """The live corrections that do not stand, oldest first."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        return [_conflict(row) for row in database.execute(f"{_ASKED} ORDER BY id")]


def listed(path: Path) -> list[Listed]:
    """The same without what they say: of very many that alone is read at once."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        return [Listed(*row) for row in database.execute(_LISTED)]


def conflicts_in(path: Path, dataset: str, table: str) -> list[Conflict]:
    """Those of a table."""
    asked = f'{_ASKED} AND dataset = ? AND "table" = ? ORDER BY id'
    with desk_file.reading(path) as database:
        return [*map(_conflict, database.execute(asked, (dataset, table)))]


def conflicts_of(path: Path, numbers: Sequence[int]) -> list[Conflict]:
    """Those of these numbers that do not stand."""
    asked = f"{_ASKED} AND id IN (SELECT value FROM json_each(?)) ORDER BY id"  # noqa: S608
    with desk_file.reading(path) as database:
        return [*map(_conflict, database.execute(asked, (as_text(list(numbers)),)))]


def conflict(path: Path, number: int) -> Conflict:
    """The one of a number; raises DeskError."""
    if desk_file.there(path):
        with desk_file.reading(path) as database:
            return _conflict(_numbered(database, number))
    raise _none(number)


def keep(path: Path, number: int, seen: str | None, day: date, by: str = SHELL) -> Conflict:
    """The correction, which from now on stands over what the source says.

    `seen` is what who decides believes that the source says; None is no value. Raises SourceChanged
    where it says something else, DeskError where the correction is none in conflict.
    """
    with desk_file.writing(path) as database:
        row = _numbered(database, number)
        found = _conflict(row)
        if found.state != "conflict":
            raise DeskError(
                f"correction {number} is {found.state}: it is not the source that says otherwise"
            )
        if found.source != seen:
            raise SourceChanged(
                f"correction {number}: the source says {found.source!r} and not {seen!r}; look "
                "again"
            )
        # What it was looked at as last comes first: until the next publication that is the source.
        bases = [*dict.fromkeys((found.source, *json.loads(row["bases"])))]
        database.execute(_KEPT, (as_text(bases), number))
        _note(database, found, "kept", day, by, over=found.source)
        return replace(found, state="accepted")


def rekey(path: Path, number: int, key: Sequence[str], day: date, by: str = SHELL) -> Conflict:
    """The correction of a row that was lost, of the row with another key from now on.

    Whether there is such a row is looked at before. Raises DeskError where the correction is of no
    lost row, or another one of the cell stands there.
    """
    with desk_file.writing(path) as database:
        found = _conflict(_numbered(database, number))
        if found.state not in LOST:
            raise DeskError(f"correction {number} is {found.state}: its row is not lost")
        try:
            database.execute(_REKEYED, (key_text(key), number))
        except sqlite3.IntegrityError:
            raise DeskError(
                f"correction {number}: {found.column} of the row {', '.join(key)!r} is corrected "
                f"already; `fournil desk undo {number}`, or propose anew"
            ) from None
        _note(database, found, "rekeyed", day, by, key=[*found.key], to=[*key])
        return replace(found, key=tuple(key), state="accepted")


def _note(
    database: sqlite3.Connection,
    found: Conflict,
    verdict: Literal["kept", "rekeyed"],
    day: date,
    by: str,
    **more: object,
) -> None:
    about = {"correction": found.id, "column": found.column, **more}
    note(database, found.proposal, verdict, day, by, about)


def _numbered(database: sqlite3.Connection, number: int) -> sqlite3.Row:
    row: sqlite3.Row | None = database.execute(f"{_ASKED} AND id = ?", (number,)).fetchone()
    if row is None:
        raise _none(number)
    return row


def _none(number: int) -> DeskError:
    return DeskError(
        f"correction {number} does not wait for a decision; `fournil desk conflicts` lists those "
        "that do"
    )


def _conflict(row: sqlite3.Row) -> Conflict:
    place = (row["dataset"], row["table"], tuple(json.loads(row["key"])), row["column"])
    told = (row["source"], row["new"], row["state"], row["month"], row["evidence"])
    return Conflict(row["id"], row["proposal"], *place, *told)
