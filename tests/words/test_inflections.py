"""The other forms of a word are few, and none of a number or a code."""

import pytest

from publish.words.inflections import alike, inflections


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("jardins", ("jardin", "jardine", "jardines")),
        ("lyon", ()),
        ("sainte", ("ste",)),
        ("75011", ()),
        ("b12s", ()),
        ("", ()),
    ],
)
def test_other_forms(word: str, others: tuple[str, ...]) -> None:
    assert inflections(word) == others


def test_a_word_is_alike_its_beginning_and_its_other_forms() -> None:
    assert alike("jardin", "jard") and alike("jardin", "jardins") and alike("75011", "75")
    assert not alike("jard", "jardin") and not alike("jardin", "jar")
