"""The log of the desk: who did what; it only grows, and holds nothing that anybody typed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from publish.corrections.decisions import accept, refuse
from publish.corrections.desk_file import writing
from publish.corrections.live import undo
from publish.corrections.log import Entry, entries, note, read
from publish.corrections.proposals import Edit, propose
from publish.desk.members import invite, members, revoke, sign_in
from tests.sites import DAY

NOW = 1_796_000_000
MOMENT = "2026-11-30T00:53:20Z"
OLD = (
    """CREATE TABLE proposals (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        dataset TEXT NOT NULL, "table" TEXT NOT NULL, key TEXT NOT NULL,
        changes TEXT NOT NULL, why TEXT NOT NULL, evidence TEXT NOT NULL,
        received TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, decided TEXT
    ) STRICT""",
    """CREATE TABLE decisions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        proposal INTEGER NOT NULL REFERENCES proposals (id),
        decision TEXT NOT NULL, day TEXT NOT NULL, by TEXT NOT NULL
    ) STRICT""",
    """INSERT INTO proposals VALUES
        (7, 'lieux', 'places', '["01"]', '{}', '', '', '2026-11-20', 'refused', '', NULL)""",
    "INSERT INTO decisions VALUES (1, 7, 'refused', '2026-11-21', 'f00d')",
)


def said(path: Path, why: str = "") -> int:
    row = ("lieux", "places", ("01",))
    return propose(path, row, {"kind": Edit("a", "b")}, why=why, evidence="", day=DAY)


def test_each_act_stands_there_with_who_did_it(path: Path) -> None:
    accept(path, said(path), DAY, "f00d")
    undo(path, 1, DAY, "f00d")
    refuse(path, said(path), "no", DAY)
    link = invite(path, "Ada", "officer", NOW)
    [ada] = [one.id for one in members(path)]
    sign_in(path, link, "", NOW)
    revoke(path, "Ada", NOW)
    day = DAY.isoformat()
    assert [one[1:] for one in reversed(entries(path))] == [
        ("accepted", "proposal 1", "f00d", day),
        ("undone", "correction 1", "f00d", day),
        ("refused", "proposal 2", "shell", day),
        ("invited", f"member {ada}", "shell", MOMENT),
        ("signed in", f"member {ada}", ada, MOMENT),
        ("revoked", f"member {ada}", "shell", MOMENT),
    ]


def test_it_is_asked_by_member_and_by_proposal_and_in_pages(path: Path) -> None:
    with writing(path) as database:
        for number in range(1, 6):
            note(database, "refused", f"proposal {number}", f"m{number % 2}", DAY)
        note(database, "granted", "member m1", "shell", DAY)
    assert [one.number for one in entries(path, member="m1")] == [6, 5, 3, 1]
    assert [one.number for one in entries(path, about="proposal 3")] == [3]
    assert [one.number for one in entries(path, most=2)] == [6, 5]
    assert [one.number for one in entries(path, before=5, most=2)] == [4, 3]


def test_who_reads_it_stands_in_it(path: Path) -> None:
    assert read(path, NOW, "f00d", member="m1") == [
        Entry(1, "log read", "member m1", "f00d", MOMENT)
    ]
    assert read(path, NOW, "f00d", member="<b>\n") == []
    assert [one.about for one in entries(path)] == ["", "member m1"]


@pytest.mark.parametrize(
    ("about", "by"),
    [
        ("proposal 1 <b>", "f00d"), ("Café", "f00d"), ("proposal 1\n", "f00d"),
        ("proposal 1", "Ada Lovelace"), ("proposal 1", ""), ("proposal", "f00d"),
        ("proposal " + "9" * 65, "f00d"),
    ],
)  # fmt: skip
def test_it_takes_nothing_that_somebody_typed(path: Path, about: str, by: str) -> None:
    with (
        pytest.raises(ValueError, match="the log takes numbers and ids alone"),
        writing(path) as db,
    ):
        note(db, "refused", about, by, DAY)
    assert entries(path) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log SET by = 'bob'",
        "DELETE FROM log",
        "INSERT OR REPLACE INTO log VALUES (1, 'accepted', '', 'bob', '')",
        "REPLACE INTO log VALUES (1, 'accepted', '', 'bob', '')",
        "UPDATE OR REPLACE log SET id = 2",
    ],
)
def test_nothing_in_it_changes(path: Path, change: str) -> None:
    refuse(path, said(path), "no", DAY, "f00d")
    before = entries(path)
    with closing(sqlite3.connect(path)) as database:
        with pytest.raises(sqlite3.IntegrityError, match="what was done stays in the log as it is"):
            database.execute(change)
        database.commit()
    assert entries(path) == before != []


def test_a_file_of_the_first_version_keeps_what_it_says(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as database:
        for statement in OLD:
            database.execute(statement)
        database.commit()
    assert entries(path) == [Entry(1, "refused", "proposal 7", "f00d", "2026-11-21")]
    accept(path, said(path), DAY)
    assert [one.number for one in entries(path)] == [2, 1]
