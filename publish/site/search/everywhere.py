"""A search over all datasets and inside their rows, with another word where one is misspelt."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from time import monotonic, thread_time

from publish.site.base.site import Database, Request, Site
from publish.site.base.timing import time_limit
from publish.site.http.viewable import viewable
from publish.site.search import spelling
from publish.site.search.asked import Asked
from publish.site.search.described import MatchedWords, Saying, holds, said, sayings
from publish.site.search.facet_values import FacetValue, found_values
from publish.site.search.finder import Found, Hits, find
from publish.site.search.many_values import many_values
from publish.site.search.searched import searched
from publish.site.search.spelling import Guess
from publish.site.text.languages import language
from publish.words.letters import fold

# Of the processor for one database, of the clock for all: others wait behind who searches.
DATABASE_MS = 300
ALL_SECONDS = 2.0
DATASETS = 20
FILTERS = 6
Allowed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Result:
    """What was found in a dataset: what it says of itself, and its rows by table."""

    dataset: str
    said: MatchedWords
    hits: tuple[Hits, ...]

    @property
    def score(self) -> float:
        """Where it stands among the others."""
        return self.said.score + max((hits.score for hits in self.hits), default=0.0)

    @property
    def count(self) -> int:
        """The rows that were found."""
        return sum(hits.count for hits in self.hits)


@dataclass(frozen=True)
class SearchAnswer:
    """What was found: the best datasets whole, the others, and how the search went.

    `filters` are (dataset, value) of facets that hold all that was asked, the best first;
    `instead` holds the words searched in the place of those that are nowhere ("": left out);
    `words` how many rows hold each word; `stopped` the datasets for which there was no time.
    """

    asked: Asked
    results: tuple[Result, ...] = ()
    filters: tuple[tuple[str, FacetValue], ...] = ()
    words: Mapping[str, int] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)
    stopped: tuple[str, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether something was found, or there was no time to look everywhere."""
        return bool(self.results or self.filters or self.stopped)

    @property
    def count(self) -> int:
        """The rows that were found in all."""
        return sum(result.count for result in self.results)

    @property
    def more(self) -> bool:
        """Whether there may be more rows than were counted."""
        return any(hits.more for result in self.results for hits in result.hits)


async def search(site: Site, request: Request, asked: Asked) -> SearchAnswer:
    """Searches as asked; a word that is nowhere is replaced by the nearest that is somewhere.

    Where nothing is found with it either, it is left out; where nothing is found at all, the
    answer is that to what was asked.
    """
    if not asked.words:
        return SearchAnswer(asked)
    allowed, end = await viewable(site, request.actor), monotonic() + ALL_SECONDS
    answer = await _search(site, allowed, asked, end)
    unknown = [word for word, count in answer.words.items() if not count]
    if not unknown or answer.tells:
        return answer
    nearest = {word: await _better(site, allowed, word, end) for word in unknown}
    # What stays as it was typed, a number, is not left out either.
    without = {word: "" for word, better in nearest.items() if better != word}
    for instead in (nearest, without):
        found = await _again(site, allowed, answer, instead, end)
        if found and found.tells:
            return found
    return answer


async def _again(
    site: Site, allowed: Allowed, before: SearchAnswer, instead: Mapping[str, str], end: float
) -> SearchAnswer | None:
    """The answer with other words, which tells what each stands for; None without any."""
    second = before.asked.corrected(instead)
    if not second.words or second.words == before.asked.words:
        return None
    typed = {used: word for word, used in before.instead.items() if used}
    told = {typed.get(word, word): used for word, used in instead.items() if used != word}
    found = await _search(site, allowed, second, end)
    return replace(found, asked=second, instead={**before.instead, **told})


async def _search(site: Site, allowed: Allowed, asked: Asked, end: float) -> SearchAnswer:
    results, words, stopped = [], dict.fromkeys(asked.words, 0), []
    filters: list[tuple[str, FacetValue]] = []
    for dataset, tables in allowed.items():
        database = site.databases[dataset]
        found = await _found(database, tables, asked, end)
        values = [*found_values(database, tables, asked), *found.values]
        filters += ((dataset, one) for one in dict.fromkeys(values))
        result = Result(dataset, said(database, tables, asked), tuple(found.hits))
        results += [result] if result.hits or result.said.sayings else []
        stopped += [dataset] if found.stopped else []
        for word in words:
            words[word] += found.words.get(word, 0) + holds(database, word)
    results.sort(key=lambda one: (-one.score, -one.count, one.dataset))
    ordered = tuple(
        replace(one, hits=tuple(sorted(one.hits, key=lambda hits: -hits.score))) for one in results
    )
    best = sorted(filters, key=lambda one: (one[1].length, -one[1].rows))[:FILTERS]
    return SearchAnswer(asked, ordered, tuple(best), words, stopped=tuple(stopped))


async def _found(database: Database, tables: Sequence[str], asked: Asked, end: float) -> Found:
    wanted = searched(database.release, tables)
    if not wanted:
        return Found()
    left = min(DATABASE_MS, (end - monotonic()) * 1000)
    if left <= 0:
        return Found(stopped=True)

    def run(connection: sqlite3.Connection) -> Found:
        timer = partial(time_limit, connection, left, thread_time)
        values = partial(many_values, database=database, allowed=tables, asked=asked)
        return find(connection, wanted, asked, timer, values)

    found: Found = await database.execute_fn(run)
    return found


async def _better(site: Site, allowed: Allowed, word: str, end: float) -> str:
    """The nearest words that are somewhere in the place of each part; "" where nothing is near.

    A number is meant as it was typed.
    """
    parts = fold(word).split()
    if any(map(str.isdigit, word)):
        return word
    if parts == [word] and len(word) < spelling.SHORTEST:
        return ""
    found = [await _nearest(site, allowed, part, end) for part in parts]
    return " ".join(part for part in found if part)


async def _nearest(site: Site, allowed: Allowed, typed: str, end: float) -> str:
    if len(typed) < spelling.SHORTEST:
        return typed
    best = spelling.near(typed, _said_words(site, allowed))
    for dataset, tables in allowed.items():
        if monotonic() < end:
            best += (await _guesses(site.databases[dataset], tables, typed))[:1]
    return min(best).word if best else ""


def _said_words(site: Site, allowed: Allowed) -> list[tuple[str, int]]:
    """The words of titles, keywords and the like, each once: they are much the same everywhere.

    None of another language than the page's, and no name of a column: they would be translations.
    """
    return [
        (word, 1)
        for word in {
            word
            for dataset, tables in allowed.items()
            for saying in sayings(site.databases[dataset])
            if saying.table in ("", *tables) and _in_language(saying)
            for word in saying.words
            if len(word) >= spelling.SHORTEST
        }
    ]


def _in_language(saying: Saying) -> bool:
    named = saying.kind == "column" and not saying.language
    return saying.language in (language(), "") and not named


async def _guesses(database: Database, tables: Sequence[str], typed: str) -> list[Guess]:
    """The list of words is that of all search tables together: it is asked who may see them all."""
    release = database.release
    wanted = searched(release, tables)
    if spelling.WORDS not in release.counts or len(wanted) < len(searched(release, release.tables)):
        return []

    def run(connection: sqlite3.Connection) -> list[Guess]:
        with time_limit(connection, DATABASE_MS):
            return spelling.guesses(connection, typed)

    try:
        found: list[Guess] = await database.execute_fn(run)
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return []
    return found
