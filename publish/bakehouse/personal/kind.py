"""What a kind of personal data looks like: patterns for the database, validators for the rest."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from publish.errors import Severity

Valid = Callable[[str], bool]
"""Whether a text, cleaned, holds the kind."""

SPACES = r"\s\x{a0}\x{2007}\x{2009}\x{202f}"
DIGITS = r"\d(?:[^0-9]{0,3}\d){7}"
"""Eight digits with little between: the hint of all long numbers, searched once for all of them."""
SEPARATORS = SPACES + r".\-/_·\x{2010}-\x{2015}"
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
DASHES = re.compile("[\u2010-\u2015\u2212]")


@dataclass(frozen=True)
class Rule:
    """One way to recognise a kind.

    `pattern` (RE2) is searched in every value by the database; `valid` then judges, in Python,
    the values that it lets through.
    """

    pattern: str
    valid: Valid | None = None
    hint: str = ""
    """A pattern in every value that has `pattern`, or `DIGITS`; empty: `pattern` itself."""
    share: float = 0.0
    """The least share of the column's values; 0: one value is enough."""
    least: int = 1
    """The fewest distinct values."""
    chance: float = 0.0
    """The share of values of this form that `valid` takes by luck, as a check digit does."""
    headers: frozenset[str] = frozenset()
    """Only for columns whose header has one of these words; empty: for all."""
    unless: frozenset[str] = frozenset()
    """Not for columns whose header has one of these words."""
    people: bool = False
    """Only where rows tell of people, or a column's role is not `open`."""
    again: bool = False
    """Only where the values found come back: what several rows share is who, or whose, they are."""
    together: Callable[[Sequence[str]], bool] | None = None
    """A last look at all the values found in a column."""


@dataclass(frozen=True)
class KindExample:
    """A column's values, under a header, that hold a kind or only seem to."""

    values: tuple[str, ...]
    header: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of personal data, the rules that find it, and columns to try them on."""

    name: str
    severity: Severity
    words: str
    """What a value is called, in the plural: `e-mail addresses`."""
    rules: tuple[Rule, ...]
    true: tuple[KindExample, ...]
    false: tuple[KindExample, ...] = field(default=())


def each(*values: str) -> tuple[KindExample, ...]:
    """Columns of one value each, under no telling header."""
    return tuple(KindExample((value,)) for value in values)


def column(header: str, *values: str) -> KindExample:
    """A column under a header."""
    return KindExample(values, header)


def words(text: str) -> frozenset[str]:
    """A set of words written in one line."""
    return frozenset(text.split())


def clean(text: str) -> str:
    """The text with usual digits, spaces and dashes, and nothing that cannot be seen."""
    return DASHES.sub("-", INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))


def plain(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()
