"""What a dataset says of itself, searched: titles, descriptions, keywords, producers, columns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from weakref import WeakKeyDictionary

from publish.describe.forms import texts
from publish.serving.asked import Asked, fold
from publish.serving.release_database import ReleaseDatabase

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
class Said:
    """The texts of a dataset that hold some of the words, where all words are in one of them."""

    sayings: tuple[Saying, ...] = ()
    score: float = 0.0


_known: WeakKeyDictionary[ReleaseDatabase, tuple[Saying, ...]] = WeakKeyDictionary()


def said(database: ReleaseDatabase, allowed: Iterable[str], asked: Asked) -> Said:
    """What a dataset says with all the words, in whatever language it says it."""
    tables = {"", *allowed}
    parts = [part for word in asked.words for part in fold(word).split()]
    matching = [
        saying
        for saying in sayings(database)
        if saying.table in tables and any(_holds(saying, part) for part in parts)
    ]
    if not all(any(_holds(saying, part) for saying in matching) for part in parts):
        return Said()
    return Said(tuple(matching), max((SCORES[saying.kind] for saying in matching), default=0.0))


def sayings(database: ReleaseDatabase) -> tuple[Saying, ...]:
    """All texts of a dataset; a release never changes: they are folded once."""
    if database not in _known:
        _known[database] = tuple(_sayings(database.release.package))
    return _known[database]


def holds(database: ReleaseDatabase, word: str) -> bool:
    """Whether any text of a dataset has a word that begins so."""
    parts = fold(word).split()
    return all(any(_holds(saying, part) for saying in sayings(database)) for part in parts)


def _holds(saying: Saying, part: str) -> bool:
    return any(word.startswith(part) for word in saying.words)


def _sayings(package: Mapping[str, Any]) -> Iterator[Saying]:
    yield from _texts(package, "title", "title")
    yield from _texts(package, "description", "description")
    yield from (_saying("keyword", keyword) for keyword in package.get("keywords", ()))
    yield from (_saying("producer", one["title"]) for one in package.get("contributors", ()))
    for table in package["resources"]:
        yield from _texts(table, "title", "table", table=table["name"])
        yield from _texts(table, "description", "table", table=table["name"])
        for column in table["schema"]["fields"]:
            of = {"table": table["name"], "column": column["name"]}
            yield _saying("column", column["name"], **of)
            yield from _texts(column, "title", "column", **of)


def _texts(described: Mapping[str, Any], key: str, kind: Kind, **of: str) -> Iterator[Saying]:
    said = texts(described, key).items()
    return (_saying(kind, text, language=language, **of) for language, text in said)


def _saying(kind: Kind, text: str, **of: str) -> Saying:
    return Saying(kind, tuple(fold(text).split()), text, **of)
