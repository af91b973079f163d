"""How the attacks on a dataset went, in words: what was tried, what came of it, what it is worth.

The one owner of these words: the page of a dataset, `report.html` and the terminal.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from publish.words.bilingual import Words, bilingual
from publish.words.dates import in_words
from publish.words.numbers import percent

Json = Mapping[str, Any]

ATTACKS: dict[str, Words] = {
    "files": bilingual(
        "nombres que les fichiers montrent sans qu'ils aient été comptés",
        "numbers that files show and nobody counted",
    ),
    "differences": bilingual(
        "personnes trahies par la différence entre deux versions",
        "people told by the difference between two versions",
    ),
    "moves": bilingual(
        "personnes trahies par les nombres bruités qui bougent",
        "people told by which numbers with noise moved",
    ),
    "averages": bilingual(
        "bruit effacé par la moyenne des versions", "noise averaged away over releases"
    ),
    "subtraction": bilingual(
        "nombres masqués retrouvés par soustraction", "hidden numbers found by subtraction"
    ),
    "subtraction by intervals": bilingual(
        "nombres masqués encadrés par soustraction", "hidden numbers narrowed by subtraction"
    ),
    "subtraction by exact solver": bilingual(
        "nombres masqués retrouvés à l'unité près par soustraction",
        "hidden numbers found to the digit by subtraction",
    ),
    "sums": bilingual(
        "nombres dus à peu de personnes retrouvés par additions et soustractions",
        "numbers that few people are behind, found by adding and subtracting",
    ),
    "bounds": bilingual(
        "nombres dus à peu de personnes encadrés par additions et soustractions",
        "numbers that few people are behind, bounded by adding and subtracting",
    ),
    "regrouping": bilingual(
        "lignes d'un même contributeur réunies", "rows put together by who made them"
    ),
    "duplicate spelling": bilingual(
        "personnes comptées plusieurs fois sous plusieurs graphies",
        "people counted more than once, spelt in several ways",
    ),
    "residue": bilingual(
        "petits nombres de personnes dans les rapports",
        "small numbers of people in reports",
    ),
    "canaries": bilingual(
        "mots privés cherchés dans chaque octet", "private words looked for in every byte"
    ),
    "guesses": bilingual("paris sur des personnes", "guesses about people"),
    "singling out": bilingual("individualisation", "singling out"),
    "linkability": bilingual("corrélation", "linkability"),
    "inference": bilingual("inférence", "inference"),
}
UNTRIED: dict[str, Words] = {
    "noise": bilingual(
        "ces nombres sont bruités, aucun n'est montré tel quel",
        "its numbers have noise, none is told as it is",
    ),
    "not-installed": bilingual(
        "Anonymeter, qui la mène, n'était pas installé",
        "Anonymeter, which tries it, was not installed",
    ),
    "one-column": bilingual(
        "une seule colonne peut être connue des personnes", "one column alone is known of people"
    ),
    "few-people": bilingual(
        "il y faut davantage de personnes, dans la version et en dehors",
        "it takes more people, in the release and outside it",
    ),
    "no-opendp": bilingual(
        "OpenDP, qui compte ce qui est dépensé, n'était pas installé",
        "OpenDP, which reckons what is spent, was not installed",
    ),
    "late": bilingual("le temps a manqué", "time was too short"),
}
SENTENCES: dict[str, Words] = {
    "when": bilingual(
        "Le %(day)s, les versions conservées jusqu'à la %(version)s ont été attaquées comme "
        "n'importe qui peut le faire. Chaque attaque est aussi menée contre une copie non "
        "protégée, où elle doit réussir : sinon, elle ne prouve rien.",
        "On %(day)s, the kept versions up to %(version)s were attacked as anyone can. Each attack "
        "is tried on an unprotected copy as well, where it must succeed: it proves nothing "
        "otherwise.",
    ),
    "held": bilingual("%(what)s : rien trouvé%(control)s.", "%(what)s: nothing found%(control)s."),
    "found": bilingual(
        "%(what)s : quelque chose a été trouvé%(control)s.",
        "%(what)s: something was found%(control)s.",
    ),
    "silent": bilingual(
        "%(what)s : on ne sait pas, l'attaque échoue aussi contre la copie non protégée.",
        "%(what)s: nobody can tell, it fails on the unprotected copy too.",
    ),
    "untried": bilingual("%(what)s : pas menée (%(why)s).", "%(what)s: not tried (%(why)s)."),
    "power": bilingual(
        " ; elle réussit à %(power)s au moins contre la copie non protégée",
        "; of the unprotected copy, it finds %(power)s or more",
    ),
    "whole": bilingual(
        " ; contre la copie non protégée, elle réussit entièrement",
        "; of the unprotected copy, it finds all",
    ),
    "weak": bilingual(
        " ; elle réussit rarement contre la copie non protégée",
        "; of the unprotected copy, it finds little",
    ),
    "late": bilingual(" ; tout n'a pas été essayé, faute de temps", "; time was too short for all"),
}


@dataclass(frozen=True)
class Attacked:
    """When which versions were attacked, and a sentence for each attack and place."""

    when: str
    sentences: Sequence[str]


def attacked(attacks: Json, language: str) -> Attacked:
    """What the `attacks` of a report say."""
    day = in_words(date.fromisoformat(attacks["day"]), language)
    when = SENTENCES["when"][language] % {"day": day, "version": attacks["version"]}
    return Attacked(when, tuple(_sentence(one, language) for one in attacks["attacks"]))


def attack_name(attack: str, language: str) -> str:
    """What an attack is called; its own name where only a later Fournil knows it."""
    return ATTACKS[attack][language] if attack in ATTACKS else attack


def untried(code: str, language: str) -> str:
    """Why an attack was not tried; the code itself where only a later Fournil knows it."""
    return UNTRIED[code][language] if code in UNTRIED else code


def _sentence(one: Json, language: str) -> str:
    named = attack_name(one["attack"], language)
    what = f"{named[0].upper()}{named[1:]} ({', '.join(_places(one))})"
    values = {"what": what, "why": untried(one["why"] or "", language)}
    control = "".join(SENTENCES[code][language] for code in _worth(one))
    power = percent(one["power"] or 0, language)
    return SENTENCES[one["verdict"]][language] % {**values, "control": control % {"power": power}}


def _places(one: Json) -> Iterator[str]:
    yield one["place"]
    if one["column"]:
        yield one["column"]


def _worth(one: Json) -> Iterator[str]:
    """What is said of an attack that was tried, beside what it found."""
    if one["power"] is not None:
        yield {0.0: "weak", 1.0: "whole"}.get(one["power"], "power")
    if one["why"]:
        yield "late"
