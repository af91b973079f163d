"""Pairs of facets are counted as the database counts them; facets of many values get an index."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from publish.figures import crossings
from publish.figures.crossings import crossing, pairs
from publish.release.release import FIRST_VIEWS, read_package
from tests.bakehouse.bake.tables import COLUMNS, ROWS, baked, dataset

FACETS = ("id", "text", "big", "ratio", "open", "opened", "seen", "tags")


def indexes(folder: Path) -> dict[str, list[str]]:
    """The first column of each index that was made -> all its columns."""
    with closing(sqlite3.connect(folder / "lieux.db")) as connection:
        names = connection.execute("select name from sqlite_master where sql like 'create index%'")
        found = [connection.execute(f"pragma index_info([{name}])").fetchall() for (name,) in names]
    return {columns[0][2]: [column[2] for column in columns] for columns in found}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A release whose few rows count as many, and in which 20 pairs are few."""
    monkeypatch.setattr(crossings, "LARGE", 1)
    monkeypatch.setattr("publish.bakehouse.bake.crossings.MOST_PAIRS", 20)
    rows = [(f"{n}{row[0]}", *row[1:]) for n in range(9) for row in ROWS]
    with baked(tmp_path, rows, dataset(COLUMNS, browse={"facets": FACETS})) as folder:
        yield folder


def test_what_is_baked_is_what_sqlite_counts(made: Path) -> None:
    told = json.loads((made / FIRST_VIEWS).read_text())
    table = read_package(made).tables["places"]
    crossed = [pair for pair in pairs(table) if crossing(table, *pair).key in told]
    assert crossed == [("text", "open"), ("big", "open"), ("ratio", "open"), ("open", "opened")]
    with closing(sqlite3.connect(made / "lieux.db")) as connection:
        for pair in crossed:
            query = crossing(table, *pair)
            counted = connection.execute(*query).fetchall()
            assert sorted(map(repr, counted)) == sorted(
                repr(tuple(line)) for line in told[query.key]
            )


def test_facets_of_many_values_have_the_others_in_their_index(made: Path) -> None:
    found = indexes(made)
    assert found["open"] == ["open"]
    assert found["big"] == ["big", *(one for one in FACETS if one != "big")]


def test_a_small_table_is_left_alone(tmp_path: Path) -> None:
    with baked(tmp_path, declared=dataset(COLUMNS, browse={"facets": FACETS})) as folder:
        assert "group by 1, 2" not in (folder / FIRST_VIEWS).read_text()
        assert [len(columns) for columns in indexes(folder).values()] == [1] * 7
