"""A search as visitors type it, in the words of FTS5."""

import re
from collections.abc import Iterable, Sequence

from publish.words.inflections import begun, inflections
from publish.words.irregular import ABBREVIATED
from publish.words.letters import fold, joined, parted

_PIECES = re.compile(r'"([^"]+)"?|([^\s"]+)')
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d{1,2})(?:e|er|eme|ieme)")
# What says nothing of a row; without it "jardins de Lyon" is found by both its words.
_SMALL = frozenset(
    """
    a à au aux avec d dans de des du en et l la le les pour sur un une an and at for in of the to
    """.split()  # noqa: SIM905
)
# What people call the part of a city by, and its postcode.
_CITIES = {"paris": (75000, 20), "lyon": (69000, 9), "marseille": (13000, 16)}


def pieces(query: str) -> list[str]:
    """The words and the quoted phrases of a search, in order; a NUL parts words like a space."""
    return [phrase or word for phrase, word in _PIECES.findall(query.replace("\0", " "))]


def telling(words: Sequence[str]) -> list[str]:
    """Those words or phrases that tell rows apart; all where none does."""
    said = [word for word in words if any(map(str.isalnum, word))]
    great = [word for word in said if word.lower() not in _SMALL]
    return great or said or list(words)


def together(words: Sequence[str]) -> str:
    """What FTS5 is asked for rows that hold all of some words or phrases."""
    return " AND ".join(either(word, words) for word in telling(words))


def either(word: str, beside: Iterable[str] = ()) -> str:
    """What FTS5 is asked for a word in any of its forms, or a phrase; `beside` it stand others."""
    found = alternatives(word, beside)
    return found[0] if len(found) == 1 else f"({' OR '.join(found)})"


def alternatives(word: str, beside: Iterable[str] = ()) -> list[str]:
    """The forms of a word, each as FTS5 is asked for it."""
    found = dict.fromkeys([_quoted(word), _quoted(parted(word))])
    found |= dict.fromkeys(_forms(word, beside) if " " not in word else ())
    return list(found)


def _quoted(word: str) -> str:
    """A string of FTS5, by its beginning where it is long enough; `word` holds no quote."""
    last = fold(word).rpartition(" ")[2]
    return f'"{word}"*' if begun(last) and " " not in word else f'"{word}"'


def _forms(word: str, beside: Iterable[str]) -> list[str]:
    """The same word otherwise: joined letters, other endings, the number of an arrondissement."""
    plain = fold(_ELIDED.sub("", word))
    if not plain:
        return []
    found = [_quoted(joined(plain))] if joined(plain) != plain else []
    found += [_quoted(plain)] if plain != fold(word) else []
    forms = [*_ended(plain.split()), *_districts(plain, beside), *_meant(plain)]
    return found + [f'"{form}"' for form in forms]


def _ended(tokens: list[str]) -> list[str]:
    """Other forms of the last token, and of the first one: `Saint-Étienne`."""
    first, *rest = tokens
    starts = [[form, *rest] for form in inflections(first)] if rest else []
    ends = [[*tokens[:-1], form] for form in inflections(tokens[-1])]
    forms = [" ".join(form) for form in starts + ends]
    return forms + [form.replace("oe", "œ") for form in forms if "oe" in form]


def _meant(plain: str) -> list[str]:
    return [ABBREVIATED[plain]] if plain in ABBREVIATED else []


def _districts(plain: str, beside: Iterable[str]) -> list[str]:
    """The postcodes that `11` or `11e` beside `Paris` stands for."""
    ordinal = _ORDINAL.fullmatch(plain)
    number = ordinal[1] if ordinal else plain
    if not number.isdigit() or len(number) > len("20"):
        return []
    cities = (_CITIES[name] for name in map(fold, beside) if name in _CITIES)
    codes = [str(first + int(number)) for first, most in cities if 0 < int(number) <= most]
    return codes + ([number] if ordinal else [])
