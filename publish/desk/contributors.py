"""Users of services at the desk: a session without an account, and who they are sealed.

Of sessions and assertions digests are kept alone.
"""

import json
import secrets
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from publish.corrections import desk_file
from publish.corrections.log import note
from publish.corrections.sealed import sealed
from publish.desk.assertions import Assertion
from publish.desk.members import digest
from publish.desk.people_file import writing

SESSION_SECONDS = 3_600
# Who acts, in the log: nobody knows who it is.
BY = "service"
_OVER = "DELETE FROM {table} WHERE expires <= ?"
_USED = "INSERT INTO assertions (digest, expires) VALUES (?, ?)"
_BEGUN = """INSERT INTO contributors (digest, expires, issuer, datasets, sealed)
    VALUES (?, ?, ?, ?, ?)"""
_KNOWN = "SELECT issuer, datasets, sealed FROM contributors WHERE digest = ? AND expires > ?"


@dataclass(frozen=True)
class Contributor:
    """A user of a service, who may propose something of its datasets."""

    issuer: str
    datasets: Collection[str]
    sealed: str

    @property
    def service(self) -> str:
        """Where they come from, as people say it."""
        return self.issuer.removeprefix("https://")


def handed_over(path: Path, one: Assertion, key: X25519PublicKey, now: int) -> str | None:
    """The secret of a new session; None where the assertion was used before."""
    session = secrets.token_urlsafe(32)
    who = sealed(key, json.dumps([one.service.issuer, one.contributor], ensure_ascii=False))
    datasets = json.dumps(one.service.datasets)
    with writing(path) as database:
        for table in ("assertions", "contributors"):
            database.execute(_OVER.format(table=table), (now,))
        used = digest(json.dumps([one.service.issuer, one.id]))
        try:
            database.execute(_USED, (used, one.expires))
        except sqlite3.IntegrityError:
            return None
        row = (digest(session), now + SESSION_SECONDS, one.service.issuer, datasets, who)
        database.execute(_BEGUN, row)
        note(database, "handed over", "", BY, now)
    return session


def end(path: Path, session: str) -> None:
    """Ends a session, if it is one."""
    if session:
        with writing(path) as database:
            database.execute("DELETE FROM contributors WHERE digest = ?", (digest(session),))


def contributor_of(path: Path, session: str, now: int) -> Contributor | None:
    """Whose session it is; None where it is over, or is none."""
    if not session:
        return None
    with desk_file.reading(path) as database:
        row = database.execute(_KNOWN, (digest(session), now)).fetchone()
    return Contributor(row["issuer"], json.loads(row["datasets"]), row["sealed"]) if row else None
