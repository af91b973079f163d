"""The ways in which published columns may put rows together, and what betting on each would win.

The attacker bets that two rows that share a value, or a part of one, or that stand side by side
once sorted, are of one person. Precision is the share of bets won, recall the share of a person's
pairs of rows that are bet on; the contributor in the export says who is right.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from math import ceil
from typing import Any

import pyarrow as pa

from publish.bakehouse.check.asked import Read, kept, read_once
from publish.bakehouse.check.leaves import leaves
from publish.bakehouse.protect.classes import code
from publish.bakehouse.protect.recoded import PERSON
from publish.declare.column import Column

FEW = 50
"""Under so many pairs of rows, what is won says nothing."""
LEAST_RECALL = 0.05
"""Under this share of a person's pairs, little is put together."""
DRAWN = 20_000
"""Of more rows about so many are drawn, all those of some authors: what one made in a row stays so.

Of two authors' pairs of rows fewer are drawn than of one's; they count as many times more.
"""
AUTHORS = 200
"""Under so many authors drawn, fewer rows of each are looked at instead."""
LONGEST = 5_000_000
"""So many characters of a column's JSON are looked into: of long texts, of fewer rows."""
ORDERED = ("integer", "datetime", "date", "number", "string")
NESTED = ("string", "list", "json")
"""What may hold a list or other JSON."""
WAYS = {
    "value": "its value",
    "word 1": "the first word in it",
    "word 2": "the second word in it",
    "last word": "the last word in it",
    "number 1": "the first number in it",
    "item 1": "its first item",
    "last item": "its last item",
    "rarest": "its rarest item",
    "name": "its rarest name",
    "order": "its order",
}
"""What a way is called, the plainest first; any other is the end of a text, by its length."""

