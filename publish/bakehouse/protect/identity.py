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
def answer(text: str) -> str:
    """`canonical` of what a text says: as JSON, where it is that; empty where it says nothing.

    A list is the set of its items, and one item is the same as a list of it; no blanks, order of
    keys, or way to write a text or number make an answer another.
    """
    try:
        return _said(json.loads(_UNSEEN.sub("", text)))
    except (ValueError, RecursionError):
        form = canonical(text)
        return form if form == text else answer(form)


def _said(value: Any) -> str:
    if isinstance(value, str):
        return answer(value)
    if isinstance(value, list):
        items = sorted({_said(item) for item in value} - {""})
        return json.dumps(items) if len(items) > 1 else "".join(items)
    if isinstance(value, dict):
        said = {answer(name): _said(of) for name, of in value.items()}
        told = {name: of for name, of in said.items() if of}
        return json.dumps(told, sort_keys=True) if told else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).lower()


@ibis.udf.scalar.python(signature=(("string",), "string"))
def _answer(text):  # type: ignore[no-untyped-def]
    """`answer`, where the database cannot tell by itself; null stays null."""
    return answer(text)


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


def comparable(values: Any) -> Any:
    """Values (Ibis) as they are compared: `answer` of texts, null where that says nothing."""
    if not values.type().is_string():
        return values
    plain = values.re_search(PLAIN) & ~values.re_search(MAYBE_JSON)
    return plain.ifelse(values.lower(), _answer(values)).nullif("")
