"""Who may decide of a proposal: within their rights, before the change and after it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from publish.corrections.proposals import Edit, Kind, Proposal, proposal, propose
from publish.desk.app.instance import Desk
from publish.desk.app.serve import open_desk
from publish.desk.members import invite, members
from publish.desk.reviews import reviewer
from publish.desk.rights import Scope, Territory
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
