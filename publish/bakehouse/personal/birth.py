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
    """
    naissance birth dob ddn birthdate birthday birthyear datenaissance anniversaire born
    nele neele nee naiss datenaiss datenais dateofbirth geboren
    """
)
MONTH = (
    r"(?:janv?(?:ier)?|f[ée]vr?(?:ier)?|mars?|avr(?:il)?|mai|juin|juil(?:let)?|ao[ûu]t|sept?(?:embre)?"
    r"|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?|jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|may"
    r"|june?|july?|aug(?:ust)?|sep(?:tember)?|october|november|december)"
)
NUMBERS = (
    r"(?:et|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    r"|vingts?|trente|quarante|cinquante|soixante)"
)
SPELT_YEAR = rf"(?:mille neuf cents?|dix-neuf cents?|deux mille|nineteen)(?:[ -]{NUMBERS})*"
YEAR = rf"(?:(?:19|20)\d\d|['’]?\d\d|{SPELT_YEAR})"
SPELT_DAY = rf"(?:premier|1er|\d{{1,2}}(?:er|st|nd|rd|th)?|{NUMBERS}(?:[ -]{NUMBERS}){{0,2}})"
SAID_DAY = (
    rf"(?:\d{{1,2}}[/.\- ]\d{{1,2}}[/.\- ]\d{{2,4}}|(?:19|20)\d\d-\d\d-\d\d"
    rf"|(?:{SPELT_DAY}[ -])?(?:of )?{MONTH}\.?,?[ -](?:of )?{YEAR}\b"
    rf"|{MONTH}\.? \d{{1,2}},? {YEAR}\b)"
)
CUE = (
    r"(?:n[ée]+(?:\(e\)|[·.]e)?|born|date de naissance|naissance|birth(?:day|date)?|d\.?o\.?b\.?"
    r"|ddn|anniversaire|anniv)"
)
BORN = re.compile(
    rf"\b{CUE}\s*(?:is|est|:|=|-|,)?\s*(?:(?:à|in|at) [^\d,.]{{2,25}} )?"
    rf"(?:le |on |en |in |the |un |au |c['’]est )*"
    rf"(?:[^\W\d_]+di )?(?:{SAID_DAY}|(?:19|20)\d\d\b|['’]?\d\d(?=\s*(?:$|[,.;)(]|à |in |a "
    rf"|et ))|{SPELT_YEAR})",
    re.IGNORECASE,
)
OF_A_THING = re.compile(
    r"\b(?:lieu|projet|asso(?:ciation)?|collectif|id[ée]e|festival|structure|initiative|entreprise"
    r"|coop[ée]rative|mouvement|groupe|caf[ée]|jardin|r[ée]seau|site|atelier|club|comit[ée]|service"
    r"|programme|lieux|place|project|idea|group)s?\b[^.!?]{0,40}$",
    re.IGNORECASE,
)
SHORT_DAY = re.compile(
    rf"\s*(?:{SAID_DAY}|\d{{1,2}}/\d{{1,2}}|\d{{1,2}}(?:er)? {MONTH}\.?|[0-3]\d[01]\d\d{{2}}"
    rf"|[0-3]\d[01]\d(?:19|20)\d\d|\d{{1,2}}-{MONTH}-\d{{2,4}})\s*",
    re.IGNORECASE,
)
OTHER_DAYS = words(
    """
    construction construit built ouverture ouvert opened opening creation created cree creee
    fondation founded founding inauguration classement protection inscription publication release
    released sortie evenement event permis livraison renovation installation plantation death
    fondee fonde constituee constitution declaration deces mort dissolution depot signature
    """
)


def is_born(text: str) -> bool:
    """Whether a text says when somebody was born."""
    return any(not OF_A_THING.search(text[: match.start()]) for match in BORN.finditer(text))


def is_short_day(text: str) -> bool:
    """Whether a whole text is a day, its year short, spelt or left out."""
    return SHORT_DAY.fullmatch(text) is not None and not re.search(r"\b20(?:1[6-9]|[2-9]\d)", text)


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
        Rule(
            r"^\s*[\p{L}\d][\p{L}\d /.,'’-]{3,}\s*$",
            is_short_day,
            share=0.5,
            headers=BIRTH_HEADERS,
        ),
        Rule(
            r"(?i:\b(?:né|nee|born|ddn|dob|d\.o\.b|date de naissance|naissance|birth|anniv))",
            is_born,
            hint=r"(?i:né|nee|born|ddn|d\.?o\.?b|naissance|birth|anniv)",
        ),
    ),
    true=(
        column("date_naissance", "1985-03-12"),
        column("birth", "12/03/1985"),
        column("date_of_birth", "19850312"),
        column("annee_naissance", "1985"),
        column("naissance", "12 mars 1985"),
        column("x", *(f"{1940 + 3 * year}-03-12" for year in range(22))),
        *(column("naissance", day) for day in ("12 mars 85", "12-MAR-1985", "120385", "12/3/85")),
        column("anniversaire", "12 mars"),
        *each("née le 12/03/1985 à Lyon", "Né(e) le 12 mars 1985", "born on 12 March 1985"),
        *each("né en mars 85", "DDN : 12.03.85", "ma date de naissance est le 12 mars 1985"),
        *each("née le douze mars mille neuf cent quatre-vingt-cinq", "né le premier mai 72"),
    ),
    false=(
        column("ouverture", *(f"{1940 + 3 * year}-03-12" for year in range(22))),
        column("x", *(f"{2005 + year}-03-12" for year in range(20))),
        column("naissance", "2026-11-15"),
        *each("un projet né de 12 envies", "née sous X", "projet renée 12"),
        *each("1985-03-12", "lieu né d’une envie de 2019", "12/03/1985"),
    ),
)
