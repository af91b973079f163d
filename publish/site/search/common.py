"""Words that stand nearly everywhere: how much of an index they read, and how to read less of it.

FTS5 puts together all rows of all words with a beginning before it tells the first; of a word that
is whole it tells one row after the other. So of a common beginning the word itself is looked for,
the most frequent words that begin so, and as many longer beginnings as are read within bounds:
what is found is right, and not all.
"""

import re
import sqlite3
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase, digits

from publish.words.letters import fold
from publish.words.sql import quoted

# Pages of 4 kB, some 800 rows each, that a word may read: 10 ms. It is read up to four times.
PAGES = 150
# Rows that are counted of what is found with less.
COUNTED = 20_000
_DEEPEST = 3
_FREQUENT = 12
_AFTER_ALL = "\U0010ffff"
_BEGINNING = re.compile(r'"([^"\s]+)"\*')
# https://sqlite.org/fts5.html#fts5_data_structures: ids of pages hold their segment and number;
# terms of the index begin with a 0.
_SEGMENT, _PAGE = 37, 31
_MAIN = b"0"


@dataclass(frozen=True)
class Index:
    """The index of a search table, which was merged when it was baked."""

    connection: sqlite3.Connection
    table: str

    def reads(self, alternatives: Iterable[str]) -> int:
        """How many pages FTS5 reads of the words, beginnings and phrases that it is asked for."""
        return sum(self.pages(term, begins) for one in alternatives for term, begins in _terms(one))

    def pages(self, term: str, begins: bool) -> int:
        """How many pages a term takes, or all that begin so; 0 of an index in several parts."""
        first, after = self._span(term, begins)
        return after - first

    def _span(self, term: str, begins: bool) -> tuple[int, int]:
        """The page on which a term would begin, and the first that begins with a later one."""
        if self._segment is None:
            return 0, 0
        start = _MAIN + term.encode()
        end = start + (b"\xff" if begins else b"\0")
        first = self._page("term <= ? ORDER BY term DESC", start)
        after = self._page("term > ? ORDER BY term", end)
        return first or 1, after or self._last

    def narrowed(self, alternatives: Iterable[str]) -> str:
        """What FTS5 is asked for instead, so that it reads at most so many pages at once."""
        left, found = PAGES, []
        for one in alternatives:
            beginning = _BEGINNING.fullmatch(one)
            parts = [fold(beginning[1])] if beginning else []
            if parts and " " not in parts[0] and self.pages(parts[0], begins=True) > left:
                longer, left = self._longer(parts[0], left)
                found += [f'"{word}"' for word in self._frequent(parts[0])] + longer
            else:
                found.append(one)
        return f"({' OR '.join(dict.fromkeys(found))})"

    def _longer(self, beginning: str, left: int, depth: int = 1) -> tuple[list[str], int]:
        """The word itself, and the longer beginnings that are read within what is left."""
        found, sizes = [f'"{beginning}"'], self._sizes(beginning)
        for longer, pages in sizes.items():
            if pages <= left:
                found.append(f'"{longer}"*')
                left -= pages
        largest = max(sizes, key=lambda longer: sizes[longer], default="")
        if largest and sizes[largest] > left and depth < _DEEPEST:
            more, left = self._longer(largest, left, depth + 1)
            found += more
        return found, left

    def _frequent(self, beginning: str) -> list[str]:
        """The most frequent words of a release that begin so; its list of words is in order."""
        known = "SELECT 1 FROM sqlite_master WHERE name = '_words'"
        if not self.connection.execute(known).fetchone():
            return []
        (words,) = self.connection.execute("SELECT max(id) FROM [_words]").fetchone()
        ids = range(1, (words or 0) + 1)
        first = bisect_left(ids, beginning, key=self._word)
        after = bisect_left(ids, beginning + _AFTER_ALL, key=self._word)
        sql = "SELECT word FROM [_words] WHERE id BETWEEN ? AND ? ORDER BY n DESC, id LIMIT ?"
        found = self.connection.execute(sql, [first + 1, after, _FREQUENT])
        return [str(word) for (word,) in found]

    def _word(self, number: int) -> str:
        sql = "SELECT word FROM [_words] WHERE id = ?"
        (word,) = self.connection.execute(sql, [number]).fetchone()
        return str(word)

    def _sizes(self, beginning: str) -> dict[str, int]:
        """The pages of the beginnings that are a letter longer.

        Those that are nowhere all lie behind the same term, through which each would be read.
        """
        spans = {
            beginning + letter: self._span(beginning + letter, begins=True)
            for letter in digits + ascii_lowercase
        }
        often = Counter(spans.values())
        return {
            longer: max(1, after - first)
            for longer, (first, after) in spans.items()
            if often[first, after] == 1
        }

    @cached_property
    def _segment(self) -> int | None:
        index = quoted(f"{self.table}_fts_idx")
        sql = f"SELECT (SELECT min(segid) FROM {index}), (SELECT max(segid) FROM {index})"  # noqa: S608
        first, last = self.connection.execute(sql).fetchone()
        return int(first) if first is not None and first == last else None

    def _page(self, which: str, term: bytes) -> int:
        index = quoted(f"{self.table}_fts_idx")
        sql = f"SELECT pgno >> 1 FROM {index} WHERE segid = ? AND {which} LIMIT 1"  # noqa: S608
        found = self.connection.execute(sql, [self._segment, term]).fetchone()
        return int(found[0]) if found else 0

    @cached_property
    def _last(self) -> int:
        data, start = quoted(f"{self.table}_fts_data"), (self._segment or 0) << _SEGMENT
        sql = f"SELECT max(id) FROM {data} WHERE id BETWEEN ? AND ?"  # noqa: S608
        (last,) = self.connection.execute(sql, [start, start + (1 << _PAGE) - 1]).fetchone()
        return int(last or start) - start


def _terms(asked: str) -> Iterator[tuple[str, bool]]:
    """The terms of something that FTS5 is asked for, and whether each is a beginning."""
    *words, last = fold(asked).split() or [""]
    yield from ((word, False) for word in words)
    yield last, asked.endswith("*")
