"""Who is reached, counted beside requests and kept until vouches change."""

import json
import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from publish.corrections import desk_file
from publish.declare.declaration import TrustDeclared
from publish.desk.people_file import writing

MOST_MEMBERS = 5_000
"""Those who are tried: of more, who is in already, and who has been a member longest."""
EVERY_SECONDS = 2
_TRIES = 3
_DECLARED = """INSERT INTO trust VALUES (1, ?, ?, ?, ?, 1, 1, 0, 0, 0)
    ON CONFLICT (id) DO UPDATE SET founders = excluded.founders, dataset = excluded.dataset,
    "table" = excluded."table", columns = excluded.columns,
    generation = generation + 1, losses = losses + 1"""
_DUE = "SELECT counted <> generation OR (until AND until <= ?) AS due FROM trust"
_FOUNDERS = """SELECT id FROM members
    WHERE id IN (SELECT value FROM json_each(:said)) OR name IN (SELECT value FROM json_each(:said))
    ORDER BY since, id"""
_LIVE = """SELECT giver, receiver, expires FROM vouches
    WHERE accepted IS NOT NULL AND ended IS NULL AND expires > ?"""
_ORDER = """SELECT id FROM members LEFT JOIN trusted ON member = id
    ORDER BY place IS NULL, place, since, id LIMIT ?"""
_COUNTED = """UPDATE trust SET counted = generation, counted_losses = losses, until = ?
    WHERE generation = ?"""


@dataclass(frozen=True)
class Seen:
    """What a count is of: founders, live vouches and when they end, members in their order."""

    generation: int
    founders: Sequence[str]
    vouches: Sequence[tuple[str, str, int]]
    order: Sequence[str]

    def reached(self, without: str = "") -> list[str]:
        """Whom the founders reach, `without` the vouches that one member gave."""
        # A quarter of a second that only a count takes.
        from publish.desk.trust.reached import reached

        vouches = [(giver, to) for giver, to, _end in self.vouches if giver != without]
        return reached(self.founders, vouches, self.order)


def declare(path: Path, trust: TrustDeclared | None) -> None:
    """Keeps what metadata.yaml says of trust: nobody is reached by another declaration."""
    if trust is None:
        if desk_file.there(path):
            with writing(path) as database:
                database.execute("DELETE FROM trusted")
                database.execute("DELETE FROM trust")
        return
    dataset, _dot, table = trust.on.partition(".")
    said = (json.dumps(trust.founders), dataset, table, ",".join(trust.columns))
    with writing(path) as database:
        kept = database.execute('SELECT founders, dataset, "table", columns FROM trust').fetchone()
        if kept is None or tuple(kept) != said:
            database.execute(_DECLARED, said)


def is_due(path: Path, now: int) -> bool:
    """Whether vouches changed, or one is over, since the last count."""
    with desk_file.reading(path) as database:
        found = database.execute(_DUE, (now,)).fetchone()
    return bool(found and found["due"])


def count(path: Path, now: int) -> None:
    """Counts who is reached, if that is due, and keeps it; again where vouches change meanwhile."""
    tries = _TRIES
    while tries and desk_file.there(path) and is_due(path, now):
        seen = seen_now(path, now)
        _keep(path, seen, seen.reached())
        tries -= 1


def keep_counted(path: Path) -> None:
    """The same again and again, in a process of its own, until a signal ends it."""
    while True:
        # Others write at this moment: the next turn is soon enough.
        with suppress(sqlite3.OperationalError):
            count(path, int(time.time()))
        time.sleep(EVERY_SECONDS)


def seen_now(path: Path, now: int) -> Seen:
    """What a count is of, as it stands at one moment; the trust is declared."""
    with desk_file.reading(path) as database:
        database.execute("BEGIN")
        kept = database.execute("SELECT generation, founders FROM trust").fetchone()
        founders = database.execute(_FOUNDERS, {"said": kept["founders"]})
        return Seen(
            kept["generation"],
            [row["id"] for row in founders],
            [tuple(row) for row in database.execute(_LIVE, (now,))],
            [row["id"] for row in database.execute(_ORDER, (MOST_MEMBERS,))],
        )


def _keep(path: Path, seen: Seen, found: Sequence[str]) -> None:
    """Keeps a count, unless vouches changed meanwhile."""
    inside = [*seen.founders, *found]
    until = min((end for _giver, to, end in seen.vouches if to in set(found)), default=0)
    with writing(path) as database:
        if database.execute(_COUNTED, (until, seen.generation)).rowcount:
            _write(database, inside)


def _write(database: sqlite3.Connection, inside: Sequence[str]) -> None:
    rows = [(member, place) for place, member in enumerate(inside)]
    database.execute("DELETE FROM trusted")
    database.executemany("INSERT INTO trusted (member, place) VALUES (?, ?)", rows)
