"""What is erased is in no byte of the desk's files, also where a restore would bring it back."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from publish.corrections import erase as erasure
from publish.corrections.changesets import begin
from publish.corrections.clearances import Candidate, known, note
from publish.corrections.decisions import accept, accepted_by, amend, decisions, refuse
from publish.corrections.erased_list import Erased, listed
from publish.corrections.live import Settled, live, settle
from publish.corrections.log import entries
from publish.corrections.proposals import Edit, as_text, proposal, proposals, propose
from publish.desk.erasing import erase, erase_again
from publish.desk.members import invite, members, sign_in, signed_in
from publish.desk.people_file import writing
from publish.errors import DeskError
from tests.sites import DAY

NOW = 1_796_000_000
ROW = ("lieux", "places", ("01",))
WORD = "Quetzalcoatl"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a desk, not made yet."""
    return tmp_path / "desk" / "desk.db"


def said(path: Path, base: str | None = "a", new: str | None = "b", why: str = "") -> int:
    told = {"why": why, "evidence": f"https://example.org/{why}" if why else ""}
    return propose(path, ROW, {"kind": Edit(base, new)}, **told, day=DAY)


def holding(path: Path, word: str = WORD) -> list[str]:
    """The files of the desk in which a word stands."""
    files = sorted(path.parent.iterdir())
    return [one.name for one in files if word.encode() in one.read_bytes()]


