"""Letters as they are compared: without capitals, accents and joints."""

import re
import unicodedata

# Two in one: who lacks `œ` on the keyboard writes `oe`, and finds it.
JOINED = {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "ẞ": "Ss"}
_PARTED = str.maketrans(JOINED)
_TOKEN = re.compile(r"\w+")


def parted(text: str) -> str:
    """A text with its joined letters one after the other."""
    return text.translate(_PARTED)


def joined(text: str) -> str:
    """A folded text with joined letters wherever they could be: `coeur` is `cœur`."""
    return text.replace("oe", "œ").replace("ae", "æ").replace("ss", "ß")


def parted_sql(expression: str) -> str:
    """The same as `parted`, of an expression of SQL."""
    for joint, letters in JOINED.items():
        expression = f"replace({expression}, '{joint}', '{letters}')"
    return expression


def fold(text: str) -> str:
    """Lower case, without accents, signs parted by blanks: `L'Été` is `l ete`."""
    return " ".join(_TOKEN.findall(bare(text).replace("_", " ")))


def bare(text: str) -> str:
    """Lower case, without accents and joined letters."""
    parts = unicodedata.normalize("NFD", parted(text.lower()))
    return "".join(c for c in parts if not unicodedata.combining(c))
