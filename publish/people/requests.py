"""Requests for one's own data: a line of the desk each, until the answer is over."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from publish.corrections import desk_file
from publish.people.clock import ANSWER_SECONDS, day_of
from publish.people.links import Asker
from publish.people.one_time_key import new_key, public_half
from publish.people.register import closed_by_itself, end_what_was_kept, entered
from publish.people.request_counts import count_up

# A form that is sent twice is one request: that whose key was shown last.
_AGAIN = "DELETE FROM requests WHERE session = ? AND expires IS NULL"
_NEW = """INSERT INTO requests (public, session, who, datasets, language, asked)
    VALUES (?, ?, ?, ?, ?, ?)"""
_WAITING = "SELECT * FROM requests WHERE expires IS NULL ORDER BY id"
_FOUND = "SELECT id, expires FROM requests WHERE public = ? AND (expires IS NULL OR expires > ?)"
_ANSWERED = "UPDATE requests SET expires = ?, who = '', session = '' WHERE id = ?"
_OF = "SELECT session FROM requests WHERE id = ?"
_OVER = "DELETE FROM requests WHERE expires <= ?"
_IS_OVER = "SELECT 1 FROM requests WHERE expires <= ? LIMIT 1"
_KEPT = "SELECT id FROM requests"


class Waiting(NamedTuple):
    """A request without an answer: who asks, sealed, and what seals the answer."""

    id: int
    public: str
    who: str
    datasets: tuple[str, ...]
    language: str
    asked: int


class Found(NamedTuple):
    """The request of a key; `expires` is when its answer is over, None while there is none."""

    id: int
    expires: int | None


def ask(path: Path, asker: Asker, language: str, now: int) -> str:
    """The one-time key of a new request, which is kept nowhere."""
    key = new_key()
    row = (
        public_half(key),
        asker.session,
        asker.who,
        json.dumps([*asker.datasets]),
        language,
        now,
    )
    with desk_file.writing(path) as database:
        database.execute(_AGAIN, (asker.session,))
        database.execute(_NEW, row)
        entered(database, "access", asker.session, asker.datasets, language, day_of(now))
    return key


def waiting(path: Path) -> list[Waiting]:
    """What was asked and is not answered, the oldest first."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        return [_waiting(row) for row in database.execute(_WAITING)]


def found(path: Path, typed: str, now: int) -> Found | None:
    """The request of a key; None for what is over, or never was."""
    public = public_half(typed)
    with desk_file.reading(path) as database:
        row = database.execute(_FOUND, (public, now)).fetchone()
    return Found(*row) if row else None


def answered(path: Path, id: int, now: int) -> None:
    """Notes that the answer is there; who asked is kept no longer."""
    with desk_file.writing(path) as database:
        for (session,) in database.execute(_OF, (id,)).fetchall():
            closed_by_itself(database, "access", session, "given", day_of(now))
        database.execute(_ANSWERED, (now + ANSWER_SECONDS, id))


def is_any_over(path: Path, now: int) -> bool:
    """Whether an answer is over that was not deleted yet."""
    with desk_file.reading(path) as database:
        return database.execute(_IS_OVER, (now,)).fetchone() is not None


def end_what_is_over(path: Path, now: int) -> tuple[int, Sequence[int]]:
    """How many answers were over and end now, and the numbers of the requests that stay."""
    with desk_file.writing(path) as database:
        count_up(database, day_of(now))
        end_what_was_kept(database, day_of(now))
        over = database.execute(_OVER, (now,)).rowcount
        return over, [number for (number,) in database.execute(_KEPT)]


def _waiting(row: sqlite3.Row) -> Waiting:
    datasets = tuple(json.loads(row["datasets"]))
    return Waiting(row["id"], row["public"], row["who"], datasets, row["language"], row["asked"])
