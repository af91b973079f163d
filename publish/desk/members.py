"""The members of the desk: invited by a link that works once, signed in for some weeks.

Of links and sessions only digests are kept: who reads the file can sign in as nobody.
"""

import re
import secrets
import sqlite3
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from publish.corrections import desk_file
from publish.corrections.decisions import look_again
from publish.corrections.log import note
from publish.corrections.proposals import SHELL
from publish.desk.days import DAY_SECONDS
from publish.desk.people_file import writing
from publish.desk.rights import EVERYWHERE, Role, Scope, write
from publish.desk.tokens import end_all
from publish.errors import DeskError

LINK_SECONDS = 7 * DAY_SECONDS
SESSION_SECONDS = 30 * DAY_SECONDS
_NAME = re.compile(r"[^\W_][\w .’'-]{0,59}")
_KNOWN = "SELECT id, name, role FROM members WHERE name = ?"
_ROLE = """INSERT INTO members (id, name, role, since) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET role = excluded.role"""
_ASKED = """SELECT m.id, m.name, m.role FROM {of} AS o JOIN members AS m ON m.id = o.member
    WHERE o.digest = ? AND o.expires > ?"""
_OF_LINK, _OF_SESSION = _ASKED.format(of="invites"), _ASKED.format(of="sessions")
# What they accepted and nobody else has seen yet is to be looked at by two others.
_ENDED = "DELETE FROM members WHERE name = ? RETURNING id"
_USED = "DELETE FROM invites WHERE digest = ? AND expires > ? RETURNING member"
_NOBODY = "there is no member {!r}; `fournil desk members` lists them"


@dataclass(frozen=True)
class Member:
    """Somebody of the desk, under a name of their choice; `rights` say what they may do."""

    id: str
    name: str
    role: Role


def invite(path: Path, name: str, role: Role | None, now: int, scope: Scope = EVERYWHERE) -> str:
    """The secret of a new link for a member, who is made where there is none; raises DeskError.

    The role takes the place of all rights that there were; None leaves them as they are, and makes
    a reviewer.
    """
    if not _NAME.fullmatch(name):
        raise DeskError(
            f"{name!r}: a member's name has 60 letters, digits, blanks, - or ' at most, and begins "
            "with a letter or a digit"
        )
    secret = secrets.token_urlsafe(32)
    with writing(path) as database:
        member = _made(database, name, role, scope, now)
        # An older link, perhaps lost on the way, ends.
        database.execute("DELETE FROM invites WHERE member = ? OR expires <= ?", (member, now))
        row = (digest(secret), now + LINK_SECONDS, member)
        database.execute("INSERT INTO invites (digest, expires, member) VALUES (?, ?, ?)", row)
        note(database, "invited", f"member {member}", SHELL, now)
    return secret


def _made(
    database: sqlite3.Connection, name: str, role: Role | None, scope: Scope, now: int
) -> str:
    found = database.execute(_KNOWN, (name,)).fetchone()
    if found is not None and role is None:
        return str(found["id"])
    id, given = str(found["id"]) if found else secrets.token_hex(8), role or "reviewer"
    database.execute(_ROLE, (id, name, given, now))
    database.execute("DELETE FROM rights WHERE member = ?", (id,))
    look_again(database, id)
    write(database, id, given, scope)
    return id


def revoke(path: Path, name: str, now: int) -> None:
    """Ends a member, with all links, sessions, tokens; raises DeskError where there is none."""
    ended = None
    if desk_file.there(path):
        with writing(path) as database:
            ended = database.execute(_ENDED, (name,)).fetchone()
            if ended:
                look_again(database, ended["id"])
                end_all(database, ended["id"])
                note(database, "revoked", f"member {ended['id']}", SHELL, now)
    if not ended:
        raise DeskError(_NOBODY.format(name))


def members(path: Path) -> list[Member]:
    """All members, by name."""
    if not desk_file.there(path):
        return []
    with writing(path) as database:
        found = database.execute("SELECT id, name, role FROM members ORDER BY name")
        return [_member(row) for row in found]


def named(path: Path, name: str) -> Member:
    """The member of a name; raises DeskError where there is none."""
    for one in members(path):
        if one.name == name:
            return one
    raise DeskError(_NOBODY.format(name))


def invited(path: Path, link: str, now: int) -> Member | None:
    """Whom a link is for; None where it was used, is over, or is none."""
    return _who(path, _OF_LINK, link, now)


def sign_in(path: Path, link: str, before: str, now: int) -> str | None:
    """The secret of a new session, for which the link is used up; None where it does not work.

    The session `before` of the same browser ends: nobody goes on in one that was handed to them.
    """
    session = secrets.token_urlsafe(32)
    with writing(path) as database:
        used = database.execute(_USED, (digest(link), now)).fetchone()
        if used is None:
            return None
        database.execute(
            "DELETE FROM sessions WHERE digest = ? OR expires <= ?", (digest(before), now)
        )
        row = (digest(session), now + SESSION_SECONDS, used["member"])
        database.execute("INSERT INTO sessions (digest, expires, member) VALUES (?, ?, ?)", row)
        note(database, "signed in", f"member {used['member']}", used["member"], now)
    return session


def signed_in(path: Path, session: str, now: int) -> Member | None:
    """Whose session it is; None where it is over, or is none."""
    return _who(path, _OF_SESSION, session, now)


def sign_out(path: Path, session: str) -> None:
    """Ends a session."""
    with writing(path) as database:
        database.execute("DELETE FROM sessions WHERE digest = ?", (digest(session),))


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()


def _who(path: Path, asked: str, secret: str, now: int) -> Member | None:
    if not secret:
        return None
    with desk_file.reading(path) as database:
        found = database.execute(asked, (digest(secret), now)).fetchone()
    return _member(found) if found else None


def _member(row: sqlite3.Row) -> Member:
    return Member(row["id"], row["name"], row["role"])
