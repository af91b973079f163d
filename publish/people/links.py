"""Links for one person that a maintainer makes: each works once, and begins a session.

Of links and sessions digests are kept alone, and of the person a text that the desk cannot open.
"""

import json
import secrets
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from publish.corrections import desk_file
from publish.corrections.sealed import sealed
from publish.people.clock import LINK_SECONDS, SESSION_SECONDS

# In the place of a service.
BY_LINK = ""
_NEW = "INSERT INTO person_links (digest, kind, expires, datasets, who) VALUES (?, ?, ?, ?, ?)"
_KNOWN = "SELECT datasets, who FROM person_links WHERE digest = ? AND kind = ? AND expires > ?"
_USED = """DELETE FROM person_links WHERE digest = ? AND kind = 'link' AND expires > ?
    RETURNING datasets, who"""
_OVER = "DELETE FROM person_links WHERE expires <= ?"


class Asker(NamedTuple):
    """Somebody who may ask: a digest of their session, who it is, sealed, and of which datasets."""

    session: str
    who: str
    datasets: tuple[str, ...]


def make_link(
    path: Path, key: X25519PublicKey, datasets: Sequence[str], contributor: str, now: int
) -> str:
    """The secret of a new link for a contributor, of whom nothing is looked up."""
    secret = secrets.token_urlsafe(32)
    who = sealed(key, json.dumps([BY_LINK, contributor], ensure_ascii=False))
    row = (digest(secret), "link", now + LINK_SECONDS, json.dumps([*datasets]), who)
    with desk_file.writing(path) as database:
        database.execute(_OVER, (now,))
        database.execute(_NEW, row)
    return secret


def end_what_is_over(path: Path, now: int) -> None:
    """Deletes links and sessions that are over, and with them the sealed names."""
    with desk_file.writing(path) as database:
        database.execute(_OVER, (now,))


def works(path: Path, secret: str, now: int) -> bool:
    """Whether a link may still be used."""
    with desk_file.reading(path) as database:
        asked = (digest(secret), "link", now)
        return database.execute(_KNOWN, asked).fetchone() is not None


def enter(path: Path, secret: str, now: int) -> str | None:
    """The secret of a session, for which the link is used up; None where it does not work."""
    session = secrets.token_urlsafe(32)
    with desk_file.writing(path) as database:
        used = database.execute(_USED, (digest(secret), now)).fetchone()
        if used is None:
            return None
        row = (digest(session), "session", now + SESSION_SECONDS, used["datasets"], used["who"])
        database.execute(_NEW, row)
    return session


def entered(path: Path, session: str, now: int) -> Asker | None:
    """Whose session it is; None where it is over, or is none."""
    if not session:
        return None
    with desk_file.reading(path) as database:
        row = database.execute(_KNOWN, (digest(session), "session", now)).fetchone()
    return Asker(digest(session), row["who"], tuple(json.loads(row["datasets"]))) if row else None


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()
