"""A word that stands nearly everywhere is found within bounds, and what is found is right."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.bakehouse.bake.sqlite import TOKENIZER
from publish.bakehouse.bake.vocabulary import bake_vocabulary
from publish.site.search import finder
from publish.site.search.asked import asked
from publish.site.search.common import PAGES, Index
from publish.site.search.finder import Found, find
from publish.site.search.searched import Searched

ROWS = 6_000
TABLE = Searched("t", ("text",), None, ("id",), ROWS + 1, apart=True)


@pytest.fixture(scope="module")
def rows() -> Iterator[sqlite3.Connection]:
    """Each row says `everywhere` and a word of its own; its index has small pages."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table t (id text primary key, text text) strict")
        connection.execute(
            f"create virtual table t_fts using fts5 (text, content='t', tokenize='{TOKENIZER}')"
        )
        connection.execute("insert into t_fts (t_fts, rank) values ('pgsz', 64)")
        texts = ((f"k{n}", f"Everywhere mot{n:04} {n % 7}") for n in range(ROWS))
        connection.executemany("insert into t values (?, ?)", texts)
        connection.execute("insert into t values ('z', 'every mot0007')")
        connection.execute("insert into t_fts (t_fts) values ('rebuild')")
        connection.execute("insert into t_fts (t_fts) values ('optimize')")
        bake_vocabulary(connection, ["t"])
        yield connection


def found(rows: sqlite3.Connection, typed: str) -> Found:
    return find(rows, [TABLE], asked(typed), nullcontext, lambda _: [])


def ids(rows: sqlite3.Connection, match: str) -> set[int]:
    sql = "select rowid from t_fts where t_fts match ?"
    return {number for (number,) in rows.execute(sql, [match])}


@pytest.mark.parametrize(
    ("typed", "count", "more"),
    [
        ("everywhere", 500, True),
        ("ever", 500, True),
        ("mot0", 500, True),
        ("mot00", 101, False),
        ("everywhere mot0008", 1, False),
        ("ever mot0007", 2, False),
        ("everywhere mot0008 mot0009", 0, False),
        ("everywhere nowhere", 0, False),
    ],
)
def test_what_is_common_is_counted_in_part(
    typed: str, count: int, more: bool, rows: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finder, "COUNTED", 500)
    hits = found(rows, typed).hits
    assert [(one.count, one.more) for one in hits] == ([(count, more)] if count else [])
    assert all(len(one.rows) == min(count, 5) for one in hits)


def test_a_common_word_beside_one_that_is_nowhere_is_known(rows: sqlite3.Connection) -> None:
    words = found(rows, "everywhere nowhere").words
    assert words["everywhere"] > 0 and words["nowhere"] == 0


def test_a_beginning_is_read_as_far_as_bounds_go(rows: sqlite3.Connection) -> None:
    index = Index(rows, "t")
    assert index.pages("everywhere", begins=False) > PAGES > index.pages("mot0007", begins=False)
    assert index.narrowed(['"everywhere"*']) == '("everywhere")'
    assert index.narrowed(['"ever"*']) == '("everywhere" OR "every" OR "ever")'
    assert index.narrowed(['"mot000"*', '"a b"']) == '("mot000"* OR "a b")'
    narrowed = index.narrowed(['"mot"*'])[1:-1].split(" OR ")
    assert '"mot0007"' in narrowed
    assert 0 < index.reads(one for one in narrowed if one.endswith("*")) <= PAGES


@given(st.text(alphabet='evrywhmot0123 é*"', min_size=1, max_size=8))
def test_what_is_found_with_less_is_found_with_all(rows: sqlite3.Connection, typed: str) -> None:
    for word in asked(typed).words:
        forms = asked(typed).alternatives(word)
        assert ids(rows, Index(rows, "t").narrowed(forms)) <= ids(rows, asked(typed).match_of(word))


def test_an_index_in_parts_is_read_whole(rows: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(":memory:")) as other:
        rows.backup(other)
        assert Index(other, "t").pages("everywhere", begins=True) > PAGES
        other.execute("insert into t (rowid, id, text) values (9999, 'y', 'everywhere')")
        other.execute("insert into t_fts (rowid, text) values (9999, 'everywhere')")
        other.commit()
        assert Index(other, "t").pages("everywhere", begins=True) == 0
        [hits] = found(other, "everywhere").hits
        assert (hits.count, hits.more) == (ROWS + 1, False)
