"""Where people live: postal addresses, in full and in short forms."""

import re

from publish.bakehouse.personal.kind import Kind, Rule, each
from publish.words.told import told

NUMBER = r"\d{1,5}(?:\s?[-/]\s?\d{1,4})?\s?(?:bis|ter|quater|[a-dA-D](?![a-zA-Z'’]))?\s?,?\s*"
STREETS = (
    r"rue|avenue|aven?\.?|av\.|bd\.?|bld\.?|bvd\.?|blvd\.?|boul\.|boulevard|chemin|chem\.?|chm\.?|ch\."
    r"|impasse|imp\.?|all[ée]es?|all\.?|route|rte\.?|rt\.|quai|square|sq\.?|ruelle|rlle|sentier|sent\."
    r"|faubourg|fbg\.?|fg\.?|lotissement|lot\.|lotiss\.?|r[ée]sidence|r[ée]s\.|hameau|ham\.|esplanade"
    r"|esp\.|rond-point|rpt|mont[ée]e|mt[ée]e\.?|venelle|ven\.|traverse|trav\.|lieu[- ]?dit"
    r"|quartier"
    r"|quart\.|qrt\.?|pass\.|prom\.|chauss[ée]e|corniche|calade|coteau"
    r"|(?-i:QUA|PAS|RES|MTE|CHE|SEN|TRA|RLE|PRO|VLA|LD|COR|ESP|CHS|DOM|LOT|HAM)"
)
SQUARES = (
    r"place|plc\.?|pl\.|pl|cours|crs\.?|passage|cit[ée]|villa|voie|promenade|mail|c[ôo]te|clos"
    r"|domaine|r\.?|av|terrasses?|b[âa]t\."
)
SPELT = (
    r"(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    r"|(?:vingt|trente|quarante|cinquante|soixante)(?:[- ](?:et[- ])?(?:un|deux|trois|quatre"
    r"|cinq|six|sept|huit|neuf))?)"
)
IN_WORDS = re.compile(
    rf"\b{SPELT}(?: bis| ter)?,? (?:rue|avenue|boulevard|chemin|impasse|route|quai|all[ée]e"
    rf"|mont[ée]e)"
    r"\s(?:de |du |des |d['’]|[A-ZÀ-Þ])",
    re.IGNORECASE,
)
FRENCH = re.compile(
    rf"(?<![\w.,/])(?:{NUMBER})(?:(?:{STREETS})\s+[^\W_]"
    rf"|(?:{SQUARES})\s+(?:(?:de la|de l['’]|de|du|des|d['’])\s*)?(?-i:[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
BACKWARDS = re.compile(
    rf"^\s*(?:{STREETS})\s[^\d,]{{2,40}},? (?:n°\s?)?\d{{1,4}}(?: ?bis| ?ter)?\s*(?:$|,"
    rf"|\b\d{{5}}\b)",
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
    return any(form.search(text) for form in (FRENCH, IN_WORDS, BACKWARDS, ENGLISH, ABROAD))


ADDRESS = Kind(
    name="address",
    severity="warning",
    words=told("postal addresses"),
    rules=(
        Rule(
            r"\d.*\p{L}|\p{L}{2}.*\d|(?i:^\s*\p{L}+(?:[- ]\p{L}+)? (?:rue|avenue|boulevard"
            r"|chemin|impasse|route|quai|all[ée]e|mont[ée]e) )",
            holds_address,
            share=0.1,
        ),
    ),
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
        "3 mtée du Four",
        "12 imp. des Lilas",
        "4 r. de la Paix",
        "7 all des Tilleuls",
        "12b rte de Crest",
        "douze rue des Lilas",
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
