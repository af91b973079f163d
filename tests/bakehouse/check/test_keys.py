"""Keys that differ only by blanks, capitals or the form of letters are told as that."""

from pathlib import Path

import pytest

from publish.bakehouse.shape import shape
from tests.bakehouse.check.test_rows import DESCRIBED, inspect, texts
from tests.tables import bench, column, export, rows_of, source, table

TWO = "ask the producer to write them alike; `trim: true` for {} takes blanks away"
BOTH = {
    "blanks": (
        "l1 ", "blanks around them", "declare `trim: true` for both columns",
    ),
    "a no-break space": (
        "\u00a0l1", "blanks around them", "declare `trim: true` for both columns",
    ),
    "capitals": (
        "L1", "blanks, capitals or the form of their letters (é is one character or two)",
        TWO.format("both columns"),
    ),
    "letters": (
        "Cafe\u0301", "blanks, capitals or the form of their letters (é is one character or two)",
        TWO.format("both columns"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BOTH)
def test_a_foreign_key_that_is_nearly_right_says_how(case: str, tmp_path: Path) -> None:
    value, difference, way_out = BOTH[case]
    lines = table({"id": column(**DESCRIBED)}, primary_key=("id",))
    stops = table(
        {"line": column(**DESCRIBED)},
        foreign_keys=({"columns": "line", "references": {"table": "lines", "columns": "id"}},),
    )
    with bench(tmp_path) as place:
        rows = {"lines": (lines, [("l1",), ("café",)]), "stops": (stops, [(value,), ("x",)])}
        assert texts(inspect(place, rows)) == [
            "blocker broken-foreign-key: stops.line: 2 rows point to no row of lines.id; 1 of them "
            f"differ from a key there only by {difference}; {way_out}"
        ]


def test_the_way_out_works_as_printed(tmp_path: Path) -> None:
    lines = table({"id": column(**DESCRIBED)}, primary_key=("id",), trim=True)
    stops = table(
        {"line": column(trim=True, **DESCRIBED)},
        foreign_keys=({"columns": "line", "references": {"table": "lines", "columns": "id"}},),
    )
    with bench(tmp_path) as place:
        rows = {"lines": (lines, [("l1 ",), ("l2",)]), "stops": (stops, [("\u00a0l1",), ("l2",)])}
        assert texts(inspect(place, rows)) == []


def test_keys_that_people_take_for_the_same_are_told(tmp_path: Path) -> None:
    of = table({"id": column(**DESCRIBED)}, primary_key=("id",))
    with bench(tmp_path) as place:
        [problem] = texts(inspect(place, {"places": (of, [("a",), ("a ",), ("b",)])}))
        assert problem == (
            "warning alike-keys: places.id: 1 keys differ from another one only by blanks around "
            "them; declare `trim: true` for the column"
        )
        [problem] = texts(inspect(place, {"places": (of, [("a",), ("A",), ("b",)])}))
        assert "1 keys differ from another one only by blanks, capitals or" in problem


def test_a_column_says_otherwise_than_its_table(tmp_path: Path) -> None:
    of = table({"id": column(), "note": column(trim=False)}, trim=True)
    with bench(tmp_path) as place:
        given = export(place, ["id", "note"], [(" a\u202f", " x "), ("  ", None)])
        found = rows_of(shape(of, [(source(), given)], place).table)
    assert found == [{"id": "a", "note": " x "}, {"id": None, "note": None}]


def test_repeated_keys_of_two_exports_are_named_by_their_lines(tmp_path: Path) -> None:
    of = table({"id": column(**DESCRIBED)}, primary_key=("id",))
    many = [(f"k{n % 6}",) for n in range(12)]
    with bench(tmp_path) as place:
        [problem] = inspect(place, {"places": (of, many)})
    lines = ", ".join(f"lieux.csv:{line}" for n in range(5) for line in (n + 2, n + 8))
    assert problem.what == (f"6 values of this primary key occur more than once ({lines}, …)")
