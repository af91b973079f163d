"""Words find themselves in whatever form a row has them, and nothing that is another word."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from publish.site.sql.functions import escape_fts

Texts = sqlite3.Connection


@pytest.fixture
def texts() -> Iterator[Texts]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "create virtual table t using fts5 (a, b, tokenize='unicode61 remove_diacritics 2')"
        )
        yield connection


def finds(texts: Texts, typed: str, a: str, b: str = "") -> bool:
    texts.execute("delete from t")
    texts.execute("insert into t values (?, ?)", [a, b])
    found = texts.execute("select 1 from t where t match ?", [escape_fts(typed)]).fetchone()
    return found is not None


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("jardins partagés", "Jardin partagé"),
        ("jardin partage", "Les jardins partagés"),
        ("jard", "Jardin"),
        ("cafés", "Le Café"),
        ("lieux", "un lieu"),
        ("locaux", "Le local"),
        ("participatives", "Habitat participatif"),
        ("ouverte", "ouvert le dimanche"),
        ("gardening", "A garden"),
        ("studies", "A study"),
        ("oeuvre", "L’Œuvre"),
        ("œuvre", "l'oeuvre"),
        ("strasse", "Straße"),
        ("l'étoile", "Etoile"),
        ("etoile", "Café de l’Étoile"),
        ("saint etienne", "St-Étienne"),
        ("saint-étienne", "St-Étienne"),
        ("st etienne", "Saint-Étienne"),
        ("ste marie", "Sainte-Marie"),
        ("tiers-lieux", "Tiers-lieu"),
        ("Tiers lieu", "tiers-lieux"),
        ("cafés de la gare", "Café Gare"),
        ("7501", "75011"),
        ("bio", "Produits bios"),
        ("jeu", "Des jeux"),
        ("11e", "le 11"),
    ],
)
def test_other_forms_are_found(typed: str, written: str, texts: Texts) -> None:
    assert finds(texts, typed, written)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("café", "La CAF"),
        ("habitants", "Habits neufs"),
        ("porte", "Le port"),
        ("marchand", "Le marché"),
        ('"jardin partagé"', "jardin du village partagé"),
        ("5011", "75011"),
        ("1", "11"),
        ("st", "Stade"),
        ("bio", "Biographie"),
    ],
)
def test_other_words_are_not(typed: str, written: str, texts: Texts) -> None:
    assert not finds(texts, typed, written)


def test_words_stand_in_any_order_in_any_column(texts: Texts) -> None:
    assert finds(texts, "lyon jardin partage", "Le jardin partagé", "Lyon")
    assert finds(texts, "participatif grenoble", "Grenoble", "Habitat participatif")


@pytest.mark.parametrize(
    ("typed", "city", "postcode", "found"),
    [
        ("paris 11", "Paris", "75011", True),
        ("11e paris", "Paris", "75011", True),
        ("Marseille 3", "Marseille", "13003", True),
        ("lyon 9eme", "Lyon", "69009", True),
        ("paris 11", "Paris", "75012", False),
        ("paris 21", "Paris", "75021", False),
        ("lyon 11", "Lyon", "69011", False),
        ("nantes 11", "Nantes", "75011", False),
    ],
)
def test_an_arrondissement_is_its_postcode(
    typed: str, city: str, postcode: str, found: bool, texts: Texts
) -> None:
    assert finds(texts, typed, city, postcode) is found
