"""The log of the desk: what was done, about what, by whom and when; it grows and never changes.

It names proposals, corrections, members and tokens by their numbers and ids, and holds nothing
that anybody typed.
"""

import re
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from publish.corrections import desk_file

Act = Literal[
    "invited", "revoked", "signed in", "handed over", "granted", "ungranted", "token made",
    "token ended", "accepted", "refused", "seen", "amended", "kept", "rekeyed", "undone",
    "cleared", "erased", "same", "different", "log read",
    "request noted", "request extended", "request closed", "recipient told",
]  # fmt: skip
"""What is done at the desk; of proposals and corrections as decisions.py says."""
_ABOUT = re.compile(r"(?:[a-z]{1,20} [\w.-]{1,64})?", re.ASCII)
_BY = re.compile(r"[\w-]{1,64}", re.ASCII)
_NOTED = "INSERT INTO log (act, about, by, moment) VALUES (?, ?, ?, ?)"
_LISTED = """SELECT id, act, about, by, moment FROM log
    WHERE (:about = '' OR about = :about)
    AND (:member = '' OR by = :member OR about = 'member ' || :member)
    AND (:before = 0 OR id < :before) ORDER BY id DESC LIMIT :most"""


class Entry(NamedTuple):
    """A line of the log: `about` is such as `proposal 12`, or empty; `by` a member's id.

    `moment` is a day, or a moment in UTC, as ISO 8601 writes it.
    """

    number: int
    act: Act
    about: str
    by: str
    moment: str


def note(database: sqlite3.Connection, act: Act, about: str, by: str, moment: date | int) -> None:
    """Adds a line within a transaction; `moment` is a day, or seconds since 1970.

    Raises ValueError for what names nothing by its number or id.
    """
    if not _ABOUT.fullmatch(about) or not _BY.fullmatch(by):
        raise ValueError("the log takes numbers and ids alone")
    database.execute(_NOTED, (act, about, by, _text(moment)))


def entries(
    path: Path, *, about: str = "", member: str = "", before: int = 0, most: int = -1
) -> list[Entry]:
    """The log, the last line first: of what is about something, by or about a member, or all.

    `most` lines before the number `before`, where they are given.
    """
    if not desk_file.there(path):
        return []
    asked = {"about": about, "member": member, "before": before, "most": most}
    with desk_file.reading(path) as database:
        return [Entry(*row) for row in database.execute(_LISTED, asked)]


def read(
    path: Path,
    now: int,
    by: str,
    *,
    about: str = "",
    member: str = "",
    before: int = 0,
    most: int = -1,
) -> list[Entry]:
    """The same for who reads it, which is a line of the log itself."""
    with desk_file.writing(path) as database:
        note(database, "log read", f"member {member}" if _BY.fullmatch(member) else "", by, now)
    return entries(path, about=about, member=member, before=before, most=most)


def _text(moment: date | int) -> str:
    if isinstance(moment, date):
        return moment.isoformat()
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
