"""The words of the pages, by language, and the choice of the language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

DEFAULT_LANGUAGE = "fr"

WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "license": "Licence",
        "licenses": "Licences",
        "covers": "Tables concernées",
        "cite": "À citer",
        "full_text": "texte complet",
        "summary": "En bref",
        "demo": "Données fictives : jeu de démonstration.",
        "source": "Source",
        "unit": "unité",
        "no_text": "Le texte complet se lit chez son auteur :",
        "all_licenses": "Toutes les licences",
        "no_row_pages": "Cette table parle de personnes : ses lignes n’ont pas de page.",
        "gone": "Version retirée",
        "pruned": "Cette version est trop ancienne : ses fichiers ne sont plus conservés.",
        "withdrawn": "Cette version a été retirée",
        "difference_withdrawn": "La version à laquelle ce fichier se compare a été retirée.",
        "to_latest": "La dernière version",
        "releases_of": "Versions de",
        "new_releases": "Nouvelles versions",
    },
    "en": {
        "license": "Licence",
        "licenses": "Licences",
        "covers": "Tables covered",
        "cite": "To cite",
        "full_text": "full text",
        "summary": "In short",
        "demo": "Fictional data: a demonstration dataset.",
        "source": "Source",
        "unit": "unit",
        "no_text": "The full text can be read at its author's:",
        "all_licenses": "All licences",
        "no_row_pages": "This table is about people: its rows have no pages.",
        "gone": "Version gone",
        "pruned": "This version is too old: its files are no longer kept.",
        "withdrawn": "This version was withdrawn",
        "difference_withdrawn": "The version that this file compares with was withdrawn.",
        "to_latest": "The latest version",
        "releases_of": "Releases of",
        "new_releases": "New releases",
    },
}

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def language() -> str:
    """The language that pages are shown in ("fr" or "en")."""
    return DEFAULT_LANGUAGE


def words() -> Mapping[str, str]:
    """The words of the pages in the language shown."""
    return WORDS[language()]


def text(described: Mapping[str, Any], key: str) -> str:
    """`title` or `description` of a descriptor in the language shown; "" when it has none."""
    texts: Mapping[str, str] = described.get(f"{key}s") or {}
    return texts.get(language()) or texts.get("fr") or str(described.get(key) or "")


def readable_date(iso: str) -> str:
    """An ISO date as it is read: `2026-11-01` is `1er novembre 2026` in French."""
    day = date.fromisoformat(iso[:10])
    if language() != "fr":
        return day.isoformat()
    ordinal = "1er" if day.day == 1 else str(day.day)
    return f"{ordinal} {_MONTHS[day.month - 1]} {day.year}"
