"""Who may decide of a proposal: within their rights, before the change and after it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from publish.corrections.decisions import refuse
from publish.corrections.proposals import (
    Edit,
    Kind,
    Listed,
    Proposal,
    listed,
    proposal,
    propose,
    waiting_in,
    waiting_of,
)
from publish.desk.app.instance import Desk
from publish.desk.app.serve import open_desk
from publish.desk.members import invite, members
from publish.desk.reviews import reviewer
from publish.desk.rights import Role, Scope, Territory
from publish.desk.visits import Visit
from tests.desk.entering import open_site
from tests.sites import DAY

CAFES = Territory("kind", "caf*")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk without members, whose row 01 is a café."""
    with closing(open_desk(open_site(tmp_path / "site"))) as opened:
        yield opened


def proposed(
    desk: Desk, cells: dict[str, str], key: tuple[str, ...] = ("01",), kind: Kind = "edit"
) -> Proposal:
    """A proposal that waits."""
    edits = {name: Edit("before", new) for name, new in cells.items()}
    place, told = ("lieux", "places", key), {"why": "", "evidence": ""}
    number = propose(desk.folder.desk, place, edits, **told, day=DAY, kind=kind)
    return proposal(desk.folder.desk, number)


def may(desk: Desk, scope: Scope, one: Proposal) -> bool:
    """Whether a reviewer within a scope may decide."""
    invite(desk.folder.desk, "Ada", "reviewer", desk.now(), scope)
    [ada] = members(desk.folder.desk)
    return reviewer(desk, Visit("", ada)).may_decide(one)


def test_the_columns_that_change_have_to_be_theirs(desk: Desk) -> None:
    scope = Scope("lieux", "places", ("name",))
    assert may(desk, scope, proposed(desk, {"name": "Bar"}))
    assert not may(desk, scope, proposed(desk, {"name": "Bar", "open": "false"}))


def test_the_row_has_to_lie_in_their_territory_and_stay_there(desk: Desk) -> None:
    scope = Scope("lieux", territory=CAFES)
    assert may(desk, scope, proposed(desk, {"name": "Bar"}))
    assert may(desk, scope, proposed(desk, {"kind": "café-bar"}))
    assert not may(desk, scope, proposed(desk, {"kind": "fablab"}))
    assert not may(desk, scope, proposed(desk, {"name": "Bar"}, ("02",)))
    assert not may(desk, scope, proposed(desk, {"kind": "café"}, ("02",)))


def test_a_row_that_is_gone_lies_nowhere(desk: Desk) -> None:
    gone = proposed(desk, {"name": "Bar"}, ("99",))
    assert not may(desk, Scope("lieux", territory=CAFES), gone)
    assert may(desk, Scope("lieux"), gone)


def test_a_row_that_is_missing_lies_where_it_says_and_is_meant_as_a_whole(desk: Desk) -> None:
    nowhere = proposed(desk, {"name": "Bar"}, (), "addition")
    cafe = proposed(desk, {"name": "Bar", "kind": "café"}, (), "addition")
    assert may(desk, Scope("lieux", territory=CAFES), cafe)
    assert not may(desk, Scope("lieux", territory=CAFES), nowhere)
    assert not may(desk, Scope("lieux", "places", ("name", "kind", "open")), cafe)
    assert may(desk, Scope("lieux", "places"), cafe)


def theirs(desk: Desk, scope: Scope, role: Role = "reviewer") -> tuple[list[int], list[str]]:
    """The numbers that are within a scope, and the tables that had to be looked into for that."""
    invite(desk.folder.desk, "Ada", role, desk.now(), scope)
    [ada] = members(desk.folder.desk)
    path, looked = desk.folder.desk, list[str]()

    def closer(dataset: str, table: str) -> list[Proposal]:
        looked.append(f"{dataset}.{table}")
        return waiting_in(path, dataset, table)

    return [one.id for one in reviewer(desk, Visit("", ada)).theirs(listed(path), closer)], looked


def test_a_list_is_looked_into_where_some_columns_or_rows_alone_are_theirs(desk: Desk) -> None:
    name, kind = proposed(desk, {"name": "Bar"}), proposed(desk, {"kind": "bar"}, ("02",))
    both, place = [name.id, kind.id], "lieux.places"
    assert theirs(desk, Scope()) == (both, [])
    assert theirs(desk, Scope("lieux", "places")) == (both, [])
    assert theirs(desk, Scope("lieux", "others")) == ([], [])
    assert theirs(desk, Scope(), "corrector") == ([], [])
    assert theirs(desk, Scope(expires=1)) == ([], [])
    assert theirs(desk, Scope("lieux", columns=("name",))) == ([name.id], [place])
    assert theirs(desk, Scope(territory=CAFES)) == ([name.id], [place])


def test_what_is_shown_is_what_waits_still(desk: Desk) -> None:
    path, one = desk.folder.desk, proposed(desk, {"name": "Bar"})
    other = proposed(desk, {"name": "Salon"})
    assert listed(path) == [Listed(n.id, "lieux", "places") for n in (one, other)]
    assert waiting_of(path, [other.id, one.id, 99]) == [one, other]
    refuse(path, one.id, "no", DAY)
    assert waiting_of(path, [other.id, one.id]) == [other]
    assert listed(path) == [Listed(other.id, "lieux", "places")]
