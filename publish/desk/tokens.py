"""Personal tokens of members, for their programs, in the table of datasette-auth-tokens.

A token is the number of its row, signed. The numbers are drawn: after a restore of an older file,
one that was given out since comes to nobody else.
"""

import json
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from publish.corrections import desk_file
from publish.corrections.log import note
from publish.desk.days import DAY_SECONDS, day_of
from publish.desk.people_file import writing
from publish.desk.rights import Action, Role
from publish.errors import DeskError

TABLE = "_datasette_auth_tokens"
BEGINS = "dsatok_"
MOST_DAYS = 365
# Of one member, at a time.
MOST_LIVE = 20
# How long the last use of a token may go unnoted.
STAMP_SECONDS = 60
_NUMBERS = 10**8
# Neither without an end, nor with limits that are not ours.
_LIVES = """token_status = 'A' AND created_timestamp + expires_after_seconds > :now
    AND (permissions = 'null' OR json_array_length(permissions, '$.a') > 0)"""
_MADE = f"""INSERT INTO {TABLE}
    (id, secret_version, permissions, actor_id, created_timestamp, expires_after_seconds)
    VALUES (?, 0, ?, ?, ?, ?)"""  # noqa: S608
_COUNT = f"SELECT count(*) FROM {TABLE} WHERE actor_id = :member AND {_LIVES}"  # noqa: S608
_OF = (
    f"SELECT *, {_LIVES} AS lives FROM {TABLE} WHERE actor_id = :member ORDER BY created_timestamp"  # noqa: S608
)
_HELD = f"""SELECT m.id AS member, m.name, m.role, t.permissions, t.last_used_timestamp
    FROM {TABLE} AS t JOIN members AS m ON m.id = t.actor_id WHERE t.id = :id AND {_LIVES}"""  # noqa: S608
_ENDED = f"""UPDATE {TABLE} SET token_status = 'R', ended_timestamp = unixepoch()
    WHERE token_status = 'A'"""  # noqa: S608


@dataclass(frozen=True)
class Token:
    """A token that was made: never the token itself. Times are seconds since 1970."""

    id: int
    only: tuple[Action, ...]
    made: int
    expires: int
    used: int | None
    lives: bool

    @property
    def last(self) -> date:
        """Its last day, UTC."""
        return day_of(self.expires - 1)

    @property
    def used_on(self) -> date | None:
        """The day of its last use."""
        return day_of(self.used) if self.used else None


class Held(NamedTuple):
    """Whose a token is, what it is for alone, and whether its use is to be noted."""

    member: str
    name: str
    role: Role
    only: tuple[Action, ...]
    is_unnoted: bool


def make(path: Path, member: str, days: int, only: Action | None, *, by: str, now: int) -> int:
    """The number of a new token of a member; raises DeskError where they have too many."""
    said = json.dumps({"a": [only]} if only else None)
    id = secrets.randbelow(9 * _NUMBERS) + _NUMBERS
    with writing(path) as database:
        [count] = database.execute(_COUNT, {"member": member, "now": now}).fetchone()
        if count >= MOST_LIVE:
            raise DeskError(f"a member has {MOST_LIVE} tokens at most: end one of them first")
        database.execute(_MADE, (id, said, member, now, days * DAY_SECONDS))
        note(database, "token made", f"token {id}", by, now)
    return id


def tokens(path: Path, member: str, now: int) -> list[Token]:
    """The tokens that were made for a member, also those that are over."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        if not _is_there(database):
            return []
        return [_token(row) for row in database.execute(_OF, {"member": member, "now": now})]


def held(path: Path, id: int, now: int) -> Held | None:
    """Whose a token is; None where it is over, or its member is none any more."""
    with desk_file.reading(path) as database:
        row = database.execute(_HELD, {"id": id, "now": now}).fetchone()
    if row is None:
        return None
    used = row["last_used_timestamp"]
    unnoted = used is None or used < now - STAMP_SECONDS
    return Held(row["member"], row["name"], row["role"], _only(row), unnoted)


def end(path: Path, id: int, member: str | None = None, *, by: str, now: int) -> bool:
    """Ends a token, of that member alone where one is named; False where there is none."""
    asked = f"{_ENDED} AND id = :id AND (:member IS NULL OR actor_id = :member)"
    with writing(path) as database:
        if not _is_there(database):
            return False
        ended = database.execute(asked, {"id": id, "member": member}).rowcount > 0
        if ended:
            note(database, "token ended", f"token {id}", by, now)
        return ended


def end_all(database: sqlite3.Connection, member: str) -> None:
    """Ends all tokens of a member, within a transaction."""
    if _is_there(database):
        database.execute(f"{_ENDED} AND actor_id = :member", {"member": member})


def forget_all(database: sqlite3.Connection, member: str) -> None:
    """Ends all tokens of a member and keeps nothing of them, within a transaction."""
    if _is_there(database):
        database.execute(f"DELETE FROM {TABLE} WHERE actor_id = ?", (member,))  # noqa: S608


def _is_there(database: sqlite3.Connection) -> bool:
    return desk_file.has_table(database, TABLE)


def _token(row: sqlite3.Row) -> Token:
    made, expires = row["created_timestamp"], row["expires_after_seconds"]
    used = row["last_used_timestamp"]
    return Token(row["id"], _only(row), made, made + (expires or 0), used, bool(row["lives"]))


def _only(row: sqlite3.Row) -> tuple[Action, ...]:
    return tuple((json.loads(row["permissions"]) or {}).get("a", ()))
