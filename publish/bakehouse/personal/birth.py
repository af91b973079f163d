"""Dates of birth: by their header, by their range, or said in words."""

import re
from collections.abc import Sequence

from publish.bakehouse.personal.kind import Kind, Rule, column, each, words
from publish.words.told import told

DAY = (
    r"(?:(?:19|20)\d{2}[01]\d[0-3]\d|\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2}))"
)
BIRTH_HEADERS = words(
    "naissance birth dob ddn birthdate birthday birthyear birth_year datenaissance"
)
BORN = re.compile(
    r"\b(?:né|née|né\(e\)|né·e|nee|born)\s(?:le|on|en|in)?\s*(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
    r"|\d{1,2}(?:er|st|nd|rd|th)?\s[^\W\d_]{3,9}\.?,?\s\d{4}|[^\W\d_]{3,9}\s\d{1,2},?\s\d{4}|(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
OTHER_DAYS = words(
    """
    construction construit built ouverture ouvert opened opening creation created cree creee
    fondation founded founding inauguration classement protection inscription publication release
    released sortie evenement event permis livraison renovation installation plantation death
    deces mort dissolution depot signature
    """
)


def is_born(text: str) -> bool:
    """Whether a text says when somebody was born."""
    return BORN.search(text) is not None


def _year(text: str) -> int | None:
    years = re.findall(r"(?<!\d)(19\d\d|20[01]\d)(?=\D|$|[01]\d[0-3]\d$)", text)
    return int(years[0]) if years else None


def of_a_life(text: str) -> bool:
    """Whether a day lies where living people's birthdays do."""
    year = _year(text)
    return year is not None and 1920 <= year <= 2015


def spread_like_births(values: Sequence[str]) -> bool:
    """Whether days spread over the years as births do: many years, most before 2000."""
    years = [year for year in map(_year, values) if year is not None]
    decades = {year // 10 for year in years}
    return len(decades) >= 5 and 1950 <= sorted(years)[len(years) // 2] <= 1998


BIRTH = Kind(
    name="birth",
    severity="warning",
    words=told("dates of birth"),
    rules=(
        Rule(
            rf"^\s*(?:{DAY}|(?:\d{{1,2}}(?:er)? \p{{L}}+\.? )?(?:19|20)\d\d)(?:[T ].*)?\s*$",
            of_a_life,
            share=0.5,
            headers=BIRTH_HEADERS,
        ),
        Rule(
            rf"^\s*{DAY}(?:[T ].*)?\s*$",
            of_a_life,
            share=0.95,
            least=15,
            unless=OTHER_DAYS,
            together=spread_like_births,
        ),
        Rule(r"(?i:\b(?:née?|né\(e\)|né·e|nee|born)\s)", is_born),
    ),
    true=(
        column("date_naissance", "1985-03-12"),
        column("birth", "12/03/1985"),
        column("date_of_birth", "19850312"),
        column("annee_naissance", "1985"),
        column("naissance", "12 mars 1985"),
        column("x", *(f"{1940 + 3 * year}-03-12" for year in range(22))),
        *each("née le 12/03/1985 à Lyon", "Né(e) le 12 mars 1985", "born on 12 March 1985"),
    ),
    false=(
        column("ouverture", *(f"{1940 + 3 * year}-03-12" for year in range(22))),
        column("x", *(f"{2005 + year}-03-12" for year in range(20))),
        column("naissance", "2026-11-15"),
        *each("1985-03-12", "lieu né d’une envie de 2019", "12/03/1985"),
    ),
)
