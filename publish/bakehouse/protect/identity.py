"""People and answers are counted, not spellings: one canonical form, whatever was typed.

Compatibility composition: Unicode Standard Annex 15 (NFKC); caseless matching: Unicode 3.13. Of an
e-mail address, what mail itself takes for the same box: case, a `+tag`, dots before `@gmail.com`.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import ibis

_BLANKS = re.compile(r"\s+")
# Default_Ignorable_Code_Point of the Unicode Character Database, controls, and annotations.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_ADDRESS = re.compile(r"(?:[^<>@]*<)?(?:mailto:)?([^\s<>@]+)@([^\s<>@]+?)\.?>?")
PLAIN = "^[!-?A-~]+$"
"""Texts that only their case can make differ: printable ASCII without blanks or @."""
MAYBE_JSON = r"^(?:[\[{\x22]|-?[0-9]+[.eE]|[nN][uU][lL][lL]$)"
"""Plain texts that JSON may write in another way."""
_DOTLESS = {"gmail.com", "googlemail.com"}


@lru_cache(maxsize=1 << 16)
def canonical(text: str) -> str:
    """The form in which two spellings of one person, or of one answer, are equal."""
    text = _UNSEEN.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = unicodedata.normalize("NFKC", text.casefold())
    text = _BLANKS.sub(" ", text).strip().lower()
    return _address(text) if "@" in text else text


def _address(text: str) -> str:
    match = _ADDRESS.fullmatch(text)
    if not match:
        return text
    name, domain = match[1].split("+", 1)[0] or match[1], match[2]
    if domain in _DOTLESS:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


@lru_cache(maxsize=1 << 16)
def items(text: str) -> tuple[str, ...]:
    """What a text says, as JSON where it is that: its items in `canonical` form, sorted.

    A text or number is one item, a list has those of its members, an object those of its values
    with their names. No blanks, order, or way to write a text or number make an item another.
    """
    try:
        return tuple(sorted(_items(json.loads(_UNSEEN.sub("", text)))))
    except (ValueError, RecursionError):
        form = canonical(text)
        return items(form) if form != text else (form,) if form else ()


def _items(value: Any) -> set[str]:
    if isinstance(value, str):
        return set(items(value))
    if isinstance(value, list):
        return {item for of in value for item in _items(of)}
    if isinstance(value, dict):
        return {f"{canonical(name)}: {item}" for name, of in value.items() for item in _items(of)}
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return set() if value is None else {str(value).lower()}


@ibis.udf.scalar.python(signature=(("string",), "array<string>"))
def _told(text):  # type: ignore[no-untyped-def]
    """`items`, where the database cannot tell by itself; null stays null."""
    return list(items(text))


@ibis.udf.scalar.python(signature=(("string",), "string"))
def _canonical(text):  # type: ignore[no-untyped-def]
    """`canonical`, where the database cannot tell by itself; null stays null."""
    return canonical(text)


def canonical_values(texts: Any) -> Any:
    """`canonical` of each text of a column (Ibis text); null stays null."""
    # Plain words need no Python. A vectorised Arrow function would be quicker and is not safe:
    # DuckDB 1.5.5 frees its texts too early (seen: zeros in place of letters).
    return texts.re_search(PLAIN).ifelse(texts.lower(), _canonical(texts))


def united(values: Any, synonyms: Mapping[str, Iterable[str]]) -> Any:
    """Texts (Ibis) in which each of a value's `synonyms`, however spelt, is that value."""
    branches = [
        (canonical_values(values).isin([canonical(word) for word in (value, *words)]), value)
        for value, words in synonyms.items()
    ]
    return ibis.cases(*branches, else_=values) if branches else values


def answers(values: Any) -> Any:
    """What values (Ibis) say, as arrays of `items`; null where that is nothing."""
    if values.type().is_json():
        values = values.cast("string")
    if not values.type().is_string():
        return values.notnull().ifelse(ibis.array([values.cast("string")]), None)
    plain = values.re_search(PLAIN) & ~values.re_search(MAYBE_JSON)
    said = plain.ifelse(ibis.array([values.lower()]), _told(values))
    return said.nullif(ibis.literal([], "array<string>"))
