"""Coordinates as fine as a house, however written: degrees, minutes, web addresses, codes."""

import re

from publish.bakehouse.personal.kind import Kind, Rule, column, each, words
from publish.words.told import told

POINT_HEADERS = words(
    "lat lon lng long latitude longitude coord coords coordonnees geo geom geometry position gps"
)
TEXT_HEADERS = words(
    """
    commentaire commentaires comment comments remarque remarques note notes message messages texte
    text avis observation observations description temoignage reponse reponses answer precision
    precisions details detail motif objet bio presentation libre demande contenu body
    """
)
POINTS = (
    re.compile(r"-?\d{1,2}\.\d{4,}\s?[,;/ ]\s?-?\d{1,3}\.\d{4,}"),
    re.compile(r"(?<![\d,.])-?\d{1,2},\d{4,}\s?(?:[;/|]|,? |et)\s?-?\d{1,3},\d{4,}(?!\d)"),
    re.compile(r"\bgeo:-?\d{1,2}\.\d{4,},-?\d{1,3}\.\d{4,}", re.IGNORECASE),
    re.compile(
        r"[@=!/#][a-z0-9=&/]{0,12}-?\d{1,2}\.\d{4,}(?:,|/|%2C|!4d|&\w+=)-?\d{1,3}\.\d{4,}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\d{1,3}\s?[°ºod]\s?\d{1,2}\s?['’′m]\s?\d{1,2}(?:[.,]\d+)?\s?(?:[\"”″s]|''|’’|′′)?\s?[NSEWO]\b",
        re.IGNORECASE,
    ),
    re.compile(r"\d{1,3}\s?[°ºo]\s?\d{1,2}[.,]\d{2,}\s?['’′]?\s?[NSEWO]\b", re.IGNORECASE),
    re.compile(r"\b[NSEWO]\s?\d{1,3}\s?[°ºo]\s?\d{1,2}(?:\s?['’′]\s?\d|[.,]\d{2})", re.IGNORECASE),
    re.compile(r"\d{1,3}[.,]\d{4,}\s?[°ºo]\s?[NSEWO]?\b", re.IGNORECASE),
    re.compile(r"\b(?:lat|lon|lng|long)\w*\W{1,3}-?\d{1,3}[.,]\d{4,}", re.IGNORECASE),
)
# Full codes, and short ones before a place's name.
PLUS_CODE = re.compile(r"(?<![\w+])(?:[2-9CFGHJMPQRVWX]{4}){1,2}\+[2-9CFGHJMPQRVWX]{2,3}(?![\w+])")


def holds_point(text: str) -> bool:
    """Whether a point given to eleven metres or finer stands in a text."""
    return PLUS_CODE.search(text) is not None or any(form.search(text) for form in POINTS)


def says_point(text: str) -> bool:
    """Whether a sentence, and not only a cell, gives a point."""
    rest = text
    for form in (*POINTS, PLUS_CODE):
        rest = form.sub(" ", rest)
    return rest != text and re.search(r"[^\W\d_]{2,}", rest) is not None


POINT = (
    r"\d[.,]\d{4,}\s?(?:[,;/| &!]|et|%2[Cc])\s?[a-zA-Z0-9=]{0,12}-?\d{1,3}[.,]\d{4,}"
    r"|\d\s?[°ºod]\s?\d{1,2}(?:\s?['’′m]\s?\d|[.,]\d{2})|\d{1,3}[.,]\d{4,}\s?[°ºo]"
    r"|(?i:\b(?:lat|lon|lng)\w*\W{1,3}-?\d{1,3}[.,]\d{4})|[2-9CFGHJMPQRVWX]{4}\+[2-9CFGHJMPQRVWX]{2}"
)

HINT = r"\d[.,]\d{4}|\d\s?[°ºod]\s?\d|[2-9CFGHJMPQRVWX]{4}\+"

COORDINATES = Kind(
    name="coordinates",
    severity="warning",
    words=told("coordinates as fine as a house"),
    rules=(
        Rule(
            r"^\s*-?\d{1,3}[.,]\d{3,}\s*$",
            share=0.5,
            headers=POINT_HEADERS,
            people=True,
        ),
        Rule(POINT, holds_point, hint=HINT, people=True),
        Rule(POINT, says_point, hint=HINT, headers=TEXT_HEADERS),
    ),
    true=(
        column("lat", "48.85661"),
        column("commentaire", "J’habite au 48°51'24\"N 2°21'08\"E"),
        *each(
            "48.85661, 2.35222",
            "48,85661 ; 2,35222",
            "POINT (2.35222 48.85661)",
            "geo:48.85661,2.35222",
            "48°51'24.1\" N, 2°21'08.0\" E",
            "N 48° 51.401' E 2° 21.133'",
            "8FW4V942+QJ",
            "https://www.google.com/maps/@48.85661,2.35222,17z",
            "https://www.openstreetmap.org/#map=19/48.85661/2.35222",
        ),
    ),
    false=(
        column("lat", "48.9"),
        column("price", "48.85661"),
        *each("48.9, 2.4", "12.5, 14.2", "20° 30 minutes", "12AB+34", "C++"),
    ),
)
