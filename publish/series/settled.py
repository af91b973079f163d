"""What a part looks like once its changes are settled, and what the ledger will be told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from publish.engine import Workspace
from publish.errors import Problem
from publish.series.ledger import STILL
from publish.series.policy import Form


@dataclass(frozen=True)
class Book:
    """A part of a release for the ledger: its place in the series, and its tables of digests.

    `wanted` are the rows of the export, `alive` those that leave (of counts, also those behind
    hidden numbers), `lives` and `pending` the ledger's own, `releases` (`number`, `next`,
    `delta_k`) those that rows are compared with, `base` the number of the one that is served,
    `bridge` today's rows made by the policy of the last release too.
    """

    dataset: str
    part: str
    series: int
    scope: int | None
    form: Form
    policy: str
    thresholds: Mapping[str, Any]
    delta_k: int
    origin: int | None
    why: str | None
    as_of: date
    key_word: str
    base: int | None
    place: Workspace
    wanted: Any
    alive: Any
    lives: Any
    pending: Any
    releases: Any
    bridge: Any = None


@dataclass(frozen=True)
class Settled:
    """The rows (Ibis: published columns, CLASS, PERSON) that may leave, and what is told of it.

    `figures` are public, `internal` for the private side. `book` is what `prepare` writes.
    """

    part: str
    rows: Any
    book: Book
    problems: tuple[Problem, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    internal: Mapping[str, Any] = field(default_factory=dict)
    lacking: int = 0
    """Rows of counts that stay in the ledger while nothing knows their values any more."""

    def sizes(self) -> tuple[int, int]:
        """The rows that the last release had, and those that today's export wants to publish."""
        lives = self.book.lives
        before = lives.filter(lives.last == STILL)
        return _number(before), _number(self.book.wanted)


def _number(rows: Any) -> int:
    return int(rows.count().to_pyarrow().as_py())
