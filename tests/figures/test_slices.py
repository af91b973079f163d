"""What slices of facets tell is what the database would count."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.bakehouse.bake import slices as baking
from publish.bakehouse.bake.slices import slice_facets
from publish.figures import slices as reading
from publish.figures import tally as tallying
from publish.figures.asking import Asking, Conditions, Lines, Query, answered
from publish.figures.bars import count as bars
from publish.figures.chart import Ask
from publish.figures.facets import MONTH, YEAR, number, periods, valued, values
from publish.figures.line import count as line
from publish.figures.slices import Slices, codes_of, read_slices
from publish.figures.specification import Specification
from publish.figures.tally import sliceable
from publish.release.package import Package
from publish.release.table import Field, Table

TYPES = {
    "kind": "string", "open": "boolean", "seats": "integer", "ratio": "number", "opened": "date"
}  # fmt: skip
ARROW = {
    "kind": pa.string(), "open": pa.bool_(), "seats": pa.int64(), "ratio": pa.float64(),
    "opened": pa.string(),
}  # fmt: skip
FIELDS = [{"name": name, "type": type} for name, type in TYPES.items()]
ROWS = st.lists(
    st.tuples(
        st.none() | st.sampled_from(["", "a", "A", "é", "é", "'", "ab"]),
        st.none() | st.booleans(),
        st.none() | st.integers(-9, 9) | st.just(2**60 + 1),
        st.none() | st.sampled_from([0.1, -0.0, 0.0, 1e300, 0.30000000000000004, 5e-324]),
        st.none() | st.dates().map(str) | st.sampled_from(["2020-01-31", "2020-02-01"]),
    ),
    max_size=40,
)
CONDITIONS = st.sampled_from(
    [
        ("kind", "kind = :p", "a"),
        ("kind", "kind is null", None),
        ("kind", "kind != :p", "é"),
        ("kind", "kind > :p", "A"),
        ("open", "open = :p", "1"),
        ("seats", "seats >= :p", "0"),
        ("seats", "seats in (select value from json_each(:p))", "[1, 2]"),
        ("seats", "seats = :p", "no number"),
        ("seats", "seats > :p", str(2**60)),
        ("ratio", "ratio = :p", "0.1"),
        ("ratio", "ratio <= :p", "0"),
        ("opened", "opened >= :p", "1990-06-01"),
        ("opened", "opened < :p", "2020-02-01"),
    ]
)


def table(**said: Any) -> Table:
    browse = {"facets": list(TYPES)}
    tree = {"name": "places", "rows": tallying.LARGE, "schema": {"fields": FIELDS}}
    return Table(tree | {"browse": browse} | said)


@dataclass(frozen=True)
class Held:
    """The rows that conditions on columns leave, each (column, SQL, value)."""

    resource: Table
    conditions: Sequence[tuple[str, str, Any]]
    sort: None = None

    @property
    def fields(self) -> Mapping[str, Field]:
        return self.resource.columns

    def from_sql(self, without: str | None = None) -> tuple[str, Mapping[str, Any]]:
        kept = _joined([one for one in self.conditions if one[0] != without])
        return f"from places where {kept.sql or '1'}", kept.parameters

    def conditioned(self, without: str | None = None) -> Conditions | None:
        columns = {column for column, *_ in self.conditions} - {without}
        return {
            name: _joined([one for one in self.conditions if one[0] == name]) for name in columns
        }


def _joined(conditions: Sequence[tuple[str, str, Any]]) -> Query:
    written = (sql.replace(":p", f":p{n}") for n, (_, sql, _) in enumerate(conditions))
    return Query(" and ".join(written), {f"p{n}": one[2] for n, one in enumerate(conditions)})


def baked(rows: Sequence[tuple[Any, ...]]) -> Slices:
    """The slices of rows, as a release has them."""
    columns = {name: pa.array([row[n] for row in rows], type) for n, (name, type) in
               enumerate(ARROW.items())}  # fmt: skip
    of = table(rows=len(rows))
    package = Package({"resources": [of.tree]})
    return read_slices(slice_facets(package, {"places": ibis.memtable(pa.table(columns))}).told)[
        "places"
    ]


def database(rows: Sequence[tuple[Any, ...]]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "create table places (kind text, open integer, seats integer, ratio real, opened text)"
        " strict"
    )
    connection.executemany("insert into places values (?, ?, ?, ?, ?)", rows)
    return connection


def questions(held: Held) -> list[Asking[Any]]:
    """All that tallies: of facets, of bars and lines, of all rows."""
    found: list[Asking[Any]] = [number(held)]
    for name in ("kind", "open", "seats", "ratio"):
        found += [values(held, name, 2), valued(held, name)]
        found.append(bars(Ask(held, Specification("bars", name)), 3))
    found += [periods(held, "opened", YEAR), periods(held, "opened", MONTH)]
    return [*found, line(Ask(held, Specification("line", "opened")), 0)]


@pytest.fixture(autouse=True, scope="module")
def of_any_size() -> Any:
    """Few rows count as many, and seven values as too many to be counted one by one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tallying, "LARGE", 0)
        patch.setattr(baking, "MOST_COUNTED", 6)
        patch.setattr(reading, "MOST_COUNTED", 60)
        yield


