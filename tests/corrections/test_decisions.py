"""Members amend, accept by as many eyes as are asked for; each step is noted with its member."""

from pathlib import Path

import pytest

from publish.corrections.decisions import (
    Decision,
    accept,
    accepted_by,
    amend,
    decisions,
    refuse,
)
from publish.corrections.live import live, undo
from publish.corrections.proposals import Edit, proposal, propose
from publish.errors import DeskError
from tests.sites import DAY

ROW = ("lieux", "places", ("01",))


def said(path: Path, by: str = "") -> int:
    edits = {"kind": Edit("a", "b")}
    return propose(path, ROW, edits, why="", evidence="", day=DAY, by=by)


def test_what_two_have_to_see_waits_for_the_second(path: Path) -> None:
    number = said(path)
    assert accept(path, number, DAY, "ada", eyes=2).state == "open"
    assert (accepted_by(path), live(path, "lieux", "places")) == ({1: ["ada"]}, [])
    assert accept(path, number, DAY, "shell", eyes=2).state == "accepted"
    assert (accepted_by(path), len(live(path, "lieux", "places"))) == ({}, 1)
    assert [(one.decision, one.by) for one in decisions(path)] == [
        ("accepted", "shell"),
        ("seen", "ada"),
    ]


def test_nobody_is_both_of_the_two(path: Path) -> None:
    number = said(path)
    accept(path, number, DAY, "ada", eyes=2)
    with pytest.raises(DeskError) as told:
        accept(path, number, DAY, "ada", eyes=2)
    assert str(told.value) == (
        "proposal 1: ada accepted it already; 2 members have to, so it waits for another"
    )
    assert accepted_by(path) == {1: ["ada"]}


def test_who_proposed_it_is_none_of_the_two(path: Path) -> None:
    number = said(path, "ada")
    with pytest.raises(DeskError) as told:
        accept(path, number, DAY, "ada", eyes=2)
    assert str(told.value) == (
        "proposal 1: 2 members have to accept it, and who proposed it is none of them"
    )
    assert accept(path, number, DAY, "ada").state == "accepted"


def test_one_refusal_is_enough(path: Path) -> None:
    number = said(path)
    accept(path, number, DAY, "ada", eyes=2)
    refuse(path, number, "no", DAY, "bob")
    assert (proposal(path, number).state, accepted_by(path)) == ("refused", {})


def test_what_is_decided_is_the_amended_value_and_the_log_keeps_the_other(path: Path) -> None:
    number = said(path)
    accept(path, number, DAY, "ada", eyes=2)
    amended = amend(path, number, {"kind": Edit("a", "c")}, DAY, "bob")
    assert amended == proposal(path, number)
    assert accepted_by(path) == {}
    assert decisions(path)[0] == Decision(1, "amended", DAY, "bob", '{"before":{"kind":["a","b"]}}')
    accept(path, number, DAY, "bob", eyes=2)
    accept(path, number, DAY, "ada", eyes=2)
    [(_id, _key, _column, bases, new, *_others)] = live(path, "lieux", "places")
    assert (bases, new) == ('["a"]', "c")


def test_nothing_else_can_be_amended(path: Path) -> None:
    number = said(path)
    for edits in ({}, {"kind": Edit("a", "b")}):
        with pytest.raises(DeskError, match="proposal 1: it says so already; nothing to amend"):
            amend(path, number, edits, DAY)
    refuse(path, number, "no", DAY)
    with pytest.raises(DeskError, match="proposal 1 was refused already"):
        amend(path, number, {"kind": Edit("a", "c")}, DAY)
    assert [one.decision for one in decisions(path)] == ["refused"]


def test_who_took_a_correction_back_is_noted(path: Path) -> None:
    accept(path, said(path), DAY)
    undo(path, 1, DAY, "ada")
    assert decisions(path)[0] == Decision(
        1, "undone", DAY, "ada", '{"correction":1,"column":"kind"}'
    )
