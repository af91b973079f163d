"""What a member types within their rights, beside all that looks like it and is none."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from publish.corrections.decisions import decisions
from publish.corrections.live import live
from publish.corrections.proposals import Edit, proposals
from publish.desk.app.instance import Desk
from publish.desk.app.serve import open_desk
from publish.desk.correcting import corrected
from publish.desk.members import invite, members, revoke
from publish.desk.rights import EVERYWHERE, Role, Scope, Territory
from publish.desk.rows import Cell, Row, row_of
from publish.desk.typed import Typed
from publish.desk.visits import Visit
from tests.desk.entering import open_site

CAFES = Scope("lieux", "places", territory=Territory("kind", "caf*"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk without members."""
    with closing(open_desk(open_site(tmp_path / "site"))) as opened:
        yield opened


def visit(desk: Desk, role: Role, scope: Scope = EVERYWHERE, name: str = "Ada") -> Visit:
    """A member with a right."""
    invite(desk.folder.desk, name, role, desk.now(), scope)
    [member] = [one for one in members(desk.folder.desk) if one.name == name]
    return Visit("session", member)


def row(desk: Desk, key: str = "01") -> Row:
    """A row: 01 is a café."""
    found = row_of(desk.folder, "lieux", "places", [key])
    assert found
    return found


def typed(row: Row, **cells: str | None) -> Typed:
    """What somebody typed into the form of a row."""
    edits = {name: Edit(row.cells[name].base, new) for name, new in cells.items()}
    return Typed("I was there", "https://example.org/seen", edits)


def count(desk: Desk) -> int:
    """The live corrections."""
    return len(live(desk.folder.desk, "lieux", "places"))


def test_within_the_scope_it_is_accepted_at_once_by_the_member(desk: Desk) -> None:
    ada, here = visit(desk, "corrector", CAFES), row(desk)
    assert corrected(desk, ada, here, typed(here, name="Bar", open="false"))
    [one] = proposals(desk.folder.desk, "accepted")
    assert (one.key, one.by, one.edits["name"].new) == (("01",), ada.member.id, "Bar")
    [decision] = decisions(desk.folder.desk)
    assert (decision.decision, decision.by) == ("accepted", ada.member.id)
    assert count(desk) == 2


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("corrector", Scope("lieux", "places", ("open",))),
        ("corrector", Scope("lieux", "places", territory=Territory("kind", "fablab"))),
        ("corrector", Scope("autres")),
        ("officer", Scope("lieux", "people")),
        ("corrector", Scope(expires=1)),
    ],
)
def test_beyond_it_nothing_is_done(desk: Desk, role: Role, scope: Scope) -> None:
    ada, here = visit(desk, role, scope), row(desk)
    assert not corrected(desk, ada, here, typed(here, name="Bar"))
    assert (count(desk), proposals(desk.folder.desk, "accepted")) == (0, [])


def test_not_a_part_of_it_either(desk: Desk) -> None:
    ada, here = visit(desk, "corrector", Scope("lieux", "places", ("name",))), row(desk)
    assert not corrected(desk, ada, here, typed(here, name="Bar", open="false"))
    assert count(desk) == 0
    assert corrected(desk, ada, here, typed(here, name="Bar"))


def test_no_row_is_carried_out_of_the_territory(desk: Desk) -> None:
    ada, here = visit(desk, "corrector", CAFES), row(desk)
    assert not corrected(desk, ada, here, typed(here, kind="fablab"))
    assert count(desk) == 0
    assert corrected(desk, ada, here, typed(here, kind="café-bar"))


def test_who_was_revoked_meanwhile_corrects_nothing(desk: Desk) -> None:
    ada, here = visit(desk, "officer"), row(desk)
    revoke(desk.folder.desk, "Ada", desk.now())
    assert not corrected(desk, ada, here, typed(here, name="Bar"))
    assert count(desk) == 0


def test_nobody_overwrites_what_they_did_not_see(desk: Desk) -> None:
    ada, bob, here = visit(desk, "corrector"), visit(desk, "corrector", name="Bob"), row(desk)
    assert corrected(desk, ada, here, typed(here, name="Bar"))
    assert not corrected(desk, bob, here, typed(here, name="Café", open="false"))
    assert count(desk) == 1
    assert corrected(desk, bob, here, typed(here, open="false"))


def test_where_two_have_to_look_nobody_corrects_alone(desk: Desk) -> None:
    declaration = desk.folder.declaration("lieux")
    text = declaration.read_text(encoding="utf-8")
    ada, here = visit(desk, "officer"), row(desk)
    declaration.write_text(text.replace("    browse:", "    corrections: {eyes: 2}\n    browse:"))
    assert not corrected(desk, ada, here, typed(here, name="Bar"))
    declaration.write_text("tables: [", encoding="utf-8")
    assert not corrected(desk, ada, here, typed(here, name="Bar"))
    assert count(desk) == 0
    declaration.write_text(text, encoding="utf-8")
    assert corrected(desk, ada, here, typed(here, name="Bar"))


@pytest.mark.parametrize(
    ("scope", "kind", "done"),
    [
        (EVERYWHERE, "serre", True),
        (CAFES, "café", True),
        (CAFES, "serre", False),
        (CAFES, None, False),
        (Scope("lieux", "places", ("name", "kind")), "café", False),
        (Scope("autres"), "café", False),
    ],
)
def test_a_missing_row_is_meant_whole_and_lies_where_it_says(
    desk: Desk, scope: Scope, kind: str | None, done: bool
) -> None:
    there = row(desk)
    cells = {name: Cell(one.field, None) for name, one in there.cells.items()}
    missing = Row(there.release, there.table, (), "", cells)
    said = typed(missing, name="Bar", kind=kind)
    assert corrected(desk, visit(desk, "corrector", scope), missing, said) is done
    assert len(proposals(desk.folder.desk, "accepted")) == done
