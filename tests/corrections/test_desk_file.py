"""The file of the desk, written by many processes."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from publish.corrections.decisions import Decision, accept, accepted_by, decisions
from publish.corrections.desk_file import reading, writing
from publish.corrections.pairs import asked_in
from publish.corrections.proposals import proposals
from tests.sites import DAY

OTHER = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as database:
    database.execute("SELECT count(*) FROM proposals").fetchone()
database.close()
"""


@pytest.mark.slow("starts another process")
def test_who_writes_keeps_the_locks_of_who_reads(tmp_path: Path) -> None:
    path = tmp_path / "desk" / "desk.db"
    with writing(path):
        pass
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("SELECT count(*) FROM proposals").fetchone()
        with writing(path):
            pass
        # It is not the last one to close the file, and must know.
        subprocess.run([sys.executable, "-c", OTHER, str(path)], check=True)
        assert path.with_name("desk.db-wal").exists()
        with writing(path) as database:
            database.execute("DELETE FROM proposals")
        assert reader.execute("SELECT count(*) FROM proposals").fetchone() == (0,)


EARLIER = """
CREATE TABLE proposals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset TEXT NOT NULL, "table" TEXT NOT NULL, key TEXT NOT NULL,
    changes TEXT NOT NULL, why TEXT NOT NULL, evidence TEXT NOT NULL,
    received TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, decided TEXT
) STRICT;
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    proposal INTEGER NOT NULL REFERENCES proposals (id),
    decision TEXT NOT NULL, day TEXT NOT NULL, by TEXT NOT NULL
) STRICT;
CREATE TABLE pairs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset TEXT NOT NULL, "table" TEXT NOT NULL, "left" TEXT NOT NULL, "right" TEXT NOT NULL,
    probability REAL NOT NULL, why TEXT NOT NULL, cells TEXT NOT NULL,
    seen TEXT NOT NULL, round INTEGER NOT NULL, state TEXT NOT NULL,
    decided_by TEXT NOT NULL DEFAULT '', decided_at TEXT NOT NULL DEFAULT '',
    UNIQUE (dataset, "table", "left", "right")
) STRICT;
INSERT INTO pairs VALUES
    (7, 'lieux', 'places', 'a/1', 'b/1', 0.8, '', '{}', '2026-11-21', 1, 'asked', '', '');
INSERT INTO proposals VALUES
    (1, 'lieux', 'places', '["01"]', '{"kind":["a","b"]}', '', '', '2026-11-21', 'open', '', NULL),
    (2, 'lieux', 'places', '["02"]', '{}', 'seen', '', '2026-11-21', 'refused', 'no', NULL);
INSERT INTO decisions VALUES (1, 1, 'refused', '2026-11-21', 'shell');
"""


def test_a_file_of_an_earlier_version_is_read_and_written(tmp_path: Path) -> None:
    path = tmp_path / "desk" / "desk.db"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as database:
        database.executescript(EARLIER)
    assert [(one.id, one.by, one.kind, one.title) for one in proposals(path)] == [
        (1, "", "edit", "")
    ]
    assert [(one.id, one.why) for one in proposals(path, "refused")] == [(2, "")]
    assert decisions(path) == [Decision(1, "refused", DAY, "shell", "")]
    assert [(one.id, one.kind) for one in asked_in(path, "lieux", "places")] == [(7, "")]
    assert accept(path, 1, DAY, "f00d", eyes=2).state == "open"
    assert accepted_by(path) == {1: ["f00d"]}


def test_a_file_is_completed_once(tmp_path: Path) -> None:
    path = tmp_path / "desk" / "desk.db"
    with writing(path):
        pass
    before = path.read_bytes()
    with reading(path) as database, pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.execute("DELETE FROM proposals")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ("proposals WHERE received = 'a' AND by = ''", "proposals_of_strangers"),
        ("proposals WHERE by = 'a' AND state = 'open'", "proposals_of_a_member"),
        ("corrections WHERE proposal = 1", "corrections_of_a_proposal"),
        (
            """corrections WHERE dataset = 'a' AND "table" = 'a' AND "column" = '' AND new = 'a'""",
            "rows_that_were_added",
        ),
        ("clearances WHERE cleared IS NULL AND seen < 'a'", "clearances_that_wait"),
    ],
)
def test_what_each_writer_asks_has_an_index(tmp_path: Path, asked: str, index: str) -> None:
    path = tmp_path / "desk" / "desk.db"
    with writing(path) as database:
        plan = database.execute(f"EXPLAIN QUERY PLAN SELECT count(*) FROM {asked}").fetchall()
    assert index in " ".join(row["detail"] for row in plan)
