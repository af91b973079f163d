"""How many requests were answered, and how many late, as everybody may know it.

Counted in groups that never change: one is closed at the end of the month in which it has enough
requests, and the next begins. So what one month adds to what was told before is a group again, and
never a few requests. What is in no group yet is told as no number.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from publish.corrections import desk_file
from publish.people.deadlines import last_day

LEAST = 11
_CLOSED = """SELECT received, extended, closed FROM register
    WHERE closed > ? AND closed <= ? AND outcome <> 'taken back'"""
_LAST = "SELECT coalesce(max(until), '') FROM register_counts"
_COUNTED = "INSERT INTO register_counts (until, number, late) VALUES (?, ?, ?)"
_TOLD = "SELECT until, number, late FROM register_counts ORDER BY until"


@dataclass(frozen=True)
class Group:
    """Requests that were answered; `late` is None where it would tell of fewer than LEAST."""

    number: int
    late: int | None


def group(late: Sequence[bool]) -> Group | None:
    """What is told of requests, each late or not; None where they are too few."""
    if len(late) < LEAST:
        return None
    number, part = len(late), sum(late)
    is_told = part in (0, number) or min(part, number - part) >= LEAST
    return Group(number, part if is_told else None)


def count_up(database: sqlite3.Connection, today: date) -> None:
    """Closes a group with the last month, where there are enough requests since the one before."""
    end = today.replace(day=1) - timedelta(1)
    [last] = database.execute(_LAST).fetchone()
    found = group([_is_late(row) for row in database.execute(_CLOSED, (last, end.isoformat()))])
    if found:
        database.execute(_COUNTED, (end.isoformat(), found.number, found.late))


def told(path: Path) -> list[tuple[date, Group]]:
    """The groups, each with the day it was counted to, the oldest first."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        rows = database.execute(_TOLD).fetchall()
    return [(date.fromisoformat(until), Group(number, late)) for until, number, late in rows]


def _is_late(row: sqlite3.Row) -> bool:
    received, closed = (date.fromisoformat(row[name]) for name in ("received", "closed"))
    return closed > last_day(received, extended=row["extended"] is not None)
