"""Telephone numbers: French, overseas, international, as people and spreadsheets write them."""

import re
from collections.abc import Iterator

import phonenumbers
from stdnum import luhn

from publish.bakehouse.personal.files import (
    OF_FILES,
    OF_KEYS,
    YEAR,
    given_out,
    is_filed,
    numbers_not_files,
)
from publish.bakehouse.personal.kind import DIGITS, SEPARATORS, Kind, Rule, column, each, words
from publish.bakehouse.personal.said import ODD_PATTERN, SAID_PATTERN, is_odd, is_said
from publish.words.told import told

# The same separator throughout, or none: five pairs, or four digits and three pairs (overseas),
# or 2-3-3-2. 08 is left out: those numbers are companies' own.
NATIONAL = re.compile(
    r"(?<![\w+,=])(?<!\d[.\-/])(?<![0-9A-Fa-f]{2}-)"
    r"(?:0[1-79](?P<a> ?[ .\-/]? ?)\d\d(?P=a)\d\d(?P=a)\d\d(?P=a)\d\d"
    r"|0[1-79]\d\d(?P<b>[ .\-/])\d\d(?P=b)\d\d(?P=b)\d\d"
    r"|(?<!\d )0[1-79](?P<c>[ .\-/])\d{3}(?P=c)\d{3}(?P=c)\d\d)"
    r"(?!\w)(?![.,\-/]\d|-[0-9A-Fa-f]{2}\b)"
)
# Mobiles in groups of any size, with one separator throughout.
MOBILE = re.compile(r"(?<![\w+,=])(?<!\d[.\-/ ])\(?0[67]\)?(?:[ .\-/]?\d){8}(?!\w)(?![.,\-/]\d)")
INTERNATIONAL = re.compile(
    r"(?<![\w+])(?P<sign>\+|00|\(\+|\(00) ?(?P<rest>\(?[1-9](?:[ .\-/()]{0,3}\d){6,14})(?!\d)"
)
# The prefix in brackets, or of the country without its sign.
BRACKETED = re.compile(
    r"(?<!\w)(?:\(0[1-79]\)(?:[ .-]{0,2}\d){8}|33[ .-](?:0?"
    r"|\(0\))[1-79](?:[ .-]?\d\d){4})(?!\w|[.-]\d)"
)
AMERICAN = re.compile(r"(?<![\w+])(?:\+?1[ .-]?)?\([2-9]\d\d\) ?\d{3}[-. ]\d{4}(?!\d)")
CUED = re.compile(
    r"\b(?:t[ée]l(?:[ée]ph(?:one)?)?|phone|mobile|portable|gsm|whatsapp|wa\.me|sms|fax)\b\W{0,4}"
    r"(?P<rest>[+(]?\d(?:[ .\-/()]{0,3}\d){7,14})(?!\d)",
    re.IGNORECASE,
)
TEN_DIGITS = re.compile(r"\d{10}")
CLOSE = ("33", "590", "594", "596", "262", "508", "681", "687", "689", "32", "352", "41", "44")
REGIONS = ("FR", "GB", "US", "BE", "CH", "DE", "ES", "IT")
PHONE_HEADERS = words(
    "tel tels telephone telephones phone phones mobile portable gsm fax whatsapp cellphone"
)
NOT_PHONES = words("type code indicatif calling os model modele version app application prix")

PHONE_PATTERN = (
    rf"0[1-9]\)?(?:[{SEPARATORS}]{{0,3}}\d){{8}}"
    rf"|(?:\+|＋|00)[ \x{{a0}}]?\(?[1-9](?:[{SEPARATORS}()]{{0,3}}\d){{6}}"
    r"|\(0[1-79]\)(?:[ .-]{0,2}\d){8}|\b33[ .-]\(?0?\)?[1-79][ .-]?\d\d[ .-]?\d\d"
    r"|\([2-9]\d\d\) ?\d{3}[-. ]\d{4}"
    r"|(?i:t[ée]l|phone|mobile|portable|gsm|whatsapp|wa\.me|sms|fax)[^0-9]{0,10}\d(?:[^0-9]{0,3}\d){7}"
)

SAID_HINT = r"(?i:z[ée]ro|\boh|trente)|\b[oO0] ?[67]"


def holds_phone(text: str) -> bool:
    """Whether a telephone number stands in a text; ten digits alone are judged by their column."""
    if TEN_DIGITS.fullmatch(text.strip()):
        return False
    if _national(text) or BRACKETED.search(text) or AMERICAN.search(text) or _grouped_mobile(text):
        return True
    if is_odd(text) or is_said(text):
        return True
    return any(_reachable(sign, rest) for sign, rest in _international(text)) or any(
        _digits(match["rest"]).startswith("0") or _anywhere(match["rest"])
        for match in CUED.finditer(text)
    )


def _national(text: str) -> bool:
    numbers = NATIONAL.finditer(text)
    return any(not (match["a"] == "" and is_filed(text, match)) for match in numbers)


def _grouped_mobile(text: str) -> bool:
    """Whether a mobile stands in groups with one mark between, none of them a year."""
    for match in MOBILE.finditer(text):
        number = match.group().strip("()")
        marks = set(re.sub(r"[\d()]", "", number))
        groups = re.split(r"\D+", number)
        filed = is_filed(text, match) or YEAR.fullmatch(groups[1])
        if len(marks) == 1 and not filed and (marks == {" "} or len(groups[1]) < 4):
            return True
    return False


