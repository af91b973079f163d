"""`desk/desk.db`: what people said, and what was decided of it; for the desk's owner alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from publish.release.disk import for_owner_alone

NAME = "desk.db"
# How long a writer waits for the others.
PATIENCE_SECONDS = 5.0
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS proposals (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        dataset TEXT NOT NULL, "table" TEXT NOT NULL, key TEXT NOT NULL,
        changes TEXT NOT NULL, why TEXT NOT NULL, evidence TEXT NOT NULL,
        received TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, decided TEXT
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS corrections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        proposal INTEGER NOT NULL REFERENCES proposals (id),
        dataset TEXT NOT NULL, "table" TEXT NOT NULL, key TEXT NOT NULL, "column" TEXT NOT NULL,
        bases TEXT NOT NULL, new TEXT, evidence TEXT NOT NULL, month TEXT NOT NULL,
        state TEXT NOT NULL, source TEXT, fingerprint TEXT
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS decisions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        proposal INTEGER NOT NULL REFERENCES proposals (id),
        decision TEXT NOT NULL, day TEXT NOT NULL, by TEXT NOT NULL
    ) STRICT""",
    """CREATE UNIQUE INDEX IF NOT EXISTS one_of_a_cell
        ON corrections (dataset, "table", key, "column")
        WHERE state NOT IN ('absorbed', 'replaced', 'undone')""",
)


def there(path: Path) -> bool:
    """Whether anything was said yet."""
    return path.is_file()


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, to be read only; raises sqlite3.Error."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE_SECONDS)) as database:
        database.row_factory = sqlite3.Row
        yield database


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction, whole or not at all; raises OSError, sqlite3.Error."""
    for_owner_alone(path)
    connected = sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)
    with closing(connected) as database:
        database.row_factory = sqlite3.Row
        database.execute("PRAGMA journal_mode = WAL")
        # What is erased is overwritten.
        database.execute("PRAGMA secure_delete = ON")
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("BEGIN IMMEDIATE")
        try:
            for statement in _SCHEMA:
                database.execute(statement)
            yield database
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")
