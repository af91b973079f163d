"""Pairs that a publication asks of, and what people said of them: never asked again."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.corrections.desk_file import writing
from publish.corrections.log import entries
from publish.corrections.pair_decisions import Against, Changed, NotAsked, decide, pair, say, undo
from publish.corrections.pair_groups import Verdict, against, ordered
from publish.corrections.pairs import (
    RENAMED,
    Decided,
    Pair,
    Told,
    asked_in,
    asked_of,
    decided,
    decided_last,
    digest,
    follow,
    listed,
    tell_pairs,
)
from publish.corrections.renamed_pairs import renamings
from publish.errors import DeskError
from tests.sites import DAY

PLACE = ("lieux", "places")
CELLS = {"left": {"name": "Café"}, "right": {"name": "Le café"}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a desk, not made yet."""
    return tmp_path / "desk" / "desk.db"


def told(left: str, right: str, probability: float = 0.8, name: str = "Café") -> Told:
    cells = {"left": {"name": name}, "right": {"name": "Le café"}}
    return Told(left, right, probability, '[{"column": "name"}]', json.dumps(cells))


def tell(path: Path, *pairs: Told, later: int = 0) -> None:
    tell_pairs(path, *PLACE, pairs, DAY + timedelta(later))


def said(path: Path, rows: tuple[str, str], verdict: Verdict) -> None:
    say(path, PLACE, [rows], verdict, DAY, "f00d")


def waiting(path: Path) -> list[tuple[str, str]]:
    return [one.rows for one in asked_in(path, *PLACE)]


def the(path: Path, left: str, right: str) -> Pair:
    [found] = [one for one in asked_in(path, *PLACE) if one.rows == (left, right)]
    return found


def test_without_a_file_nothing_waits_and_nothing_was_said(path: Path) -> None:
    assert listed(path) == []
    assert decided(path, *PLACE) == Decided(frozenset(), frozenset())
    assert decided_last(path, "lieux", 5) == []
    with pytest.raises(NotAsked, match="there is no pair 1"):
        pair(path, 1)
    follow(path, *PLACE, {"a/1": "a/2"}, {})
    assert not path.exists()


def test_what_a_publication_tells_waits_until_it_tells_it_no_more(path: Path) -> None:
    tell(path, told("a/1", "b/1"), told("a/2", "b/2", 0.7))
    tell_pairs(path, "lieux", "rooms", [told("a/1", "b/1")], DAY)
    first = the(path, "a/1", "b/1")
    assert (first.probability, first.cells, first.seen) == (0.8, CELLS, "2026-11-21")
    tell(path, told("a/1", "b/1", 0.9, "Bar"), told("a/3", "b/3"), later=7)
    assert waiting(path) == [("a/1", "b/1"), ("a/3", "b/3")]
    again = the(path, "a/1", "b/1")
    assert (again.id, again.probability, again.seen) == (first.id, 0.9, "2026-11-21")
    assert again.cells["left"] == {"name": "Bar"}
    assert [one.table for one in listed(path, "lieux")] == ["places", "rooms", "places"]
    assert listed(path, "autres") == []
    tell(path)
    assert waiting(path) == []


def test_a_pair_stands_there_once_whichever_row_is_told_first(path: Path) -> None:
    tell(path, told("b/1", "a/1"))
    found = the(path, "a/1", "b/1")
    assert found.cells == {"left": CELLS["right"], "right": CELLS["left"]}
    tell(path, told("a/1", "b/1"))
    assert the(path, "a/1", "b/1").cells == CELLS


def test_the_most_probable_come_first(path: Path) -> None:
    tell(path, told("a/1", "b/1", 0.7), told("a/2", "b/2", 0.9))
    numbers = [one.id for one in listed(path)]
    assert [one.left for one in asked_of(path, numbers)] == ["a/2", "a/1"]
    assert [one.left for one in asked_of(path, numbers[:1])] == ["a/1"]


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_a_pair_that_was_decided_is_never_asked_again(path: Path, verdict: Verdict) -> None:
    tell(path, told("a/1", "b/1"))
    decide(path, the(path, "a/1", "b/1").id, verdict, DAY, "f00d")
    for week in range(1, 4):
        tell(path, told("b/1", "a/1", 0.99, "Bar"), later=7 * week)
        assert listed(path) == []
    tell(path, later=60)
    found = decided(path, *PLACE)
    assert getattr(found, verdict) == {("a/1", "b/1")}
    assert found.same | found.different == {("a/1", "b/1")}
    [found] = decided_last(path, "lieux", 5)
    assert (found.state, found.decided_by, found.decided_at) == (verdict, "f00d", "2026-11-21")
    # The values are those of the release from then on; why it was asked stays.
    assert (found.cells, found.why) == ({}, '[{"column": "name"}]')


