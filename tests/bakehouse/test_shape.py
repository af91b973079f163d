"""Rows in are rows out plus rejects, each reject with its line, column and reason."""

from dataclasses import replace
from pathlib import Path

import pytest

from publish.bakehouse.read.exports import Reject
from publish.bakehouse.shape import AT_ONCE, shape
from publish.bakehouse.typed_rows import TOGETHER
from publish.errors import SourceError
from tests.tables import bench, column, export, rows_of, source, table

THEIRS = {"from": {"name": "Name", "seats": None}, "set": {"partner": "Eux"}}


def test_columns_are_renamed_typed_and_kept_in_order(tmp_path: Path) -> None:
    declared = table({"id": column(), "seats": column("integer", **{"from": "Places"})})
    with bench(tmp_path) as place:
        given = export(place, ["Places", "id"], [("12", "01004"), ("7", "02")])
        shaped = shape(declared, [(source(), given)], place)
        assert rows_of(shaped.table) == [{"id": "01004", "seats": 12}, {"id": "02", "seats": 7}]
        assert (shaped.records, shaped.rejected.total()) == (2, 0)


def test_a_value_that_does_not_fit_rejects_its_row(tmp_path: Path) -> None:
    declared = table({"id": column(), "seats": column("integer")})
    with bench(tmp_path) as place:
        given = export(place, ["id", "seats"], [("a", "12"), ("b", "douze"), ("c", None)])
        shaped = shape(declared, [(source(), given)], place)
        assert rows_of(shaped.table) == [{"id": "a", "seats": 12}, {"id": "c", "seats": None}]
        assert shaped.rejected == {("seats", "is not an integer"): 1}
        assert shaped.samples == (Reject("lieux.csv", 3, "seats", "is not an integer"),)


def test_missing_values_are_declared_tokens(tmp_path: Path) -> None:
    columns = {"a": column("integer"), "b": column(missing_values=("NR",)), "c": column()}
    declared = table(columns, missing_values=("", "-"))
    with bench(tmp_path) as place:
        given = export(place, ["a", "b", "c"], [(" - ", "NR ", "NA"), ("", "", "-")])
        shaped = shape(declared, [(source(), given)], place)
        assert rows_of(shaped.table) == [
            {"a": None, "b": None, "c": "NA"},
            {"a": None, "b": "", "c": None},
        ]


def test_a_cell_of_several_numbers_feeds_several_columns(tmp_path: Path) -> None:
    cells = [
        "48.85, 2.35",
        "[ 2.35,48.85 ]",
        "48.85 2.35 120 5",
        "48.85;2.35",
        None,
        "48.85",
        "(1)",
    ]
    wanted = [(48.85, 2.35), (2.35, 48.85), (48.85, 2.35), (48.85, 2.35), (None, None)]
    columns = {
        name: column("number", part=part, **{"from": "geo"})
        for part, name in enumerate(("lat", "lon"))
    }
    with bench(tmp_path) as place:
        shaped = shape(
            table(columns), [(source(), export(place, ["geo"], [(c,) for c in cells]))], place
        )
        assert [(row["lat"], row["lon"]) for row in rows_of(shaped.table)] == wanted
        assert shaped.rejected == {("lon", "is not a number"): 2}


def test_a_decimal_comma_parts_no_numbers(tmp_path: Path) -> None:
    columns = {"lon": column("number", part=1, decimal=",", **{"from": "geo"})}
    with bench(tmp_path) as place:
        given = export(place, ["geo"], [("48,85; 2,35",), ("48,85 2,5",)])
        shaped = shape(table(columns), [(source(), given)], place)
        assert rows_of(shaped.table) == [{"lon": 2.35}, {"lon": 2.5}]


def test_dropped_columns_are_never_staged_but_for_the_contributor(tmp_path: Path) -> None:
    columns = {
        "id": column(),
        "author": column(role="identifier", protect="drop"),
        "phone": column(role="identifier", protect="drop"),
    }
    declared = table(columns, contributor="author")
    with bench(tmp_path) as place:
        given = export(place, ["id", "author", "phone"], [("1", "ada@example.org", "0199000000")])
        assert shape(declared, [(source(), given)], place).table.columns == ("id", "author")


