"""Characters that nobody sees: they hide, or turn around, what strangers typed."""

import json
from unicodedata import category

_PLAIN = "\n\t"
# Marks that change the direction of what follows, and spaces without width.
_MARKS = frozenset(
    "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)


def has_unseen(text: str) -> bool:
    """Whether a text has control characters, marks of direction or what is no character."""
    return any(map(_is_unseen, text))


def escaped(text: str) -> str:
    """A text as one line of a terminal: what is not seen as JSON writes it."""
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text)


def plain(text: str) -> str:
    """A text on one line, without characters that nobody sees."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _is_unseen(character: str) -> bool:
    if category(character) in ("Cc", "Cs"):
        return character not in _PLAIN
    return character in _MARKS or _is_none(ord(character))


def _is_none(number: int) -> bool:
    """Whether Unicode says that this is no character."""
    return number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
