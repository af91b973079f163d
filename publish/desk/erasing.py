"""Erasing at the desk: proposals, corrections, members; and once more after a restore."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from publish.corrections import desk_file
from publish.corrections.decisions import look_again
from publish.corrections.erase import clear_away, erase_correction, erase_proposal, pass_over
from publish.corrections.erased_list import NAME, Erased, Kind, enlist, listed
from publish.corrections.log import note
from publish.corrections.proposals import SHELL
from publish.desk.people_file import writing
from publish.desk.tokens import forget_all
from publish.errors import DeskError

_MEMBER = "SELECT id FROM members WHERE name = :which OR id = :which ORDER BY name <> :which"
_ERASED = """SELECT DISTINCT about FROM log
    WHERE about IN (SELECT value FROM json_each(?)) AND act = 'erased'"""
# Letters that tell of it.
_LETTERS = """DELETE FROM outbox WHERE kind = 'outcome'
    AND EXISTS (SELECT 1 FROM json_each(about, '$.proposals') WHERE value = ?)"""
_LOGGED = "SELECT 1 FROM log WHERE about = ? LIMIT 1"


def erase(path: Path, kind: Kind, which: str, day: date, by: str = SHELL) -> Erased:
    """Destroys what is known of a number, or a member's name or id; raises DeskError, OSError.

    `by` is the id of the member who does. What was erased before is cleared away once more.
    """
    if not desk_file.there(path):
        raise _nothing(kind, which)
    with writing(path) as database:
        found = Erased(kind, _known(database, kind, which))
        if found not in listed(path.with_name(NAME)):
            # First: a restore may then erase what this did not come to, and never less.
            enlist(path.with_name(NAME), found, day)
        _destroy(database, found)
        note(database, "erased", f"{kind} {found.which}", by, day)
    clear_away(path)
    return found


def erase_again(path: Path, erased: Iterable[Erased], day: date) -> None:
    """Destroys in an earlier file what was erased since; raises DeskError, sqlite3.Error."""
    with writing(path) as database:
        for one in erased:
            try:
                _known(database, one.kind, one.which)
            except DeskError:
                _pass_over(database, one)
                continue
            _destroy(database, one)
            note(database, "erased", f"{one.kind} {one.which}", SHELL, day)
    clear_away(path)


def erased_of(path: Path, members: Iterable[str]) -> frozenset[str]:
    """Those of some ids whose members were erased."""
    asked = json.dumps([f"member {one}" for one in members])
    with desk_file.reading(path) as database:
        return frozenset(about.split()[1] for (about,) in database.execute(_ERASED, (asked,)))


def _known(database: sqlite3.Connection, kind: Kind, which: str) -> str:
    if kind == "member":
        row = database.execute(_MEMBER, {"which": which}).fetchone()
        if row is not None:
            return str(row["id"])
        # Ended already: the log has the id.
        found = database.execute(_LOGGED, (f"member {which}",)).fetchone()
    else:
        asked = f"SELECT 1 FROM {kind}s WHERE id = ?"  # noqa: S608
        found = database.execute(asked, (int(which),)).fetchone() if _is_number(which) else None
    if found is None:
        raise _nothing(kind, which)
    return which


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


def _nothing(kind: Kind, which: str) -> DeskError:
    return DeskError(f"there is no {kind} {which!r} to erase")


def _destroy(database: sqlite3.Connection, one: Erased) -> None:
    # What programs were told may hold it.
    database.execute("DELETE FROM answers")
    if one.kind == "proposal":
        erase_proposal(database, int(one.which))
        database.execute(_LETTERS, (int(one.which),))
    elif one.kind == "correction":
        erase_correction(database, int(one.which))
    else:
        # What they accepted is to be looked at by others, as where they are revoked.
        look_again(database, one.which)
        # Links, sessions and rights go along.
        database.execute("DELETE FROM members WHERE id = ?", (one.which,))
        forget_all(database, one.which)
        emptied = "UPDATE changesets SET comment = '', evidence = '' WHERE member = ?"
        database.execute(emptied, (one.which,))


def _pass_over(database: sqlite3.Connection, one: Erased) -> None:
    """What came after the backup was made: its number is given to nothing else."""
    if one.kind != "member":
        pass_over(database, one.kind, int(one.which))
