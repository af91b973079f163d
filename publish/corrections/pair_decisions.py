"""What people say of pairs of rows: one thing, or not; and that it was said by mistake."""

import sqlite3
from collections.abc import Collection
from datetime import date
from pathlib import Path

from publish.corrections import desk_file, log
from publish.corrections.pair_groups import Rows, Verdict, against, ordered
from publish.corrections.pairs import ADDED, RENAMED, Pair, pair_of, said_in
from publish.corrections.proposals import SHELL
from publish.corrections.renamed_pairs import claimed
from publish.errors import DeskError

_SAID = "UPDATE pairs SET state = ?, decided_by = ?, decided_at = ? WHERE id = ?"
_HERE = """SELECT * FROM pairs
    WHERE dataset = ? AND "table" = ? AND "left" = ? AND "right" = ?"""


class NotAsked(DeskError):
    """Somebody decided already, or the pair is gone."""


class Changed(DeskError):
    """One of the rows says something else than who decides saw."""


class Against(DeskError):
    """Others said what makes it impossible: `rows` is the pair."""

    def __init__(self, words: str, rows: Rows) -> None:
        super().__init__(words)
        self.rows = rows


class Claimed(Against):
    """Others said of one of both rows that it is another one under a new key."""


def pair(path: Path, number: int) -> Pair:
    """The pair of a number; raises NotAsked."""
    if desk_file.there(path):
        with desk_file.reading(path) as database:
            return _numbered(database, number)
    raise _none(number)


def decide(
    path: Path,
    number: int,
    verdict: Verdict,
    day: date,
    by: str = SHELL,
    *,
    mark: str | None = None,
) -> None:
    """Says of a pair that waits whether both are one thing.

    `mark` is that of the pair which was seen. Raises NotAsked, Changed, Against.
    """
    with desk_file.writing(path) as database:
        found = _numbered(database, number)
        if found.state != "asked":
            raise NotAsked(f"pair {number} was decided already: its rows are {found.state}")
        if mark not in (None, found.mark):
            raise Changed(f"pair {number} says something else by now; look again")
        _say(database, found, verdict, day, by)


def say(
    path: Path,
    place: tuple[str, str],
    pairs: Collection[Rows],
    verdict: Verdict,
    day: date,
    by: str = SHELL,
) -> None:
    """Says so of pairs of the table `(dataset, table)`, asked or not: of all, or of none.

    Whether there are such rows is looked at before. Raises Against.
    """
    with desk_file.writing(path) as database:
        found = [_placed(database, place, ordered(*rows)) for rows in pairs]
        # What was said of one of them may be what is against another.
        for one in sorted(found, key=lambda one: one.state == "asked"):
            _say(database, one, verdict, day, by)


def _placed(database: sqlite3.Connection, place: tuple[str, str], rows: Rows) -> Pair:
    if rows[0] == rows[1]:
        raise DeskError(f"{rows[0]!r} is one row, and no pair")
    database.execute(ADDED, (*place, *rows, 1.0, "asked", "", ""))
    return pair_of(database.execute(_HERE, (*place, *rows)).fetchone())


def undo(path: Path, number: int, day: date, by: str = SHELL) -> None:
    """Takes back what was said of a pair; raises NotAsked where nothing was.

    Where a publication had asked, the pair waits again.
    """
    with desk_file.writing(path) as database:
        found = _numbered(database, number)
        if found.state == "asked":
            raise NotAsked(f"nothing was said of pair {number}")
        if found.seen:
            database.execute(_SAID, ("asked", "", "", number))
        else:
            database.execute("DELETE FROM pairs WHERE id = ?", (number,))
        log.note(database, "undone", f"pair {number}", by, day)


def _say(database: sqlite3.Connection, found: Pair, verdict: Verdict, day: date, by: str) -> None:
    _refuse_against(database, found, verdict)
    database.execute(_SAID, (verdict, by, day.isoformat(), found.id))
    log.note(database, verdict, f"pair {found.id}", by, day)


def _refuse_against(database: sqlite3.Connection, found: Pair, verdict: Verdict) -> None:
    if found.kind == RENAMED:
        if verdict == "same" and (other := claimed(database, found)):
            words = f"{other[1]} was said to be {other[0]} under a new key; undo that first"
            raise Claimed(f"{found.right} cannot be {found.left}: {words}", other)
        return
    said = said_in(database, found.dataset, found.table)
    same, different = said.same - {found.rows}, said.different - {ordered(*found.rows)}
    if other := against(same, different, found.rows, verdict):
        raise _against(found, verdict, other)


def _against(found: Pair, verdict: Verdict, other: Rows) -> Against:
    both = f"{found.left} and {found.right}"
    if verdict == "different":
        return Against(f"{both} were said to be one thing through others; undo that first", other)
    said = f"{other[0]} and {other[1]} were said to be different"
    return Against(f"{both} cannot be one thing: {said}; undo that first", other)


def _numbered(database: sqlite3.Connection, number: int) -> Pair:
    row = database.execute("SELECT * FROM pairs WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise _none(number)
    return pair_of(row)


def _none(number: int) -> NotAsked:
    return NotAsked(f"there is no pair {number}: publications may ask of it no more")
