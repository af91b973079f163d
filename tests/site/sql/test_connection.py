"""What a stranger's statement reads, and what no statement of a stranger's does."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from publish.site.sql.connection import Guarded
from publish.site.sql.rules import FUNCTIONS

SCHEMA = """
create table a (x, y); create table b (x); create table 'été' (x); create table _words (word);
create view v as select a.x from a; create view w as select * from v join b using (x);
create virtual table a_fts using fts5 (x, content='a', tokenize='unicode61');
insert into a values ('un café', 1), ('deux', 2); insert into _words values ('cafe');
insert into a_fts (a_fts) values ('rebuild'); analyze;
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three published tables, one of them with an accent, a view of a view, a search, words."""
    made = sqlite3.connect(tmp_path / "a.db")
    made.executescript(SCHEMA)
    made.close()
    return tmp_path / "a.db"


@pytest.fixture
def database(path: Path) -> Iterator[Guarded]:
    """The database as a stranger may ask it."""
    opened = Guarded(path, ["a", "b", "été"])
    yield opened
    opened.close()


READS = {
    "select 1": set(),
    "select x from a": {"a"},
    "select * from w": {"a", "b", "v", "w"},
    "select * from été": {"été"},
    "with c as (select x from b) select 1": set(),
    "with c(n) as (select 1) select count(*) from c": set(),
    "select x from a where x = :x and y = :y": {"a"},
    "explain query plan select x from a": {"a"},
    "  EXPLAIN select x from a": {"a"},
    "/* why */ explain select x from a": {"a"},
    "select x from a union all select x from b": {"a", "b"},
    "select y from a join b using (x)": {"a", "b"},
    "select x from a where rowid in (select rowid from a_fts where a_fts match 'cafe')": {
        "a",
        "a_fts",
    },
    "select value from json_each('[1]')": {"json_each"},
}


@pytest.mark.parametrize("sql", READS)
def test_the_tables_that_a_statement_reads(sql: str, database: Guarded) -> None:
    assert database.tables(sql) == READS[sql]
    database.execute(sql, {"x": 1, "y": 1}).fetchall()


def test_a_search_runs_with_its_rank_and_marks(database: Guarded) -> None:
    sql = "select highlight(a_fts, 0, '<', '>') from a_fts where a_fts match ? order by rank"
    assert database.connection.execute("select 1").fetchall() == [(1,)]
    assert database.execute(sql.replace("?", "'cafe'"), {}).fetchall() == [("un <café>",)]


CLOSED = (
    # The schema, however it is called, and what it is not called: the compiler does not report
    # the right side of `using` as read.
    "select name from sqlite_master",
    "select name from sqlite_schema",
    "select count(*) from sqlite_master",
    "select count(*) from (select word as name from a, (select 'a' as word)) join sqlite_master "
    "using (name)",
    "select count(*) from a natural join sqlite_schema",
    "select * from sqlite_temp_master",
    "select * from sqlite_stat1",
    "select 1 from (select 'a' as tbl) join sqlite_stat1 using (tbl)",
    # What a search keeps for itself, and the words of all.
    "select * from a_fts_data",
    "select count(*) from a_fts_idx",
    "select 1 from (select 1 as id) join a_fts_docsize using (id)",
    "select word from _words",
    "select count(*) from (select 'cafe' as word) join _words using (word)",
    # Modules that are tables without having been made.
    "select * from pragma_database_list",
    "select file from pragma_database_list()",
    "select count(*) from (select 'main' as name) join pragma_database_list using (name)",
    "select * from pragma_table_info('a')",
    "select * from pragma_function_list",
    "select * from dbstat",
    "select count(*) from (select 'a' as name) join dbstat using (name)",
    "select * from fts3tokenize",
    "select token from fts3tokenize where input = 'hello'",
    "select * from sqlite_stmt",
    # Functions that call pointers, load libraries, or tell of the machine.
    "select fts3_tokenizer('simple')",
    "select fts3_tokenizer('simple', x'4141414141414141')",
    "select load_extension('x')",
    "select load_extension('x', 'y')",
    "select randomblob(10)",
    "select sqlite_log(1, 'x')",
    "select sqlite_compileoption_get(1)",
    "select sqlite_source_id()",
    "select rtreecheck('a')",
    "select fts5(null)",
    "select fts5_source_id()",
    "select x from a order by fts3_tokenizer('simple')",
    "select x from a group by 1 having fts3_tokenizer('simple')",
    "with c as (select load_extension('x') as n) select n from c",
    # Statements that are no question.
    "pragma database_list",
    "pragma data_version",
    "pragma temp_store_directory = '/tmp'",
    "attach 'x' as y",
    "detach main",
    "vacuum into 'x'",
    "vacuum into (select 'x')",
    "insert into a values (1, 2)",
    "update a set x = 1",
    "delete from a where x in (select x from b)",
    "create temp table t (x)",
    "create temp view t as select 1",
    "create virtual table temp.t using fts5vocab(a_fts, row)",
    "drop table a",
    "reindex",
    "analyze",
    "begin",
    "savepoint x",
    "select 1; select x from a",
    "explain vacuum into 'x'",
    "select ? from a",
    "select '\0' from a",
    "nonsense",
    "",
)


@pytest.mark.parametrize("sql", CLOSED)
def test_what_is_closed_is_neither_told_nor_run(sql: str, database: Guarded) -> None:
    for ask in (database.tables, lambda sql: database.execute(sql, {}).fetchall()):
        with pytest.raises((sqlite3.Error, ValueError, sqlite3.Warning)):
            ask(sql)


LIVE = [sql for sql in CLOSED if sql.startswith("select") and "fts5(" not in sql][:19]


@pytest.mark.parametrize("sql", LIVE)
def test_without_the_rules_it_would_be_told(sql: str, path: Path) -> None:
    """A control: what is refused above is there, and is answered to who is not under the rules."""
    opened = sqlite3.connect(path)
    opened.execute(sql).fetchall()
    opened.close()


LIMITED = {
    "columns": f"select {', '.join(['1'] * 101)}",
    "depth": f"select {'(' * 99 + '1' + ')' * 99}",
    "operators": f"select 1{' + 1' * 200}",
    "text": f"select '{'a' * 21_000}'",
    "compound": " union all ".join(["select 1"] * 60),
    "arguments": f"select coalesce({', '.join(['1'] * 101)})",
    "value": "select zeroblob(1000001)",
    "pattern": "select 'a' like replace(hex(zeroblob(600)), '00', '%_')",
}


@pytest.mark.parametrize("what", LIMITED)
def test_a_statement_has_limits(what: str, database: Guarded) -> None:
    with pytest.raises(sqlite3.Error, match=r"too|parser stack|exceed|complex|large"):
        database.execute(LIMITED[what], {}).fetchall()


def test_every_function_of_this_sqlite_is_open_or_known_to_be_closed() -> None:
    known = sqlite3.connect(":memory:").execute("select distinct name from pragma_function_list")
    assert {name for (name,) in known} - FUNCTIONS <= {
        "fts3_tokenizer", "fts5", "fts5_source_id", "last_insert_rowid", "load_extension",
        "match", "matchinfo", "offsets", "optimize", "randomblob", "rtreecheck", "rtreedepth",
        "rtreenode", "sqlite_compileoption_get", "sqlite_compileoption_used", "sqlite_log",
        "sqlite_offset", "sqlite_source_id", "subtype", "total_changes",
    }  # fmt: skip
