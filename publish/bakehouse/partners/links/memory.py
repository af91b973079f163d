"""What is remembered of web addresses: the day and the state of each, and which are dead.

An address is dead when it failed on two different days and did not answer in between: a page that
is not there (404, 410), a host that there is not. A server that is slow or broken tells nothing.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple

from publish.declare.site import PARTNERS
from publish.errors import SourceError
from publish.release.disk import for_owner_alone

State = Literal["answers", "gone", "no host", "unclear", "refused"]
"""It is there; it is not (404, 410); its host is none; no telling; it may not be asked."""
FAILS = ("gone", "no host")
NAME = "links.db"
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS links (
        address TEXT PRIMARY KEY, asked TEXT NOT NULL, state TEXT NOT NULL,
        failed TEXT, dead INTEGER NOT NULL) STRICT""",
    # Seconds since 1970, before which a host wants to be left alone.
    "CREATE TABLE IF NOT EXISTS hosts (host TEXT PRIMARY KEY, rests INTEGER NOT NULL) STRICT",
)
# A run that was killed may have left an empty file.
_THERE = "SELECT 1 FROM sqlite_schema WHERE name = 'hosts'"
_ANSWERED = """INSERT INTO links (address, asked, state, failed, dead) VALUES (?, ?, ?, NULL, 0)
    ON CONFLICT (address) DO UPDATE SET
        asked = excluded.asked, state = excluded.state, failed = NULL, dead = 0"""
_FAILED = """INSERT INTO links (address, asked, state, failed, dead) VALUES (?1, ?2, ?3, ?2, 0)
    ON CONFLICT (address) DO UPDATE SET
        asked = excluded.asked, state = excluded.state,
        dead = links.dead OR coalesce(links.failed < excluded.asked, 0),
        failed = coalesce(links.failed, excluded.asked)"""
_UNCLEAR = """INSERT INTO links (address, asked, state, failed, dead) VALUES (?, ?, ?, NULL, 0)
    ON CONFLICT (address) DO UPDATE SET asked = excluded.asked, state = excluded.state"""
_FORGOTTEN = "DELETE FROM links WHERE address NOT IN (SELECT address FROM temp.there)"
_DEAD = "SELECT address, failed FROM links WHERE dead ORDER BY address"
_RESTS = """INSERT INTO hosts VALUES (?, ?)
    ON CONFLICT (host) DO UPDATE SET rests = excluded.rests"""


class Known(NamedTuple):
    """The day on which an address was asked last, and what came of it."""

    asked: date
    state: State


@dataclass(frozen=True)
class LinkMemory:
    """The file of a dataset's private folder; nothing is in it before an address was asked."""

    private: Path

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.private / PARTNERS / NAME

    def known(self) -> dict[str, Known]:
        """What is known of each address."""
        asked = "SELECT address, asked, state FROM links"
        return {one: Known(date.fromisoformat(day), state) for one, day, state in self._rows(asked)}

    def dead(self) -> dict[str, str]:
        """The dead addresses, each with the day since which it fails."""
        return dict(self._rows(_DEAD))

    def digest(self) -> str:
        """A digest of which addresses are dead: asking again changes nothing by itself."""
        return sha256("\n".join(self.dead()).encode()).hexdigest()

    def resting(self) -> Mapping[str, int]:
        """The hosts that want to be left alone, each until when (seconds since 1970)."""
        return dict(self._rows("SELECT host, rests FROM hosts"))

    def note(self, address: str, state: State, day: date) -> None:
        """Remember what came of an address."""
        asked = _FAILED if state in FAILS else _ANSWERED if state == "answers" else _UNCLEAR
        with self._writing() as database:
            database.execute(asked, (address, day.isoformat(), state))

    def rest(self, host: str, until: int) -> None:
        """Remember that a host wants to be left alone until then."""
        with self._writing() as database:
            database.execute(_RESTS, (host, until))

    def keep_only(self, addresses: Iterable[str]) -> None:
        """Forget the addresses that no row has any more, and the hosts that have rested."""
        with self._writing() as database:
            database.execute("CREATE TEMP TABLE there (address TEXT PRIMARY KEY)")
            database.executemany("INSERT INTO temp.there VALUES (?)", [(one,) for one in addresses])
            database.execute(_FORGOTTEN)
            database.execute("DELETE FROM hosts WHERE rests < unixepoch()")

    def _rows(self, statement: str) -> list[Any]:
        if not self.path.is_file():
            return []
        with self._in_words(), closing(sqlite3.connect(self.path)) as database:
            there = database.execute(_THERE).fetchone()
            return database.execute(statement).fetchall() if there else []

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, at once on the disk."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for_owner_alone(self.path)
        with self._in_words(), closing(sqlite3.connect(self.path)) as database, database:
            for statement in _SCHEMA:
                database.execute(statement)
            yield database

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise SourceError(
                f"{self.path}: cannot be read ({error}); remove it: dead addresses are then known "
                "again once they have been asked on two days"
            ) from None
