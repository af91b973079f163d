"""The row that was meant comes first, however its name is written, and certainty is told."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.bake.sqlite import TOKENIZER
from publish.bakehouse.bake.vocabulary import bake_vocabulary
from publish.release.package import Package
from publish.release.release import Release
from publish.site.base.refusals import Interrupted
from publish.site.reconcile.ranked import ITEMS, LETTERS, alike, candidates
from publish.site.reconcile.service import Service, service_of
from publish.site.reconcile.sought import Condition, Sought
from tests import factory

ROWS = (
    ("p1", "Café des Œuvres", "Lyon", 40), ("p2", "Jardin partagé d’Éole", "Paris", None),
    ("p3", "Ressourcerie l'Écrou", "Brest", 12), ("p4", "Mairie", "Lyon", 3),
    ("p5", "Mairie", "Brest", 4), ("p6", "Jardin partagé de la gare", "Brest", 5),
)  # fmt: skip


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "lieux.db")) as made:
        made.execute("create table places (id text primary key, name text, town text, seats int)")
        made.execute(
            "create virtual table places_fts using fts5 "
            f"(name, town, content='places', tokenize='{TOKENIZER}')"
        )
        made.executemany("insert into places values (?, ?, ?, ?)", ROWS)
        made.execute("insert into places_fts (places_fts) values ('rebuild')")
        bake_vocabulary(made, ["places"])
        yield made


@pytest.fixture
def service(tmp_path: Path, connection: sqlite3.Connection) -> Service:
    assert connection.total_changes
    browse = {"search": ["name", "town"], "label": "name", "facets": ["town"]}
    types = {"id": "string", "name": "string", "town": "string", "seats": "integer"}
    fields = [{"name": name, "type": kind} for name, kind in types.items()]
    schema = {"fields": fields, "primaryKey": ["id"]}
    tree: dict[str, Any] = {"name": "places", "rows": 6, "schema": schema, "browse": browse}
    package = factory.places_package("1.0.0", 6) | {"resources": [tree]}
    return service_of(Release("lieux", "1.0.0", tmp_path, Package(package)), "places")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Café des Œuvres", "p1"),
        ("cafe des oeuvres", "p1"),
        ("OEUVRES CAFÉ", "p1"),
        ("Cafè des Ouvres", "p1"),
        ("Jardin partage d'Eloe", "p2"),
        ("jardim partagé de la gare", "p6"),
        ("Resourcerie Lecrou", "p3"),
        ("p3", "p3"),
    ],
)
def test_the_row_that_was_meant_comes_first(
    written: str, meant: str, connection: sqlite3.Connection, service: Service
) -> None:
    assert candidates(connection, service, Sought(written))[0].key == meant


def test_only_one_that_is_certain_is_a_match(
    connection: sqlite3.Connection, service: Service
) -> None:
    [first, *_] = candidates(connection, service, Sought("cafe des oeuvres"))
    assert (first.key, first.score, first.match) == ("p1", 100.0, True)
    [first, *_] = candidates(connection, service, Sought("Café du Port"))
    assert (first.key, first.match) == ("p1", False)


def test_two_of_one_name_are_told_apart_by_another_column(
    connection: sqlite3.Connection, service: Service
) -> None:
    alike = candidates(connection, service, Sought("Mairie"))
    assert [(one.key, one.score, one.match) for one in alike[:2]] == [
        ("p4", 100.0, False), ("p5", 100.0, False),
    ]  # fmt: skip
    told = Sought("Mairie", conditions=(Condition("town", ("Brest",)),))
    first = candidates(connection, service, told)[0]
    assert (first.key, first.match, first.features) == ("p5", True, {"name": 100.0, "town": 100.0})


def test_conditions_alone_find_rows_too(connection: sqlite3.Connection, service: Service) -> None:
    def keys(*conditions: Condition) -> list[str]:
        found = candidates(connection, service, Sought(conditions=conditions))
        return sorted(one.key for one in found)

    assert keys(Condition("town", ("brest",), required=True)) == ["p3", "p5", "p6"]
    assert keys(Condition("seats", ("12",))) == ["p3"]
    assert keys(Condition("nowhere", ("12",))) == []


def test_what_is_required_leaves_the_others_out(
    connection: sqlite3.Connection, service: Service
) -> None:
    seats = Condition("seats", ("5", "12"), required=True)
    found = candidates(connection, service, Sought("Jardin partagé", conditions=(seats,)))
    assert [one.key for one in found] == ["p6"]
    none = Condition("town", ("Brest",), "none", required=True)
    found = candidates(connection, service, Sought("Jardin partagé", conditions=(none,)))
    assert "p6" not in [one.key for one in found]


@pytest.mark.parametrize("written", ["", "zzzzzz", '"', "\N{NULL}", "OR AND NOT", "* ( ) :", "💥"])
def test_what_is_nowhere_finds_nothing(
    written: str, connection: sqlite3.Connection, service: Service
) -> None:
    assert candidates(connection, service, Sought(written)) == ()


def test_rows_of_another_type_are_not_here(
    connection: sqlite3.Connection, service: Service
) -> None:
    assert candidates(connection, service, Sought("Mairie", types=("people",))) == ()
    assert candidates(connection, service, Sought("Mairie", types=("people", "places")))


def test_measuring_ends_once_it_is_late(connection: sqlite3.Connection, service: Service) -> None:
    clock = iter([False, False, True])
    with pytest.raises(Interrupted):
        candidates(connection, service, Sought("Jardin partagé Mairie"), lambda: next(clock))
    assert not list(clock)


def test_of_a_long_list_the_first_items_are_measured_and_all_of_them_where_one_is_the_same(
    connection: sqlite3.Connection, service: Service
) -> None:
    towns = [*("Ville" for _ in range(ITEMS)), "Quimper"]
    connection.execute("update places set town = ? where id = 'p1'", [json.dumps(towns)])

    def town(said: str) -> float:
        asked = Sought("p1", conditions=(Condition("town", (said,)),))
        return candidates(connection, service, asked)[0].features["town"]

    assert (town("Quimper"), town("ville")) == (100.0, 100.0)
    assert town("quimper") < 50.0


def test_of_a_long_cell_the_first_letters_are_measured(
    connection: sqlite3.Connection, service: Service
) -> None:
    connection.execute("update places set town = ? where id = 'p1'", ["a" * LETTERS + " Quimper"])
    asked = Sought("p1", conditions=(Condition("town", ("quimper",)),))
    assert candidates(connection, service, asked)[0].features["town"] == 0.0


def test_numbers_are_the_same_or_not() -> None:
    assert (alike("75011", "75012"), alike("75011", "75011")) == (0.0, 100.0)
    assert alike("gare de lyon", "lyon gare de") == 97.0
