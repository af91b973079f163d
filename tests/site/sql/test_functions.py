"""Whatever a visitor types is a search that FTS5 understands."""

import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.site.sql.functions import add_functions, escape_fts


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ('"café bar" 12e', '"café bar" AND ("12e" OR "12")'),
        ('"café bar', '"café bar"'),
        ("a AND (b", '"(b"'),
        ("AND", '("AND" OR "ands" OR "andx")'),
        ('"', '""'),
        ('""', '""'),
        ("", '""'),
        ("a\0b", '"b"'),
    ],
)
def test_words_and_phrases_are_quoted(typed: str, searched: str) -> None:
    assert escape_fts(typed) == searched


@given(st.text())
def test_any_text_is_a_search_that_finds_itself(typed: str) -> None:
    connection = sqlite3.connect(":memory:")
    add_functions(connection)
    connection.execute("create virtual table t using fts5 (a)")
    connection.execute("insert into t values (?)", [typed])
    found = connection.execute("select a from t where t match escape_fts(?)", [typed]).fetchall()
    connection.close()
    assert found == [(typed,)] or not re.search("[A-Za-z0-9]", typed)
