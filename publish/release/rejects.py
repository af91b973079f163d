"""Why a record was set aside: a table of codes, each said in both languages.

A release's `report.json` holds the code and its values beside the English sentence; reports made
before there were codes have the sentence only.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from publish.words.bilingual import Words, bilingual

REASONS: dict[str, Words] = {
    "not-string": bilingual("n'est pas du texte", "is not text"),
    "not-integer": bilingual("n'est pas un nombre entier", "is not an integer"),
    "not-number": bilingual("n'est pas un nombre", "is not a number"),
    "not-boolean": bilingual(
        "n'est aucun des mots déclarés pour vrai et faux",
        "is none of the declared words for true and false",
    ),
    "not-date": bilingual(
        "n'est pas une date dans une écriture déclarée", "is not a date in a declared format"
    ),
    "not-datetime": bilingual(
        "n'est pas une date et une heure dans une écriture déclarée",
        "is not a date and time in a declared format",
    ),
    "digits": bilingual(
        "a plus de chiffres qu'un nombre n'en garde ; à déclarer comme `string`",
        "has more digits than a number holds; declare it as `string`",
    ),
    "no-such-hour": bilingual(
        "est une heure que les horloges de %s ont sautée",
        "is an hour that clocks of %s skipped",
    ),
    "no-point": bilingual("n'est pas un point de %s", "is no point of %s"),
    "not-json": bilingual("n'est pas du JSON", "is not JSON"),
    "not-list": bilingual("n'est pas une liste", "is not a list"),
    "too-deep": bilingual(
        "a plus de %s listes ou objets les uns dans les autres ; à exporter plus à plat",
        "has more than %s lists or objects within one another; export it flatter",
    ),
    "required": bilingual("manque alors qu'il est obligatoire", "is missing but required"),
    "id-twice": bilingual(
        "figure déjà plus haut chez ce partenaire : la première ligne est gardée",
        "stands further up in this partner's file already: the first row is kept",
    ),
    "enum": bilingual("n'est aucune des valeurs déclarées", "is none of the declared values"),
    "pattern": bilingual("ne suit pas le motif déclaré", "does not match the declared pattern"),
    "minimum": bilingual("est sous le minimum %s", "is under the minimum %s"),
    "maximum": bilingual("dépasse le maximum %s", "is over the maximum %s"),
    "min-length": bilingual("a moins de %s caractères", "is under %s characters"),
    "max-length": bilingual("a plus de %s caractères", "is over %s characters"),
    "one-cell": bilingual("%s cellule où l'en-tête en a %s", "%s cell where the header has %s"),
    "cells": bilingual("%s cellules où l'en-tête en a %s", "%s cells where the header has %s"),
    "quotes": bilingual(
        "texte après le guillemet fermant d'une cellule",
        "text after the closing quote of a cell",
    ),
    "not-delimited": bilingual(
        "n'est pas une ligne de texte délimité", "not a record of delimited text"
    ),
    "record-not-json": bilingual("n'est pas du JSON", "not JSON"),
    "not-object": bilingual(
        "n'est pas un objet aux valeurs nommées", "not an object with named values"
    ),
    "key-twice": bilingual(
        "la même clé figure deux fois dans un objet",
        "the same key stands twice in one object",
    ),
    "not-known": bilingual("n'est pas dans %s ; à y ajouter", "is not in %s; add it there"),
    "not-phone": bilingual("n'est pas un numéro de téléphone", "is no telephone number"),
    "not-code": bilingual(
        "n'est pas un numéro de la forme %s ; un tableur a pu en perdre des chiffres : à fournir "
        "comme texte",
        "is no number of the form %s; a spreadsheet may have lost some of its digits: give it as "
        "text",
    ),
    "spreadsheet-number": bilingual(
        "est un numéro qu'un tableur a changé en nombre ; à fournir comme texte, ou à lire par la "
        "recette `code`",
        "is a code that a spreadsheet made a number; give it as text, or read it with the recipe "
        "`code`",
    ),
    "not-url": bilingual("n'est pas une adresse web", "is no web address"),
    "not-point": bilingual("n'est pas un point sur le globe", "is no point on the globe"),
    "not-measure": bilingual(
        "n'est pas un nombre d'une unité déclarée, qui ne se lit que d'une façon",
        "is no number in a declared unit that reads in one way only",
    ),
    "no-day": bilingual(
        "la cellule %s contient le 29 février 1900, qui n'a pas existé, ou un jour d'avant 1900 ; "
        "à corriger dans le tableur",
        "cell %s holds the 29 February 1900, which never was, or a day before 1900; mend it in the "
        "spreadsheet",
    ),
    "error-cell": bilingual(
        "la cellule %s contient une erreur (telle que #N/A) ou une formule jamais calculée ; à "
        "corriger dans le tableur",
        "cell %s holds an error (such as #N/A) or a formula that was never computed; mend it in "
        "the spreadsheet",
    ),
}


class Reason(str):
    """A code of `REASONS` and its values; as a text it is the English sentence."""

    code: str
    values: tuple[str, ...]

    def __new__(cls, code: str, *values: object) -> "Reason":
        """The sentence of a code with its values in it; raises KeyError for a code that is none."""
        texts = tuple(map(str, values))
        made = super().__new__(cls, REASONS[code]["en"] % texts)
        made.code, made.values = code, texts
        return made


class Said(NamedTuple):
    """A text and the language that it is in."""

    text: str
    language: str


def said(reject: Mapping[str, Any], language: str) -> Said:
    """Why records were set aside, as a report's `rejected` tells it, in a language if it can be."""
    words, values = REASONS.get(reject.get("code", "")), tuple(reject.get("values", ()))
    return Said(words[language] % values, language) if words else Said(reject["reason"], "en")
