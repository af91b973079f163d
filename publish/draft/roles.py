"""The role of a column, suspected from its header and values: what it could reveal of people.

Suspicion errs towards people: a person reads the draft and opens what is harmless.
No comment made here holds a value.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from publish.draft.names import words
from publish.draft.vocabulary import FREE_TEXT, IDENTIFIER, NAMES, PERSON, PLACES, QUASI, SENSITIVE

LOOKED_AT = 5000  # distinct values of a column, characters of a value
MOST, SOME = 0.5, 0.001
LONG_TEXT = 80
# The first that fits: a comment by an author is above all a text.
VOCABULARY = {
    "free_text": FREE_TEXT,
    "identifier": IDENTIFIER,
    "sensitive": SENSITIVE,
    "quasi_identifier": QUASI,
}

EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(
    r"(?:(?:\+|00)\d{1,3}[ .-]?(?:\(0\))?|0)[1-9](?:[ .-]?\d{2}){4}|\+\d[\d .()-]{8,16}"
)
LINK = re.compile(r"https?://\S+|www\.\S+")
NIR = re.compile(r"([12478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6})(\d{2})?")
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


@dataclass(frozen=True)
class RoleGuess:
    """A column's role, whether dropping it is proposed, and why; no value in it."""

    role: str = "open"
    drop: bool = False
    why: tuple[str, ...] = ("nothing personal seen",)


def percent(part: int, whole: int) -> str:
    """A share for people: `98 %`, and `under 1 %` rather than 0 %."""
    share = 100 * part / whole
    return f"{share:.0f} %" if share >= 1 else "under 1 %"


def guess_roles(columns: Mapping[str, Mapping[str, int]]) -> list[RoleGuess]:
    """The role of each column, from headers and how often each value occurs."""
    first = [_role(header, counts) for header, counts in columns.items()]
    people = _speaks_of_people(first, list(columns))
    return [
        _among_people(header, guess) if people else _among_things(header, guess)
        for header, guess in zip(columns, first, strict=True)
    ]


def _role(header: str, counts: Mapping[str, int]) -> RoleGuess:
    values = [value.strip() for value in counts if value.strip()][:LOOKED_AT]
    return _by_values(values) or _by_header(header) or _long_text(values) or RoleGuess()


def _by_values(values: Sequence[str]) -> RoleGuess | None:
    if not values:
        return None
    for what, test in DETECTORS.items():
        share = sum(map(test, values)) / len(values)
        if share >= MOST:
            why = f"{percent(sum(map(test, values)), len(values))} of values look like {what}"
            return RoleGuess("identifier", True, (why,))
    texts = [LINK.sub("", value[:LOOKED_AT]) for value in values if not _is_code(value)]
    for what, sign, pattern in (("an e-mail address", "@", EMAIL), ("a phone number", "0", PHONE)):
        holding = sum(sign in text and bool(pattern.search(text)) for text in texts)
        if holding > SOME * len(values):
            why = f"{percent(holding, len(values))} of values hold {what}"
            return RoleGuess("free_text", True, (why,))
    return None


def _by_header(header: str) -> RoleGuess | None:
    found = set(words(header)) | {"".join(words(header))}
    for role, known in VOCABULARY.items():
        if hits := sorted(known & found):
            why = f"the header speaks of `{hits[0]}`"
            return RoleGuess(role, role in ("identifier", "free_text"), (why,))
    return None


def _long_text(values: Sequence[str]) -> RoleGuess | None:
    long = sum(len(value) > LONG_TEXT and value.count(" ") > 8 for value in values)
    if not values or long < 0.1 * len(values):
        return None
    why = f"{percent(long, len(values))} of values are sentences, in which anyone may be named"
    return RoleGuess("free_text", True, (why,))


def _speaks_of_people(guesses: Sequence[RoleGuess], headers: Sequence[str]) -> bool:
    """Whether some columns say who or what a person is, beyond who entered the row."""
    named = any(PERSON.intersection([*words(header), "".join(words(header))]) for header in headers)
    return named or any(guess.role == "sensitive" for guess in guesses)


def _among_people(header: str, guess: RoleGuess) -> RoleGuess:
    if guess.role != "open":
        return guess
    found = set(words(header))
    if NAMES & found:
        return RoleGuess("identifier", True, ("a name, beside columns about persons",))
    if PLACES & found:
        return RoleGuess("quasi_identifier", False, ("a place, beside columns about persons",))
    return guess


def _among_things(header: str, guess: RoleGuess) -> RoleGuess:
    if guess.role == "open" and NAMES & set(words(header)):
        return RoleGuess(why=("a thing's name? if a person's: role: identifier, protect: drop",))
    return guess


def _is_code(value: str) -> bool:
    """Digits and signs only: a long number inside is no phone number."""
    return "@" not in value and not any(char.isalpha() for char in value)


def _is_nir(value: str) -> bool:
    match = NIR.fullmatch(re.sub(r"[ .-]", "", value))
    if not match:
        return False
    number = int(match[1].replace("2A", "19").replace("2B", "18"))
    return match[2] is None or 97 - number % 97 == int(match[2])


def _is_iban(value: str) -> bool:
    code = value.replace(" ", "").upper()
    if not IBAN.fullmatch(code):
        return False
    return int("".join(str(int(char, 36)) for char in code[4:] + code[:4])) % 97 == 1


def _is_ip(value: str) -> bool:
    if value.count(".") != 3 and value.count(":") < 2:
        return False
    try:
        return bool(ip_address(value))
    except ValueError:
        return False


DETECTORS: dict[str, Callable[[str], bool]] = {
    "e-mail addresses": lambda value: EMAIL.fullmatch(value.removeprefix("mailto:")) is not None,
    "phone numbers": lambda value: PHONE.fullmatch(value) is not None,
    "social security numbers": _is_nir,
    "bank accounts (IBAN)": _is_iban,
    "IP addresses": _is_ip,
}
