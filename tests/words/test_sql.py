"""Names and values in SQL come back from SQLite as they were."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.words.sql import literal, quoted, sql_name
from publish.words.sqlite import read_only

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@given(TEXTS)
def test_a_name_is_a_name_whatever_it_holds(name: str) -> None:
    for written in (quoted(name), sql_name(name)):
        with closing(sqlite3.connect(":memory:")) as connection:
            (found,) = connection.execute(f"select 1 as {written}").description
        assert found[0] == name


@given(st.one_of(TEXTS, st.integers(-(2**63), 2**63 - 1), st.none()))
def test_a_value_is_the_same_behind_sql(value: object) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        assert connection.execute(f"select {literal(value)}").fetchone() == (value,)


@pytest.mark.parametrize("name", ["a b?c", "é%20#", "plain"])
def test_a_file_is_opened_for_reading_only_whatever_its_name(name: str, tmp_path) -> None:
    with closing(sqlite3.connect(tmp_path / name)) as connection:
        connection.execute("create table t (c)")
    for at_rest in (True, False):
        uri = read_only(tmp_path / name, at_rest=at_rest)
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            assert connection.execute("select count(*) from t").fetchone() == (0,)
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                connection.execute("insert into t values (1)")
