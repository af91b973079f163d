"""The other forms of a word, French and English: numbers, genders, `St` for `Saint`.

Snowball's stems were tried: they make one word of `café` and `caf`, of `habitants` and `habits`,
and two of `lieu` and `lieux`.
"""

from collections.abc import Iterator
from functools import lru_cache

from publish.words.irregular import IRREGULAR

Endings = tuple[tuple[str, ...], ...]
# Endings that go with one another; as letters are compared, so without accents.
_PLURALS: Endings = (("", "s"), ("", "x"))
_ENDINGS: Endings = (
    ("al", "ale", "ales", "aux"),
    ("e", "es", "ee", "ees", "er"),
    ("er", "ation", "ations", "ateur", "ateurs"),
    ("if", "ifs", "ive", "ives"),
    ("atif", "atifs", "ative", "atives", "ation", "ations"),
    ("ant", "ants", "ante", "antes"),
    ("eur", "eurs", "euse", "euses"),
    ("teur", "teurs", "trice", "trices"),
    ("ier", "iers", "iere", "ieres"),
    ("ien", "iens", "ienne", "iennes"),
    ("y", "ies"),
    ("ch", "ches"),
    ("sh", "shes"),
    ("x", "xes"),
    ("ss", "sses"),
    ("e", "ed", "ing"),
    ("", "ed", "ing"),
)
# `ouverte` is `ouvert`, but `porte` is no `port`.
_FEMININE = ("", "s", "e", "es")
_SAINTS = {"st": "saint", "saint": "st", "ste": "sainte", "sainte": "ste"}
# Letters before an ending.
_LEAST, _LEAST_FEMININE = 3, 5
# Letters and digits from which a word is looked for by its beginning: three letters begin too many
# words, of a million rows nearly all. The plurals of shorter words are forms of their own.
_LETTERS, _DIGITS = 4, 2
_KEPT = 4096


@lru_cache(_KEPT)
def inflections(word: str) -> tuple[str, ...]:
    """The other forms of a folded word; some are no words. None of a number or a code.

    Of a word that is looked for by its beginning only those that begin otherwise.
    """
    if saint := _SAINTS.get(word):
        return (saint,)
    forms = _forms(word) if word.isalpha() else ()
    begins = begun(word)
    return tuple(form for form in dict.fromkeys(forms) if not (begins and form.startswith(word)))


def begun(word: str) -> bool:
    """Whether a folded word is long enough to be looked for by its beginning."""
    return len(word) >= (_DIGITS if word.isdigit() else _LETTERS)


def _forms(word: str) -> Iterator[str]:
    """What no rule tells; singular and plural; what the longest of the other endings goes with."""
    yield from IRREGULAR.get(word, ())
    for endings in _PLURALS:
        yield from _others(word, endings, _LEAST)
    longest = max(len(_ending(word, endings)) for endings in _ENDINGS)
    for endings in _ENDINGS:
        if longest and len(_ending(word, endings)) == longest:
            yield from _others(word, endings, _LEAST)
    yield from _others(word, _FEMININE, _LEAST_FEMININE)


def _ending(word: str, endings: tuple[str, ...]) -> str:
    return max((ending for ending in endings if word.endswith(ending)), key=len, default="")


def _others(word: str, endings: tuple[str, ...], least: int) -> list[str]:
    ending = _ending(word, endings)
    stem = word.removesuffix(ending)
    if not word.endswith(endings) or len(stem) < least:
        return []
    return [stem + other for other in endings if other != ending]


def alike(word: str, typed: str) -> bool:
    """Whether a folded word begins as a typed one, or is another form of it."""
    begins = begun(typed) and word.startswith(typed)
    return word == typed or begins or word in inflections(typed)
