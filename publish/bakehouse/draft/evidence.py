"""Whether a record names the columns below it or is one of the values: evidence with a score.

Each column and the record as a whole give points, for a header (above 0) or for a record of values
(below 0). Points are about the natural logarithm of how much likelier a header makes what is seen;
for a word never seen in a column, after Good's estimate of the chance of a new one ("The population
frequencies of species and the estimation of population parameters", Biometrika, 1953).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Any

from publish.bakehouse.draft.score import kind
from publish.bakehouse.draft.vocabulary import HEADER_WORDS
from publish.bakehouse.header_words import words

TYPED = {"number", "date", "time", "email", "url"}
DECIDES = 1.5
NAMED = "a name above values of one kind"
MOST, FEW = 0.8, 0.2
STYLED = re.compile(r"[A-Za-z][a-z0-9]*(?:_[A-Za-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]+)+")
YEAR = re.compile(r"(?:1[89]|20|21)\d\d")
LETTERS = re.compile(r"[^\W\d_]")

Test = Callable[[Any], bool]


@dataclass(frozen=True)
class Evidence:
    """Points for a header, and what they were given for; no value in it."""

    score: float
    why: tuple[str, ...] = ()

    @property
    def for_header(self) -> bool:
        """Whether nothing, or not enough, speaks against a header."""
        return self.score > -DECIDES

    @property
    def decides(self) -> bool:
        """Whether there is enough of it for either reading."""
        return abs(self.score) >= DECIDES


def evidence(first: Sequence[str], body: Sequence[Sequence[str]]) -> Evidence:
    """What speaks for `first` as the header of the records in `body`, or as one of them."""
    if not body:
        typed = any(kind(cell) in TYPED for cell in first)
        return Evidence(-DECIDES if typed else DECIDES, ("no record below",))
    others = [row for row in body if list(row) != list(first)]
    columns = [[row[at].strip() for row in others if at < len(row)] for at in range(len(first))]
    steps = _steps(first, columns)
    points = [*_again(len(body), others), *steps]
    for cell, values in zip(first, columns, strict=True):
        points += _points(cell.strip(), [value for value in values if value], bool(steps))
    score = sum(given for given, _ in points)
    if score < 0 and any(what == NAMED for _, what in points):
        return Evidence(0, ("columns contradict each other",))
    why = Counter(what for given, what in points if given * score > 0)
    return Evidence(round(score, 1), tuple(what for what, _ in why.most_common(3)))


def _again(records: int, others: Sequence[Sequence[str]]) -> Iterator[tuple[float, str]]:
    """A header repeated inside; of records, more than one would stand twice."""
    if len(others) < records and len(set(map(tuple, others))) > MOST * len(others):
        yield DECIDES, "it stands again below, word for word"


def _points(cell: str, values: Sequence[str], steps: bool) -> Iterator[tuple[float, str]]:
    """What one column says."""
    if not cell or not values:
        return
    common = _common_kind(values)
    if common is None:
        yield from _among_texts(cell, values)
    elif kind(cell) == common == "number":
        if not steps:
            yield -DECIDES, "a number above numbers"
    elif kind(cell) == common:
        yield -2.0, f"a {common} above values of that kind"
    elif kind(cell) not in ("missing", "empty"):
        yield 2.0, NAMED


def _common_kind(values: Sequence[str]) -> str | None:
    """The kind of four values in five, where it is a telling one."""
    common, count = Counter(map(kind, values)).most_common(1)[0]
    return common if common in TYPED and count >= MOST * len(values) else None


def _among_texts(cell: str, values: Sequence[str]) -> Iterator[tuple[float, str]]:
    counts = Counter(values)
    if cell in counts:
        yield -2.0 if len(values) >= 3 else -0.4, "a text that stands again in its column"
        return
    once = sum(count == 1 for count in counts.values())
    new = -log((once + 1) / (len(values) + 2))
    if len(values) >= 3 and new > 0.5:
        yield min(new, 2.0), "a text that is new in a column of few"
    if HEADER_WORDS.intersection(words(cell)) and _rare(values, _speaks):
        yield DECIDES, "a word that headers have"
    if STYLED.fullmatch(cell) and _rare(values, lambda value: bool(STYLED.fullmatch(value))):
        yield 1.0, "words joined as headers join them"
    if len(values) >= 3:
        yield from _form(cell, values)


def _form(cell: str, values: Sequence[str]) -> Iterator[tuple[float, str]]:
    """What digits and lengths say, where nearly all values are alike in them."""
    weight = min(log(len(values) + 1) / 2, DECIDES)
    for has, what in ((_digit, "digits"), (_letter, "letters")):
        if has(cell) != _mostly(values, has) and _alike(values, has):
            yield weight, f"another use of {what} than below"
    if _digit(cell) and all(_shape(value) == _shape(cell) for value in values):
        yield -2.0, "a code of the same form as those below"
    if len(cell) != len(values[0]) and len({len(value) for value in values}) == 1:
        yield weight / 2, "another length than all below"


def _steps(first: Sequence[str], columns: Sequence[Sequence[str]]) -> list[tuple[float, str]]:
    """Years, or numbers at equal steps, above columns of numbers that are neither."""
    at = [n for n, values in enumerate(columns) if kind(first[n]) == "number" and _numbers(values)]
    named = [first[n].strip() for n in at]
    if len(at) < 2 or len(set(named)) < len(named):
        return []
    below = [value for n in at for value in columns[n]]
    if all(map(YEAR.fullmatch, named)) and _rare(below, lambda text: bool(YEAR.fullmatch(text))):
        return [(3.0, "years above numbers that are none")]
    rows = list(zip(*(columns[n] for n in at), strict=False))
    if _rises(named) and _rare(rows, _rises):
        return [(3.0, "numbers that rise as in no record below")]
    return []


def _rises(row: Sequence[str]) -> bool:
    """Whether there are three numbers or more at equal steps, or five or more each above the last.

    By luck, five different ones stand so once in 120 times.
    """
    if len(row) < 3 or not all(text.isdecimal() for text in row):
        return False
    steps = [int(after) - int(before) for before, after in pairwise(row)]
    return min(steps) > 0 and (len(row) >= 5 or len(set(steps)) == 1)


def _numbers(values: Sequence[str]) -> bool:
    filled = [value for value in values if value]
    return bool(filled) and _common_kind(filled) == "number"


def _speaks(value: str) -> bool:
    return bool(HEADER_WORDS.intersection(words(value)))


def _digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _letter(text: str) -> bool:
    return LETTERS.search(text) is not None


def _mostly(values: Sequence[Any], test: Test) -> bool:
    return sum(map(test, values)) * 2 > len(values)


def _alike(values: Sequence[Any], test: Test) -> bool:
    share = sum(map(test, values)) / len(values)
    return share <= 0.05 or share >= 0.95


def _rare(values: Sequence[Any], test: Test) -> bool:
    return sum(map(test, values)) <= FEW * len(values)


def _shape(text: str) -> str:
    return re.sub(r"[a-z]", "a", re.sub(r"[A-Z]", "A", re.sub(r"\d", "0", text)))
