"""How attacks went is told in both languages: what, where, what came of it, what it is worth."""

from typing import Any

import pytest

from publish.release.attacked import ATTACKS, attacked


def one(attack: str, verdict: str, **said: Any) -> dict[str, Any]:
    """How an attack on the table `answers` went."""
    told = {"attack": attack, "column": None, "place": "answers", "verdict": verdict}
    return told | {"why": None, "power": None} | said


ALL = {
    "version": "1.0.3",
    "day": "2026-12-01",
    "attacks": [
        one("differences", "held", power=1.0),
        one("subtraction by exact solver", "held", power=0.6, why="late"),
        one("subtraction by intervals", "found", power=0.0),
        one("inference", "silent", column="mode", power=0.1),
        one("guesses", "untried", why="not-installed"),
    ],
}


def test_it_is_told_in_english() -> None:
    told = attacked(ALL, "en")
    assert told.when == (
        "On 1 December 2026, the kept versions up to 1.0.3 were attacked as anyone can. Each "
        "attack is tried on an unprotected copy as well, where it must succeed: it proves nothing "
        "otherwise."
    )
    assert told.sentences == (
        "People told by the difference between two versions (answers): nothing found; of the "
        "unprotected copy, it finds all.",
        "Hidden numbers found to the digit by subtraction (answers): nothing found; of the "
        "unprotected copy, it finds 60% or more; time was too short for all.",
        "Hidden numbers narrowed by subtraction (answers): something was found; of the "
        "unprotected copy, it finds little.",
        "Inference (answers, mode): nobody can tell, it fails on the unprotected copy too.",
        "Guesses about people (answers): not tried (Anonymeter, which tries it, was not "
        "installed).",
    )


def test_it_is_told_in_french() -> None:
    told = attacked(ALL, "fr")
    assert told.when.startswith("Le 1er décembre 2026, les versions conservées jusqu’à la 1.0.3")
    assert told.sentences == (
        "Personnes trahies par la différence entre deux versions (answers)\u00a0: rien trouvé"
        "\u202f; contre la copie non protégée, elle réussit entièrement.",
        "Nombres masqués retrouvés à l’unité près par soustraction (answers)\u00a0: rien trouvé"
        "\u202f; elle réussit à 60\u00a0% au moins contre la copie non protégée\u202f; tout n’a "
        "pas été essayé, faute de temps.",
        "Nombres masqués encadrés par soustraction (answers)\u00a0: quelque chose a été trouvé"
        "\u202f; elle réussit rarement contre la copie non protégée.",
        "Inférence (answers, mode)\u00a0: on ne sait pas, l’attaque échoue aussi contre la copie "
        "non protégée.",
        "Paris sur des personnes (answers)\u00a0: pas menée (Anonymeter, qui la mène, n’était pas "
        "installé).",
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_a_later_fournil_tries_is_told_by_its_name(language: str) -> None:
    later = ALL | {"attacks": [one("telepathy", "untried", why="no-minds")]}
    [sentence] = attacked(later, language).sentences
    assert "telepathy" not in ATTACKS
    assert sentence.startswith("Telepathy (answers)") and "(no-minds)" in sentence
