"""A misspelt word leads to the nearest word that is there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.bakehouse.bake.sqlite import TOKENIZER
from publish.bakehouse.bake.vocabulary import bake_vocabulary
from publish.site.search.spelling import distance, guesses

TEXTS = (
    "Café des Œuvres", "Bibliothèque de Besançon", "Ressourcerie l'Écrou", "Jardin d'Éole",
    "Jardin partagé", "Médiathèque", "Lac 12345", "Boulangerie",
)  # fmt: skip
letters = st.text(alphabet="abcé", max_size=6)


@pytest.fixture
def words() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table t (name text)")
        connection.execute(
            f"create virtual table t_fts using fts5 (name, content='t', tokenize='{TOKENIZER}')"
        )
        connection.executemany("insert into t values (?)", [(text,) for text in TEXTS])
        connection.execute("insert into t_fts (t_fts) values ('rebuild')")
        bake_vocabulary(connection, ["t"])
        yield connection


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jardain", "jardin"),
        ("ressourserie", "ressourcerie"),
        ("mediateque", "mediatheque"),
        ("Besancon", "besancon"),
        ("besançno", "besancon"),
        ("cefé", "cafe"),
        ("boulang", "boulangerie"),
    ],
)
def test_the_nearest_word_comes_first(typed: str, meant: str, words: sqlite3.Connection) -> None:
    assert guesses(words, typed)[0].word == meant


@pytest.mark.parametrize("typed", ["", "zz", "zzzzzz", "a b", "x" * 41, '"', "ja%"])
def test_nothing_is_near_these(typed: str, words: sqlite3.Connection) -> None:
    assert guesses(words, typed) == []


def test_the_more_frequent_of_two_comes_first(words: sqlite3.Connection) -> None:
    words.execute("insert into _words values (99, 'jardix', 1)")
    words.execute("insert into _words_fts (rowid, word) values (99, ' jardix ')")
    assert [guess.word for guess in guesses(words, "jardiz")] == ["jardin", "jardix"]


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [("chat", "chat", 0), ("chat", "chta", 1), ("chat", "char", 1), ("chat", "chats", 1),
     ("", "ab", 2), ("abcdef", "fedcba", 4)],
)  # fmt: skip
def test_letters_amiss(one: str, other: str, letters: int) -> None:
    assert distance(one, other, 3) == letters


@given(letters, letters)
def test_the_way_back_is_as_long(one: str, other: str) -> None:
    assert distance(one, other, 2) == distance(other, one, 2)


@given(letters, letters)
def test_a_limit_only_cuts_what_is_beyond(one: str, other: str) -> None:
    assert distance(one, other, 2) == min(distance(one, other, 99), 3)
