"""Rights: who may do what and where, as a table, and the ways in which people try to get more."""

from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from publish.corrections.decisions import accept
from publish.corrections.proposals import Edit, propose
from publish.desk.members import invite, members, revoke
from publish.desk.people_file import writing
from publish.desk.rights import (
    EVERYWHERE,
    Action,
    Place,
    Role,
    Scope,
    Territory,
    grant,
    may,
    rights_of,
    ungrant,
)
from publish.errors import DeskError

NOW = 1_796_000_000
DAY = 86_400
TODAY = datetime.fromtimestamp(NOW, UTC).date()
ROW = Place("lieux", "places", {"insee": "33063", "kind": "café", "hours": None})
ACTIONS: tuple[Action, ...] = ("propose", "correct", "review", "clear", "officer")

HERE = Territory("insee", "33*")

# What a role may do, where its scope covers it.
ROLES: dict[Role, str] = {
    #            propose correct review clear officer
    "member":    "yes    no      no     no    no",
    "corrector": "yes    yes     no     no    no",
    "reviewer":  "yes    yes     yes    no    no",
    "clearer":   "yes    no      no     yes   no",
    "officer":   "yes    yes     yes    yes   yes",
}  # fmt: skip

# What a scope covers: a cell of a row, the row as a whole, its table, the desk itself.
PLACES: dict[str, tuple[Place | tuple[str, str], tuple[str, ...]]] = {
    "cell": (ROW, ("hours",)),
    "row": (ROW, ()),
    "table": (("lieux", "places"), ()),
    "desk": (("", ""), ()),
}
SCOPES: dict[str, tuple[Scope, str]] = {
    #                                                                      cell row table desk
    "everywhere": (EVERYWHERE,                                             "yes yes yes   yes"),
    "dataset": (Scope("lieux"),                                            "yes yes yes   no"),
    "another dataset": (Scope("autres"),                                   "no  no  no    no"),
    "table": (Scope("lieux", "places"),                                    "yes yes yes   no"),
    "another table": (Scope("lieux", "people"),                            "no  no  no    no"),
    "columns": (Scope("lieux", "places", ("hours", "kind")),               "yes no  no    no"),
    "other columns": (Scope("lieux", "places", ("kind",)),                 "no  no  no    no"),
    "columns anywhere": (Scope(columns=("hours",)),                        "yes no  no    no"),
    "territory": (Scope("lieux", "places", (), Territory("insee", "33063")), "yes yes no  no"),
    "its beginning": (Scope("lieux", territory=Territory("insee", "33*")), "yes yes no    no"),
    "another territory": (Scope("lieux", territory=Territory("insee", "330")), "no no no  no"),
    "its beginning elsewhere": (Scope(territory=Territory("insee", "40*")), "no no no     no"),
    "a column that is not": (Scope(territory=Territory("dept", "33*")),    "no  no  no    no"),
    "a cell without a value": (Scope(territory=Territory("hours", "9*")),  "no  no  no    no"),
    "until later": (Scope(expires=NOW + 1),                                "yes yes yes   yes"),
    "over": (Scope(expires=NOW),                                           "no  no  no    no"),
    "all at once": (Scope("lieux", "places", ("hours",), HERE, NOW + DAY), "yes no no  no"),
    "all at once, over": (Scope("lieux", "places", ("hours",), HERE, NOW - DAY), "no no no no"),
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a desk, not made yet."""
    return tmp_path / "desk" / "desk.db"


def member(path: Path, name: str, role: Role, *scopes: Scope) -> str:
    """The id of a new member with a right within each scope."""
    first, *others = scopes
    invite(path, name, role, NOW, first)
    for scope in others:
        grant(path, name, role, scope, NOW)
    [id] = [one.id for one in members(path) if one.name == name]
    return id


@pytest.mark.parametrize("role", ROLES)
def test_every_role_action_and_scope(path: Path, role: Role) -> None:
    tried = 0
    for number, (scope, covers) in enumerate(SCOPES.values()):
        id = member(path, f"M{number}", role, scope)
        by_action = dict(zip(ACTIONS, ROLES[role].split(), strict=True))
        by_place = dict(zip(PLACES, covers.split(), strict=True))
        for action, (name, (row, columns)) in product(ACTIONS, PLACES.items()):
            wanted = by_action[action] == by_place[name] == "yes"
            found = may(path, id, action, row, columns, NOW)
            assert found is wanted, (role, scope, action, name)
            tried += 1
    assert tried == 18 * 5 * 4


def correct(path: Path, id: str, row: Place, **cells: str | None) -> bool:
    """Whether a member may write these cells."""
    return may(path, id, "correct", row, cells, NOW)


def test_no_row_is_carried_into_a_territory_or_out_of_it(path: Path) -> None:
    id = member(path, "Ada", "corrector", Scope("lieux", territory=Territory("insee", "33*")))
    elsewhere = ROW._replace(values={**ROW.values, "insee": "40001"})
    assert correct(path, id, ROW, insee="33064", hours="9h")
    assert not correct(path, id, ROW, insee="40001")
    assert not correct(path, id, ROW, insee="40001", hours="9h")
    assert not correct(path, id, ROW, insee=None)
    assert not correct(path, id, elsewhere, insee="33063")
    assert not correct(path, id, elsewhere, hours="9h")
    # Without what is to stand there, the column of the territory is nobody's.
    assert may(path, id, "correct", ROW, ["hours"], NOW)
    assert not may(path, id, "correct", ROW, ["hours", "insee"], NOW)
    both = (Territory("insee", "33*"), Territory("insee", "40*"))
    wide = member(path, "Bob", "corrector", *(Scope("lieux", territory=one) for one in both))
    assert correct(path, wide, ROW, insee="40001")
    assert not correct(path, wide, ROW, insee="75056")


def test_two_rights_are_not_more_than_both(path: Path) -> None:
    here = Territory("insee", "33063")
    scopes = (Scope("lieux", "places", ("hours",)), Scope("lieux", "places", ("kind",), here))
    id = member(path, "Ada", "corrector", *scopes)
    elsewhere = ROW._replace(values={"insee": "40001"})
    assert correct(path, id, ROW, hours="9h", kind="bar")
    assert correct(path, id, elsewhere, hours="9h")
    assert not correct(path, id, elsewhere, hours="9h", kind="bar")
    assert not correct(path, id, ROW, hours="9h", name="Bar")
    assert not may(path, id, "correct", ROW, (), NOW)
    assert not may(path, id, "review", ROW, ["hours"], NOW)


def test_a_role_here_is_no_role_there(path: Path) -> None:
    id = member(path, "Ada", "corrector", Scope("lieux"))
    grant(path, "Ada", "officer", Scope("autres"), NOW)
    assert may(path, id, "officer", ("autres", "t"), (), NOW)
    assert not may(path, id, "review", ROW, ["hours"], NOW)
    assert not may(path, id, "officer", ("", ""), (), NOW)


@pytest.mark.parametrize("value", ["33%", "3306_", "330*3", "[3]*", ".*", "33063 ", "3306३"])
def test_what_a_territory_says_is_no_pattern(path: Path, value: str) -> None:
    id = member(path, "Ada", "corrector", Scope("lieux", territory=Territory("insee", value)))
    assert not correct(path, id, ROW, hours="9h")
    said = ROW._replace(values={"insee": value.removesuffix("*")})
    assert correct(path, id, said, hours="9h")


def test_nobody_has_rights_by_a_name_or_an_id_that_is_none(path: Path) -> None:
    id = member(path, "Ada", "officer", EVERYWHERE)
    assert may(path, id, "officer", ("", ""), (), NOW)
    for other in ("", "Ada", "shell", f"{id}'", f"{id} ", "' OR 1=1 --", "%"):
        assert not may(path, other, "propose", ROW, (), NOW)
    assert rights_of(path.with_name("none.db"), id) == []


def test_who_is_revoked_has_no_right_left(path: Path) -> None:
    id = member(path, "Ada", "officer", EVERYWHERE, Scope("lieux"))
    revoke(path, "Ada", NOW)
    assert not may(path, id, "propose", ROW, (), NOW)
    with writing(path) as database:
        assert [*database.execute("SELECT * FROM rights")] == []


@pytest.mark.parametrize("lessened", ["ungrant", "invite", "grant"])
def test_what_one_of_two_accepted_waits_anew_where_their_rights_shrink(
    path: Path, lessened: str
) -> None:
    id = member(path, "Ada", "reviewer", Scope("lieux"), Scope("autres"))
    row = ("lieux", "places", ["12"])
    number = propose(path, row, {"hours": Edit("a", "b")}, why="", evidence="", day=TODAY)
    accept(path, number, TODAY, id, eyes=2)
    if lessened == "ungrant":
        ungrant(path, rights_of(path, id)[0].number, NOW)
    elif lessened == "invite":
        invite(path, "Ada", "corrector", NOW)
    else:
        grant(path, "Ada", "reviewer", Scope("tiers"), NOW)
    state = accept(path, number, TODAY, "bob", eyes=2).state
    assert state == ("accepted" if lessened == "grant" else "open")


def test_an_invitation_with_a_role_replaces_and_without_one_keeps(path: Path) -> None:
    id = member(path, "Ada", "corrector", Scope("lieux"), Scope("autres"))
    invite(path, "Ada", None, NOW)
    assert [one.scope.dataset for one in rights_of(path, id)] == ["lieux", "autres"]
    invite(path, "Ada", "reviewer", NOW, Scope("tiers"))
    [right] = rights_of(path, id)
    assert (right.role, right.scope) == ("reviewer", Scope("tiers"))


def of_last_year(path: Path) -> str:
    """The id of a member of a time before rights."""
    id = member(path, "Old", "reviewer", EVERYWHERE)
    with writing(path) as database:
        database.execute("DROP TABLE rights")
    return id


def test_members_of_before_keep_what_they_had(path: Path) -> None:
    id = of_last_year(path)
    with writing(path):
        pass
    assert may(path, id, "review", ROW, ["hours"], NOW)
    assert not may(path, id, "officer", ("", ""), (), NOW)
    grant(path, "Old", "officer", Scope("autres"), NOW)
    assert may(path, id, "review", ROW, ["hours"], NOW)
    assert [one.role for one in rights_of(path, id)] == ["reviewer", "officer"]


def test_rights_are_taken_back_by_their_number_but_not_the_last(path: Path) -> None:
    id = member(path, "Ada", "corrector", Scope("lieux"), Scope("autres"))
    [first, second] = [one.number for one in rights_of(path, id)]
    ungrant(path, first, NOW)
    assert not correct(path, id, ROW, hours="9h")
    with pytest.raises(DeskError, match=f"there is no right {first}; `fournil desk members`"):
        ungrant(path, first, NOW)
    with pytest.raises(DeskError, match=f"right {second} is the last of its member"):
        ungrant(path, second, NOW)
    with pytest.raises(DeskError, match="there is no member 'Bob'; `fournil desk invite` makes"):
        grant(path, "Bob", "officer", EVERYWHERE, NOW)


def test_an_expired_right_leaves_nothing_and_not_everything(path: Path) -> None:
    id = member(path, "Ada", "officer", Scope(expires=NOW + 5))
    assert may(path, id, "officer", ("", ""), (), NOW + 4)
    assert not may(path, id, "propose", ROW, (), NOW + 5)
