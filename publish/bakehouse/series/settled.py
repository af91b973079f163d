"""What a part looks like once its changes are settled, and what the ledger will record of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.series.ledger import STILL
from publish.bakehouse.series.recoding import Recoding
from publish.errors import Problem


@dataclass(frozen=True, kw_only=True)
class LedgerPart:
    """A part of a release for the ledger: its place in the series, and its tables of digests.

    `exported` are the rows of the export, `alive` those that leave (of counts, also those behind
    hidden numbers), `lives` and `pending` the ledger's own, `releases` (`number`, `next`,
    `delta_k`) those that rows are compared with, `base` the number of the one that is served,
    `bridge` today's rows made by the policy of the last release too,
    `diverse` how many answers to a column what changes must have.
    """

    dataset: str
    name: str
    series: int
    scope: int | None
    recoding: Recoding
    policy: str
    thresholds: Mapping[str, Any]
    delta_k: int
    origin: int | None
    why: str | None
    as_of: date
    key_word: str
    base: int | None
    place: Workspace
    exported: Any
    alive: Any
    lives: Any
    pending: Any
    releases: Any
    bridge: Any = None
    diverse: Mapping[str, int] = field(default_factory=dict)
    sized: int | None = None
    """The rows of the export that gave the last run that was not refused."""
    people: str = ""
    """Of counts: the table whose people are counted."""
    beside: tuple[str, ...] = ()
    """Of counts: the records whose people alone are counted."""
    shown: Any = None
    """Of counts: the cells (CLASS, CLS) whose number is shown."""


@dataclass(frozen=True)
class Settled:
    """The rows (Ibis: published columns, CLASS, PERSON) that may leave, and what is known of them.

    `internal` is for the private side. `ledger_part` is what `prepare` writes.
    """

    part: str
    rows: Any
    ledger_part: LedgerPart
    problems: tuple[Problem, ...] = ()
    internal: Mapping[str, Any] = field(default_factory=dict)
    lacking: int = 0
    """Rows of counts that stay in the ledger while nothing knows their values any more."""
    noisy: Any = None
    """Of counts with noise: the cells (CLASS) that are shown, and the `number` that is."""
    ripens: date | None = None
    """The first day on which a row that waits for its age may leave; None where none does."""

    @cached_property
    def count(self) -> int:
        """How many rows may leave."""
        return self.ledger_part.place.count(self.rows)

    @cached_property
    def waits(self) -> bool:
        """Whether nothing of it leaves today because of what was public before."""
        part = self.ledger_part
        count = part.place.count
        if self.count or not count(part.exported):
            return False
        return part.bridge is not None or bool(count(part.lives))

    def sizes(self) -> tuple[int, int]:
        """The rows of the export before, as far as it was not refused, and those of today's.

        What is published says little of an export: much of it may wait. Ledgers of old do not
        know the export's size; there, what is published stands for it.
        """
        part = self.ledger_part
        count = part.place.count
        before = part.sized or count(part.lives.filter(part.lives.last == STILL))
        return before, count(part.exported)
