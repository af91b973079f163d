"""Numbers on papers and vehicles: plates, passports, identity cards, machine readable zones."""

import re
from collections.abc import Sequence

from publish.bakehouse.personal.kind import Kind, Rule, column, each, words
from publish.words.told import told

# The letters I, O and U, which look like others, are on no plate since 2009.
LETTER = "[A-HJ-NP-TV-Z]"
PLATE_2009 = re.compile(
    rf"(?<![\w-]){LETTER}{{2}}(?P<s>[ .-]?)\d{{3}}(?P=s){LETTER}{{2}}(?![\w-])", re.IGNORECASE
)
PLATE_1950 = re.compile(
    r"(?<![\w-])\d{1,4}(?P<s>[ .-]?)[A-HJ-NP-TV-Z]{2,3}(?P=s)"
    r"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-46])(?![\w-])",
    re.IGNORECASE,
)
VEHICLE = (
    r"(?i:voitures?|v[ée]hicules?|camion(?:nette)?s?|fourgon(?:nette)?s?|utilitaires?|moto|scooter"
    r"|immat\w*|plaques?|gar[ée]e?s?|stationn\w+|renault|peugeot|citro[eë]n|dacia|clio|kangoo"
    r"|berlingo|car|vehicle|van|parked|plate|registration)"
)
DASHED = re.compile(rf"(?<![\w-])(?:{LETTER}{{2}}-\d{{3}}-{LETTER}{{2}})(?![\w-])")
REFERENCE = re.compile(
    r"\b(?:r[ée]f\w*|mod[èe]le|type|produit|article|parcelle|code|n[°o])\W{0,4}$", re.IGNORECASE
)
SPEAKS_OF_ONE = re.compile(rf"\b{VEHICLE}\b")
PLATE_HEADERS = words(
    "plaque plaques immat immatriculation immatriculations plate plates licenseplate numberplate "
    "licenceplate registration vrm vehicule vehicle voiture car"
)
NOT_PLATES = words(
    "ref reference references produit product article sku modele model serie parcelle cadastre "
    "section lot salle route voie code"
)

SIV = rf"(?i:{LETTER}{{2}}[ .-]?\d{{3}}[ .-]?{LETTER}{{2}})"
FNI = r"(?i:\d{1,4}[ .-]?[A-Z]{2,3}[ .-]?(?:\d\d|2[AB]))"
ANY_PLATE = rf"(?:{SIV}|{FNI}\d?)"


def holds_plate(text: str) -> bool:
    """Whether a licence plate stands in a text; without dashes only beside a word for vehicles."""
    if any(not REFERENCE.search(text[: match.start()]) for match in DASHED.finditer(text)):
        return DASHED.fullmatch(text.strip()) is None
    plates = PLATE_2009.search(text) or PLATE_1950.search(text)
    return plates is not None and SPEAKS_OF_ONE.search(text) is not None


def is_plate(text: str) -> bool:
    """Whether a whole text is a licence plate, of now or of before 2009."""
    return any(form.fullmatch(text.strip()) for form in (PLATE_2009, PLATE_1950))


def varied(texts: Sequence[str]) -> bool:
    """Whether letters differ as on plates: a series of references keeps its first or its last."""
    bare = [re.sub(r"\W", "", text).upper() for text in texts]
    starts, ends = {text[:2] for text in bare}, {text[-2:] for text in bare}
    return len(texts) < 5 or min(len(starts), len(ends)) >= 3


PLATE = Kind(
    name="plate",
    severity="warning",
    words=told("licence plates"),
    rules=(
        Rule(
            rf"^\s*(?i:{LETTER}{{2}}(?:-\d{{3}}-| \d{{3}} |\d{{3}}){LETTER}{{2}})\s*$",
            is_plate,
            share=0.3,
            unless=NOT_PLATES,
            together=varied,
        ),
        Rule(rf"^\s*{ANY_PLATE}\s*$", is_plate, share=0.3, headers=PLATE_HEADERS),
        Rule(
            rf"^\s*{FNI}\d?\s*$",
            is_plate,
            share=0.8,
            least=8,
            unless=NOT_PLATES,
            together=varied,
        ),
        Rule(
            rf"{VEHICLE}.*{ANY_PLATE}|{ANY_PLATE}.*{VEHICLE}|[A-Z]{{2}}-\d{{3}}-[A-Z]{{2}}",
            holds_plate,
            hint=rf"{SIV}|{FNI}",
        ),
    ),
    true=(
        column("immatriculation", "AB-123-CD"),
        column("x", "AB-123-CD", "fr 456 gh", "EZ789XY"),
        column("plaque", "1234 AB 26", "987 XYZ 69"),
        *each("Voiture mal garée, AB-123-CD", "camionnette 1234 XY 38 devant l’entrée"),
        *each("Vu hier : AB-123-CD devant chez moi"),
    ),
    false=(
        column("reference", "AB-123-CD"),
        column("x", *(f"AB-{number}-CD" for number in range(100, 140))),
        *each("Salle B 12", "12 AVENUE 26", "3 voitures", "FR 123 456"),
    ),
)

