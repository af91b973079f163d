"""Places by the words that people call them by."""

import pytest

from publish.site.rows.gazetteer import alike, places


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Guéret", "Guéret (Creuse)"),
        ("gueret", "Guéret (Creuse)"),
        ("23000", "Guéret (Creuse)"),
        ("23096", "Guéret (Creuse)"),
        ("st etienne", "Saint-Étienne (Loire)"),
        ("Saint Etienne", "Saint-Étienne (Loire)"),
        ("SAINTE-FEYRE", "Sainte-Feyre (Creuse)"),
        ("Saint-Denis (974)", "Saint-Denis (La Réunion)"),
        ("Saint-Denis (La Réunion)", "Saint-Denis (La Réunion)"),
        ("saint denis, seine saint denis", "Saint-Denis (Seine-Saint-Denis)"),
        ("75001", "Paris"),
        ("2A004", "Ajaccio (Corse-du-Sud)"),
        ("Papeete", "Papeete (Polynésie française)"),
    ],
)
def test_a_place_has_many_spellings(words: str, title: str) -> None:
    assert places(words)[0].title == title
    assert places(words)[0].lat is not None


def test_a_name_that_many_have_means_the_largest() -> None:
    found = [one.address for one in places("Saint-Denis")]
    assert found == [
        "Saint-Denis (974)",
        "Saint-Denis (93)",
        "Saint-Denis (11)",
        "Saint-Denis (30)",
    ]


def test_the_address_of_a_place_means_no_other() -> None:
    for one in places("Saint-Denis"):
        assert [other.address for other in places(one.address)] == [one.address]


def test_a_commune_without_a_position_names_a_larger_one() -> None:
    [found] = places("Ambutrix")
    assert (found.lat, found.instead) == (None, "Ambérieu-en-Bugey")


@pytest.mark.parametrize("words", ["", "   ", "Nullepart", "99999", "(", "Guéret (75)", "%"])
def test_what_is_no_place_is_none(words: str) -> None:
    assert places(words) == ()


def test_names_almost_like_it_are_offered() -> None:
    assert alike("Gueretz") == ["Guéret"]
    assert alike("Nullepart") == []
