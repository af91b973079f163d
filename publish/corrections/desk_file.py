"""`desk/desk.db`: what people said, and what was decided of it; for the desk's owner alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock

from publish.release.disk import for_owner_alone

NAME = "desk.db"
# How long a writer waits for the others.
PATIENCE_SECONDS = 5.0
_TURN = Lock()
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
    # What was made of a dataset, as somebody says; nothing of it is kept once refused.
    """CREATE TABLE IF NOT EXISTS reuses (
        id INTEGER PRIMARY KEY AUTOINCREMENT, dataset TEXT NOT NULL, title TEXT NOT NULL,
        url TEXT NOT NULL, maker TEXT NOT NULL, kind TEXT NOT NULL, description TEXT NOT NULL,
        license TEXT NOT NULL, received TEXT NOT NULL, state TEXT NOT NULL, decided TEXT
    ) STRICT""",
    # Who wants to hear of the outcome: their address is sealed, and gone once they did.
    """CREATE TABLE IF NOT EXISTS hearers (
        proposal INTEGER PRIMARY KEY REFERENCES proposals (id),
        address TEXT NOT NULL, language TEXT NOT NULL, received TEXT NOT NULL
    ) STRICT""",
    """CREATE UNIQUE INDEX IF NOT EXISTS one_of_a_cell
        ON corrections (dataset, "table", key, "column")
        WHERE state NOT IN ('absorbed', 'replaced', 'undone')""",
    """CREATE TABLE IF NOT EXISTS acceptances (
        proposal INTEGER NOT NULL REFERENCES proposals (id), by TEXT NOT NULL,
        PRIMARY KEY (proposal, by)
    ) STRICT""",
    # publish/corrections/log.py writes and reads it.
    """CREATE TABLE IF NOT EXISTS log (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        act TEXT NOT NULL, about TEXT NOT NULL, by TEXT NOT NULL, moment TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS log_about ON log (about)",
    "CREATE INDEX IF NOT EXISTS log_by ON log (by)",
    *(
        f"""CREATE TRIGGER IF NOT EXISTS log_{name} BEFORE {change}
        BEGIN SELECT RAISE(ABORT, 'what was done stays in the log as it is'); END"""
        for name, change in {
            "stays": "UPDATE ON log",
            "lasts": "DELETE ON log",
            # Else a line could take the place of another, which SQLite calls no deletion.
            "grows": "INSERT ON log WHEN EXISTS (SELECT 1 FROM log WHERE id = new.id)",
        }.items()
    ),
    """CREATE INDEX IF NOT EXISTS corrections_of_a_row
        ON corrections (dataset, "table", key)""",
    """CREATE INDEX IF NOT EXISTS proposals_of_a_row
        ON proposals (dataset, "table", key)""",
    "CREATE INDEX IF NOT EXISTS proposals_that_wait ON proposals (id) WHERE state = 'open'",
    "CREATE INDEX IF NOT EXISTS decisions_of_a_proposal ON decisions (proposal)",
    # What programs group under one comment.
    """CREATE TABLE IF NOT EXISTS changesets (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        member TEXT NOT NULL, comment TEXT NOT NULL, evidence TEXT NOT NULL, made TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS changes (
        proposal INTEGER PRIMARY KEY REFERENCES proposals (id),
        changeset INTEGER NOT NULL REFERENCES changesets (id)
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS changes_of_a_changeset ON changes (changeset)",
    # A change of a row that waits, or that was `cleared` on a day by a member.
    """CREATE TABLE IF NOT EXISTS clearances (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        dataset TEXT NOT NULL, "table" TEXT NOT NULL, key TEXT NOT NULL,
        digest TEXT NOT NULL, kind TEXT NOT NULL, cells TEXT NOT NULL, seen TEXT NOT NULL,
        round INTEGER NOT NULL, cleared TEXT, by TEXT NOT NULL DEFAULT '',
        UNIQUE (dataset, "table", key)
    ) STRICT""",
    """CREATE INDEX IF NOT EXISTS clearances_that_wait
        ON clearances (seen, id) WHERE cleared IS NULL""",
    # Rows of partners that may be one thing: `asked`, or said to be `same` or `different`.
    """CREATE TABLE IF NOT EXISTS pairs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        dataset TEXT NOT NULL, "table" TEXT NOT NULL, "left" TEXT NOT NULL, "right" TEXT NOT NULL,
        probability REAL NOT NULL, why TEXT NOT NULL, cells TEXT NOT NULL,
        seen TEXT NOT NULL, round INTEGER NOT NULL, state TEXT NOT NULL,
        decided_by TEXT NOT NULL DEFAULT '', decided_at TEXT NOT NULL DEFAULT '',
        UNIQUE (dataset, "table", "left", "right")
    ) STRICT""",
    # The row that a proposal was written about, where it is said of another by now.
    """CREATE TABLE IF NOT EXISTS carried (
        proposal INTEGER PRIMARY KEY REFERENCES proposals (id),
        own TEXT NOT NULL, now TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS pairs_that_wait ON pairs (id) WHERE state = 'asked'",
    # Who asks what is held of them: `who` is sealed for the bakehouse and goes with the answer,
    # which `public` seals, the half of a key of which the asker alone has the other.
    """CREATE TABLE IF NOT EXISTS requests (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        public TEXT NOT NULL UNIQUE, session TEXT NOT NULL, who TEXT NOT NULL,
        datasets TEXT NOT NULL, language TEXT NOT NULL, asked INTEGER NOT NULL, expires INTEGER
    ) STRICT""",
    # Who asks to leave a dataset, sealed for the bakehouse; the line goes once that has done it.
    """CREATE TABLE IF NOT EXISTS leavings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        session TEXT NOT NULL, who TEXT NOT NULL, dataset TEXT NOT NULL, asked INTEGER NOT NULL,
        UNIQUE (session, dataset)
    ) STRICT""",
    # The same of one table, or (the key, sealed) one row of it, to be deleted or kept without them.
    """CREATE TABLE IF NOT EXISTS partings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        session TEXT NOT NULL, who TEXT NOT NULL, dataset TEXT NOT NULL, "table" TEXT NOT NULL,
        row TEXT NOT NULL, how TEXT NOT NULL, asked INTEGER NOT NULL
    ) STRICT""",
    # What people ask by the GDPR, of whom no name is kept: `source` is a session's digest, and goes
    # once the request is closed.
    """CREATE TABLE IF NOT EXISTS register (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL, way TEXT NOT NULL, received TEXT NOT NULL, language TEXT NOT NULL,
        reference TEXT NOT NULL, source TEXT NOT NULL, extended TEXT, closed TEXT, outcome TEXT,
        why TEXT NOT NULL DEFAULT '', datasets TEXT NOT NULL DEFAULT '[]'
    ) STRICT""",
    # Who was told that a request was done, and what they answered.
    """CREATE TABLE IF NOT EXISTS notices (
        request INTEGER NOT NULL, recipient TEXT NOT NULL, told TEXT NOT NULL, answer TEXT NOT NULL,
        PRIMARY KEY (request, recipient)
    ) STRICT""",
    # Requests that were answered, as everybody may know their number.
    """CREATE TABLE IF NOT EXISTS register_counts (
        until TEXT PRIMARY KEY, number INTEGER NOT NULL, late INTEGER
    ) STRICT""",
    # A link for one person, or the session that was begun with it.
    """CREATE TABLE IF NOT EXISTS person_links (
        digest TEXT PRIMARY KEY, kind TEXT NOT NULL, expires INTEGER NOT NULL,
        datasets TEXT NOT NULL, who TEXT NOT NULL
    ) STRICT""",
)
# Columns that files of earlier versions lack: their table, their name, their declaration.
_LATER = (
    # The id of the member who proposed it; "" is a visitor.
    ("proposals", "by", "TEXT NOT NULL DEFAULT ''"),
    # Who proposed it, where a service handed them over: sealed for the bakehouse.
    ("proposals", "contributor", "TEXT NOT NULL DEFAULT ''"),
    # Whether cells of a row should say something else, or a row is missing.
    ("proposals", "kind", "TEXT NOT NULL DEFAULT 'edit'"),
    # What the row was called when it was looked at.
    ("proposals", "title", "TEXT NOT NULL DEFAULT ''"),
    # What a decision changed, as JSON.
    ("decisions", "about", "TEXT NOT NULL DEFAULT ''"),
    # Whether two rows may be one thing, "", or one row under a new key, `renamed`.
    ("pairs", "kind", "TEXT NOT NULL DEFAULT ''"),
)
# Of columns that were added later.
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS proposals_of_strangers ON proposals (received) WHERE by = ''",
    "CREATE INDEX IF NOT EXISTS proposals_of_a_member ON proposals (by) WHERE state = 'open'",
    "CREATE INDEX IF NOT EXISTS corrections_of_a_proposal ON corrections (proposal)",
    """CREATE INDEX IF NOT EXISTS rows_that_were_added
        ON corrections (dataset, "table", new) WHERE "column" = ''""",
)
# What files of earlier versions hold, and this one does not, or elsewhere.
_GONE = (
    "UPDATE proposals SET why = '' WHERE state <> 'open'",
    """INSERT INTO log (act, about, by, moment)
        SELECT decision, 'proposal ' || proposal, by, day FROM decisions
        WHERE NOT EXISTS (SELECT 1 FROM log) ORDER BY id""",
)
_SHAPE = int.from_bytes(sha256(repr((_SCHEMA, _LATER, _INDEXES, _GONE)).encode()).digest()[:4]) >> 1
"""Which tables and columns there are; a file says it in `user_version`."""


