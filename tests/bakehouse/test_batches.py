"""Small exports of partners are typed in one statement: nothing of them comes out otherwise."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.bakehouse.batches import SMALL, typed_together
from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.exports import Export
from publish.bakehouse.shape import Shaped, shape
from publish.declare.declaration import Source, Table
from tests.tables import bench, column, export, rows_of, source, table

COLUMNS = {
    "id": column(),
    "seats": column("integer"),
    "width": column("number"),
    "open": column("boolean"),
    "since": column("date"),
    "kinds": column("list", separator="|"),
    "note": column(constraints={"pattern": "[a-zé]{1,4}"}),
}
NAMES = [*COLUMNS]
CELL = st.one_of(
    st.none(),
    st.sampled_from(["", " ", "1", "12", "007", "1e3", "1,5", "0.1", "oui", "true", "a|b", "["]),
    st.sampled_from(["2026-02-29", "2024-02-29", "é" * 4, "x\ty", "x\nz", "'", '"']),
)
ROWS = st.lists(st.tuples(*[CELL] * len(NAMES)), max_size=4)
MADE = {"partners": {}, "sources": ()}


def merged(**declared: Any) -> Table:
    """A table that partners feed."""
    return table(COLUMNS, **MADE, **declared)


def mapped(place: Workspace, declared: Table, rows: list[tuple[str | None, ...]]) -> Export:
    """The rows of a partner, under all columns of the table."""
    made = (None,) * (len(declared.columns) - len(NAMES))
    names = [*NAMES, *(name for name in declared.columns if name not in NAMES)]
    return export(place, names, [row + made for row in rows])


def told(shaped: Shaped) -> tuple[Any, ...]:
    """All that is known of exports once they are typed, row by row in their order."""
    rows = [rows_of(typed) for typed, _ in shaped.origins]
    return rows, shaped.rejected, shaped.samples, shaped.otherwise, shaped.records


def one_by_one(
    declared: Table, given: list[tuple[Source, Export]], place: Workspace
) -> tuple[Any, ...]:
    """The same of each export for itself."""
    parts = [shape(declared, [one], place) for one in given]
    return (
        [rows for part in parts for rows in told(part)[0]],
        sum((part.rejected for part in parts), type(parts[0].rejected)()),
        tuple(sample for part in parts for sample in part.samples),
        sum((part.otherwise for part in parts), type(parts[0].otherwise)()),
        sum(part.records for part in parts),
    )


@pytest.mark.slow("types many exports twice")
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(exports=st.lists(ROWS, min_size=2, max_size=5))
def test_many_are_typed_as_each_by_itself(exports: list[list[tuple[str | None, ...]]]) -> None:
    declared = merged()
    with TemporaryDirectory() as folder, bench(Path(folder)) as place:
        given = [(declared.read_as[-1], mapped(place, declared, rows)) for rows in exports]
        assert told(shape(declared, given, place)) == one_by_one(declared, given, place)


def typed(declared: Table, given: list[tuple[Source, Export]], place: Workspace) -> list[int]:
    """The numbers of the exports that were typed together."""
    return [
        *typed_together(
            declared, given, lambda _, rows: place.table("t", "FROM {r}", r=rows), place
        )
    ]


def test_exports_that_are_read_otherwise_or_large_are_typed_by_themselves(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        rows = [tuple("a" for _ in NAMES)]
        small = (source(), export(place, NAMES, rows))
        other = (source(set={"note": "b"}), export(place, NAMES, rows))
        turned = (source(), export(place, NAMES[::-1], rows))
        large = (source(), export(place, NAMES, rows * (SMALL + 1)))
        assert typed(merged(), [other, small, turned, large, small], place) == [1, 4]
        assert typed(merged(), [small, other], place) == []
        assert typed(table(COLUMNS), [small, small], place) == []


def test_nothing_is_left_but_the_rows_of_each(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        pair = [(source(), export(place, NAMES, [("a",) * len(NAMES)])) for _ in range(2)]
        typed(merged(), pair, place)
        names = [name for (name,) in place.sql("SELECT table_name FROM duckdb_tables()")]
        assert sorted(name.partition("_")[0] for name in names) == ["staged"] * 2 + ["typed"] * 2