def test_several_exports_make_one_table(tmp_path: Path) -> None:
    declared = table({"name": column(**{"from": "Nom"}), "partner": column(), "seats": column()})
    with bench(tmp_path) as place:
        ours = export(place, ["Nom", "seats"], [("A", "3")])
        theirs = export(place, ["Name"], [("B",)])
        other = source(**THEIRS)
        given = [(source(set={"partner": "Nous"}), ours), (other, theirs)]
        assert rows_of(shape(declared, given, place).table.order_by("name")) == [
            {"name": "A", "partner": "Nous", "seats": "3"},
            {"name": "B", "partner": "Eux", "seats": None},
        ]


def test_a_constant_is_taken_as_it_is(tmp_path: Path) -> None:
    declared = table({"id": column(trim=True), "partner": column(trim=True)}, missing_values=("-",))
    with bench(tmp_path) as place:
        given = export(place, ["id"], [(" a ",), ("-",)])
        for constant in ("-", " it's "):
            shaped = shape(declared, [(source(set={"partner": constant}), given)], place)
            assert rows_of(shaped.table) == [
                {"id": "a", "partner": constant},
                {"id": None, "partner": constant},
            ]


def test_many_columns_are_typed_a_few_at_a_time_and_rows_stay_whole(tmp_path: Path) -> None:
    names = [f"c{n}" for n in range(2 * TOGETHER + 1)]
    rows = [[f"{row * 1000 + n}" for n in range(len(names))] for row in range(4)]
    rows[1][-1] = rows[2][3] = rows[2][-1] = "x"
    with bench(tmp_path) as place:
        given = export(place, names, [tuple(row) for row in rows])
        declared = table({name: column("integer") for name in names})
        shaped = shape(declared, [(source(), given)], place)
        assert rows_of(shaped.table) == [
            {name: int(cell) for name, cell in zip(names, rows[number], strict=True)}
            for number in (0, 3)
        ]
        assert shaped.samples == (
            Reject("lieux.csv", 3, names[-1], "is not an integer"),
            Reject("lieux.csv", 4, names[3], "is not an integer"),
        )


def test_lost_records_refuse_the_table(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        given = replace(export(place, ["id"], [("1",), ("2",)]), records=3)
        with pytest.raises(SourceError) as error:
            shape(table({"id": column()}), [(source(), given)], place)
    assert str(error.value) == (
        "lieux.csv: 3 records in, but 2 rows out and 0 refused; nothing may be lost, so the table "
        "is refused: check the declared `delimiter`, `quote` and `encoding`"
    )


@pytest.mark.parametrize(
    ("declared", "good", "bad", "reason"),
    [
        (column(constraints={"required": True}), "x", "", "is missing but required"),
        (column(constraints={"enum": ("a", "b")}), "a", "c", "is none of the declared values"),
        (
            column(constraints={"pattern": "[0-9AB]{5}"}),
            "2A004",
            "2A0045",
            "does not match the declared pattern",
        ),
        (column("integer", constraints={"minimum": 2}), "2", "1", "is under the minimum 2.0"),
        (column("number", constraints={"maximum": 2}), "2.0", "2.1", "is over the maximum 2.0"),
        (
            column("date", constraints={"minimum": "2020-01-01"}),
            "2020-01-01",
            "2019-12-31",
            "is under the minimum 2020-01-01",
        ),
        (column(constraints={"min_length": 2}), "ab", "a", "is under 2 characters"),
        (column(constraints={"max_length": 2}), "ab", "abc", "is over 2 characters"),
    ],
)
def test_constraints_reject_with_their_reason(
    tmp_path: Path, declared: dict[str, object], good: str, bad: str, reason: str
) -> None:
    with bench(tmp_path) as place:
        given = export(place, ["x"], [(good,), (bad,)])
        shaped = shape(table({"x": declared}), [(source(), given)], place)
        assert shaped.rejected == {("x", reason): 1}
        assert shaped.samples[0].line == 3


def test_rows_of_more_exports_than_are_taken_at_once_all_come(tmp_path: Path) -> None:
    declared = table({"id": column()})
    with bench(tmp_path) as place:
        given = [export(place, ["id"], [(str(n),), ("twice",)]) for n in range(2 * AT_ONCE + 1)]
        shaped = shape(declared, [(source(), one) for one in given], place)
        ids = [row["id"] for row in rows_of(shaped.table)]
        assert sorted(ids) == sorted([*map(str, range(2 * AT_ONCE + 1)), *["twice"] * len(given)])
        assert shaped.records == 2 * len(given)
