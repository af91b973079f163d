"""Values of facets are listed where there are many, and never of people or of free text."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from publish.bakehouse.bake.facet_values import bake_facet_values
from publish.figures.facets import KNOWN, most_values
from tests.bakehouse.bake.tables import dataset

MANY = most_values(KNOWN)
FACETS = {"browse": {"facets": ("kind",)}}
TYPES = {"id": "string", "kind": "string"}


@pytest.fixture
def places() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table places (id text, kind text) strict")
        rows = ((str(n), f"Œuf-{n}") for n in range(MANY))
        connection.executemany("insert into places values (?, ?)", rows)
        yield connection


def listed(connection: sqlite3.Connection, **changes: Any) -> list[Any]:
    table = dataset(TYPES, **FACETS).tables["places"].model_copy(update=changes)
    bake_facet_values(connection, {"places": table})
    names = connection.execute("select name from sqlite_master where name = '_facets'").fetchall()
    return connection.execute("select * from _facets").fetchall() if names else []


def test_many_values_are_listed(places: sqlite3.Connection) -> None:
    places.execute("insert into places values ('x', 'Œuf-7')")
    assert listed(places) == [("places", "kind", 1, MANY)]
    first = "select value, n from _values where id = 1"
    assert places.execute(first).fetchone() == ("Œuf-7", 2)
    found = 'select rowid from _values_fts where _values_fts match \'"oeuf" AND "7"\''
    assert places.execute(found).fetchall() == [(1,)]


def test_as_many_as_a_search_holds_are_not(places: sqlite3.Connection) -> None:
    places.execute("delete from places where id = '0'")
    assert listed(places) == []


def test_none_of_people_and_none_of_free_text(places: sqlite3.Connection) -> None:
    assert listed(places, about="people") == []
    columns = dataset(TYPES).tables["places"].columns
    free = {"kind": columns["kind"].model_copy(update={"role": "free_text"})}
    assert listed(places, columns=columns | free) == []
