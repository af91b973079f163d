"""What a mode hands over: the tables that may be published, and what is known of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from publish.bakehouse.corrections import Corrected, Held
from publish.bakehouse.counted.kept import Kept
from publish.bakehouse.series import Settled
from publish.declare.declaration import Table
from publish.errors import Problem


@dataclass(frozen=True)
class PublishedTable:
    """A table as it leaves: its name, its declaration (derived, for counts) and rows (Ibis).

    `added` is how many of its rows people added, which no export has.
    """

    name: str
    declared: Table
    rows: Any
    may_be_empty: bool = False
    added: int = 0

    @cached_property
    def count(self) -> int:
        """How many rows it has; asked once, as several checks ask."""
        return int(self.rows.count().to_pyarrow().as_py())


@dataclass(frozen=True)
class Protected:
    """The tables to publish, the problems for the gate, and the figures for the report.

    `figures` are public (JSON values, no cell); `internal` are for `private/` alone. `settled`
    are the parts that the ledger records once the release is published; `linked` the recoded rows
    (Ibis) with the person behind each, to attack what leaves: never published; `counted` is
    what a table of counts remembers; `corrections` how many came to each state; `held` the rows
    that wait for a clearance, `corrected` the corrections of all others.
    """

    tables: tuple[PublishedTable, ...]
    problems: tuple[Problem, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    internal: Mapping[str, Any] = field(default_factory=dict)
    settled: tuple[Settled, ...] = ()
    linked: Any = None
    counted: Kept | None = None
    corrections: Mapping[str, int] = field(default_factory=dict)
    held: Held | None = None
    corrected: Corrected | None = None