# A text is matched once for each person who has it, and people are told apart by codes of 64 bits.
GROUPED = """
WITH pairs AS (
  SELECT _place AS place, _value AS value, hash(_person) AS who, count(*) AS n FROM {rows}
  WHERE _value IS NOT NULL AND {drawn} GROUP BY ALL),
ways AS (SELECT place, 'value' AS way, hash(value) AS code, who, n FROM pairs {ways}),
people AS (SELECT place, way, code, who, sum(n) AS n FROM ways GROUP BY ALL),
groups AS (
  SELECT place, way, sum(n) AS rows, sum(n * (n - 1)) AS same FROM people
  GROUP BY place, way, code)
SELECT place, way, sum(same + (rows * (rows - 1) - same) * {authors}), sum(same), {own} FROM groups
GROUP BY place, way
"""
PIECE = """
UNION ALL SELECT place, '{way}', hash(piece), who, n FROM (
  SELECT place, regexp_extract(value::VARCHAR, '{piece}', 1) AS piece, who, n FROM pairs)
WHERE piece != ''
"""
PIECES = {
    "word 1": r"^\W*([^\W_]+)[\W_]+[^\W_]",
    "word 2": r"^\W*[^\W_]+[\W_]+([^\W_]+)",
    "last word": r"[^\W_][\W_]+([^\W_]+)\W*$",
    "number 1": r"^\D*(\d+)\D+\d",
}
"""The pieces of a text that may stand for its author: its words and numbers, by place."""
ENDS = """
UNION ALL SELECT place, 'end ' || length, hash(right(text, length)), who, n
FROM (SELECT place, replace(value::VARCHAR, '.', '') AS text, who, n FROM pairs),
  range(2, 7) AS ends(length)
WHERE length(text) > length
"""
"""The last characters of a text, or the last digits of a number.

What one alone tells, two tell as surely; and rows that take turns have the same last digit.
"""
SORTED = """
SELECT _place, 'order', count(*) FILTER (_number <> next),
  count(*) FILTER (_number <> next AND _person = beside), count(*) - count(DISTINCT _person)
FROM (
  SELECT _place, _number, _person, lead(_number) OVER sorted AS next,
    lead(_person) OVER sorted AS beside
  FROM {rows} WHERE _value IS NOT NULL
  WINDOW sorted AS (PARTITION BY _place ORDER BY {key}, hash(_number)))
GROUP BY _place
"""
"""Neighbours once sorted: one bet a row, so that recall is of what neighbours could win.

Equal values stand in no order: that of the export is not published.
"""
LENGTH = """
SELECT sum(strlen(_value::VARCHAR)) FROM {rows}
WHERE regexp_matches(_value::VARCHAR, '^\\s*[\\[{{]')
"""
JSON = """
SELECT _number, _person, _value FROM {rows}
WHERE regexp_matches(_value::VARCHAR, '^\\s*[\\[{{]') AND {drawn}
"""
LEAF: dict[str, pa.DataType] = {
    "_number": pa.int64(),
    PERSON: pa.uint64(),
    "_at": pa.int64(),
    "_place": pa.string(),
    "_value": pa.string(),
}
ITEMS = """
UNION ALL SELECT place, unnest(['item 1', 'last item']), unnest([hash(first), hash(last)]), who, 1
FROM (SELECT _place AS place, hash(any_value(_person)) AS who, arg_min(_value, _at) AS first,
    arg_max(_value, _at) AS last FROM {rows} GROUP BY _number, _place HAVING count(*) > 1)
UNION ALL SELECT place || ' written as ' || left(form, 20), 'value', hash(value), who, n FROM (
  SELECT *, regexp_replace(regexp_replace(value, '\\d+', '9', 'g'), '\\pL+', 'a', 'g') AS form
  FROM pairs WHERE contains(place, '[*]'))
UNION ALL SELECT _place, 'rarest', hash(arg_min(_value, often)), hash(any_value(_person)), 1
FROM {rows} JOIN (
  SELECT _place, _value, count(*) AS often FROM {rows} GROUP BY ALL HAVING often > 1)
USING (_place, _value) WHERE contains(_place, '[*]') GROUP BY _number, _place
UNION ALL SELECT '$', 'name', hash(arg_min(_place, often)), hash(any_value(_person)), 1
FROM {rows} JOIN (SELECT _place, count(*) AS often FROM {rows} GROUP BY ALL HAVING often > 1)
USING (_place) GROUP BY _number
"""
"""What may stand for the author in a list, by its place, form or rarity, or among names."""
TOGETHER = """
SELECT coalesce(sum(same + (rows * (rows - 1) - same) * {authors}), 0), coalesce(sum(same), 0)
FROM (
  SELECT sum(n) AS rows, sum(n * (n - 1)) AS same FROM (
    SELECT {one} AS one, {other} AS other, _person, count(*) AS n FROM {rows}
    WHERE {one} IS NOT NULL AND {other} IS NOT NULL AND {drawn} GROUP BY ALL)
  GROUP BY one, other)
"""
CHANCE = """
SELECT coalesce(sum(n), 0), coalesce(sum(n * (n - 1)), 0), count(*) FROM (
  SELECT count(*) AS n FROM {rows} WHERE {drawn} GROUP BY _person)
"""


@dataclass(frozen=True)
class Bets:
    """What an attacker wins by one way: shares between 0 and 1, and the pairs that were bet on."""

    way: str
    precision: float
    recall: float
    pairs: int

    @property
    def worth(self) -> bool:
        """Whether so much is put together that it says something."""
        return self.pairs >= FEW and self.recall >= LEAST_RECALL


@dataclass(frozen=True)
class Draw:
    """One in `authors` of all contributors, and of their rows one in `every`: always the same."""

    authors: int
    every: int

    @property
    def words(self) -> dict[str, object]:
        """What statements need of it."""
        where = f"hash({PERSON}) % {self.authors} = 0 AND hash(_number) % {self.every} = 0"
        return {"drawn": where, "authors": self.authors}


ALL = Draw(1, 1)


@dataclass(frozen=True)
class Drawn:
    """Rows (Ibis, with PERSON as a code), those of them that are drawn, and what is known of them.

    `chance` is how often two rows share their person, of `people`; `own` how many pairs of those
    that are drawn do.
    """

    rows: Any
    draw: Draw
    people: int
    chance: float
    own: int


def drawn(rows: Any) -> Drawn:
    """The rows that ways are tried on: those of which it is known who made them.

    The others are no one person's, so that no bet on two of them is won.
    """
    rows = rows.filter(rows[PERSON] != "")
    rows = rows.mutate(**{PERSON: code(rows[PERSON])})
    with read_once(rows.select(PERSON)) as read:
        [[count, same, people]] = read.ask(CHANCE, **ALL.words)
        draw = _draw(ceil(count / DRAWN), people)
        [[_, own, _]] = read.ask(CHANCE, **draw.words)
    return Drawn(rows, draw, people, same / (count * (count - 1)) if count > 1 else 0.0, int(own))