def _international(text: str) -> Iterator[tuple[str, str]]:
    return ((match["sign"], match["rest"]) for match in INTERNATIONAL.finditer(text))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _reachable(sign: str, rest: str) -> bool:
    """Whether an international number can be one; zeros before an identifier are no prefix."""
    if re.fullmatch(r"\d+[.]\d+", rest):
        return False
    number = _digits(rest.replace("(0)", ""))
    if "+" in sign:
        return len(number) >= 9 and _possible(f"+{number}", None)
    spaced = not rest.isdigit()
    return number.startswith(CLOSE) and len(number) >= 10 and (spaced or _valid(f"+{number}"))


def _possible(text: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text, region))
    except phonenumbers.NumberParseException:
        return False


def _valid(text: str) -> bool:
    """Whether the number is given out; 06 39 98, kept for fiction, is not."""
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) or text.startswith("+3363998")


def _anywhere(text: str) -> bool:
    return any(_possible(text, region) for region in REGIONS)


def bare_number(text: str) -> bool:
    """Whether ten digits are a French number."""
    return text.strip().startswith(("01", "02", "03", "04", "05", "06", "07", "09"))


def zero_lost(text: str) -> bool:
    """Whether digits are a French number as a spreadsheet leaves it, and no company's SIREN."""
    return not luhn.is_valid(text.strip())


def under_header(text: str) -> bool:
    """Whether a text is a telephone number of some country, its first zero lost or not."""
    number = _digits(text)
    return 8 <= len(number) <= 15 and len(number) * 2 > len(text) and _anywhere(text)


PHONE = Kind(
    name="phone",
    severity="blocker",
    words=told("telephone numbers"),
    rules=(
        Rule(PHONE_PATTERN, holds_phone, hint=DIGITS),
        Rule(f"{SAID_PATTERN}|{ODD_PATTERN}", holds_phone, hint=SAID_HINT),
        Rule(
            r"^\s*\d{10}\s*$",
            bare_number,
            chance=0.12,
            hint=DIGITS,
            unless=OF_FILES | OF_KEYS,
            together=given_out,
        ),
        Rule(
            r"^\s*0[1-79]\d{8}\s*$",
            bare_number,
            share=0.9,
            least=5,
            headers=OF_KEYS,
            unless=OF_FILES,
            together=numbers_not_files,
        ),
        Rule(r"\d", under_header, share=0.3, headers=PHONE_HEADERS, unless=NOT_PHONES),
        Rule(
            r"^\s*(?:[67]\d{8}|33[1-79]\d{8})\s*$", zero_lost, share=0.7, least=4, unless=OF_FILES
        ),
    ),
    true=(
        *each(
            "06 39 98 01 02",
            "0639980102",
            "06.39.98.01.02",
            "06-39-98-01-02",
            "06/39/98/01/02",
            "06.39.98.0102",
            "06 39 980 102",
            "(06) 39 98 01 02",
            "06 39 98 01 02",
            "appeler le 06 39 98 01 02 le soir",
            "+33 6 39 98 01 02",
            "+33 (0)6 39 98 01 02",
            "0033 6 39 98 01 02",
            "0033639980102",
            "(+33) 1 99 00 12 34",
            "+33199001234",
            "0590 12 34 56",
            "0262 12 34 56",
            "06 92 12 34 56",
            "+590 690 12 34 56",
            "+262 692 12 34 56",
            "+687 27.12.34",
            "+32 470 12 34 56",
            "+44 7700 900123",
            "+1 (555) 555-0123",
            "(555) 555-0123",
            "tel:+33639980102",
            "Tél. 0639 980 102",
            "zéro six trente-neuf quatre-vingt-dix-huit zéro un zéro deux",
            "06 trente-neuf quatre-vingt-dix-huit douze quatorze",
            "O6 39 98 01 02",
            "06*39*98*01*02",
            "0 6 3 9 9 8 0 1 0 2",
        ),
        column("telephone", "639980102", "639980103"),
        column("phone", "020 7946 0958", "07700 900123"),
        column("x", *(f"6399801{number}" for number in range(10, 20))),
    ),
    false=(
        *each(
            "3760123450016",
            "978-2-07-036822-8",
            "48.0612345678",
            "0.0612345678",
            "01/02/2024",
            "06/12/2024 10",
            "2024-01-02T03:04:05",
            "10:00-12:00",
            "+12.5 %",
            "+02:00",
            "+48.85661+2.35222/",
            "n° 75056 0612",
            "FR7630006000011234567890189",
            "0 800 123 456",
            "08 00 12 34 56",
            "36 39",
            "001234567890",
            "11 22 33 44 55",
            "a0612345678f",
            "123 456 789 00012",
            "1 85 03 07 123 456 78",
            "1b-05-31-44-09-12",
            "06-2024-0145",
            "Réf. 0639980102",
            "Dossier n° 06-1234-5678",
            "06, 07, 08, 09, 10",
            "zéro déchet, trois ateliers et six bancs",
        ),
        column("reference", *(f"0620240{number}" for number in range(100, 140))),
        column("x", *(f"0620240{number}" for number in range(100, 140))),
        column("osm_id", *(str(number) for number in range(1234567890, 1234567990, 5))),
        column("phone_type", "12345678", "23456789"),
    ),
)
