"""SQLite where another program writes it: values without loss, one moment for all queries."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from publish.bakehouse.fetch.databases import opened
from publish.bakehouse.fetch.kept import Limits
from publish.declare.sources import Connection
from publish.errors import SourceError
from tests.databases import rows


@pytest.fixture
def app(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The connection of a program that goes on writing, in WAL mode."""
    with closing(sqlite3.connect(tmp_path / "l'app é.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (a, b)")
        connection.execute("INSERT INTO t VALUES ('01004', 0.1), (NULL, 9223372036854775807)")
        yield connection


@pytest.fixture
def reader(app: sqlite3.Connection, tmp_path: Path) -> Connection:
    address = (tmp_path / "l'app é.db").as_uri().replace("file:", "sqlite:")
    return Connection(datasets=("lieux",), address=address)


def test_values_come_without_loss(reader):
    assert rows(reader, "SELECT b, a, 2.0 AS c FROM t ORDER BY b;") == [
        {"b": "0.1", "a": "01004", "c": "2"},
        {"b": "9223372036854775807", "a": None, "c": "2"},
    ]
    assert rows(reader, "WITH x AS (SELECT 1 AS n) SELECT n FROM x -- one") == [{"n": "1"}]


def test_all_queries_see_one_moment(app, reader):
    with opened(reader, "here", Limits()) as snapshot:
        app.execute("DELETE FROM t")
        [batch] = snapshot.ask("SELECT count(*) AS c FROM t").batches
    assert batch.to_pylist() == [{"c": "2"}]
    assert rows(reader, "SELECT count(*) AS c FROM t") == [{"c": "0"}]


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM t",
        "SELECT 1; DELETE FROM t",
        "SELECT 1) ; DELETE FROM t; --",
        "PRAGMA user_version",
    ],
)
def test_what_is_no_select_is_refused(app, reader, query):
    with pytest.raises(SourceError, match=r"^here: SQLite does not take the query: .*; mend it"):
        rows(reader, query)
    assert app.execute("SELECT count(*) FROM t").fetchone() == (2,)


def test_what_goes_wrong_is_told_without_a_value(app, reader):
    app.execute("INSERT INTO t VALUES (x'736563726574', 1)")
    with pytest.raises(SourceError, match="here: column 'a' holds binary values") as told:
        rows(reader, "SELECT * FROM t")
    assert "secret" not in str(told.value)
    app.execute("UPDATE t SET a = CAST(x'736563726574ff' AS TEXT)")
    with pytest.raises(SourceError, match="here: a text that is not UTF-8") as told:
        rows(reader, "SELECT a FROM t")
    assert "secret" not in str(told.value)


def test_a_query_that_takes_too_long_is_stopped(reader):
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS m FROM n"
    )
    with pytest.raises(SourceError, match="here: the query was stopped: it took too long"):
        rows(reader, endless, Limits(seconds=0))


def test_a_file_that_is_not_there_is_told(tmp_path):
    gone = Connection(datasets=("lieux",), address=f"sqlite://{tmp_path}/gone.db")
    with pytest.raises(SourceError, match=r"here: no file /.*gone\.db; write its whole path"):
        rows(gone, "SELECT 1 AS a")