def _draw(times: int, people: int) -> Draw:
    """A draw that leaves one in so many rows: of whole authors, as far as there are enough."""
    authors = max(1, min(times, people // AUTHORS))
    return Draw(authors, max(1, ceil(times / authors)))


def attacks(of: Drawn, name: str, column: Column) -> Iterator[Bets]:
    """What each way of grouping rows by a column would win, where it is worth a bet."""
    words = "".join(PIECE.format(way=way, piece=piece) for way, piece in PIECES.items())
    ends = ENDS if column.type in ORDERED else ""
    with read_once(of.rows.select(PERSON, _value=of.rows[name])) as read:
        ways = ends + (words if column.type == "string" else "")
        found = read.ask(GROUPED, ways=ways, own=of.own, **of.draw.words)
        found += read.ask(SORTED, key="_value") if ends else []
        if column.type in NESTED:
            found += _of_leaves(read, of, ENDS + words)
    shown = column.role == "open"
    for place, way, *bet in sorted(found, key=_plain):
        bets = _bets(_words(place, way, shown), *bet)
        if bets.worth:
            yield bets


def _of_leaves(read: Read, of: Drawn, ways: str) -> list[tuple[Any, ...]]:
    """What is found in lists and other JSON, where a column holds any."""
    [[length]] = read.ask(LENGTH)
    if not length:
        return []
    draw = _draw(max(of.draw.authors * of.draw.every, ceil(length / LONGEST)), of.people)
    [[_, own, _]] = read.ask(CHANCE, **draw.words)
    with _leaves(read, draw) as found:
        ways += ITEMS.format(rows=found.name)
        grouped = found.ask(GROUPED, ways=ways, own=own, **draw.words)
        return grouped + found.ask(SORTED, key="try_cast(_value AS DOUBLE), _value")


def together(of: Drawn, names: Sequence[str]) -> Iterator[tuple[tuple[str, str], Bets]]:
    """What each two of several columns would win together, where it is worth a bet."""
    codes = {f"c{number}": code(of.rows[name]) for number, name in enumerate(names)}
    with read_once(of.rows.select(PERSON, **codes)) as read:

        def tried(one: str, other: str) -> Bets:
            [[pairs, same]] = read.ask(TOGETHER, one=one, other=other, **of.draw.words)
            return _bets("what the two say", pairs, same, of.own)

        # Two columns put no more of a person's rows together than each of them does.
        named = {c: name for c, name in zip(codes, names, strict=True) if tried(c, c).worth}
        for one, other in combinations(named, 2):
            bets = tried(one, other)
            if bets.worth:
                yield (named[one], named[other]), bets


@contextmanager
def _leaves(read: Read, draw: Draw) -> Iterator[Read]:
    """The leaves of the JSON in the rows that are drawn, those of a row in their order."""
    # The database's own `json_tree` keeps a text beside each of its leaves: 70 kB take 600 MB.
    found = [
        (number, person, at, *leaf)
        for number, person, text in read.ask(JSON, **draw.words)
        for at, leaf in enumerate(leaves(text))
    ]
    cells = zip(*found, strict=True) if found else [()] * len(LEAF)
    columns = [pa.array(list(cell), kind) for cell, kind in zip(cells, LEAF.values(), strict=True)]
    rows = pa.table(columns, names=list(LEAF))
    with kept(rows, read.con, f"{read.name}_leaves") as made:
        yield made


def _plain(found: tuple[Any, ...]) -> tuple[str, int, str]:
    """The order in which ways are told: of two that win as much, the plainest."""
    place, way, *_ = found
    return place, [*WAYS, way].index(way), way


def _words(place: str, way: str, shown: bool) -> str:
    """What a way is called; names in JSON are values, `shown` where the column is open."""
    words = WAYS.get(way) or f"its end of length {way.removeprefix('end ')}"
    return f"at {place if shown else 'one place in it'}, {words}" if place else words


def _bets(way: str, pairs: int, same: int, own: int) -> Bets:
    return Bets(way, same / pairs if pairs else 0.0, same / own if own else 0.0, int(pairs))
