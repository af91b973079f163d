"""What a dataset says of itself, searched: titles, descriptions, keywords, producers, columns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from publish.release.described import Texts
from publish.release.package import Package
from publish.site.base.memory import once_per_release
from publish.site.base.site import Database
from publish.site.search.asked import Asked
from publish.words.inflections import alike
from publish.words.letters import fold

Kind = Literal["title", "keyword", "producer", "description", "table", "column"]
# Beside the score of rows, which lies between 0 and 1: a dataset of that name comes first.
SCORES: Mapping[Kind, float] = {
    "title": 2, "keyword": 1, "producer": 1, "table": 0.8, "column": 0.6, "description": 0.5,
}  # fmt: skip


@dataclass(frozen=True)
class Saying:
    """A text of a dataset and its folded words; `table` and `column` say whose it is.

    `language` is "" for names, which are the same in all.
    """

    kind: Kind
    words: tuple[str, ...]
    text: str = ""
    language: str = ""
    table: str = ""
    column: str = ""


@dataclass(frozen=True)
class MatchedWords:
    """The texts of a dataset that hold some of the words, where all words are in one of them."""

    sayings: tuple[Saying, ...] = ()
    score: float = 0.0


def said(database: Database, allowed: Iterable[str], asked: Asked) -> MatchedWords:
    """What a dataset says with all the words, in whatever language it says it."""
    tables = {"", *allowed}
    parts = [part for word in asked.words for part in fold(word).split()]
    matching = [
        saying
        for saying in sayings(database)
        if saying.table in tables and any(_holds(saying, part) for part in parts)
    ]
    if not all(any(_holds(saying, part) for saying in matching) for part in parts):
        return MatchedWords()
    return MatchedWords(
        tuple(matching), max((SCORES[saying.kind] for saying in matching), default=0.0)
    )


@once_per_release
def sayings(database: Database) -> tuple[Saying, ...]:
    """All texts of a dataset, folded."""
    return tuple(_sayings(database.release.package))


def holds(database: Database, word: str) -> bool:
    """Whether any text of a dataset has a word that begins so."""
    parts = fold(word).split()
    return all(any(_holds(saying, part) for saying in sayings(database)) for part in parts)


def _holds(saying: Saying, part: str) -> bool:
    return any(alike(word, part) for word in saying.words)


def _sayings(package: Package) -> Iterator[Saying]:
    yield from _texts(package.titles, "title")
    yield from _texts(package.descriptions, "description")
    yield from (_saying("keyword", keyword) for keyword in package.keywords)
    yield from (_saying("producer", producer) for producer in package.producers)
    for name, table in package.tables.items():
        yield from _texts(table.titles, "table", table=name)
        yield from _texts(table.descriptions, "table", table=name)
        for column in table.fields:
            of = {"table": name, "column": column.name}
            yield _saying("column", column.name, **of)
            yield from _texts(column.titles, "column", **of)


def _texts(texts: Texts, kind: Kind, **of: str) -> Iterator[Saying]:
    return (_saying(kind, text, language=language, **of) for language, text in texts.items())


def _saying(kind: Kind, text: str, **of: str) -> Saying:
    return Saying(kind, tuple(fold(text).split()), text, **of)
