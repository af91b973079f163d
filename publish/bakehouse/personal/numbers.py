"""Numbers given to one person: NIR, IBAN, card; all have check digits."""

import re
from collections.abc import Sequence

from stdnum import iban as ibans
from stdnum import luhn
from stdnum.fr import nir as nirs

from publish.bakehouse.personal.kind import DIGITS, SEPARATORS, Kind, Rule, column, each, words
from publish.words.told import told

GAP = rf"[{SEPARATORS}]{{0,2}}"
SOCIAL_NUMBER = re.compile(
    r"(?<![\w.])[1-478](?:[ .\-/]{0,2}\d){4}[ .\-/]{0,2}(?:\d ?\d|2 ?[ABab])"
    r"(?:[ .\-/]{0,3}\d){8}(?!\w)"
)
# Of birth; over 12 where the register knows none.
MONTHS = frozenset(f"{month:02}" for month in (*range(1, 13), *range(20, 43), *range(50, 100)))
SOCIAL_HEADERS = words("nir nirpp nss secu ssn securite securitesociale numsecu nsecu")
KEYLESS = re.compile(
    r"(?<![\w.])[1-478]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-3]\d)\s?(?:0[1-9]|[1-8]\d|9[0-9]|2[ABab])\s?\d{3}\s?\d{3}(?!\d)"
)
SAID = re.compile(
    rf"\b(?:s[ée]cu(?:rit[ée])?(?: sociale)?|nir|nss|n°\s?ss|ssn|immatriculation|insee"
    rf"|carte vitale|vitale)\b\D{{0,25}}?(?={KEYLESS.pattern})",
    re.IGNORECASE,
)


def holds_nir(text: str) -> bool:
    """Whether a social security number with a right key stands in a text."""
    numbers = (re.sub(r"[^0-9AB]", "", m.group().upper()) for m in SOCIAL_NUMBER.finditer(text))
    return any(number[3:5] in MONTHS and nirs.is_valid(number) for number in numbers)


def is_keyless(text: str) -> bool:
    """Whether a whole text is built as a social security number without its key."""
    return KEYLESS.fullmatch(text.strip()) is not None


def said_keyless(text: str) -> bool:
    """Whether a text says social security and gives such a number without its key."""
    return SAID.search(text) is not None


def of_many_births(texts: Sequence[str]) -> bool:
    """Whether years, months and places of birth differ, as those in a time stamp do not."""
    bare = [re.sub(r"\s", "", text) for text in texts]
    few = min(5, (len(bare) + 1) // 2)
    return all(
        len({text[part] for text in bare}) >= few for part in map(slice, (1, 3, 5), (3, 5, 7))
    )


NIR = Kind(
    name="nir",
    severity="blocker",
    words=told("social security numbers (NIR)"),
    rules=(
        Rule(
            rf"[1-478]{GAP}\d{GAP}\d{GAP}\d{GAP}\d{GAP}(?:\d{GAP}\d|2[ABab])(?:{GAP}\d){{8}}",
            holds_nir,
            chance=0.0104,
            hint=DIGITS,
        ),
        Rule(
            r"^\s*[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d\d|2[ABab])\d{6}\s*$",
            share=0.5,
            headers=SOCIAL_HEADERS,
        ),
        Rule(
            r"^\s*[12] ?\d{2} ?\d{2} ?(?:\d\d|2[ABab]) ?\d{3} ?\d{3}\s*$",
            is_keyless,
            share=0.8,
            least=4,
            unless=words("ean ean13 gtin barcode isbn timestamp ts"),
            together=of_many_births,
        ),
        Rule(
            r"(?i:s[ée]cu|nir|nss|ssn|ss|vitale|immatric|insee)\b.*[1-478](?: ?[\dABab]){12}",
            said_keyless,
            hint=DIGITS,
        ),
    ),
    true=(
        *each(
            "295109912611193",
            "2 95 10 99 126 111 93",
            "253072B07300470",
            "2 53 07 2B 073 004 70",
            "2.95.10.99.126.111.93",
            "N° de sécu : 2 95 10 99 126 111 93.",
        ),
        column("nir", "2951099126111"),
        column("x", "2951099126111", "1540609699356", "2 53 07 2B 073 004", "1890379994952"),
        *each("n° de sécu 2851134323682"),
    ),
    false=(
        *each("295109912611194", "2951099126111", "123456789012345", "1295109912611193"),
        column("ts", *(str(1710000000000 + 7_654_321 * number) for number in range(100))),
        column("imei", *(f"3569380356{number:05}" for number in range(100, 160))),
    ),
)

ACCOUNT = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]){11,40}", re.IGNORECASE)