def there(path: Path) -> bool:
    """Whether anything was said yet."""
    return path.is_file()


def kept_open(path: Path) -> sqlite3.Connection:
    """A connection that asks nothing more; raises sqlite3.Error.

    While one stands open, no other that closes has to move the whole log into the file.
    """
    database = sqlite3.connect(path, timeout=PATIENCE_SECONDS, check_same_thread=False)
    database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return database


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, to be read only; one of an earlier version is completed; raises sqlite3.Error."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE_SECONDS)) as database:
        database.row_factory = sqlite3.Row
        if not is_whole(database):
            with writing(path):
                pass
        yield database


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction, whole or not at all; raises OSError, sqlite3.Error."""
    with _turn(), closing(connected(path)) as database:
        database.execute("BEGIN IMMEDIATE")
        try:
            _complete(database)
            yield database
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")


def empty_log(path: Path) -> None:
    """Leaves nothing beside the file of what was deleted in it, unless somebody reads there now."""
    with closing(connected(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


@contextmanager
def _turn() -> Iterator[None]:
    """Writers of this process one after another: those of SQLite look again after longer naps."""
    if not _TURN.acquire(timeout=PATIENCE_SECONDS):
        raise sqlite3.OperationalError("database is locked")
    try:
        yield
    finally:
        _TURN.release()


def connected(path: Path) -> sqlite3.Connection:
    """The file to be written, without a transaction; raises OSError, sqlite3.Error."""
    for_owner_alone(path)
    database = sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA journal_mode = WAL")
    # What is erased is overwritten.
    database.execute("PRAGMA secure_delete = ON")
    database.execute("PRAGMA foreign_keys = ON")
    return database


def is_whole(database: sqlite3.Connection) -> bool:
    """Whether a file has the tables and columns of this version."""
    [shape] = database.execute("PRAGMA user_version").fetchone()
    return bool(shape == _SHAPE)


def _complete(database: sqlite3.Connection) -> None:
    """Makes the tables and columns that are missing."""
    if is_whole(database):
        return
    for statement in _SCHEMA:
        database.execute(statement)
    for table, column, declared in _LATER:
        add_column(database, table, column, declared)
    for statement in (*_INDEXES, *_GONE):
        database.execute(statement)
    database.execute(f"PRAGMA user_version = {_SHAPE}")


def has_table(database: sqlite3.Connection, name: str) -> bool:
    """Whether there is a table of a name."""
    asked = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
    return database.execute(asked, (name,)).fetchone() is not None


def add_column(database: sqlite3.Connection, table: str, column: str, declared: str) -> None:
    """Adds a column to a table of an earlier version, where it is missing."""
    there = database.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
    if column not in {name for (name,) in there}:
        database.execute(f'ALTER TABLE {table} ADD COLUMN "{column}" {declared}')
