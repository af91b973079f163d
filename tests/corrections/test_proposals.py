"""Proposals wait, are decided once, and become corrections of cells: one alive for each."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from publish.corrections.decisions import Decision, accept, decisions, refuse
from publish.corrections.live import Settled, corrected_tables, digest, live, settle, undo
from publish.corrections.outgoing import outgoing
from publish.corrections.proposals import Edit, Proposal, proposal, proposals, propose
from publish.errors import DeskError
from tests.sites import DAY

ROW = ("lieux", "places", ("01",))


def said(path: Path, base: str | None = "a", new: str | None = "b") -> int:
    return propose(path, ROW, {"kind": Edit(base, new)}, why="vu", evidence="", day=DAY)


def corrections(path: Path) -> Iterator[tuple[str, str, str | None, str]]:
    with closing(sqlite3.connect(path)) as database:
        yield from database.execute("SELECT key, bases, new, state FROM corrections ORDER BY id")


def test_a_proposal_waits_and_changes_nothing(path: Path) -> None:
    assert proposals(path) == []
    number = said(path)
    edits = {"kind": Edit("a", "b")}
    assert proposals(path) == [
        Proposal(number, "lieux", "places", ("01",), edits, "vu", "", DAY, "open")
    ]
    assert (live(path, "lieux", "places"), corrected_tables(path, "lieux")) == ([], frozenset())


def test_nobody_else_reads_the_file(path: Path) -> None:
    said(path)
    assert (path.parent.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)


def test_one_is_accepted_once(path: Path) -> None:
    number = said(path)
    accept(path, number, DAY)
    assert list(corrections(path)) == [('["01"]', '["a"]', "b", "accepted")]
    with pytest.raises(DeskError) as told:
        accept(path, number, DAY)
    assert str(told.value) == (
        "proposal 1 was accepted already; `fournil desk inbox` lists what waits"
    )


def test_one_is_refused_with_a_reason(path: Path) -> None:
    number = said(path)
    refuse(path, number, "fermé", DAY)
    [found] = proposals(path, "refused")
    assert (found.state, found.reason, found.why) == ("refused", "fermé", "")
    assert (proposals(path), list(corrections(path))) == ([], [])


def test_who_decided_is_noted_with_the_decision(path: Path) -> None:
    assert decisions(path) == []
    accept(path, said(path), DAY, "f00d")
    refuse(path, said(path), "no", DAY)
    late = said(path, "x", "c")
    with pytest.raises(DeskError):
        accept(path, late, DAY, "f00d")
    assert decisions(path) == [
        Decision(2, "refused", DAY, "shell"),
        Decision(1, "accepted", DAY, "f00d"),
    ]


def test_a_later_one_replaces_an_earlier_one_and_knows_its_bases(path: Path) -> None:
    accept(path, said(path), DAY)
    accept(path, said(path, "b", "c"), DAY)
    assert list(corrections(path)) == [
        ('["01"]', '["a"]', "b", "replaced"),
        ('["01"]', '["a","b"]', "c", "accepted"),
    ]


def test_one_that_was_written_against_what_nobody_shows_is_stale(path: Path) -> None:
    accept(path, said(path), DAY)
    late = said(path, "x", "c")
    with pytest.raises(DeskError, match="kind was corrected to 'b' after it was looked at as 'x'"):
        accept(path, late, DAY)
    assert [one.id for one in proposals(path)] == [late]


def test_where_the_export_stands_its_value_may_be_corrected_anew(path: Path) -> None:
    accept(path, said(path), DAY)
    settle(path, [Settled(1, "conflict", '["01"]', "z", None)])
    accept(path, said(path, "z", "c"), DAY)
    assert list(corrections(path))[1] == ('["01"]', '["a","b","z"]', "c", "accepted")


def test_what_was_said_meanwhile_goes_along_with_a_row(path: Path) -> None:
    accept(path, said(path), DAY)
    accept(path, said(path, "b", "c"), DAY)
    waiting = said(path, "c", "d")
    settle(path, [Settled(1, "rematched", '["91"]', "a", None)])
    assert [(key, state) for key, _, _, state in corrections(path)] == [
        ('["01"]', "replaced"),
        ('["91"]', "accepted"),
    ]
    assert proposal(path, waiting).key == ("91",)


def test_a_file_that_is_held_or_damaged_is_told(path: Path) -> None:
    accept(path, said(path), DAY)
    path.write_bytes(b"no database" * 500)
    for reads in (digest, corrected_tables):
        with pytest.raises(DeskError, match=r"desk\.db: cannot be read \(file is not a database\)"):
            reads(path, "lieux")
    with pytest.raises(DeskError, match=r"desk\.db: cannot be written \("):
        settle(path, [Settled(1, "applied", '["01"]', "a", None)])


def test_rows_may_change_their_keys_with_one_another(path: Path) -> None:
    for key in ("01", "02"):
        row = ("lieux", "places", (key,))
        edits = {"kind": Edit("a", "b")}
        accept(path, propose(path, row, edits, why="", evidence="", day=DAY), DAY)
    swapped = [('["02"]', 1), ('["01"]', 2)]
    settle(path, [Settled(number, "rematched", key, "a", None) for key, number in swapped])
    assert [(key, state) for key, _, _, state in corrections(path)] == [
        ('["02"]', "rematched"),
        ('["01"]', "rematched"),
    ]


def test_what_was_decided_meanwhile_is_not_settled(path: Path) -> None:
    accept(path, said(path), DAY)
    undo(path, 1, DAY)
    settle(path, [Settled(1, "applied", '["01"]', "a", None)])
    assert [state for *_, state in corrections(path)] == ["undone"]
    with pytest.raises(DeskError, match="there is no live correction 1"):
        undo(path, 1, DAY)


def test_the_digest_follows_what_is_asked_for_not_what_became_of_it(path: Path) -> None:
    nothing = digest(path, "lieux")
    accept(path, said(path), DAY)
    asked = digest(path, "lieux")
    settle(path, [Settled(1, "applied", '["01"]', "a", "print")])
    assert (nothing != asked, digest(path, "lieux")) == (True, asked)
    undo(path, 1, DAY)
    assert digest(path, "lieux") == nothing


def test_a_source_that_is_not_known_yet_is_what_was_seen(path: Path) -> None:
    accept(path, said(path), DAY)
    [one] = outgoing(path, "lieux")
    assert (one.source, one.corrected, one.state) == ("a", "b", "accepted")


def test_a_write_that_fails_leaves_nothing(path: Path) -> None:
    accept(path, said(path), DAY)
    stale = propose(
        path, ROW, {"name": Edit("n", "m"), "kind": Edit("x", "c")}, why="", evidence="", day=DAY
    )
    with pytest.raises(DeskError):
        accept(path, stale, DAY)
    assert list(corrections(path)) == [('["01"]', '["a"]', "b", "accepted")]
