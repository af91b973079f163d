"""Looks for every kind in a column: the database reads all values, Python judges the few left.

A rule that one value breaks is tried on every distinct value. A rule about a share of the values
is tried on a sample of them, always the same one.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import ibis

from publish import functions
from publish.draft.names import words as header_words
from publish.personal import KINDS
from publish.personal.kind import Kind, Rule, clean

SAMPLE = 2000
"""Distinct values on which shares are measured."""
ENOUGH = 10_000
"""Distinct hits after which no more are counted."""
MANY = 30
"""Values of a form from which luck can be told from intent."""


@dataclass(frozen=True)
class Scanned:
    """A column to look into: its rows (Ibis), name, declared type, and words around it."""

    rows: Any
    name: str
    type: str
    header: str = ""
    people: bool = False
    """Whether rows tell of people, or the column's role is not `open`."""


@dataclass(frozen=True)
class Hit:
    """A kind found in a column, and in how many values; never the values."""

    kind: Kind
    values: int
    more: bool = False
    """Whether there are at least so many."""


@dataclass
class _Tally:
    """What a rule found so far."""

    rule: Rule
    kind: Kind
    tried: int = 0
    rows: int = 0
    found: list[str] = field(default_factory=list)

    def take(self, text: str, rows: int) -> None:
        """Judge one distinct value that has the rule's form."""
        self.tried += 1
        if self.rule.valid is None or self.rule.valid(text):
            self.found.append(text)
            self.rows += rows

    def stands(self, values: int) -> bool:
        """Whether enough was found among so many distinct values, and not by luck."""
        found, rule = len(self.found), self.rule
        lucky = self.tried >= MANY and found <= 2.5 * rule.chance * self.tried
        enough = found >= max(rule.least, 1) and found >= rule.share * values
        return enough and not lucky and (rule.together is None or rule.together(self.found))


def scan(column: Scanned) -> list[Hit]:
    """The kinds found in a column."""
    if column.type == "boolean":
        return []
    words = {*header_words(f"{column.name} {column.header}")}
    words |= {"".join(header_words(text)) for text in (column.name, column.header)}
    rules = [
        (rule, kind) for kind in KINDS.values() for rule in kind.rules if _fits(rule, words, column)
    ]
    with _distinct(column) as values:
        count = int(values.count().to_pyarrow().as_py())
        if not count:
            return []
        tallies = [*_anywhere(values, rules), *_mostly(values, rules, min(count, SAMPLE))]
    return _hits(tallies, sampled=count > SAMPLE)


def _fits(rule: Rule, words: set[str], column: Scanned) -> bool:
    """Whether a rule is for a column, by its header and by whom its rows tell of."""
    if rule.people and not column.people:
        return False
    if rule.headers and not rule.headers & words:
        return False
    return not rule.unless & words


@contextmanager
def _distinct(column: Scanned) -> Iterator[Any]:
    """A temporary table of the column's distinct texts and how many rows each has."""
    texts = column.rows.select(value=_texts(column.rows[column.name], column.type))
    filled = texts.filter(texts.value.strip() != "")
    counted = filled.group_by("value").agg(rows=ibis._.count())
    con = column.rows.get_backend()
    name = f"personal_{id(column):x}"
    try:
        yield con.create_table(name, counted, temp=True, overwrite=True)
    finally:
        con.drop_table(name, force=True)


def _texts(cells: Any, type: str) -> Any:
    """A column's texts: the items of lists; of JSON, all that it holds and itself, for its keys."""
    cells = cells.cast("string")
    if type == "list":
        return functions.json_texts(cells, "$[*]").unnest()
    if type == "json":
        return ibis.array([cells]).concat(functions.json_texts(cells, "$.**")).unnest()
    return cells.cast("string")


def _anywhere(values: Any, rules: Sequence[tuple[Rule, Kind]]) -> list[_Tally]:
    """The rules that one value breaks: all their patterns at once, then each where one fits."""
    tallies = [_Tally(rule, kind) for rule, kind in rules if not rule.share]
    combined = "|".join(f"(?:{tally.rule.pattern})" for tally in tallies)
    hits = values.filter(values.value.re_search(combined))
    for batch in _flagged(hits, tallies).to_pyarrow_batches(chunk_size=5000):
        for row in batch.to_pylist():
            _judge(row, [tally for tally in tallies if len(tally.found) < ENOUGH])
    return [tally for tally in tallies if tally.stands(0)]


def _mostly(values: Any, rules: Sequence[tuple[Rule, Kind]], count: int) -> list[_Tally]:
    """The rules about a share of the values, on a sample that depends on the values alone."""
    tallies = [_Tally(rule, kind) for rule, kind in rules if rule.share]
    sample = values.order_by([values.value.hash(), values.value]).limit(SAMPLE)
    for row in _flagged(sample, tallies).to_pyarrow().to_pylist():
        _judge(row, tallies)
    return [tally for tally in tallies if tally.stands(count)]


def _flagged(values: Any, tallies: Sequence[_Tally]) -> Any:
    """The values, each with whether it has the form of each rule."""
    flags = {
        f"r{number}": values.value.re_search(tally.rule.pattern)
        for number, tally in enumerate(tallies)
    }
    return values.select("value", "rows", **flags)


def _judge(row: Mapping[str, Any], tallies: Sequence[_Tally]) -> None:
    text = clean(row["value"])
    for number, tally in enumerate(tallies):
        if row[f"r{number}"]:
            tally.take(text, row["rows"])


def _hits(tallies: Sequence[_Tally], *, sampled: bool) -> list[Hit]:
    """One hit a kind: that of the rule that found most."""
    best: dict[str, Hit] = {}
    for tally in tallies:
        more = len(tally.found) >= ENOUGH or (sampled and tally.rule.share > 0)
        hit = Hit(tally.kind, ENOUGH if len(tally.found) >= ENOUGH else tally.rows, more)
        known = best.get(tally.kind.name)
        if known is None or known.values < hit.values:
            best[tally.kind.name] = hit
    return [best[name] for name in KINDS if name in best]