def bases(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return [text for (text,) in database.execute("SELECT bases FROM corrections ORDER BY id")]


def test_no_byte_of_a_proposal_stays(path: Path) -> None:
    others = [said(path, "a", f"x{number}", "y" * 300) for number in range(40)]
    number = said(path, "a", f"b {WORD}", f"{WORD} " * 400)
    refuse(path, number, f"not {WORD}", DAY)
    with closing(sqlite3.connect(path)) as reader:
        # Held open, as by a served desk: what is written stays in a file beside it meanwhile.
        reader.execute("SELECT count(*) FROM proposals").fetchone()
        said(path, "a", WORD)
        assert holding(path) == ["desk.db", "desk.db-wal"]
        for one in (number, number + 1):
            assert erase(path, "proposal", str(one), DAY) == Erased("proposal", str(one))
        assert holding(path) == []
        assert path.with_name("desk.db-wal").stat().st_size == 0
    assert [one.id for one in proposals(path)] == others
    assert holding(path, "y" * 300) == ["desk.db"]


def test_a_tombstone_stays(path: Path) -> None:
    number = said(path, why=WORD)
    accept(path, number, DAY, "f00d")
    erase(path, "proposal", "1", DAY, "beef")
    found = proposal(path, number)
    assert (found.state, found.received, found.table) == ("erased", DAY.replace(day=1), "places")
    assert (found.key, found.edits, found.why, found.evidence) == ((), {}, "", "")
    assert [one[1:4] for one in entries(path)] == [
        ("erased", "proposal 1", "beef"),
        ("accepted", "proposal 1", "f00d"),
    ]
    with pytest.raises(DeskError, match="proposal 1 was erased already"):
        accept(path, number, DAY)


def test_what_became_of_it_is_taken_back_with_its_value(path: Path) -> None:
    accept(path, said(path, "a", WORD), DAY)
    assert len(live(path, "lieux", "places")) == 1
    erase(path, "proposal", "1", DAY)
    assert (live(path, "lieux", "places"), holding(path)) == ([], [])
    # The cell can be corrected anew.
    accept(path, said(path), DAY)
    assert len(live(path, "lieux", "places")) == 1


def test_a_correction_is_erased_and_what_else_its_proposal_said_stays(path: Path) -> None:
    edits = {"kind": Edit("a", WORD), "name": Edit("n", "Zirkel")}
    propose(path, ROW, edits | {"kind": Edit("a", f"{WORD}s")}, why="", evidence="", day=DAY)
    amend(path, 1, edits, DAY)
    accept(path, 1, DAY)
    assert WORD in decisions(path)[1].about
    erase(path, "correction", "1", DAY)
    assert [row[2] for row in live(path, "lieux", "places")] == ["name"]
    assert (proposal(path, 1).edits, holding(path)) == ({"name": edits["name"]}, [])
    erase(path, "correction", "2", DAY)
    assert (proposal(path, 1).state, holding(path, "Zirkel")) == ("erased", [])


def test_who_looked_at_it_looked_at_what_the_export_says(path: Path) -> None:
    accept(path, said(path, "a", WORD), DAY)
    accept(path, said(path, WORD, "c"), DAY)
    waiting = said(path, WORD, "d")
    erase(path, "proposal", "1", DAY)
    assert (bases(path), holding(path)) == (["[]", '["a"]'], [])
    assert proposal(path, waiting).edits == {"kind": Edit("a", "d")}
    accept(path, waiting, DAY)
    assert bases(path)[-1] == '["a","c"]'


def test_what_the_export_said_too_stays_known(path: Path) -> None:
    accept(path, said(path), DAY)
    accept(path, said(path, "b", "a"), DAY)
    erase(path, "correction", "2", DAY)
    assert bases(path) == ['["a"]', "[]"]


def test_a_row_that_was_added_goes_with_what_others_said_of_its_cells(path: Path) -> None:
    cells = {"kind": Edit(None, WORD), "name": Edit(None, "Le Zinc")}
    row = ("lieux", "places", ())
    propose(path, row, cells, why="", evidence="", day=DAY, title=WORD, kind="addition")
    key = accept(path, 1, DAY).key
    later = ("lieux", "places", key)
    propose(path, later, {"kind": Edit(WORD, "bar")}, why="", evidence="", day=DAY)
    accept(path, 2, DAY)
    propose(path, later, {"kind": Edit(WORD, "pub")}, why="", evidence="", day=DAY)
    assert holding(path) != []
    erase(path, "correction", "1", DAY)
    assert (holding(path), proposal(path, 1).state) == ([], "erased")
    assert proposal(path, 3).edits == {"kind": Edit(None, "pub")}
    assert (live(path, "lieux", "places"), bases(path)) == ([], ["[]", "[null]"])


def test_no_digest_of_a_row_that_was_added_stays(path: Path) -> None:
    propose(path, ("lieux", "places", ()), {"name": Edit(None, WORD), "kind": Edit(None, "x")},
            why="", evidence="", day=DAY, kind="addition")  # fmt: skip
    key = accept(path, 1, DAY).key
    row = ("lieux", "places", key)
    accept(path, propose(path, row, {"kind": Edit("x", "y")}, why="", evidence="", day=DAY), DAY)
    print = "5d41402abc4b2a76b9719d911017c592"
    settle(path, [Settled(2, "applied", as_text(list(key)), "x", print)])
    assert holding(path, print) != []
    erase(path, "proposal", "1", DAY)
    assert (holding(path, print), live(path, "lieux", "places")) == ([], [])


def test_a_change_that_waits_to_be_cleared_goes_along(path: Path) -> None:
    accept(path, said(path, "a", WORD), DAY)
    place = ("lieux", "places")
    cells = [Candidate('["01"]', "d1", "changed", f'{{"kind":["a","{WORD}"]}}'),
             Candidate('["02"]', "d2", "changed", '{"kind":["a","b"]}')]  # fmt: skip
    note(path, place, cells, DAY)
    erase(path, "proposal", "1", DAY)
    assert holding(path) == []
    assert [one.key for one in known(path, *place)] == ['["02"]']


def test_columns_and_tables_that_come_are_emptied_too(path: Path) -> None:
    number, other = said(path), said(path, "a", "c")
    with closing(sqlite3.connect(path)) as database:
        database.execute("ALTER TABLE proposals ADD COLUMN later TEXT NOT NULL DEFAULT ''")
        database.execute("ALTER TABLE proposals ADD COLUMN sealed TEXT")
        database.execute(
            "CREATE TABLE addresses (p INTEGER REFERENCES proposals (id), address TEXT)"
        )
        database.execute("UPDATE proposals SET later = ?, sealed = ?", (WORD, WORD))
        told = [(number, WORD), (other, "stays@example.org")]
        database.executemany("INSERT INTO addresses VALUES (?, ?)", told)
        database.commit()
    erase(path, "proposal", str(number), DAY)
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT later, sealed FROM proposals ORDER BY id").fetchall()
        assert rows == [("", None), (WORD, WORD)]
        assert database.execute("SELECT * FROM addresses").fetchall() == [told[1]]


def test_what_programs_were_told_and_grouped_it_under_goes_along(path: Path) -> None:
    invite(path, "Ada", "corrector", NOW)
    [ada] = [one.id for one in members(path)]
    first, second = said(path), said(path, "a", "c")
    with writing(path) as database:
        changeset = begin(database, ada, WORD, "", DAY).number
        grouped = [(first, changeset), (second, changeset)]
        database.executemany("INSERT INTO changes VALUES (?, ?)", grouped)
        answer = (ada, "k", "r", NOW, 200, "", f"{WORD} too")
        database.execute(
            "INSERT INTO answers (member, key, request, expires, status, headers, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            answer,
        )
    erase(path, "proposal", str(first), DAY)
    assert (holding(path, f"{WORD} too"), holding(path)) == ([], ["desk.db"])
    erase(path, "proposal", str(second), DAY)
    assert holding(path) == []


def test_a_member_goes_with_the_name_and_every_way_in(path: Path) -> None:
    session = sign_in(path, invite(path, WORD, "reviewer", NOW), "", NOW)
    invite(path, WORD, "reviewer", NOW)
    [ada] = [one.id for one in members(path)]
    accept(path, said(path), DAY, ada)
    assert holding(path) != []
    assert erase(path, "member", WORD, DAY) == Erased("member", ada)
    assert (members(path), signed_in(path, session or "", NOW), holding(path)) == ([], None, [])
    assert [one.act for one in entries(path, member=ada)] == [
        "erased", "accepted", "invited", "signed in", "invited",
    ]  # fmt: skip
    assert listed(path.with_name("erased")) == [Erased("member", ada)]
    # Once more, by id.
    assert erase(path, "member", ada, DAY) == Erased("member", ada)
    assert listed(path.with_name("erased")) == [Erased("member", ada)]


@pytest.mark.parametrize(
    ("kind", "which"),
    [("proposal", "2"), ("correction", "1"), ("member", "Bob"), ("proposal", "x"),
     ("proposal", "9" * 30), ("member", "")],
)  # fmt: skip
def test_what_is_not_there_is_not_erased(path: Path, kind: str, which: str) -> None:
    said(path)
    with pytest.raises(DeskError, match=f"there is no {kind} '{which}' to erase"):
        erase(path, kind, which, DAY)  # type: ignore[arg-type]
    assert not path.with_name("erased").exists()


def test_one_that_reads_meanwhile_is_told_of(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure.desk_file, "PATIENCE_SECONDS", 0.05)
    said(path, "a", WORD)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM proposals").fetchone()
        with pytest.raises(DeskError, match="copies stay beside it; erase it once more"):
            erase(path, "proposal", "1", DAY)
        assert holding(path) != []
    erase(path, "proposal", "1", DAY)
    assert holding(path) == []


def test_a_restore_is_erased_again_and_numbers_are_not_given_twice(path: Path) -> None:
    said(path, "a", WORD)
    accept(path, 1, DAY)
    invite(path, f"{WORD} Two", "reviewer", NOW)
    [ada] = [one.id for one in members(path)]
    gone = [
        ("proposal", "1"),
        ("member", ada),
        ("proposal", "7"),
        ("correction", "4"),
        ("member", "x"),
    ]
    erase_again(path, [Erased(*one) for one in gone], DAY)  # type: ignore[arg-type]
    assert (holding(path), members(path)) == ([], [])
    number = said(path)
    assert number == 8
    accept(path, number, DAY)
    assert [row[0] for row in live(path, "lieux", "places")] == [5]


def test_a_damaged_list_is_told_with_its_line(tmp_path: Path) -> None:
    place = tmp_path / "erased"
    assert listed(place) == []
    place.write_text("2026-12 proposal 1\n2026-12 proposal 1\nproposal 2\n", encoding="utf-8")
    with pytest.raises(DeskError, match="erased, line 3: not as `fournil desk erase` writes it"):
        listed(place)


def test_what_an_erased_member_accepted_is_looked_at_by_two_others(path: Path) -> None:
    invite(path, "Zoé", "reviewer", NOW)
    [zoe] = members(path)
    number = said(path)
    accept(path, number, DAY, zoe.id, eyes=2)
    assert accepted_by(path) == {number: [zoe.id]}
    erase(path, "member", "Zoé", DAY)
    assert accepted_by(path) == {}
    # The same person, invited again, is one of two.
    assert accept(path, number, DAY, "f00d", eyes=2).state == "open"
