"""Which rows are disputed at the desk: by what members accepted, never by what anybody sent."""

from pathlib import Path

from publish.corrections.decisions import accept, look_again, refuse
from publish.corrections.desk_file import writing
from publish.corrections.disputes import digest, disputed
from publish.corrections.proposals import Edit, propose
from tests.sites import DAY

ROW = ("lieux", "places", ("a",))


def wants(path: Path, new: str | None, column: str = "town", by: str = "") -> int:
    """A proposal that waits."""
    edits = {column: Edit("Lille", new)}
    return propose(path, ROW, edits, why="", evidence="", day=DAY, by=by)


def seen(path: Path, *numbers: int) -> None:
    """A member accepted them; another has to look as well."""
    for number in numbers:
        accept(path, number, DAY, "ada", eyes=2)


def test_nobody_said_anything(path: Path) -> None:
    assert disputed(path, "lieux") == {}


def test_reviewed_proposals_that_contradict_each_other(path: Path) -> None:
    seen(path, wants(path, "Lyon"), wants(path, "Pau"))
    assert disputed(path, "lieux") == {"places": ['["a"]']}
    assert disputed(path, "autres") == {}


def test_what_nobody_reviewed_counts_for_nothing(path: Path) -> None:
    for town in ("Lyon", "Pau", "Nice", None):
        wants(path, town)
    wants(path, "Brest", by="bob")
    seen(path, wants(path, "Lyon"))
    assert disputed(path, "lieux") == {}


def test_what_says_the_same_or_is_of_another_cell_contradicts_nothing(path: Path) -> None:
    seen(path, wants(path, "Lyon"), wants(path, "Lyon"), wants(path, "Pau", "name"))
    assert disputed(path, "lieux") == {}


def test_no_value_contradicts_a_value_even_one_of_that_name(path: Path) -> None:
    seen(path, wants(path, None), wants(path, "null"))
    assert disputed(path, "lieux") == {"places": ['["a"]']}


def test_a_dispute_is_over_when_one_is_decided(path: Path) -> None:
    before = digest(path, "lieux")
    first, second = wants(path, "Lyon"), wants(path, "Pau")
    assert digest(path, "lieux") == before
    seen(path, first, second)
    assert digest(path, "lieux") != before
    refuse(path, first, "elsewhere", DAY, "bob")
    assert (disputed(path, "lieux"), digest(path, "lieux")) == ({}, before)


def test_who_may_review_no_more_disputes_no_more(path: Path) -> None:
    seen(path, wants(path, "Lyon"), wants(path, "Pau"))
    with writing(path) as database:
        look_again(database, "ada")
    assert disputed(path, "lieux") == {}
