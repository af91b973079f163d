"""What a cell said, what it should say, what the export says today: which of them stands."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from publish.bakehouse.corrections import Corrected, correct, corrections_rows
from publish.bakehouse.engine import Workspace
from publish.declare.table import Table
from tests.tables import bench, column, rows_of, table

COLUMNS = {
    "id": column(),
    "name": column(),
    "seats": column("integer", constraints={"minimum": 0}),
    "open": column("boolean", true_values=("oui",), false_values=("non",)),
    "since": column("date", format=("%d/%m/%Y",)),
    "lat": column("number", decimal=","),
}
DECLARED = table(COLUMNS, primary_key=("id",))
A = {"id": "a", "name": "Café", "seats": 12, "open": True, "since": "2020-05-01", "lat": 48.5}
B = {"id": "b", "name": "Halle", "seats": 30, "open": False, "since": "2021-01-01", "lat": 2.25}
TYPES = {"seats": pa.int64(), "open": pa.bool_(), "lat": pa.float64()}

Said = tuple[Any, ...]


def said(
    key: str, name: str, bases: Sequence[str | None], new: str | None, print: str | None = None
) -> Said:
    """A live correction, with a number of its own."""
    key = json.dumps([key])
    return (key, name, json.dumps(bases), new, "", "2026-11", "accepted", print)


@pytest.mark.parametrize("name", ["a", "b", "c", "k", "l", "r", "v"])
def test_a_column_of_lists_may_have_any_name(tmp_path: Path, name: str) -> None:
    declared = table(
        {"id": column(), name: column("list"), "kind": column()},
        primary_key=("id",),
        corrections={"add": True},
    )
    with bench(tmp_path) as place:
        rows = pa.table({"id": ["01", "02"], name: ['["x"]', None], "kind": ["p", "q"]})
        typed = place.brought("rows", rows)
        typed = typed.mutate(**{name: typed[name].cast("json")})
        live = [
            (1, *said("01", "kind", ["p"], "z")),
            (2, *said("01", name, ['["x"]'], '["y"]')),
            (3, *said("desk-1", "", [], '{"kind": "n"}')),
        ]
        found = correct(typed, declared, live, known(place, "01", "02"), place)
        assert [row["kind"] for row in rows_of(found.rows.order_by("id"))] == ["z", "q", "n"]
        assert {one.state for one in found.settled(place)} == {"applied"}
        told = corrections_rows(declared, found, found.rows, place)
        assert [row["shown"] for row in rows_of(told.order_by("shown"))] == [
            '["y"]', "desk-1", "z"
        ]  # fmt: skip


def merged(
    place: Workspace,
    rows: Sequence[Mapping[str, Any]],
    *live: Said,
    before: Any = None,
    declared: Table = DECLARED,
) -> Corrected:
    columns = {name: [row[name] for row in rows] for name in COLUMNS}
    arrow = pa.table({n: pa.array(of, TYPES.get(n, pa.string())) for n, of in columns.items()})
    numbered = [(number, *one) for number, one in enumerate(live, 1)]
    return correct(place.brought("rows", arrow), declared, numbered, before, place)


def known(place: Workspace, *keys: str) -> Any:
    """The keys of the last release."""
    return place.brought("before", pa.table({"id": list(keys)}))


def ended(found: Corrected, place: Workspace) -> list[tuple[str, str | None]]:
    """The state of each correction, and what the export says."""
    return [(one.state, one.source) for one in found.settled(place)]


def test_a_cell_that_the_export_left_alone_says_what_was_corrected(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        found = merged(place, [A, B], said("a", "seats", ["12"], "14"))
        assert rows_of(found.rows.order_by("id")) == [A | {"seats": 14}, B]
        assert ended(found, place) == [("applied", "12")]


def test_what_the_export_says_by_now_is_no_correction_any_more(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        found = merged(place, [A], said("a", "seats", ["10"], "12"))
        assert (rows_of(found.rows), ended(found, place)) == ([A], [("absorbed", "12")])


def test_where_the_export_changed_too_it_stands(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        found = merged(place, [A], said("a", "seats", ["10"], "14"))
        assert (rows_of(found.rows), ended(found, place)) == ([A], [("conflict", "12")])


def test_in_a_column_of_which_it_is_declared_the_correction_stands(tmp_path: Path) -> None:
    declared = table(COLUMNS, primary_key=("id",), corrections={"prevail": ("seats",)})
    with bench(tmp_path) as place:
        found = merged(place, [A], said("a", "seats", ["10"], "14"), declared=declared)
        assert rows_of(found.rows) == [A | {"seats": 14}]
        assert ended(found, place) == [("applied", "12")]


def test_each_value_that_was_corrected_before_is_a_base(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        found = merged(place, [A], said("a", "seats", ["10", "12"], "14"))
        assert rows_of(found.rows) == [A | {"seats": 14}]


@pytest.mark.parametrize(
    ("name", "base", "new", "value"),
    [
        ("name", "Café", None, None),
        ("open", "true", "false", False),
        ("since", "2020-05-01", "2020-06-01", "2020-06-01"),
        ("lat", "48.5", "48.75", 48.75),
    ],
)
def test_values_are_those_of_a_release_not_of_the_export(
    tmp_path: Path, name: str, base: str, new: str | None, value: Any
) -> None:
    with bench(tmp_path) as place:
        found = merged(place, [A], said("a", name, [base], new))
        assert rows_of(found.rows) == [A | {name: value}]


@pytest.mark.parametrize("new", ["many", "-1", "12.5"])
def test_a_value_that_may_not_stand_there_is_told(tmp_path: Path, new: str) -> None:
    with bench(tmp_path) as place:
        found = merged(place, [A], said("a", "seats", ["12"], new))
        assert (rows_of(found.rows), ended(found, place)) == ([A], [("invalid", "12")])


@pytest.mark.parametrize("name", ["gone", "id"])
def test_a_column_that_cannot_be_corrected_is_told(tmp_path: Path, name: str) -> None:
    with bench(tmp_path) as place:
        found = merged(place, [A], said("a", name, ["x"], "y"))
        assert (rows_of(found.rows), ended(found, place)) == ([A], [("schema", None)])


def test_a_row_that_is_gone_keeps_its_correction(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        found = merged(place, [B], said("a", "seats", ["12"], "14"))
        assert (rows_of(found.rows), ended(found, place)) == ([B], [("orphan", None)])


def printed(place: Workspace, *rows: Mapping[str, Any]) -> str | None:
    """The fingerprint that a row gets, the first one, beside the others."""
    found = merged(place, rows, said(rows[0]["id"], "seats", ["12"], "14"))
    [settled] = found.settled(place)
    return settled.fingerprint


def test_a_row_under_a_new_key_is_known_again(tmp_path: Path) -> None:
    moved = A | {"id": "A-1", "seats": 12}
    with bench(tmp_path) as place:
        live = said("a", "seats", ["12"], "14", printed(place, A, B))
        found = merged(place, [B, moved], live, before=known(place, "a", "b"))
        assert rows_of(found.rows.order_by("id"))[0] == moved | {"seats": 14}
        [settled] = found.settled(place)
        assert (settled.state, settled.key, settled.source) == ("rematched", '["A-1"]', "12")


def test_of_two_rows_that_fit_none_is_taken(tmp_path: Path) -> None:
    twins = [A | {"id": "A-1"}, A | {"id": "A-2"}]
    with bench(tmp_path) as place:
        live = said("a", "seats", ["12"], "14", printed(place, A, B))
        found = merged(place, [B, *twins], live, before=known(place, "a", "b"))
        assert ended(found, place) == [("ambiguous", None)]
        assert rows_of(found.rows.order_by("id")) == [*twins, B]


def test_a_row_that_was_there_before_is_no_other(tmp_path: Path) -> None:
    twin = A | {"id": "t"}
    with bench(tmp_path) as place:
        live = said("a", "seats", ["12"], "14", printed(place, A, B))
        found = merged(place, [B, twin], live, before=known(place, "a", "b", "t"))
        assert ended(found, place) == [("orphan", None)]


def test_a_key_that_stands_for_another_row_by_now_is_not_trusted(tmp_path: Path) -> None:
    """A producer who counts anew: the key is there, its row is another, the row is elsewhere."""
    other = B | {"id": "a", "seats": 12, "name": "Neuf"}
    with bench(tmp_path) as place:
        live = said("a", "seats", ["12"], "14", printed(place, A, B))
        rows = [other, A | {"id": "b"}]
        found = merged(place, rows, live, before=known(place, "a", "b"))
        assert ended(found, place) == [("ambiguous", "12")]
        assert rows_of(found.rows.order_by("id")) == rows
        [settled] = found.settled(place)
        assert (settled.key, settled.fingerprint) == ('["a"]', live[-1])
        edited = [A | {"name": "Le Café"}, B]
        assert ended(merged(place, edited, live), place) == [("applied", "12")]


def test_a_row_that_is_like_another_for_a_while_is_not_known_again(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        live = said("a", "seats", ["12"], "14", printed(place, A, B))
        found = merged(place, [A, A | {"id": "x"}], live)
        [settled] = found.settled(place)
        assert (settled.state, settled.fingerprint) == ("applied", None)


def test_a_base_that_is_no_value_any_more_is_not_an_empty_cell(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        rows = [A | {"seats": None}]
        found = merged(place, rows, said("a", "seats", ["about 12"], "14"))
        assert (rows_of(found.rows), ended(found, place)) == (rows, [("conflict", None)])
        found = merged(place, rows, said("a", "seats", [None], "14"))
        assert rows_of(found.rows) == [A | {"seats": 14}]


def test_rows_that_say_the_same_have_no_fingerprint(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        assert printed(place, A, A | {"id": "t"}) is None
        assert printed(place, A, A | {"id": "t", "name": "Autre"}) is not None


def test_a_new_row_that_was_corrected_already_is_no_other(tmp_path: Path) -> None:
    moved = A | {"id": "A-1"}
    with bench(tmp_path) as place:
        lost = said("a", "seats", ["12"], "14", printed(place, A, B))
        own = said("A-1", "seats", ["12"], "15")
        found = merged(place, [moved], lost, own, before=known(place, "a"))
        assert ended(found, place) == [("orphan", None), ("applied", "12")]


def test_keys_of_several_columns(tmp_path: Path) -> None:
    declared = table(COLUMNS, primary_key=("id", "since"))
    with bench(tmp_path) as place:
        live = ('["a","2020-05-01"]', "seats", '["12"]', "14", "", "2026-11", "accepted", None)
        assert rows_of(merged(place, [A], live, declared=declared).rows) == [A | {"seats": 14}]


def test_cells_of_several_columns_and_rows_at_once(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        live = [said("a", "seats", ["12"], "14"), said("b", "name", ["Halle"], "La Halle")]
        found = merged(place, [A, B], *live, said("a", "name", ["Café"], "Le Café"))
        assert rows_of(found.rows.order_by("id")) == [
            A | {"seats": 14, "name": "Le Café"},
            B | {"name": "La Halle"},
        ]
        assert found.states(place) == {"applied": 3}


def test_nothing_to_correct_any_more(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        found = merged(place, [A, B])
        assert (rows_of(found.rows), found.settled(place)) == ([A, B], [])