def holds_iban(text: str) -> bool:
    """Whether a bank account with right check digits stands in a text."""
    return any(_starts_iban(match.group()) for match in ACCOUNT.finditer(text))


def _starts_iban(text: str) -> bool:
    """Whether one of the lengths is right: words that follow look like letters of the number."""
    code = re.sub(r"[^A-Z0-9]", "", text.upper())
    return any(
        ibans.is_valid(code[:length], check_country=False) for length in range(15, len(code) + 1)
    )


IBAN = Kind(
    name="iban",
    severity="blocker",
    words=told("bank accounts (IBAN)"),
    rules=(
        Rule(
            rf"(?i:\b[A-Z]{{2}}\d{{2}}(?:[{SEPARATORS}]?[A-Z0-9]){{11}})",
            holds_iban,
            chance=0.0104,
            hint=r"(?i:\b[A-Z]{2}\d{2}[^a-z]?[A-Z0-9]{2})",
        ),
    ),
    true=each(
        "FR7630006000011234567890189",
        "FR76 3000 6000 0112 3456 7890 189",
        "fr76-3000-6000-0112-3456-7890-189",
        "IBAN : FR76 3000 6000 0112 3456 7890 189 merci",
        "DE89 3704 0044 0532 0130 00",
        "BE68539007547034",
        "GB29 NWBK 6016 1331 9268 19",
    ),
    false=each(
        "FR7630006000011234567890188",
        "FR12 345 678 901",
        "AB12CDEFGHIJKLMNOP",
        "ZZ7630006000011234567890189",
        "org-FR763000600",
    ),
)

CARD_NUMBER = re.compile(
    r"(?<![\w.,+-])(?:\d{4}(?P<s>[ .-]?)\d{4}(?P=s)\d{4}(?P=s)\d{4}"
    r"|3[47]\d\d(?P<t>[ .-]?)\d{6}(?P=t)\d{5}"
    r"|3(?:0[0-5]|[68]\d)\d(?P<u>[ -])\d{6}(?P=u)\d{4})(?!\w)(?![.,-]\d)"
)
ISSUERS = re.compile(
    r"4\d{15}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}"
    r"|6(?:011|4[4-9]\d|5\d\d|2\d\d|7\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|5(?:0|[6-8])\d{14}"
)


def holds_card(text: str) -> bool:
    """Whether a payment card of a known issuer, with a right key, stands in a text."""
    numbers = (re.sub(r"\D", "", match.group()) for match in CARD_NUMBER.finditer(text))
    return any(ISSUERS.fullmatch(number) and luhn.is_valid(number) for number in numbers)


CARD = Kind(
    name="card",
    severity="blocker",
    words=told("payment card numbers"),
    rules=(
        Rule(
            rf"[2-6]\d{{3}}[{SEPARATORS}]?\d{{4}}\d{{0,2}}[{SEPARATORS}]?\d{{4}}",
            holds_card,
            chance=0.1,
            hint=DIGITS,
        ),
    ),
    true=each(
        "4111111111111111",
        "4970 1000 0000 0055",
        "5555-5555-5555-4444",
        "3714 496353 98431",
        "3056 930902 5904",
        "payé par 4111 1111 1111 1111 hier",
    ),
    false=(
        *each(
            "4111111111111112",
            "30569309025904",
            "73282932000074",
            "3760123450016",
            "356938035643809",
            "41111111111111110",
            "1234 5678 9012 3456",
        ),
        column("id", *(str(number) for number in range(4111111111111111, 4111111111111211))),
    ),
)
