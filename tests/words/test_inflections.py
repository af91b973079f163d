"""The other forms of a word are few, and none of a number or a code."""

import pytest

from publish.words.inflections import alike, inflections

IRREGULAR_PAIRS = [
    pair.split()
    for pair in """
    journaux journal,yeux oeil,travaux travail,chateaux chateau,vitraux vitrail,jeux jeu,
    children child,people person,women woman,feet foot,lives life,knives knife,boxes box,
    dishes dish,glasses glass,heroes hero,criteria criterion,churches church,libraries library,
    messieurs monsieur,vieille vieux,nouvel nouveau,seches sec,actrices acteur
    """.strip().split(",")
]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("jardins", ("jardin", "jardine", "jardines")),
        ("lyon", ()),
        ("sainte", ("ste",)),
        ("yeux", ("oeil", "yeu")),
        ("child", ()),
        ("bus", ("buses", "busx")),
        ("75011", ()),
        ("b12s", ()),
        ("", ()),
    ],
)
def test_other_forms(word: str, others: tuple[str, ...]) -> None:
    assert inflections(word) == others


def test_a_word_is_alike_its_beginning_and_its_other_forms() -> None:
    assert alike("jardin", "jard") and alike("jardin", "jardins") and alike("75011", "75")
    for plural, singular in IRREGULAR_PAIRS:
        assert alike(singular, plural) and alike(plural, singular), (singular, plural)
    assert not alike("jard", "jardin") and not alike("jardin", "jar")
