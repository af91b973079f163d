"""What was typed is read as words and phrases, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.site.search.asked import MOST_LETTERS, MOST_WORDS, asked
from publish.words.letters import bare, fold


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("café bar", ("café", "bar")),
        ("  café\tbar café ", ("café", "bar")),
        ('"café bar" thé', ("café bar", "thé")),
        ('"café bar', ("café bar",)),
        ("l'été !", ("l'été",)),
        ("a\0b", ("b",)),
        ("les jardins de Lyon", ("jardins", "Lyon")),
        ("de la", ("de", "la")),
        ('* " ( - 😀', ()),
        ("", ()),
    ],
)
def test_words_and_phrases(typed: str, words: tuple[str, ...]) -> None:
    assert asked(typed).words == words


def test_a_table_is_asked_the_same() -> None:
    assert asked('"café bar" thé').query == '"café bar" thé'
    assert asked('"café bar" le thé').match == '"café bar" AND ("thé" OR "thes" OR "thex")'
    assert asked("cœur Lyon").match == '("cœur"* OR "coeur"*) AND "Lyon"*'


def test_long_texts_are_cut_and_say_so() -> None:
    many = asked(" ".join(f"w{n}" for n in range(50)))
    assert (len(many.words), many.cut) == (MOST_WORDS, True)
    assert asked("a" * 5000).words == ("a" * MOST_LETTERS,)
    assert not asked("a b").cut


def test_words_are_replaced_or_left_out() -> None:
    better = {"jardain": "jardin", "xyz": ""}
    assert asked("jardain xyz lyon").corrected(better).words == ("jardin", "lyon")


@pytest.mark.parametrize(
    ("text", "folded"),
    [("L'Été à Œuilly", "l ete a oeuilly"), ("snake_case", "snake case"), ("!", "")],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_is_done_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert bare(bare(text)) == bare(text)
