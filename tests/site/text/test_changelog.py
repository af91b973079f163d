"""Why there is a new version is told in the language of the page."""

import datetime
import re
from collections.abc import Sequence
from typing import Any

import pytest
from markupsafe import escape

from publish.release.change import CODES, Change
from publish.release.index import Entry
from publish.release.package import Package
from publish.release.versions import bump
from publish.site.text.changelog import SENTENCES, reasons
from publish.site.text.languages import Shown, speaking

DAY = datetime.date(2026, 11, 21)
PACKAGE: dict[str, Any] = {
    "name": "lieux",
    "titles": {"fr": "Lieux partagés", "en": "Shared places"},
    "resources": [
        {
            "name": "places",
            "titles": {"fr": "Lieux", "en": "Places"},
            "schema": {"fields": [{"name": "seats", "titles": {"fr": "Sièges", "en": "Seats"}}]},
        }
    ],
}
TOLD = {
    Change("first-release"): "Première version",
    Change("first-since-withdrawal"): "Première version depuis un retrait",
    Change("first-since-loss"): "Première version depuis la perte des précédentes",
    Change("made-again"): "Refaite : les fichiers de la dernière version étaient perdus",
    Change("row-count", "places", 3, 1234567): (
        "Lieux\u00a0: 1\u202f234\u202f567 lignes, 3 auparavant"
    ),
    Change("column-added", "places.seats"): "Nouvelle colonne\u00a0: Lieux › Sièges",
    Change("table-removed", "gone"): "Table retirée\u00a0: gone",
    Change("texts", "places.seats"): "Lieux › Sièges\u00a0: titres ou descriptions modifiés",
    Change("texts"): "Lieux partagés\u00a0: titres ou descriptions modifiés",
    Change("form-added", "places", after="parquet"): (
        "Lieux\u00a0: nouvelle forme de fichier, parquet"
    ),
    Change("license", "places", "ODbL-1.0", "etalab-2.0"): (
        "Lieux\u00a0: licence etalab-2.0 au lieu de ODbL-1.0"
    ),
    Change("type-changed", "places.seats", "integer", "number"): (
        "Lieux › Sièges\u00a0: nature des valeurs désormais nombre, auparavant nombre entier"
    ),
    Change("unit-added", "places.seats", after="m²"): (
        "Lieux › Sièges\u00a0: unité désormais m², rien auparavant"
    ),
    Change("missing-values-removed", "places", ("", "NA")): (
        'Lieux\u00a0: valeurs manquantes désormais sans valeur, auparavant "", "NA"'
    ),
    Change("protection", "places.seats", None, "band"): (
        "Lieux › Sièges\u00a0: les personnes sont protégées autrement "
        "(par tranches, auparavant\u00a0: aucune)"
    ),
    Change("foreign-key-added", "visits.place", after="places.seats"): (
        "visits.place renvoie désormais à Lieux › Sièges"
    ),
}


def entry(changes: Sequence[Change], *sentences: str) -> Entry:
    """What the index says of a release with these changes, or only these sentences."""
    told = sentences or tuple(map(str, changes))
    return Entry("1.1.0", DAY, "kept", False, "c", "minor", told, changes=tuple(changes))


def texts(language: str, *changes: Change) -> list[str]:
    """What a page in a language says of the changes."""
    with speaking(Shown(language)):
        told = reasons(entry(changes), Package(PACKAGE))
    assert {one.language for one in told} == {language}
    return [one.text for one in told]


@pytest.mark.parametrize("change", TOLD, ids=lambda change: change.code)
def test_a_reason_in_french(change: Change) -> None:
    assert texts("fr", change) == [TOLD[change]]


def test_every_code_is_told() -> None:
    assert SENTENCES.keys() == CODES.keys()


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_its_own_words_in_both_languages(code: str) -> None:
    change = Change(code, "places.seats", "one", "two")
    [french], [english] = texts("fr", change), texts("en", change)
    assert french != english
    assert not re.search(r"%\(|lambda", french + english)
    named = "Sièges" in french
    assert named == ("Seats" in english) == ("places.seats" in str(change))


def test_a_sentence_without_a_code_stays_english_and_says_so() -> None:
    old = entry((), "a <b> happened")
    with speaking(Shown("fr")):
        [told] = reasons(old, Package(PACKAGE))
        assert escape(told) == '<span lang="en">a &lt;b&gt; happened</span>'
    with speaking(Shown("en")):
        assert escape(told) == "a &lt;b&gt; happened"


def test_a_code_of_a_later_fournil_is_told_by_its_sentence() -> None:
    later = entry([Change("colour", "places"), Change("rows-changed")], "colour changed", "…")
    with speaking(Shown("fr")):
        assert [tuple(one) for one in reasons(later, Package(PACKAGE))] == [
            ("colour changed", "en"),
            ("Des lignes ont changé", "fr"),
        ]


def test_what_the_version_rule_says_is_known_here() -> None:
    old = {"resources": [{"name": "places", "rows": 1, "schema": {"fields": []}}]}
    new = {"resources": [{"name": "places", "rows": 2, "schema": {"fields": [{"name": "seats"}]}}]}
    change = bump(old, new, rows_changed=True)
    assert change is not None
    assert texts("fr", *change[1]) == [
        "Nouvelle colonne\u00a0: Lieux › Sièges",
        "Lieux\u00a0: 2 lignes, 1 auparavant",
    ]
