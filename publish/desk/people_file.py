"""The tables of `desk/desk.db` that say who is at the desk; times are seconds since 1970."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publish.corrections import desk_file
from publish.desk.mail.tables import MAIL_TABLES

_MATTERED = "EXISTS (SELECT 1 FROM trusted WHERE member = OLD.receiver)"
_COUNTED_ANEW = """CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} BEGIN
    UPDATE trust SET generation = generation + 1, losses = losses + ({loss}); END"""
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS members (
        id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, since INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS invites (
        digest TEXT PRIMARY KEY, expires INTEGER NOT NULL,
        member TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS sessions (
        digest TEXT PRIMARY KEY, expires INTEGER NOT NULL,
        member TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE
    ) STRICT""",
    # What is empty limits nothing; `columns` are names with commas, 0 expires never.
    """CREATE TABLE IF NOT EXISTS rights (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        member TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
        role TEXT NOT NULL, dataset TEXT NOT NULL, "table" TEXT NOT NULL, columns TEXT NOT NULL,
        territory_column TEXT NOT NULL, territory_value TEXT NOT NULL, expires INTEGER NOT NULL
    ) STRICT""",
    # Users of services: who they are is sealed for the bakehouse.
    """CREATE TABLE IF NOT EXISTS contributors (
        digest TEXT PRIMARY KEY, expires INTEGER NOT NULL, issuer TEXT NOT NULL,
        datasets TEXT NOT NULL, sealed TEXT NOT NULL
    ) STRICT""",
    # Assertions that were used, until they are over.
    """CREATE TABLE IF NOT EXISTS assertions (
        digest TEXT PRIMARY KEY, expires INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS rights_of ON rights (member)",
    # What programs were answered, for those that ask again.
    """CREATE TABLE IF NOT EXISTS answers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        member TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
        key TEXT NOT NULL, request TEXT NOT NULL, expires INTEGER NOT NULL,
        status INTEGER NOT NULL, headers TEXT NOT NULL, body TEXT NOT NULL,
        UNIQUE (member, key)
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS answers_by_age ON answers (expires)",
    # Who vouches for whom; accepted and ended are empty until then.
    """CREATE TABLE IF NOT EXISTS vouches (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        giver TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
        receiver TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
        offered INTEGER NOT NULL, expires INTEGER NOT NULL, accepted INTEGER, ended INTEGER
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS vouches_of ON vouches (giver)",
    "CREATE INDEX IF NOT EXISTS vouches_for ON vouches (receiver)",
    # Who is reached, in the order in which they came in.
    """CREATE TABLE IF NOT EXISTS trusted (
        member TEXT PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE, place INTEGER NOT NULL
    ) STRICT""",
    # What metadata.yaml declares, and of which generation of vouches the count is: while no
    # loss came after it, who was reached still is.
    """CREATE TABLE IF NOT EXISTS trust (
        id INTEGER PRIMARY KEY CHECK (id = 1), founders TEXT NOT NULL,
        dataset TEXT NOT NULL, "table" TEXT NOT NULL, columns TEXT NOT NULL,
        generation INTEGER NOT NULL, losses INTEGER NOT NULL,
        counted INTEGER NOT NULL, counted_losses INTEGER NOT NULL, until INTEGER NOT NULL
    ) STRICT""",
    _COUNTED_ANEW.format(name="member_made", event="INSERT ON members", loss="0"),
    _COUNTED_ANEW.format(
        name="vouch_changed",
        event="UPDATE OF accepted, ended ON vouches WHEN NEW.accepted IS NOT NULL",
        loss=f"NEW.ended IS NOT NULL AND {_MATTERED}",
    ),
    _COUNTED_ANEW.format(
        name="vouch_gone",
        event="DELETE ON vouches WHEN OLD.accepted IS NOT NULL AND OLD.ended IS NULL",
        loss=_MATTERED,
    ),
)


def prepare(path: Path) -> None:
    """Makes the file and its tables where they are missing; raises OSError, sqlite3.Error."""
    with writing(path):
        pass


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction, whole or not at all; raises OSError, sqlite3.Error."""
    with desk_file.writing(path) as database:
        for statement in (*_SCHEMA, *MAIL_TABLES):
            database.execute(statement)
        yield database
