"""The rows that may be meant by a name: found by their words, or by words that are near them."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.site.reconcile.service import Service
from publish.site.reconcile.sought import Condition, Sought
from publish.site.search import spelling
from publish.site.sql.matching import telling
from publish.words.letters import fold, joined
from publish.words.sql import quoted, sql_name

MOST_WORDS = 12
# Rows that one asking brings, and those beyond which a word is one of many.
ROWS, COMMON = 60, 2_000
# Words that a misspelt one may have been.
GUESSES = 4


@dataclass(frozen=True)
class Word:
    """A word as it may be written, and in how many names it stands, counted up to COMMON."""

    forms: tuple[str, ...]
    rows: int

    @property
    def match(self) -> str:
        """What FTS5 is asked for."""
        return f"({' OR '.join(map(quoted, self.forms))})"


@dataclass(frozen=True)
class Shortlist:
    """Looks for rows in the index of a table."""

    connection: sqlite3.Connection
    service: Service
    spells: bool

    def rows(self, sought: Sought, guessing: bool) -> list[int]:
        """The rowids of what may be meant; `guessing` that every word may be misspelt."""
        tokens = telling(fold(sought.name).split())[:MOST_WORDS]
        told = (self._word(token, guessing) for token in dict.fromkeys(tokens))
        words = [word for word in told if word.rows]
        label = self.service.label.name
        found = [f"{quoted(label)} : ({asked})" for asked in _askings(words)]
        if beside := self._beside(sought.conditions):
            everything = [f"{quoted(label)} : {word.match}" for word in words]
            found = [" AND ".join([*everything, *beside]), *found]
            found += [" AND ".join(beside)] if not words else []
        few = not words or min(word.rows for word in words) < COMMON
        ids = [row for match in dict.fromkeys(found) for row in self._found(match, few)]
        return list(dict.fromkeys(ids))

    def _word(self, token: str, guessing: bool) -> Word:
        """A word with its joined letters, and those that are near it where it is nowhere."""
        forms = tuple(dict.fromkeys((token, joined(token))))
        rows = self._count(forms)
        if self.spells and (guessing or not rows):
            near = spelling.guesses(self.connection, token)[:GUESSES]
            forms = tuple(dict.fromkeys((*forms, *(guess.word for guess in near))))
            rows = self._count(forms)
        return Word(forms, rows)

    def _count(self, forms: tuple[str, ...]) -> int:
        index = quoted(f"{self.service.table.name}_fts")
        match = f"{quoted(self.service.label.name)} : {Word(forms, 0).match}"
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT {COMMON})"  # noqa: S608
        (count,) = self.connection.execute(sql, [match]).fetchone()
        return int(count)

    def _beside(self, conditions: Sequence[Condition]) -> list[str]:
        """The words of other columns, of those whose words are looked up."""
        found = []
        for one in conditions:
            words = [fold(value).split() for value in one.values]
            if one.column in self.service.searched and one.quantifier == "any" and any(words):
                said = " OR ".join(f"({' AND '.join(map(quoted, each))})" for each in words if each)
                found.append(f"{quoted(one.column)} : ({said})")
        return found

    def _found(self, match: str, few: bool) -> list[int]:
        index = quoted(f"{self.service.table.name}_fts")
        order = "rank" if few else "rowid"
        sql = f"SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY {order} LIMIT {ROWS}"  # noqa: S608
        return [int(row) for (row,) in self.connection.execute(sql, [match])]

    def equal(self, sought: Sought) -> list[int]:
        """The rows with one of the keys, or the name as their key; else with the values."""
        table, key = self.service.table, self.service.key
        keys = [*sought.keys, *([sought.name] if sought.name else [])]
        wanted = [(key, tuple(keys))] if keys else []
        if not keys:
            columns = table.columns
            wanted = [(one.column, one.values) for one in sought.conditions[:1]]
            wanted = [pair for pair in wanted if pair[0] in columns and pair[1]]
        return [row for column, values in wanted for row in self._equal(column, values)]

    def _equal(self, column: str, values: tuple[str, ...]) -> list[int]:
        marks = ", ".join("?" for _ in values)
        sql = (
            f"SELECT rowid FROM {sql_name(self.service.table.name)} "  # noqa: S608
            f"WHERE {sql_name(column)} IN ({marks}) LIMIT {ROWS}"
        )
        return [int(row) for (row,) in self.connection.execute(sql, values)]


def _askings(words: Sequence[Word]) -> Iterator[str]:
    """All words; all but one, for one may be too many; and those that few names have."""
    if words:
        yield " AND ".join(word.match for word in words)
    if len(words) > 2:
        for out in words:
            yield " AND ".join(word.match for word in words if word is not out)
    rare, left = [], COMMON
    for word in sorted(words, key=lambda one: one.rows):
        if word.rows < left:
            rare.append(word.match)
            left -= word.rows
    if rare:
        yield " OR ".join(rare)