def test_of_two_who_decide_one_does(path: Path) -> None:
    tell(path, told("a/1", "b/1"))
    number = the(path, "a/1", "b/1").id
    decide(path, number, "same", DAY)
    with pytest.raises(NotAsked, match="pair 1 was decided already: its rows are same"):
        decide(path, number, "different", DAY)
    with pytest.raises(NotAsked, match="there is no pair 9"):
        decide(path, 9, "same", DAY)


def test_what_changed_since_it_was_looked_at_is_looked_at_again(path: Path) -> None:
    tell(path, told("a/1", "b/1"))
    before = the(path, "a/1", "b/1")
    tell(path, told("a/1", "b/1", 0.9))
    assert the(path, "a/1", "b/1").mark == before.mark
    tell(path, told("a/1", "b/1", name="Bar"))
    with pytest.raises(Changed, match="pair 1 says something else by now; look again"):
        decide(path, before.id, "same", DAY, mark=before.mark)
    decide(path, before.id, "same", DAY, mark=the(path, "a/1", "b/1").mark)


def test_what_was_said_can_be_taken_back_and_waits_again(path: Path) -> None:
    tell(path, told("a/1", "b/1"))
    number = the(path, "a/1", "b/1").id
    with pytest.raises(NotAsked, match="nothing was said of pair 1"):
        undo(path, number, DAY)
    decide(path, number, "different", DAY, "f00d")
    undo(path, number, DAY, "cafe")
    found = the(path, "a/1", "b/1")
    assert (found.state, found.decided_by, found.cells) == ("asked", "", CELLS)
    assert [one[1:4] for one in entries(path, about="pair 1")] == [
        ("undone", "pair 1", "cafe"),
        ("different", "pair 1", "f00d"),
    ]


def test_rows_that_were_merged_by_themselves_are_parted(path: Path) -> None:
    said(path, ("b/1", "a/1"), "different")
    assert decided(path, *PLACE).different == {("a/1", "b/1")}
    # Nobody asked: what is taken back is gone.
    undo(path, 1, DAY)
    assert (decided(path, *PLACE).different, listed(path)) == (frozenset(), [])


def test_a_pair_that_waits_is_parted_in_its_place(path: Path) -> None:
    tell(path, told("a/1", "b/1"))
    said(path, ("a/1", "b/1"), "different")
    said(path, ("a/1", "b/1"), "same")
    undo(path, 1, DAY)
    assert waiting(path) == [("a/1", "b/1")]
    with pytest.raises(DeskError, match="'a/1' is one row, and no pair"):
        said(path, ("a/1", "a/1"), "same")


def test_nothing_is_said_against_what_was_said(path: Path) -> None:
    said(path, ("a/1", "b/1"), "same")
    said(path, ("b/1", "c/1"), "same")
    with pytest.raises(Against, match="a/1 and c/1 were said to be one thing through others"):
        said(path, ("a/1", "c/1"), "different")
    said(path, ("a/1", "d/1"), "different")
    with pytest.raises(Against, match="a/1 and d/1 were said to be different; undo that first"):
        said(path, ("c/1", "d/1"), "same")
    # Of another table nothing was said, and a refusal leaves nothing behind.
    say(path, ("lieux", "rooms"), [("c/1", "d/1")], "same", DAY)
    assert [one.rows for one in decided_last(path, "lieux", 9) if "d/1" in one.rows] == [
        ("c/1", "d/1"),
        ("a/1", "d/1"),
    ]


def test_of_several_pairs_all_is_said_or_nothing(path: Path) -> None:
    for rows in (("a/1", "b/1"), ("b/1", "c/1"), ("d/1", "e/1"), ("e/1", "f/1")):
        said(path, rows, "same")
    # Row c is parted from both others, though b was said to be one with it.
    say(path, PLACE, [("a/1", "c/1"), ("b/1", "c/1")], "different", DAY)
    found = decided(path, *PLACE)
    assert found.different == {("a/1", "c/1"), ("b/1", "c/1")}
    with pytest.raises(Against):
        say(path, PLACE, [("d/1", "z/1"), ("d/1", "f/1")], "different", DAY)
    assert decided(path, *PLACE) == found


