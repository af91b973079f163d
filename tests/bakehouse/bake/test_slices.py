"""Facets of large tables are baked as bits beside the data; other ones of many values by index."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from publish.figures import tally
from publish.figures.asking import Query
from publish.figures.slices import SlicedColumn, SortedColumn, read_slices
from publish.figures.tally import Tally, by_value
from publish.release.release import FACETS, SUMS, Release, read_package
from tests.bakehouse.bake.tables import COLUMNS, ROWS, baked, dataset

NAMES = ("id", "text", "big", "ratio", "open", "opened", "seen", "tags")
SLICED = {"text", "big", "ratio", "open", "opened"}


def indexes(folder: Path) -> dict[str, list[str]]:
    """The first column of each index that was made -> all its columns."""
    with closing(sqlite3.connect(folder / "lieux.db")) as connection:
        names = connection.execute("select name from sqlite_master where sql like 'create index%'")
        found = [connection.execute(f"pragma index_info([{name}])").fetchall() for (name,) in names]
    return {columns[0][2]: [column[2] for column in columns] for columns in found}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A release whose few rows count as many, and in which six values are many."""
    monkeypatch.setattr(tally, "LARGE", 1)
    monkeypatch.setattr("publish.bakehouse.bake.slices.MOST_COUNTED", 6)
    rows = [(f"{n}{row[0]}", *row[1:]) for n in range(9) for row in ROWS]
    with baked(tmp_path, rows, dataset(COLUMNS, browse={"facets": NAMES})) as folder:
        yield folder


def test_what_is_baked_is_what_sqlite_counts(made: Path) -> None:
    [slices] = read_slices((made / FACETS).read_bytes()).values()
    kinds = {name: type(column) for name, column in slices.columns.items()}
    assert kinds == dict.fromkeys(SLICED, SlicedColumn) | {"id": SortedColumn}
    held = {"open": Query("open = :p0", {"p0": 1})}
    with closing(sqlite3.connect(made / "lieux.db")) as connection:

        def select(query: Query) -> list[Any]:
            return connection.execute(query.sql, query.parameters).fetchall()

        for name in slices.columns:
            sql = f"select [{name}], count(*) from places where open = 1 group by 1 order by 1"
            counted = connection.execute(sql).fetchall()
            told = Tally("places", name, None, held, by_value)
            assert slices.lines(told, select) == counted
            assert len(counted) > 1 or name == "open"


def test_another_facet_of_many_values_has_all_in_its_index(made: Path) -> None:
    found = indexes(made)
    assert found["open"] == ["open"]
    assert found["big"] == ["big", *(one for one in NAMES if one != "big")]
    assert Counter(map(len, found.values())) == {1: 4, len(NAMES): 3}


def test_slices_are_no_data(made: Path) -> None:
    assert FACETS not in (made / "datapackage.json").read_text()
    with ZipFile(made / "lieux.zip") as whole:
        assert "datapackage.json" in whole.namelist()
        assert FACETS not in whole.namelist()


def test_slices_that_are_not_those_listed_are_none(made: Path) -> None:
    of = Release("lieux", "1.0.0", made, read_package(made))
    assert of.beside(FACETS) == b""
    (made / SUMS).write_text(f"{'0' * 64}  {FACETS}\n")
    assert of.beside(FACETS) == b""


def test_a_small_table_is_left_alone(tmp_path: Path) -> None:
    with baked(tmp_path, declared=dataset(COLUMNS, browse={"facets": NAMES})) as folder:
        assert not (folder / FACETS).exists()
        assert json.loads((folder / "first-views.json").read_text())
        assert [len(columns) for columns in indexes(folder).values()] == [1] * 7
