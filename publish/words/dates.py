"""Dates in words, and which date of last update it is."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from babel.dates import format_skeleton

from publish.words.numbers import LOCALES

MONTHS: Mapping[str, tuple[str, ...]] = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip
BASES: Mapping[str, Mapping[str, str]] = {
    "declared": {"fr": "date déclarée par le producteur", "en": "date stated by the producer"},
    "read": {"fr": "date la plus récente des données", "en": "latest date in the data"},
    "export": {"fr": "date de l’export", "en": "date of the export"},
}


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last one where that month has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def in_words(day: date, language: str) -> str:
    """A day as people read it: "1er novembre 2026" in French, "1 November 2026" in English."""
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number} {MONTHS[language][day.month - 1]} {day.year}"


def short_month(day: date, language: str) -> str:
    """The month of a day in few letters: "janv. 2026" in French."""
    return str(format_skeleton("yMMM", day, locale=LOCALES[language]))


def dated(day: date, basis: str, language: str) -> str:
    """A day in words and which date it is; `basis` is a key of BASES."""
    return f"{in_words(day, language)} ({BASES[basis][language]})"
