"""The workspace of a run: what is brought in, named and read once, and who works on it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest

from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.pipeline import begun
from publish.bakehouse.series.private_file import PrivateFile, created
from publish.bakehouse.steps import work
from publish.progress import Silent
from tests.sites import DAY, make_site

THREADS = "SELECT current_setting('threads')"


def test_one_thread_works_alone(tmp_path: Path) -> None:
    with workspace(tmp_path, alone=True) as place:
        assert place.sql(THREADS) == [(1,)]


def test_several_threads_are_for_exports_that_are_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path)
    run = begun(site, "lieux", site.dataset("lieux"), DAY, Silent())
    exported = sum(path.stat().st_size for path in (site.data / "lieux/exports").iterdir())
    for bound, small in ((exported, True), (exported - 1, False)):
        monkeypatch.setattr(work, "SMALL", bound)
        assert run.small is small


def test_arrow_rows_are_brought_in_with_their_types_and_order(place: Workspace) -> None:
    rows = pa.table({"n": pa.array([3, None, 1]), "text": pa.array(["b", "a", None])})
    brought = place.brought("rows", rows)
    assert {name: str(type) for name, type in brought.schema().items()} == {
        "n": "int64",
        "text": "string",
    }
    assert brought.to_pyarrow() == rows


def test_an_expression_is_compiled_once(place: Workspace) -> None:
    rows = place.brought("rows", pa.table({"n": [1, 2, 3]}))
    first, again = (place.filled("{large}", large=rows.filter(rows.n > 1)) for _ in range(2))
    other = place.filled("{large}", large=rows.filter(rows.n > 2))
    assert first == again != other
    assert place.sql(f"SELECT (SELECT count(*) FROM {first}), (SELECT count(*) FROM {other})") == [
        (2, 1)
    ]


def test_a_private_file_is_read_again_once_it_is_another(tmp_path: Path, place: Workspace) -> None:
    path, query = tmp_path / "facts.db", "SELECT value FROM facts ORDER BY value"
    created(path, "CREATE TABLE facts (value TEXT)")
    found = []
    for value in ("old", "new"):
        following = tmp_path / f"{value}.db"
        created(following, "CREATE TABLE facts (value TEXT)")
        with closing(sqlite3.connect(following)) as connection, connection:
            connection.execute("INSERT INTO facts VALUES (?)", (value,))
        following.replace(path)
        tables = [
            PrivateFile(path).loaded("facts", query, {"value": "VARCHAR"}, place) for _ in range(2)
        ]
        assert tables[0] is tables[1]
        found.append(tables[0].to_pyarrow()["value"].to_pylist())
    assert found == [["old"], ["new"]]
