"""The outbox: what waits to be sent, what is being handed over, and what never arrived.

A message is written in the transaction of what it tells of, and deleted once a server took it.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from publish.corrections import desk_file
from publish.desk.days import DAY_SECONDS
from publish.desk.people_file import writing

Kind = Literal["outcome", "confirmation", "news"]
# After each try that failed, in seconds; after the last of them no more is tried.
PAUSES = (60, 300, 1_800, 7_200, 21_600, 43_200, 86_400, 86_400)
IN_DOUBT = "the connection broke while it was handed over"
# What never arrived is remembered so long, without its address.
REMEMBERED_SECONDS = 30 * DAY_SECONDS
_ADDED = """INSERT INTO outbox
    (kind, about, language, address, asked, subscriber, written, due, tries, handing)
    VALUES (:kind, :about, :language, :address, :asked, :subscriber, :now, :now, 0, 0)"""
# What one person waits for goes before what many read.
_NEXT = "SELECT * FROM outbox WHERE due <= ? ORDER BY kind = 'news', id LIMIT 1"
_NOTED = "INSERT INTO undelivered (at, kind, why) VALUES (?, ?, ?)"


@dataclass(frozen=True)
class Waiting:
    """A message that waits; `address` is sealed, and stands there where no other table has it."""

    id: int
    kind: Kind
    about: Mapping[str, Any]
    language: str
    address: str | None
    asked: str | None
    subscriber: int | None
    written: int
    tries: int


@dataclass(frozen=True)
class State:
    """How many messages wait, since when the oldest, and how many never arrived, by why."""

    waiting: int
    since: int | None
    undelivered: Mapping[str, int]


def add(
    database: sqlite3.Connection,
    kind: Kind,
    language: str,
    now: int,
    about: Mapping[str, Any],
    *,
    address: str | None = None,
    asked: str | None = None,
    subscriber: int | None = None,
) -> None:
    """Writes a message into the outbox, in the transaction of who calls."""
    told = {"kind": kind, "language": language, "now": now, "about": json.dumps(about)}
    database.execute(_ADDED, {**told, "address": address, "asked": asked, "subscriber": subscriber})


def sweep(path: Path, now: int) -> None:
    """Ends what a process that died was handing over: it may have arrived, and goes not twice."""
    with writing(path) as database:
        for row in database.execute("SELECT id, kind FROM outbox WHERE handing = 1").fetchall():
            _give_up(database, row["id"], row["kind"], IN_DOUBT, now)
        database.execute("DELETE FROM undelivered WHERE at <= ?", (now - REMEMBERED_SECONDS,))


def next_due(path: Path, now: int) -> Waiting | None:
    """The next message whose time has come."""
    with desk_file.reading(path) as database:
        row = database.execute(_NEXT, (now,)).fetchone()
    if row is None:
        return None
    names = ("id", "kind", "language", "address", "asked", "subscriber", "written", "tries")
    return Waiting(about=json.loads(row["about"]), **{name: row[name] for name in names})


def mark(path: Path, one: Waiting) -> None:
    """Says on the disk that a message is being handed over: who finds it so later, sends it not."""
    with writing(path) as database:
        database.execute("UPDATE outbox SET handing = 1 WHERE id = ?", (one.id,))


def forget(path: Path, one: Waiting) -> None:
    """Deletes a message that arrived, or that has nothing to tell any more."""
    with writing(path) as database:
        database.execute("DELETE FROM outbox WHERE id = ?", (one.id,))


def postpone(path: Path, one: Waiting, why: str, now: int) -> None:
    """Waits before the next try of a message; after the last, gives it up."""
    with writing(path) as database:
        _put_off(database, f"id = {one.id}", why, now)


def postpone_all(path: Path, why: str, now: int) -> None:
    """The same of all whose time has come: nothing can be sent to anybody."""
    with writing(path) as database:
        _put_off(database, f"due <= {now}", why, now)


def give_up(path: Path, one: Waiting, why: str, now: int) -> None:
    """Deletes a message that never arrives, and remembers why, not to whom."""
    with writing(path) as database:
        _give_up(database, one.id, one.kind, why, now)


def state(path: Path) -> State:
    """How the outbox stands."""
    if not desk_file.there(path):
        return State(0, None, {})
    with desk_file.reading(path) as database:
        if not desk_file.has_table(database, "outbox"):
            return State(0, None, {})
        [count, since] = database.execute("SELECT count(*), min(written) FROM outbox").fetchone()
        asked = "SELECT why, count(*) AS often FROM undelivered GROUP BY why ORDER BY why"
        lost = {row["why"]: row["often"] for row in database.execute(asked)}
    return State(count, since, lost)


def _put_off(database: sqlite3.Connection, which: str, why: str, now: int) -> None:
    last = len(PAUSES)
    ended = f"SELECT id, kind FROM outbox WHERE {which} AND tries >= {last}"  # noqa: S608
    for row in database.execute(ended).fetchall():
        _give_up(database, row["id"], row["kind"], why, now)
    later = "due = ? + json_extract(?, '$[' || tries || ']')"
    database.execute(
        f"UPDATE outbox SET {later}, tries = tries + 1, handing = 0 WHERE {which}",  # noqa: S608
        (now, json.dumps(PAUSES)),
    )


def _give_up(database: sqlite3.Connection, id: int, kind: str, why: str, now: int) -> None:
    database.execute("DELETE FROM outbox WHERE id = ?", (id,))
    database.execute(_NOTED, (now, kind, why))