@given(rows=ROWS, conditions=st.lists(CONDITIONS, min_size=1, max_size=3))
def test_slices_tell_what_the_database_counts(
    rows: list[tuple[Any, ...]], conditions: list[tuple[str, str, Any]]
) -> None:
    held, slices, told = Held(table(), conditions), baked(rows), []
    with closing(database(rows)) as connection:

        def live(query: Query) -> Lines:
            return connection.execute(query.sql, query.parameters).fetchall()

        def known(query: Query) -> Lines:
            if query.tally is None:
                return live(query)
            found = slices.lines(query.tally, live)
            assert found is not None
            told.append(query)
            return found

        for one, other in zip(questions(held), questions(held), strict=True):
            assert answered(one, known) == answered(other, live)
    # Without conditions but its own, a facet shows what was baked of the whole table.
    assert len(told) >= len(questions(held)) - 4


def test_the_values_that_conditions_leave_are_asked_of_those_there_are() -> None:
    rows = [("a", True, n, n / 7, "2020-01-31") for n in range(9)]
    held, asked = Held(table(), [("kind", "kind = :p", "a"), ("ratio", "ratio > :p", 1)]), []
    slices = baked(rows)
    with closing(database(rows)) as connection:

        def select(query: Query) -> Lines:
            asked.append(query.sql)
            return connection.execute(query.sql, query.parameters).fetchall()

        def known(query: Query) -> Lines:
            assert query.tally is not None
            return slices.lines(query.tally, select) or []

        assert answered(number(held), known) == 1
    assert sorted(asked) == [
        "select distinct kind from (select cast(value as text) as kind from json_each(:values_of))"
        " where kind = :p0",
        "select distinct ratio from places where ratio > :p0",
    ]


def test_what_slices_do_not_hold_is_left_to_the_database() -> None:
    slices = baked([("a", True, n, 0.0, None) for n in range(99)])
    query = next(number(Held(table(), [("note", "note = :p", "a")])))
    assert query.tally is not None
    assert slices.lines(query.tally, lambda query: []) is None
    query = next(values(Held(table(), [("kind", "kind = :p", "a")]), "seats", 8))
    assert query.tally is not None
    assert slices.lines(replace(query.tally, column="note"), lambda query: [("a",)]) is None


def test_dates_have_numbers_that_begin_with_their_year() -> None:
    found = codes_of([None, "2019-12-31", "2020-01-01", "2020-01-31"], "date")
    assert found == [0, 1 << 9 | 12 << 5 | 31, 2 << 9 | 1 << 5 | 1, 2 << 9 | 1 << 5 | 31]
    assert list(codes_of(["", "a"], "string")) == [0, 1]


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({}, ["kind", "open", "seats", "ratio", "opened"]),
        ({"about": "people"}, []),
        ({"about": "people", "named": True}, []),
        ({"rows": -1}, []),
        ({"schema": {"fields": [FIELDS[0] | {"role": "free_text"}, FIELDS[1]]}}, ["open"]),
        ({"schema": {"fields": [FIELDS[0] | {"type": "array"}, FIELDS[1]]}}, ["open"]),
    ],
)
def test_neither_people_nor_free_text_nor_lists_are_sliced(
    said: dict[str, Any], known: list[str]
) -> None:
    assert sliceable(table(**said)) == known


def test_nothing_is_read_of_no_file() -> None:
    assert read_slices(b"") == {}
    assert json.dumps(list(baked([]).columns)) == '["kind", "open", "seats", "ratio", "opened"]'
