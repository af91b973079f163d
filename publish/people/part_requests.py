"""Requests to withdraw one table, one row of it, or a consent: a line each, until it is done.

Which row it is is sealed for the bakehouse, as who asks is.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from publish.corrections import desk_file
from publish.corrections.sealed import public_key, sealed
from publish.people.clock import day_of
from publish.people.erasures import erased_in_part, erasure_asked, erasure_taken_back
from publish.people.links import Asker
from publish.words.governance import Purpose

How = Literal["delete", "keep"] | Purpose
# A table that is asked for twice is asked for once, as was said last.
_AGAIN = """DELETE FROM partings
    WHERE session = ? AND dataset = ? AND "table" = ? AND row = ''
    AND (how = ? OR (how IN ('delete', 'keep') AND ? IN ('delete', 'keep')))"""
_NEW = """INSERT INTO partings (session, who, dataset, "table", row, how, asked)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""
_MINE = """SELECT id, who, dataset, "table", row, how, asked FROM partings
    WHERE session = ? ORDER BY id"""
_BACK = "DELETE FROM partings WHERE session = ? AND id = ? RETURNING dataset"
_WAITING = """SELECT id, who, dataset, "table", row, how, asked FROM partings ORDER BY id"""
_DONE = "DELETE FROM partings WHERE id = ? RETURNING session"


class PartRequest(NamedTuple):
    """Somebody, sealed, withdraws a table, or the row of a sealed key; how, and when."""

    id: int
    who: str
    dataset: str
    table: str
    row: str
    how: How
    asked: int


def withdraw_part(
    path: Path,
    asker: Asker,
    dataset: str,
    table: str,
    row: str,
    how: How,
    now: int,
    language: str = "fr",
) -> None:
    """Takes the request; without the key of a `row` it is all of the table.

    It enters the register too, whose letter is in a `language`.
    """
    hidden = sealed(public_key(path.parent), json.dumps([row])) if row else ""
    with desk_file.writing(path) as database:
        if not row:
            database.execute(_AGAIN, (asker.session, dataset, table, how, how))
        line = (asker.session, asker.who, dataset, table, hidden, how, now)
        database.execute(_NEW, line)
        erasure_asked(database, asker, [dataset], language, day_of(now))


def parts_of(path: Path, asker: Asker) -> list[PartRequest]:
    """What this session withdraws that the bakehouse has not come to."""
    with desk_file.reading(path) as database:
        return [PartRequest(*row) for row in database.execute(_MINE, (asker.session,))]


def keep_part(path: Path, asker: Asker, number: int, now: int) -> bool:
    """Ends a request of this session; False where it is done, another's, or never was."""
    with desk_file.writing(path) as database:
        ended = database.execute(_BACK, (asker.session, number)).fetchone()
        if ended:
            erasure_taken_back(database, asker.session, ended["dataset"], day_of(now))
        return ended is not None


def waiting_parts(path: Path) -> list[PartRequest]:
    """Every request that is not done, the oldest first."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        return [PartRequest(*row) for row in database.execute(_WAITING)]


def parts_done(path: Path, ids: Sequence[int], now: int) -> None:
    """Deletes requests that are done."""
    with desk_file.writing(path) as database:
        found = [database.execute(_DONE, (id,)).fetchone() for id in ids]
        for session in {row["session"] for row in found if row}:
            erased_in_part(database, session, day_of(now))
    desk_file.empty_log(path)
