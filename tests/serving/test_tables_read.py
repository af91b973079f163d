"""SQLite's compiler says which tables a statement reads."""

import sqlite3
from collections.abc import Iterator

import pytest

from publish.serving.tables_read import tables_read


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """Two tables, a view of a view, a table with an accented name."""
    opened = sqlite3.connect(":memory:")
    opened.executescript(
        "create table a (x, y); create table b (x); create table 'été' (x);"
        "create view v as select a.x from a; create view w as select * from v join b using (x);"
    )
    yield opened
    opened.close()


READS = {
    "select 1": set(),
    "select x from a": {"a"},
    "select * from w": {"a", "b", "v", "w"},
    "select * from été": {"été"},
    "with c as (select x from b) select 1": set(),
    "select x from a where x = :x and y = :y": {"a"},
    "explain query plan select x from a": {"a"},
    "  EXPLAIN select x from a": {"a"},
    "select x from a union all select x from b": {"a", "b"},
    "select nothing from a": set(),
    "select 1; select x from a": set(),
    "select ? from a": set(),
    "select '\0' from a": set(),
    "nonsense": set(),
}


@pytest.mark.parametrize("sql", READS)
def test_the_tables_that_a_statement_reads(sql: str, connection: sqlite3.Connection) -> None:
    assert tables_read(connection, sql) == READS[sql]


def test_nothing_is_run_or_left_behind(connection: sqlite3.Connection) -> None:
    assert tables_read(connection, "delete from a where x in (select x from b)") == {"a", "b"}
    assert connection.execute("select count(*) from a").fetchone() == (0,)
