"""The figures of how people are safe in a table, each with what it is, in French and English.

The one owner of these words. What a report holds in `protection` are codes and numbers, for
programs.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from publish.release.report import column_titles
from publish.release.report_words import MODES
from publish.words.bilingual import Words, bilingual
from publish.words.numbers import percent, readable

Json = Mapping[str, Any]
Path = tuple[str, ...]

# What stands in a path for the name of a column or a table, which the words say as `%(name)s`.
NAME = "*"
FIGURES: dict[Path, Words] = {
    ("mode",): bilingual("Ce qui est publié", "What is published"),
    ("k",): bilingual(
        "Personnes derrière chaque nombre, au moins", "People behind each number, at least"
    ),
    ("aggregates", NAME, "cells"): bilingual(
        "Effectifs publiés dans %(name)s", "Counts published in %(name)s"
    ),
    ("only_in",): bilingual("Personnes comptées : celles de", "People counted: those of"),
    ("quasi_identifiers",): bilingual(
        "Colonnes par lesquelles quelqu'un pourrait être reconnu",
        "Columns by which someone could be known",
    ),
    ("policy", "k"): bilingual(
        "Personnes exigées par combinaison de ces colonnes (k)",
        "People required for each combination of these columns (k)",
    ),
    ("policy", "l", NAME): bilingual(
        "Valeurs de « %(name)s » exigées par combinaison (l)",
        "Values of “%(name)s” required for each combination (l)",
    ),
    ("policy", "max_suppressed"): bilingual(
        "Part des lignes qui peut manquer, au plus",
        "Share of the rows that may be left out, at most",
    ),
    ("policy", "max_rows_per_class"): bilingual(
        "Lignes d'une même personne par combinaison, au plus",
        "Rows of one person in a combination, at most",
    ),
    ("policy", "dominance"): bilingual(
        "Part d'une combinaison due à une même personne, au plus",
        "Share of a combination that comes from one person, at most",
    ),
    ("policy", "delta_k"): bilingual(
        "Personnes exigées derrière tout changement", "People required behind any change"
    ),
    ("policy", "interval"): bilingual(
        "Largeur de l'intervalle où un nombre masqué peut se trouver, au moins",
        "Width of the interval in which a hidden number can lie, at least",
    ),
    ("policy", "min_age"): bilingual(
        "Jours d'attente des nouvelles lignes, au moins", "Days that new rows wait, at least"
    ),
    ("reached", "classes"): bilingual("Combinaisons publiées", "Combinations published"),
    ("reached", "k_people"): bilingual("Personnes dans la plus petite", "People in the smallest"),
    ("reached", "k_rows"): bilingual("Lignes dans la plus petite", "Rows in the smallest"),
    ("reached", "l", NAME): bilingual(
        "Valeurs de « %(name)s » par combinaison, au moins",
        "Values of “%(name)s” in a combination, at least",
    ),
    ("rows", "out"): bilingual("Lignes publiées, environ", "Rows published, about"),
    ("people", "out"): bilingual(
        "Personnes dont des lignes sont publiées, environ", "People whose rows are published, about"
    ),
    ("risk", "prosecutor", "max"): bilingual(
        "Chance de désigner quelqu'un que l'on sait figurer ici, au plus",
        "Chance to pick out someone who is known to be here, at most",
    ),
    ("risk", "prosecutor", "average"): bilingual("La même, en moyenne", "The same, on average"),
    ("risk", "journalist"): bilingual(
        "Chance de désigner quelqu'un sans savoir s'il figure ici, au plus",
        "Chance to pick out someone who may be here or not, at most",
    ),
    ("risk", "marketer"): bilingual(
        "Part des personnes retrouvées grâce à un fichier qui les nomme toutes, au plus",
        "Share of the people found with a file that names them all, at most",
    ),
    ("inference", NAME, "certain"): bilingual(
        "Personnes dont la combinaison révèle « %(name)s »",
        "People whose combination tells “%(name)s”",
    ),
    ("inference", NAME, "strongest"): bilingual(
        "Part de la valeur la plus fréquente de « %(name)s » dans une combinaison, au plus",
        "Share of the commonest value of “%(name)s” in a combination, at most",
    ),
    ("consents",): bilingual("Accords en vigueur", "Consents in force"),
}
# Said by sentences, or by another figure.
ELSEWHERE = {("noise",), ("wp216",), ("series",), ("suppressed",), ("policy", "noise")}


class Figure(NamedTuple):
    """What a figure is, and how much it is, as people read it."""

    what: str
    amount: str


def figures(table: Json, language: str) -> Iterator[Figure]:
    """The figures of a table of a report; one that only a later Fournil knows has its own name."""
    titles = column_titles(table, language)
    for path, value in _leaves(table["protection"]):
        yield Figure(_what(path, titles, language), _amount(path, value, titles, language))


def _leaves(of: Json, before: Path = ()) -> Iterator[tuple[Path, Any]]:
    for name, value in of.items():
        path = (*before, name)
        if path in ELSEWHERE or value is None:
            continue
        if isinstance(value, Mapping):
            yield from _leaves(value, path)
        else:
            yield path, value


def _what(path: Path, titles: Mapping[str, str], language: str) -> str:
    for known, words in FIGURES.items():
        if found := _names(known, path):
            named = {"name": titles.get(found[-1], found[-1])}
            return words[language] % named if NAME in known else words[language]
    return " ".join(path).replace("_", " ")


def _names(known: Path, path: Path) -> Sequence[str]:
    """What stands where names do in a path that a known one fits; none where it does not."""
    if len(known) != len(path):
        return ()
    pairs = list(zip(known, path, strict=True))
    fits = all(one in (NAME, said) for one, said in pairs)
    return [said for one, said in pairs if one == NAME] or [path[-1]] if fits else ()


def _amount(path: Path, value: Any, titles: Mapping[str, str], language: str) -> str:
    if path == ("mode",):
        return MODES[value][language] if value in MODES else str(value)
    if path == ("policy", "min_age"):
        return str(value).removesuffix("d")
    if isinstance(value, list | tuple):
        return ", ".join(titles.get(one, one) for one in value)
    if isinstance(value, float):
        return percent(value, language)
    return readable(value, language) if isinstance(value, int) else str(value)
