"""A row that was added at the desk is shown until the export has it, and then never twice."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from publish.bakehouse.corrections import Corrected, correct
from publish.bakehouse.engine import Workspace
from publish.declare.table import Table
from tests.tables import bench, column, rows_of, table

COLUMNS = {
    "id": column(),
    "name": column(constraints={"required": True}),
    "seats": column("integer", constraints={"minimum": 0}),
    "open": column("boolean", true_values=("oui",), false_values=("non",)),
    "since": column("date", format=("%d/%m/%Y",)),
    "code": column(constraints={"unique": True}),
}
TAKING = {"add": True}
DECLARED = table(COLUMNS, primary_key=("id",), corrections=TAKING)
A = {"id": "a", "name": "Café", "seats": 12, "open": True, "since": "2020-05-01", "code": "X"}
ADDED = {"id": "desk-1", "name": "Halle", "seats": 30, "open": False, "since": "2021-01-02"}
SHOWN = ADDED | {"code": None}
CELLS = {"name": "Halle", "seats": "30", "open": "false", "since": "2021-01-02"}
TYPES = {"seats": pa.int64(), "open": pa.bool_()}

Said = tuple[Any, ...]


def said(
    key: str = "desk-1", column: str = "", new: object = None, state: str = "accepted"
) -> Said:
    """A live correction: of a cell, or of a whole row."""
    bases = json.dumps([CELLS[column]]) if column else "[]"
    text = new if column else json.dumps(CELLS if new is None else new)
    return (json.dumps([key]), column, bases, text, "", "2026-11", state, None)


def merged(
    place: Workspace,
    rows: Sequence[Mapping[str, Any]],
    *live: Said,
    before: Sequence[str] | None = ("a", "desk-1"),
    declared: Table = DECLARED,
) -> Corrected:
    columns = {name: [row.get(name) for row in rows] for name in COLUMNS}
    arrow = pa.table({n: pa.array(of, TYPES.get(n, pa.string())) for n, of in columns.items()})
    known = None
    if before is not None:
        known = place.brought("before", pa.table({"id": pa.array(before, pa.string())}))
    numbered = [(number, *one) for number, one in enumerate(live, 1)]
    return correct(place.brought("rows", arrow), declared, numbered, known, place)


def ended(found: Corrected, place: Workspace) -> list[tuple[str, str]]:
    """The state of each correction, and the key that its row has by now."""
    return [(one.state, json.loads(one.key)[0]) for one in found.settled(place)]


def shown(found: Corrected) -> list[dict[str, Any]]:
    return rows_of(found.rows.order_by("id"))


def test_it_stands_beside_what_the_export_has(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        found = merged(place, [A], said())
        assert (shown(found), ended(found, place)) == ([A, SHOWN], [("applied", "desk-1")])
        assert found.states(place) == {"added": 1}
        assert found.fresh(place) == {"": [1]}


def test_columns_keep_their_types(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        assert merged(place, [A], said()).rows.schema() == merged(place, [A]).rows.schema()


def test_it_can_be_corrected_as_any_row(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        found = merged(place, [A], said(), said(column="seats", new="31"))
        assert shown(found)[1] == SHOWN | {"seats": 31}
        assert found.states(place) == {"added": 1, "applied": 1}


def test_the_row_of_the_export_with_its_key_stands(tmp_path: Path) -> None:
    taken = SHOWN | {"seats": 33}
    with bench(tmp_path) as place:
        found = merged(place, [A, taken], said())
        assert (shown(found), ended(found, place)) == ([A, taken], [("absorbed", "desk-1")])
        assert found.moved(place) == []


def test_a_new_row_that_says_the_same_stands_under_its_own_key(tmp_path: Path) -> None:
    new = SHOWN | {"id": "b", "code": "Y"}
    with bench(tmp_path) as place:
        found = merged(place, [A, new], said())
        assert (shown(found), ended(found, place)) == ([A, new], [("absorbed", "b")])
        assert [one.key for one in found.moved(place)] == ['["b"]']


@pytest.mark.parametrize("seats", [30, 31])
def test_what_was_corrected_goes_along_whichever_was_taken_over(tmp_path: Path, seats: int) -> None:
    new = SHOWN | {"id": "b", "seats": seats}
    with bench(tmp_path) as place:
        found = merged(place, [A, new], said(), said(column="seats", new="31"))
        assert shown(found) == [A, SHOWN | {"id": "b", "seats": 31}]
        state = "applied" if seats == 30 else "absorbed"
        assert sorted(ended(found, place)) == sorted([("absorbed", "b"), (state, "b")])


def test_a_row_that_was_there_before_is_another(tmp_path: Path) -> None:
    twin = SHOWN | {"id": "b"}
    with bench(tmp_path) as place:
        found = merged(place, [A, twin], said(), before=("a", "b", "desk-1"))
        assert (shown(found), ended(found, place)) == ([A, twin, SHOWN], [("applied", "desk-1")])


@pytest.mark.parametrize("state", ["applied", "ambiguous"])
def test_after_a_restore_the_row_that_took_its_place_is_known(tmp_path: Path, state: str) -> None:
    # The desk knows less than the last release, which has the producer's row and not this one.
    theirs, moved = SHOWN | {"id": "b"}, said("desk-1", "seats", "31")
    with bench(tmp_path) as place:
        rows, live = [A, theirs], (said(state=state), moved)
        found = merged(place, rows, *live, before=("a", "b"))
        assert ended(found, place) == [("absorbed", "b"), ("applied", "b")]
        assert shown(found) == [A, theirs | {"seats": 31}]
        # Without any release too, and where two could be it nobody knows.
        alone = merged(place, rows, *live, before=None)
        assert shown(alone) == [A, theirs | {"seats": 31}]
        two = merged(place, [*rows, SHOWN | {"id": "c"}], said(state=state), before=("a", "b", "c"))
        assert ended(two, place) == [("ambiguous", "desk-1")]


def test_of_several_new_rows_nobody_knows_which_it_is(tmp_path: Path) -> None:
    twins = [SHOWN | {"id": "b"}, SHOWN | {"id": "c"}]
    with bench(tmp_path) as place:
        found = merged(place, [A, *twins], said())
        assert ended(found, place) == [("ambiguous", "desk-1")]
        assert shown(found) == [A, *twins, SHOWN]
        # They are no new ones the week after, and still nobody knows.
        known = ("a", "b", "c", "desk-1")
        later = merged(place, [A, *twins], said(state="ambiguous"), before=known)
        assert ended(later, place) == [("ambiguous", "desk-1")]
        gone = merged(place, [A], said(state="ambiguous"), before=known)
        assert ended(gone, place) == [("applied", "desk-1")]


@pytest.mark.parametrize(
    "cells",
    [{"seats": "30"}, {"name": "Halle", "seats": "-1"}, {"name": "Halle", "since": "tomorrow"}],
)
def test_what_may_not_stand_there_any_more_is_left_out(
    tmp_path: Path, cells: dict[str, str]
) -> None:
    with bench(tmp_path) as place:
        found = merged(place, [A], said(new=cells))
        assert (shown(found), ended(found, place)) == ([A], [("invalid", "desk-1")])


def test_where_rows_are_added_no_more_none_is_shown(tmp_path: Path) -> None:
    declared = table(COLUMNS, primary_key=("id",))
    with bench(tmp_path) as place:
        found = merged(place, [A], said(), declared=declared)
        assert (shown(found), ended(found, place)) == ([A], [("schema", "desk-1")])


def test_cells_of_columns_that_nobody_can_say_are_not_taken(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        found = merged(place, [A], said(new=CELLS | {"code": "Z", "gone": "1", "id": "a"}))
        assert shown(found) == [A, SHOWN]


def test_a_lost_row_is_not_known_again_in_one_that_was_added(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        lost = SHOWN | {"id": "b"}
        [print] = {
            one.fingerprint
            for one in merged(place, [A, lost], said("b", "seats", "31")).settled(place)
        }
        live = (*said("b", "seats", "31")[:-1], print)
        found = merged(place, [A], said(), live, before=("a", "b"))
        assert ("orphan", "b") in ended(found, place)
        assert shown(found) == [A, SHOWN]
