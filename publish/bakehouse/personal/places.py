"""Where people live: postal addresses, and coordinates as fine as a house."""

import re

from publish.bakehouse.personal.kind import Kind, Rule, column, each, words
from publish.words.told import told

NUMBER = r"\d{1,5}(?:\s?[-/]\s?\d{1,4})?\s?(?:bis|ter|quater|[a-dA-D](?![a-zA-Z'’]))?\s?,?\s*"
STREETS = (
    r"rue|avenue|av\.|ave|bd|bld|bvd|blvd|boulevard|chemin|chem\.|ch\.|impasse|imp\.|all[ée]es?|route|rte"
    r"|quai|square|ruelle|sentier|faubourg|fbg|fg|lotissement|lot\.|r[ée]sidence|hameau|esplanade|rond-point"
    r"|mont[ée]e|venelle|traverse|lieu[- ]dit"
)
SQUARES = r"place|pl\.|pl|cours|passage|cit[ée]|villa|voie|promenade|mail|c[ôo]te|clos|domaine|r\."
FRENCH = re.compile(
    rf"(?<![\w.,/])(?:{NUMBER})(?:(?:{STREETS})\s+[^\W_]"
    rf"|(?:{SQUARES})\s+(?:(?:de la|de l['’]|de|du|des|d['’])\s*)?(?-i:[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
BACKWARDS = re.compile(
    rf"^\s*(?:{STREETS})\s[^\d,]{{2,40}},? \d{{1,4}}(?: ?bis| ?ter)?\s*(?:$|,|\b\d{{5}}\b)",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"(?<![\w.,/])\d{1,5}[A-Da-d]?,? (?:[A-ZÀ-Þ][\w'’.-]*\s){1,4}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Way|Square|Terrace|Crescent"
    r"|Boulevard|Blvd|Gardens|Grove|Row)\b"
)
ABROAD = re.compile(
    r"\b[^\W\d_]{3,}(?:straße|strasse|str\.|straat|laan|weg) \d{1,4}\b"
    r"|\b(?:Via|Calle|C/|Rua|Plaza|Piazza) (?:[^\W\d_]+\s){1,4},? ?\d{1,4}\b"
)


def holds_address(text: str) -> bool:
    """Whether a house number and a street stand in a text."""
    return any(form.search(text) for form in (FRENCH, BACKWARDS, ENGLISH, ABROAD))


ADDRESS = Kind(
    name="address",
    severity="warning",
    words=told("postal addresses"),
    rules=(Rule(r"\d.*\p{L}{2}|\p{L}{2}.*\d", holds_address, share=0.1),),
    true=each(
        "12 rue des Lilas",
        "12 bis, rue des Lilas 69003 Lyon",
        "3 PLACE BELLECOUR",
        "5 place de la Mairie",
        "1 av. Foch",
        "7, chemin du Bois",
        "Chez Ada, 14 impasse des Acacias",
        "221B Baker Street",
        "10 Downing Street, London",
        "Rue du Bac, 12",
        "Hauptstraße 12",
        "Calle Mayor 5",
    ),
    false=each(
        "rue Jean Moulin",
        "50 places de parking",
        "1 place de parking",
        "4 cours de yoga",
        "3 voies",
        "Place de la Mairie",
        "RD 12",
        "route départementale D12",
        "12 avril 2024",
        "2 villas à louer",
        "69003 Lyon",
        "48.5 chemin",
    ),
)

POINT_HEADERS = words(
    "lat lon lng long latitude longitude coord coords coordonnees geo geom geometry position gps"
)
PAIR = re.compile(r"-?\d{1,2}\.\d{4,}\s?[,; ]\s?-?\d{1,3}\.\d{4,}")


def holds_point(text: str) -> bool:
    """Whether a pair of degrees with four decimals, eleven metres or finer, stands in a text."""
    return PAIR.search(text) is not None


COORDINATES = Kind(
    name="coordinates",
    severity="warning",
    words=told("coordinates as fine as a house"),
    rules=(
        Rule(
            r"^\s*-?\d{1,3}\.\d{3,}\s*$",
            share=0.5,
            headers=POINT_HEADERS,
            people=True,
        ),
        Rule(r"\d\.\d{4,}\s?[,; ]\s?-?\d{1,3}\.\d{4,}", holds_point, people=True),
    ),
    true=(
        column("lat", "48.85661"),
        *each("48.85661, 2.35222", "POINT (2.35222 48.85661)"),
    ),
    false=(
        column("lat", "48.9"),
        column("price", "48.85661"),
        *each("48.9, 2.4", "12.5, 14.2"),
    ),
)