PAIRS = st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda both: both[0] != both[1])


@given(st.lists(st.tuples(PAIRS, st.booleans()), max_size=25))
def test_no_two_rows_are_ever_both(sayings: list[tuple[tuple[int, int], bool]]) -> None:
    same, different = set[tuple[str, str]](), set[tuple[str, str]]()
    for (one, other), is_same in sayings:
        rows = ordered(f"p/{one}", f"p/{other}")
        verdict: Verdict = "same" if is_same else "different"
        if against(same - {rows}, different - {rows}, rows, verdict) is None:
            same, different = same - {rows}, different - {rows}
            (same if is_same else different).add(rows)
    groups = {f"p/{n}": n for n in range(7)}
    for _turn in groups:
        for one, other in same:
            groups[one] = groups[other] = min(groups[one], groups[other])
    assert not [rows for rows in different if groups[rows[0]] == groups[rows[1]]]


def test_a_partner_that_names_its_rows_anew_takes_along_what_was_said(path: Path) -> None:
    said(path, ("a/1", "b/1"), "different")
    said(path, ("b/1", "c/1"), "same")
    tell(path, told("b/2", "c/2"))
    follow(path, *PLACE, {"b/1": "z/9", "b/2": "z/8"}, {})
    both = decided(path, *PLACE)
    assert both.different == {("a/1", "b/1"), ("a/1", "z/9")}
    assert both.same == {("b/1", "c/1"), ("c/1", "z/9")}
    assert waiting(path) == [("b/2", "c/2")]
    follow(path, *PLACE, {"b/1": "z/9"}, {})
    assert decided(path, *PLACE) == both
    # Two names of one row are no pair.
    follow(path, *PLACE, {"a/1": "b/1"}, {})
    assert decided(path, *PLACE).different == both.different | {("b/1", "z/9")}


def test_a_digest_tells_what_was_said_and_not_what_waits(path: Path) -> None:
    nothing = digest(path, "lieux")
    tell(path, told("a/1", "b/1"))
    assert digest(path, "lieux") == nothing
    decide(path, 1, "same", DAY)
    same = digest(path, "lieux")
    assert same != nothing
    said(path, ("a/1", "b/1"), "different")
    assert digest(path, "lieux") not in (same, nothing)
    assert digest(path, "autres") == nothing
    undo(path, 1, DAY)
    assert digest(path, "lieux") == nothing


def test_a_file_that_cannot_be_written_is_told(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("no database at all, and long enough to be read as one" * 20)
    with pytest.raises(DeskError, match=r"cannot be written .* pairs of rows that may be one"):
        tell(path, told("a/1", "b/1"))
    with pytest.raises(DeskError, match="cannot be read"):
        decided(path, *PLACE)


def test_many_pairs_wait_behind_an_index(path: Path) -> None:
    with writing(path) as database:
        asked = "EXPLAIN QUERY PLAN SELECT count(*) FROM pairs WHERE state = 'asked'"
        plan = " ".join(row["detail"] for row in database.execute(asked))
    assert "pairs_that_wait" in plan


def test_the_file_itself_holds_a_pair_once(path: Path) -> None:
    said(path, ("a/1", "b/1"), "same")
    with pytest.raises(sqlite3.IntegrityError), writing(path) as database:
        database.execute(
            """INSERT INTO pairs (dataset, "table", "left", "right", probability, why, cells, seen,
            round, state) SELECT dataset, "table", "left", "right", 0, '', '{}', '', 0, 'asked'
            FROM pairs"""
        )


def test_a_pair_that_waits_follows_its_partner_under_another_name(path: Path) -> None:
    told = Told("nord/1", "nord/7", 0.6, "[]", "{}", RENAMED)
    tell_pairs(path, *PLACE, [told], DAY)
    follow(path, *PLACE, {}, {"nord": "nordique"})
    [now] = asked_in(path, *PLACE)
    assert now.rows == ("nordique/1", "nordique/7")
    assert renamings(path, *PLACE).under({"nordique": "n"}).waiting[0].rows == ("n/1", "n/7")
