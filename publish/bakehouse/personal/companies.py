"""Numbers of companies, which are public; of one person's firm where rows tell of people."""

import re

from stdnum import luhn
from stdnum.fr import siren as sirens
from stdnum.fr import siret as sirets
from stdnum.fr import tva

from publish.bakehouse.personal.kind import Kind, Rule, each
from publish.words.told import told

COMPANY_WORDS = r"(?i:siren|siret|rcs|tva|vat)"
CUED = rf"{COMPANY_WORDS}[^0-9]{{1,20}}\d"
NINE = r"\d{3}[ .\x{a0}]?\d{3}[ .\x{a0}]?\d{3}"


def is_siren(text: str) -> bool:
    """Whether a text is a SIREN with a right key, or a French VAT number that holds one."""
    code = re.sub(r"[^A-Z0-9]", "", text.upper())
    return sirens.is_valid(code) or (code.startswith("FR") and tva.is_valid(code))


def is_siret(text: str) -> bool:
    """Whether a text is a SIRET with a right key."""
    return sirets.is_valid(re.sub(r"\D", "", text))


def _cued(text: str, digits: int) -> bool:
    number = re.search(
        rf"\b{COMPANY_WORDS}\b[^\d]{{0,20}}((?:\d[ .]?){{{digits}}})(?![ .]?\d)", text
    )
    return number is not None and luhn.is_valid(re.sub(r"\D", "", number[1]))


def cued_siren(text: str) -> bool:
    """Whether a text says SIREN and gives one."""
    return _cued(text, 9)


def cued_siret(text: str) -> bool:
    """Whether a text says SIRET and gives one."""
    return _cued(text, 14)


SIREN = Kind(
    name="siren",
    severity="warning",
    words=told("company numbers (SIREN)"),
    rules=(
        Rule(rf"^\s*(?:FR ?[0-9A-Z]{{2}} ?)?{NINE}\s*$", is_siren, share=0.5, people=True),
        Rule(CUED, cued_siren, hint=COMPANY_WORDS, people=True),
    ),
    true=each("732829320", "732 829 320", "FR 44 732829320", "RCS Lyon 732 829 320"),
    false=each("732829321", "123456789", "69123", "48 856 614"),
)

SIRET = Kind(
    name="siret",
    severity="warning",
    words=told("establishment numbers (SIRET)"),
    rules=(
        Rule(rf"^\s*{NINE}[ .\x{{a0}}]?\d{{5}}\s*$", is_siret, share=0.5, people=True),
        Rule(CUED, cued_siret, hint=COMPANY_WORDS, people=True),
    ),
    true=each("73282932000074", "732 829 320 00074", "SIRET : 732 829 320 00074"),
    false=each("73282932000075", "3760123450016", "12345678901234"),
)
