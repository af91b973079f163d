"""Rows that point to what people withdrew: the pointer goes, or the row with it."""

from pathlib import Path
from typing import Any

import pyarrow as pa

from publish.bakehouse.protect.pointing import without_pointers
from publish.declare.table import Table
from tests.tables import bench, column, rows_of, table

PLACES: dict[str, list[int | None]] = {"id": [1, 2, 3], "in": [None, 1, 2]}
VISITS: dict[str, list[int | None]] = {"n": [1, 2, 3, 4], "place": [1, 2, 9, None]}


def pointing(name: str, to: str, about: str = "things", *, required: bool = False) -> Table:
    """A table with a number, and a column that points to another's `id`."""
    constraints = {"required": required}
    return table(
        {
            "id": column("integer"),
            "n": column("integer"),
            name: column("integer", constraints=constraints),
        },
        about=about,
        primary_key=("id",),
        foreign_keys=({"columns": (name,), "references": {"table": to, "columns": ("id",)}},),
    )


def left(folder: Path, declared: dict[str, Table], *gone: int) -> dict[str, list[dict[str, Any]]]:
    """What is left of visits and places, of which some were withdrawn."""
    with bench(folder) as place:
        cells = {"places": PLACES, "visits": VISITS}
        rows = {
            name: place.con.create_table(
                name, pa.table({k: pa.array(v, pa.int64()) for k, v in one.items()})
            )
            for name, one in cells.items()
        }
        stays = rows["places"]
        there = rows | {"places": stays.filter(stays["id"].notin(gone)) if gone else stays}
        found = without_pointers(rows, there, declared)
        return {
            name: sorted(rows_of(one), key=lambda row: next(iter(row.values())))
            for name, one in found.items()
        }


def declared(about: str = "things", *, required: bool = False) -> dict[str, Table]:
    return {
        "places": table({"id": column("integer"), "in": column("integer")}, about="things"),
        "visits": pointing("place", "places", about, required=required),
    }


def test_nothing_goes_where_nothing_was_withdrawn(tmp_path: Path) -> None:
    assert [row["place"] for row in left(tmp_path, declared(required=True))["visits"]] == [
        1,
        2,
        9,
        None,
    ]


def test_a_pointer_that_may_be_empty_is_emptied(tmp_path: Path) -> None:
    # 9 was nowhere before: a mistake of the export, for the gate to tell.
    visits = left(tmp_path, declared(), 1)["visits"]
    assert visits == [
        {"n": 1, "place": None},
        {"n": 2, "place": 2},
        {"n": 3, "place": 9},
        {"n": 4, "place": None},
    ]


def test_a_row_leaves_whose_pointer_may_not_be_empty(tmp_path: Path) -> None:
    visits = left(tmp_path, declared(required=True), 1)["visits"]
    assert [row["n"] for row in visits] == [2, 3, 4]


def test_a_row_about_people_leaves_rather_than_change(tmp_path: Path) -> None:
    visits = left(tmp_path, declared("people"), 1)["visits"]
    assert [row["n"] for row in visits] == [2, 3, 4]


def test_what_points_to_what_leaves_so_leaves_too(tmp_path: Path) -> None:
    tables = declared(required=True)
    tables["places"] = pointing("in", "places", required=True)
    found = left(tmp_path, tables, 1)
    assert [row["id"] for row in found["places"]] == []
    assert [row["n"] for row in found["visits"]] == [3, 4]
