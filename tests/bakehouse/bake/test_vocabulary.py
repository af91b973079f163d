"""A release holds the words that can be searched, and no others, always in the same bytes."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.bakehouse.bake.tables import baked, dataset

SEARCHED = {"browse": {"search": ("text",)}}
ROWS = (
    ("1", "Café « Œuf », l'été", None, None, None, None, None, None, None, None, None, None),
    ("2", "cafe 12345 " + "x" * 41, None, None, None, None, None, None, None, None, None, None),
)


def words(folder: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(folder / "lieux.db")) as connection:
        return connection.execute("select word, n from _words order by id").fetchall()


def test_words_are_folded_and_counted_by_row(tmp_path: Path) -> None:
    with baked(tmp_path, ROWS, dataset(**SEARCHED)) as folder:
        assert words(folder) == [("cafe", 2), ("ete", 1), ("oeuf", 1)]


def test_a_table_without_search_has_no_words(tmp_path: Path) -> None:
    with baked(tmp_path, ROWS) as folder, closing(sqlite3.connect(folder / "lieux.db")) as found:
        names = {name for (name,) in found.execute("select name from sqlite_master")}
    assert not {name for name in names if name.startswith("_words")}


def test_the_bytes_are_the_same(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        with baked(tmp_path / name, ROWS, dataset(**SEARCHED)) as folder:
            found.append((folder / "lieux.db").read_bytes())
    assert found[0] == found[1]
