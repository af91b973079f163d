"""Whatever a visitor types is a search that FTS5 understands."""

import sqlite3
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.serving.search import add_functions, escape_fts, without_blank_searches


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("café", '"café"'),
        ("café bar", '"café" "bar"'),
        ('"café bar" thé', '"café bar" "thé"'),
        ('"café bar', '"café bar"'),
        ("a AND (b", '"a" "AND" "(b"'),
        ('"', '""'),
        ('""', '""'),
        ("", '""'),
        ("a\0b", '"a" "b"'),
    ],
)
def test_words_and_phrases_are_quoted(typed: str, searched: str) -> None:
    assert escape_fts(typed) == searched


@given(st.text())
def test_any_text_is_a_search(typed: str) -> None:
    connection = sqlite3.connect(":memory:")
    add_functions(connection)
    connection.execute("create virtual table t using fts5 (a)")
    connection.execute("select * from t where t match escape_fts(?)", [typed]).fetchall()
    connection.close()


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        (b"_search=", b""),
        (b"_search=+&kind=a+b", b"kind=a+b"),
        (b"_search_name=&_search=x", b"_search=x"),
        (b"_search=x&kind=%E9", b"_search=x&kind=%E9"),
        (b"kind=", b"kind="),
        (b"_searchmode=", b"_searchmode="),
    ],
)
def test_blank_searches_are_left_out(query: bytes, kept: bytes) -> None:
    assert without_blank_searches(query) == kept


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1))))
def test_the_rest_of_an_address_stays(pairs: list[tuple[str, str]]) -> None:
    kept = without_blank_searches(urlencode([*pairs, ("_search", "")]).encode())
    searches = [key == "_search" or key.startswith("_search_") for key, _ in pairs]
    wanted = [
        pair for pair, search in zip(pairs, searches, strict=True) if pair[1].strip() or not search
    ]
    assert parse_qsl(kept.decode(), keep_blank_values=True) == wanted
