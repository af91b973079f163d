"""What follows from baked pairs of values is what the database would count."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.figures import crossings
from publish.figures.asking import Baked, Lines, Query, answered
from publish.figures.crossings import crossable, crossing, pairs
from publish.figures.facets import YEAR, periods, values
from publish.release.table import Field, Table

TYPES = {"kind": "string", "open": "boolean", "seats": "integer", "opened": "date"}
FIELDS = [{"name": name, "type": type} for name, type in TYPES.items()]
ROWS = st.lists(
    st.tuples(
        st.none() | st.sampled_from(["", "a", "A", "é", "é", "'"]),
        st.none() | st.integers(0, 1),
        st.none() | st.integers(-3, 3),
        st.none() | st.dates().map(str),
    ),
    max_size=40,
)
CONDITIONS = st.sampled_from(
    [
        ("kind", "kind = :p", "a"),
        ("kind", "kind is null", None),
        ("kind", "kind != :p", "é"),
        ("open", "open = :p", "1"),
        ("seats", "seats >= :p", "0"),
        ("seats", "seats in (select value from json_each(:p))", "[1, 2]"),
        ("seats", "seats = :p", "no number"),
        ("opened", "opened >= :p", "1990-06-01"),
    ]
)


def table(**said: Any) -> Table:
    browse = {"facets": list(TYPES)}
    tree = {"name": "places", "rows": crossings.LARGE, "schema": {"fields": FIELDS}}
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
        kept = [(sql, value) for column, sql, value in self.conditions if column != without]
        written = " and ".join(sql.replace(":p", f":p{n}") for n, (sql, _) in enumerate(kept))
        return f"from places where {written or '1'}", {f"p{n}": v for n, (_, v) in enumerate(kept)}

    def conditioned(self, without: str | None = None) -> Collection[str] | None:
        return {column for column, *_ in self.conditions} - {without}


@given(rows=ROWS, conditions=st.lists(CONDITIONS, min_size=1, max_size=2))
def test_pairs_tell_what_the_database_counts(
    rows: list[tuple[Any, ...]], conditions: list[tuple[str, str, Any]]
) -> None:
    held = Held(table(), conditions)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "create table places (kind text, open integer, seats integer, opened text) strict"
        )
        connection.executemany("insert into places values (?, ?, ?, ?)", rows)

        def live(query: Query) -> Lines:
            return [] if isinstance(query, Baked) else connection.execute(*query).fetchall()

        def baked(query: Query) -> Lines:
            return connection.execute(*query).fetchall()

        for column in ("kind", "open", "seats"):
            assert answered(values(held, column, 8), baked) == answered(
                values(held, column, 8), live
            )
        assert answered(periods(held, "opened", YEAR), baked) == answered(
            periods(held, "opened", YEAR), live
        )


def asked(held: Held, column: str) -> list[Query]:
    """What is asked for a facet where one pair was baked: that 5 rows are `a`, 3 of them open."""
    seen = []

    def rows(query: Query) -> Lines:
        seen.append(query)
        if isinstance(query, Baked):
            return [("a", 1, 3), ("a", 0, 2), ("b", 1, 7)]
        return [("a",)]

    assert answered(values(held, column, 8), rows) == [(1, 3), (0, 2)]
    return seen


def test_one_condition_is_answered_without_counting() -> None:
    [pair, left] = asked(Held(table(), [("kind", "kind = :p", "a")]), "open")
    assert pair == crossing(table(), "kind", "open")
    assert left.sql == "select distinct kind from places where kind = :p0"
    # The facet's own conditions widen it.
    more = [("kind", "kind = :p", "a"), ("open", "open = :p", 1)]
    assert asked(Held(table(), more), "open") == [pair, left]


def test_dates_count_by_year_and_hold_nothing() -> None:
    assert list(pairs(table())) == [
        ("kind", "open"), ("kind", "seats"), ("kind", "opened"),
        ("open", "seats"), ("open", "opened"), ("seats", "opened"),
    ]  # fmt: skip
    assert crossing(table(), "kind", "opened") == Baked(
        "select kind, substr(opened, 1, 4), count(*) from places group by 1, 2"
    )


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({}, ["kind", "open", "seats", "opened"]),
        ({"about": "people"}, []),
        ({"about": "people", "named": True}, []),
        ({"rows": crossings.LARGE - 1}, []),
        ({"schema": {"fields": [FIELDS[0] | {"role": "free_text"}, FIELDS[1]]}}, ["open"]),
        ({"schema": {"fields": [FIELDS[0] | {"type": "array"}, FIELDS[1]]}}, ["open"]),
    ],
)
def test_neither_people_nor_free_text_nor_lists_are_crossed(
    said: dict[str, Any], known: list[str]
) -> None:
    assert crossable(table(**said)) == known
