"""`desk/usage.db`: what was counted, by day; increments of all workers, each in a transaction.

A sketch stands there while its day lasts, so that those of several workers unite. Without the
day's key it tells of nobody; once the day is over its estimate is kept, and it goes all the same.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from publish.release.disk import for_owner_alone
from publish.usage.counter import Batch, Slot
from publish.usage.sketches import Sketch, unpacked
from publish.usage.use import Use, settled_before

DESK, NAME = "desk", "usage.db"
# How long a worker waits for the others.
PATIENCE_SECONDS = 3.0
_USE = 'day, feature, dataset, "table", form'
_WHAT = 'day = ? AND feature = ? AND dataset = ? AND "table" = ? AND form = ?'
_COLUMNS = """
    day TEXT NOT NULL, feature TEXT NOT NULL, dataset TEXT NOT NULL, "table" TEXT NOT NULL,
    form TEXT NOT NULL
"""
_SCHEMA = (
    f"CREATE TABLE IF NOT EXISTS requests ({_COLUMNS}, actions INTEGER NOT NULL, "
    f"PRIMARY KEY ({_USE})) STRICT, WITHOUT ROWID",
    f"CREATE TABLE IF NOT EXISTS visitors ({_COLUMNS}, key TEXT NOT NULL, estimate REAL NOT NULL, "
    f"sketch BLOB, PRIMARY KEY ({_USE}, key)) STRICT",
)
_COUNT = f"""
    INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT ({_USE}) DO UPDATE SET actions = actions + excluded.actions
"""  # noqa: S608
_FOUND = f"SELECT estimate, sketch FROM visitors WHERE {_WHAT} AND key = ?"  # noqa: S608
_KEEP = "INSERT OR REPLACE INTO visitors VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_FORGET = "UPDATE visitors SET sketch = NULL WHERE day < ? AND sketch IS NOT NULL"
_BEGUN = "SELECT 1 FROM sqlite_schema WHERE name = 'requests'"
_ROWS = f"""
    SELECT {_USE}, CAST(coalesce(
        (SELECT max(estimate) FROM visitors WHERE {
    " AND ".join(f"visitors.{name} = requests.{name}" for name in _USE.split(", "))
}), 0) AS INTEGER), actions
    FROM requests WHERE day < ? ORDER BY {_USE}
"""  # noqa: S608


def place(root: Path) -> Path:
    """Where a site folder has what was counted."""
    return root / DESK / NAME


def add(path: Path, batch: Batch, now: float) -> None:
    """Adds what a worker counted, and drops the sketches of days that are over.

    Raises OSError, sqlite3.Error: nothing of the batch is then written.
    """
    for_owner_alone(path)
    with _writing(path) as database:
        for slot, tally in batch.items():
            database.execute(_COUNT, (*_named(slot), tally.actions))
            if tally.sketch is not None:
                _keep(database, slot, tally.sketch)
        database.execute(_FORGET, (settled_before(now),))


def rows(path: Path, now: float) -> list[tuple[str, Use, int, int]]:
    """Day, use, visitors and requests of every day that is over.

    Visitors are at least so many: the most that were told apart under one key, for those under
    another (of a server that was started again) may be the same people. Raises sqlite3.Error.
    """
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        # A file that a worker has just made holds nothing yet.
        begun = database.execute(_BEGUN).fetchone()
        found = database.execute(_ROWS, (settled_before(now),)).fetchall() if begun else []
    return [(day, Use(*use), visitors, actions) for day, *use, visitors, actions in found]


def _named(slot: Slot) -> tuple[str, ...]:
    return (slot.day, *slot.use)


def _keep(database: sqlite3.Connection, slot: Slot, sketch: Sketch) -> None:
    """Unites a sketch with what stands there of the same key."""
    told = (*_named(slot), slot.key)
    estimate, kept = database.execute(_FOUND, told).fetchone() or (0.0, None)
    whole = sketch.united(unpacked(kept))
    database.execute(_KEEP, (*told, max(estimate, whole.estimate()), whole.packed()))


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    connected = sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)
    with closing(connected) as database:
        # What is dropped is overwritten.
        database.execute("PRAGMA secure_delete = ON")
        database.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA:
            database.execute(statement)
        yield database
        database.execute("COMMIT")
