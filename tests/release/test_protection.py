"""Figures of how people are safe, and the criteria of WP216, in both languages."""

from typing import Any

import pytest

from publish.declare.policy import Privacy
from publish.release.criteria import NAMES, criteria
from publish.release.protection import FIGURES, figures

COLUMNS = [
    {"name": "age", "titles": {"fr": "Âge", "en": "Age"}, "technique": None},
    {"name": "trust", "titles": {"fr": "Confiance", "en": "Trust"}, "technique": None},
]
RECORDS: dict[str, Any] = {
    "mode": "records",
    "quasi_identifiers": ["age"],
    "policy": {**Privacy(l={"trust": 3}).model_dump(mode="json"), "interval": 9},
    "reached": {"classes": 16, "k_people": 16, "k_rows": 46, "l": {"trust": 5}},
    "rows": {"out": 2020},
    "people": {"out": 700},
    "suppressed": {"at_most": 0.1},
    "series": {"delta_k": 5, "min_days": 14},
    "risk": {
        "prosecutor": {"max": 0.0625, "average": 0.0229},
        "journalist": 0.0625,
        "marketer": 0.0229,
    },
    "inference": {"trust": {"certain": 0.0, "strongest": 0.3796}},
    "wp216": {"verdict": "Tested"},
}
COUNTS = {
    "mode": "aggregates",
    "k": 11,
    "aggregates": {"by_age": {"cells": 1204}},
    "only_in": ["answers"],
    "noise": {"method": "dp"},
}
NBSP, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


def told(protection: dict[str, Any], language: str) -> dict[str, str]:
    """What each figure is -> how much it is."""
    table = {"columns_published": COLUMNS, "protection": protection}
    return dict(figures(table, language))


def test_each_figure_of_records_says_what_it_is() -> None:
    french, english = told(RECORDS, "fr"), told(RECORDS, "en")
    assert len(french) == len(english) == 22
    assert french["Colonnes par lesquelles quelqu’un pourrait être reconnu"] == "Âge"
    assert english["Columns by which someone could be known"] == "Age"
    assert french["Lignes publiées, environ"] == f"2{THIN}020"
    assert english["Rows published, about"] == "2,020"
    assert french["Part des lignes qui peut manquer, au plus"] == f"10{NBSP}%"
    assert english["Share of the rows that may be left out, at most"] == "10%"
    assert french[f"Valeurs de «{NBSP}Confiance{NBSP}» exigées par combinaison (l)"] == "3"
    assert french["Jours d’attente des nouvelles lignes, au moins"] == "14"
    assert english["People whose combination tells “Trust”"] == "0%"


def test_each_figure_of_counts_says_what_it_is() -> None:
    assert told(COUNTS, "fr") == {
        "Ce qui est publié": "décomptes seulement, aucune ligne ne décrit une personne",
        "Personnes derrière chaque nombre, au moins": "11",
        "Effectifs publiés dans by_age": f"1{THIN}204",
        f"Personnes comptées{NBSP}: celles de": "answers",
    }
    assert told({"consents": 139}, "en") == {"Consents in force": "139"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_code_of_a_program_is_left(language: str) -> None:
    words = [what for of in (RECORDS, COUNTS) for what in told(of, language)]
    codes = ("policy", "reached", "prosecutor", "_people", "quasi", "delta")
    assert [what for what in words if any(code in what for code in codes)] == []
    # A figure that nobody knows here has its own name.
    assert told({"new_one": {"x": 2}}, language) == {"new one x": "2"}


def test_each_setting_of_a_policy_has_its_words() -> None:
    settings = set(Privacy.model_fields) - {"noise"}
    assert settings == {path[1] for path in FIGURES if path[0] == "policy"}


def test_the_criteria_are_said_in_both_languages() -> None:
    titles = {"age": "Âge", "trust": "Confiance"}
    french, english = criteria(RECORDS, (), "fr", titles), criteria(RECORDS)
    assert [*french] == [*english] == [*NAMES]
    assert french["singling_out"].startswith(
        f"Chaque combinaison publiée (Âge) est partagée par au moins 16 personnes{NBSP}: "
    )
    assert f"6,2{NBSP}% des cas au plus, 2,3{NBSP}% en moyenne" in french["singling_out"]
    assert "picked out by chance at most 6.2% of the time" in english["singling_out"]
    assert "Confiance n’est certain pour personne" in french["inference"]
    keyed = criteria(RECORDS, ("code",), "fr")["linkability"]
    assert keyed.startswith(f"code{NBSP}: les lignes d’une même personne s’y reconnaissent")
    empty = {**RECORDS, "reached": {"classes": 0}, "inference": {}}
    none = criteria(empty, (), "fr")
    assert none["singling_out"].startswith("Aucune ligne n’est publiée")
    assert none["inference"].startswith("Aucune colonne n’est déclarée sensible")
    certain = {**RECORDS, "inference": {"trust": {"certain": 0.5, "strongest": 1.0}}}
    assert "trust is certain for 50% of people" in criteria(certain)["inference"]