ZONE_1 = re.compile(r"(?<![A-Z<])[PIACV][A-Z<][A-Z]{3}[A-Z0-9]+<[A-Z0-9<]*<")
ZONE_NUMBERS = (
    re.compile(r"(?P<n>[A-Z0-9<]{9})(?P<c>\d)(?=[A-Z<]{3}\d{7}[MFX<]\d{7})"),
    re.compile(r"(?<!\d)(?P<n>\d{6})(?P<c>\d)(?=[MFX<]\d{7}[A-Z<]{3})"),
)
WEIGHTS = (7, 3, 1)
PASSPORT_HEADERS = words("passeport passport passports passeports")
CARD_HEADERS = words(
    "cni cnie carteidentite identitycard idcard pieceidentite permis permisconduire titresejour "
    "drivinglicence driverlicense identite"
)
DOCUMENT_CUE = re.compile(
    r"\b(?:passeports?|passport|cni|carte (?:nationale )?d['’]identit[ée]|pi[èe]ce d['’]identit[ée]"
    r"|identity card|titre de s[ée]jour|permis(?: de conduire)?|driving licence)\b"
    r"[^0-9\n]{0,15}?(?P<n>[A-Z0-9]{9,15})\b",
    re.IGNORECASE,
)


def zone_digit(text: str) -> int:
    """The check digit of a machine readable zone (ICAO 9303, part 3, 4.9)."""
    values = (0 if char == "<" else int(char, 36) for char in text)
    return sum(value * WEIGHTS[place % 3] for place, value in enumerate(values)) % 10


def holds_zone(text: str) -> bool:
    """Whether a machine readable zone stands in a text: a first line, or right digits."""
    if ZONE_1.search(text):
        return True
    return any(
        zone_digit(match["n"]) == int(match["c"])
        for form in ZONE_NUMBERS
        for match in form.finditer(text)
    )


def has_digits(text: str) -> bool:
    """Whether a text is a number and no word: two of its characters or more are digits."""
    return sum(map(str.isdigit, text)) >= 2


def said_document(text: str) -> bool:
    """Whether a text speaks of a passport, card or licence and gives its number."""
    return any(
        sum(char.isdigit() for char in match["n"]) >= 5 for match in DOCUMENT_CUE.finditer(text)
    )


DOCUMENT = Kind(
    name="document",
    severity="blocker",
    words=told("numbers of passports and identity cards"),
    rules=(
        Rule(
            r"^\s*(?i:\d{2}[A-Z]{2}\d{5}|[A-Z]{1,2}\d{6,8})\s*$",
            share=0.5,
            headers=PASSPORT_HEADERS,
        ),
        Rule(
            r"^\s*(?i:\d{12}|[A-Z0-9]{9}|\d{2}[A-Z]{2}\d{5}|\d{10}|\d{13}[A-Z0-9]{0,2})\s*$",
            has_digits,
            share=0.5,
            headers=CARD_HEADERS,
        ),
        Rule(r"^\s*(?:1\d|2[0-6])[A-Z]{2}\d{5}\s*$", share=0.8, least=4, together=varied),
        Rule(r"[A-Z0-9<]{3}<<|\d{7}[MFX<]\d{7}", holds_zone, hint=r"<<|\d{7}[MFX<]\d{7}"),
        Rule(
            r"(?i:passe?port|cni|identi|s[ée]jour|permis|driving)[^\n]*\d",
            said_document,
            hint=r"(?i:passe?port|cni|identit|s[ée]jour|permis|driving)",
        ),
    ),
    true=(
        column("passeport", "12AB34567"),
        column("numero_cni", "880692310285"),
        column("cni", "X4RTBPFW4"),
        *each(
            "P<FRALOVELACE<<ADA<<<<<<<<<<<<<<<<<<<<<<<<<<<",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            "IDFRADOUEL<<<<<<<<<<<<<<<<<<<<932013",
            "Passeport n° 12AB34567 oublié à l’accueil",
        ),
    ),
    false=(
        column("x", "12AB34567"),
        column("ref", "880692310285"),
        *each("Carte d’identité à présenter", "a << b << c", "permis de construire 2024", "<<12>>"),
    ),
)
