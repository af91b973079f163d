"""The rows of one release that hold what was asked, table by table, within a time."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from math import log
from typing import Any

from publish.site.search.asked import Asked
from publish.site.search.common import COUNTED, PAGES, Index
from publish.site.search.facet_values import FacetValue
from publish.site.search.marked import CLOSE, OPEN, signed
from publish.site.search.searched import Searched
from publish.words.sql import sql_name

SHOWN = 5
# Ranking looks at every row found: beyond this many they come in the order of the table.
RANKED = 20_000
UNRANKED = 0.3
# A word in the label says what the row is; elsewhere it is only mentioned.
LABEL_WEIGHT = 5.0
# The most that a frequent word adds to bm25, in multiples of its rarity (k1 + 1).
SATURATED = 2.2
AROUND = 14

Timer = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class FoundRow:
    """A row that was found: its key (or rowid), its label and texts, with marks where they fit."""

    key: tuple[Any, ...]
    label: str | None
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Hits:
    """What was found in a table; `score` lies between 0 and 1 in every database alike.

    `by_key` says that it is the row whose key was typed, `more` that there may be more rows.
    """

    table: str
    count: int
    score: float = 0.0
    rows: tuple[FoundRow, ...] = ()
    by_key: bool = False
    more: bool = False


@dataclass
class Found:
    """What was found in a release, how often each word stands in it, and whether time ran out."""

    hits: list[Hits] = field(default_factory=list)
    values: list[FacetValue] = field(default_factory=list)
    words: dict[str, int] = field(default_factory=dict)
    stopped: bool = False


def find(
    connection: sqlite3.Connection,
    tables: Sequence[Searched],
    asked: Asked,
    timer: Timer,
    values: Callable[[sqlite3.Connection], list[FacetValue]],
) -> Found:
    """Searches the tables until the time is over, and first the `values` of their facets."""
    found = Found()
    try:
        with timer():
            found.values += values(connection)
            for table in tables:
                _find(connection, table, asked, found)
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        found.stopped = True
    return found


def _find(connection: sqlite3.Connection, table: Searched, asked: Asked, found: Found) -> None:
    narrowed = _narrowed(connection, table, asked)
    counts: dict[str, int] = {}
    # What is rare first: where it is nowhere, nothing has to be read of the others.
    for word in sorted(asked.words, key=lambda word: word in narrowed):
        counts[word] = _count_word(connection, table, asked.match_of(word), narrowed.get(word))
        found.words[word] = found.words.get(word, 0) + counts[word]
    if not all(counts.values()):
        found.hits += _by_key(connection, table, asked.text)
        return
    some = _some(connection, table, asked, narrowed) if narrowed else None
    found.hits += [some] if some else []
    if some is None or some.count < SHOWN:
        _find_all(connection, table, asked, counts, found)


def _narrowed(connection: sqlite3.Connection, table: Searched, asked: Asked) -> dict[str, str]:
    """The words that would read too much -> what is asked for instead."""
    index = Index(connection, table.name)
    forms = {word: asked.alternatives(word) for word in asked.words}
    return {word: index.narrowed(of) for word, of in forms.items() if index.reads(of) > PAGES}


def _count_word(
    connection: sqlite3.Connection, table: Searched, match: str, narrowed: str | None
) -> int:
    """The rows with a word; of a common one no more than are soon found."""
    some = _count(connection, table, narrowed, most=COUNTED) if narrowed else 0
    return some if some >= SHOWN else _count(connection, table, match)


def _some(
    connection: sqlite3.Connection, table: Searched, asked: Asked, narrowed: Mapping[str, str]
) -> Hits | None:
    """Rows with words that would read too much; ranking them would read as much again."""
    match = " AND ".join(narrowed.get(word) or asked.match_of(word) for word in asked.words)
    count = _count(connection, table, match, most=COUNTED)
    if not count:
        return None
    rows = _rows(connection, table, match, ranked=False) if table.apart else []
    shown = tuple(_row(table, row, asked) for row in rows)
    return Hits(table.name, count, UNRANKED, shown, more=True)


def _find_all(
    connection: sqlite3.Connection,
    table: Searched,
    asked: Asked,
    counts: Mapping[str, int],
    found: Found,
) -> None:
    """All rows, in the place of some of them that were found before."""
    before = [hits for hits in found.hits if hits.table != table.name]
    whole = len(asked.words) > 1
    count = _count(connection, table, asked.match) if whole else min(counts.values())
    if not count:
        found.hits = [*before, *_by_key(connection, table, asked.text)]
        return
    # What was counted is told even if the time ends before its rows are ranked.
    found.hits = [*before, Hits(table.name, count)]
    rows = _rows(connection, table, asked.match, ranked=count <= RANKED) if table.apart else []
    score = _score(rows[0][0], counts.values(), table.rows) if rows else UNRANKED
    found.hits[-1] = Hits(table.name, count, score, tuple(_row(table, row, asked) for row in rows))


def _by_key(connection: sqlite3.Connection, table: Searched, typed: str) -> list[Hits]:
    """The row with the key that was typed, in capitals or not; a number alone is no key."""
    if len(table.key) != 1 or not table.apart or not any(map(str.isalpha, typed)):
        return []
    key = sql_name(table.key[0])
    label = sql_name(table.label) if table.label else "NULL"
    sql = f"SELECT {key}, {label} FROM {sql_name(table.name)} WHERE {key} IN (?, ?, ?) LIMIT 1"  # noqa: S608
    row = connection.execute(sql, [typed, typed.lower(), typed.upper()]).fetchone()
    if not row:
        return []
    return [Hits(table.name, 1, 1.0, (FoundRow((row[0],), row[1], {}),), by_key=True)]


def _count(
    connection: sqlite3.Connection, table: Searched, match: str, most: int | None = None
) -> int:
    index = sql_name(f"{table.name}_fts")
    rows = f"FROM {index} WHERE {index} MATCH ?"
    if most is not None:
        rows = f"FROM (SELECT 1 {rows} LIMIT {most})"
    (count,) = connection.execute(f"SELECT count(*) {rows}", [match]).fetchone()
    return int(count)


def _rows(
    connection: sqlite3.Connection, table: Searched, match: str, ranked: bool
) -> list[Sequence[Any]]:
    """Rank (None when not ranked), key, label, then a text per column."""
    index, name = sql_name(f"{table.name}_fts"), sql_name(table.name)
    texts = ", ".join(
        f"{_cut(table, column, index, at)} AS text_{at}" for at, column in enumerate(table.columns)
    )
    weights = ", ".join(
        str(LABEL_WEIGHT if column == table.label else 1.0) for column in table.columns
    )
    by_rank = f"AND rank MATCH 'bm25({weights})' ORDER BY rank" if ranked else "ORDER BY rowid"
    key = ", ".join(f"t.{sql_name(column)}" for column in table.key) or "t.rowid"
    label = f"t.{sql_name(table.label)}" if table.label else "NULL"
    found = ", ".join(_text(table, column, at) for at, column in enumerate(table.columns))
    sql = f"""
        SELECT hit.score, {label}, {key}, {found}
        FROM (
          SELECT rowid AS id, {"rank" if ranked else "NULL"} AS score, {texts}
          FROM {index} WHERE {index} MATCH ? {by_rank} LIMIT {SHOWN}
        ) AS hit JOIN {name} AS t ON t.rowid = hit.id
        ORDER BY hit.score, hit.id
    """  # noqa: S608
    return [tuple(row) for row in connection.execute(sql, [match])]


def _cut(table: Searched, column: str, index: str, at: int) -> str:
    """The label whole, other texts around what was found in them."""
    marks = f"'{OPEN}', '{CLOSE}'"
    if column == table.label:
        return f"highlight({index}, {at}, {marks})"
    return f"snippet({index}, {at}, {marks}, '…', {AROUND})"


def _text(table: Searched, column: str, at: int) -> str:
    """What was cut out, or the name that a value stands for."""
    if not (named := table.named.get(column)):
        return f"text_{at}"
    of, key, label = map(sql_name, (named.table, named.key, named.label))
    return f"(SELECT o.{label} FROM {of} AS o WHERE o.{key} = t.{sql_name(column)})"  # noqa: S608


def _row(table: Searched, row: Sequence[Any], asked: Asked) -> FoundRow:
    """The label as it was found, where it was, else as it is; the texts in which a word is."""
    keys = len(table.key) or 1
    texts = {
        name: str(said) for name, said in zip(table.columns, row[2 + keys :], strict=True) if said
    }
    texts |= {name: signed(texts[name], asked.words) for name in table.named if name in texts}
    label = texts.pop(table.label, None) if table.label else None
    found = {name: said for name, said in texts.items() if OPEN in said}
    return FoundRow(tuple(row[2 : 2 + keys]), label or row[1], found)


def _score(rank: float | None, counts: Iterable[int], rows: int) -> float:
    """bm25 as a share of the most that these words could have reached in this table."""
    if rank is None:
        return UNRANKED
    rarity = sum(max(log((rows - count + 0.5) / (count + 0.5)), 1e-6) for count in counts)
    return min(1.0, -rank / (SATURATED * rarity))
