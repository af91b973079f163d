"""Which word a misspelt one was meant to be, from the words that a release holds."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from publish.words.letters import fold

WORDS = "_words"
SHORTEST, LONGEST = 3, 40
# A word of three or four letters has too many neighbours two letters away.
_SHORT, _LONG = 4, 9
MOST = 100
# How much a word that only begins so is worth, in letters amiss.
COMPLETION = 1.5


@dataclass(frozen=True, order=True)
class Guess:
    """A word that is there: letters amiss, rows that hold it (negative, so that more is better)."""

    amiss: float
    rows: int
    word: str


def reach(word: str) -> int:
    """How many letters of a word may be amiss."""
    return 1 if len(word) <= _SHORT else 2 if len(word) <= _LONG else 3


def guesses(connection: sqlite3.Connection, word: str) -> list[Guess]:
    """The words near `word` in a database that has a list of words, the nearest first."""
    typed = fold(word)
    if not SHORTEST <= len(typed) <= LONGEST or " " in typed:
        return []
    completed = _completed(connection, typed) if len(typed) >= _SHORT else []
    return sorted([*_near(connection, typed), *completed])


def near(typed: str, words: Iterable[tuple[str, int]]) -> list[Guess]:
    """Those of some (word, rows) that are near a folded word."""
    most = reach(typed)
    alike = ((word, rows) for word, rows in words if abs(len(word) - len(typed)) <= most)
    measured = ((distance(typed, word, most), rows, word) for word, rows in alike)
    return [Guess(amiss, -rows, word) for amiss, rows, word in measured if amiss <= most]


def _near(connection: sqlite3.Connection, typed: str) -> list[Guess]:
    """Each letter amiss spoils at most three of a word's groups of three letters."""
    edged, most = f" {typed} ", reach(typed)
    groups = list(dict.fromkeys(edged[at : at + 3] for at in range(len(typed))))
    shared = " UNION ALL ".join(
        "SELECT rowid AS id FROM [_words_fts] WHERE [_words_fts] MATCH ?" for _ in groups
    )
    sql = f"""
        WITH shared AS (SELECT id, count(*) AS groups FROM ({shared}) GROUP BY id)
        SELECT word, n FROM shared JOIN [_words] USING (id)
        WHERE groups >= ? AND length(word) BETWEEN ? AND ?
        ORDER BY groups DESC, n DESC, id LIMIT {MOST}
    """  # noqa: S608
    least = max(1, len(groups) - 3 * most)
    match = [f'"{group}"' for group in groups]
    rows = connection.execute(sql, [*match, least, len(typed) - most, len(typed) + most])
    return near(typed, rows.fetchall())


def _completed(connection: sqlite3.Connection, typed: str) -> list[Guess]:
    sql = "SELECT word, n FROM [_words] WHERE word >= ? AND word < ? ORDER BY n DESC LIMIT 5"
    rows = connection.execute(sql, [typed, typed + "\U0010ffff"]).fetchall()
    return [Guess(COMPLETION, -rows, word) for word, rows in rows]


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap between two words; `most` + 1 stands for more."""
    return OSA.distance(one, other, score_cutoff=most)
