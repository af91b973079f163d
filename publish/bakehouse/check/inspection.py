"""What a check looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.protected import Protected, PublishedTable
from publish.bakehouse.partners.told import PartnerRows
from publish.bakehouse.protect.taken_along import TakenAlong
from publish.bakehouse.series import Settled
from publish.bakehouse.series.population import TablePeople
from publish.bakehouse.shape import Shaped
from publish.declare.declaration import Dataset, Table
from publish.release.package import Package
from publish.release.table import Table as Released


@dataclass(frozen=True)
class TableRun:
    """A table on its way: what was read and typed, and what its mode lets out."""

    name: str
    declared: Table
    shaped: Shaped
    protected: Protected
    present: Any = None
    """The typed rows (Ibis) of people who are there to be published, before any is recoded."""

    @property
    def of_people(self) -> bool:
        """Whether what was read tells of people: what does not leave of it is told in private."""
        return self.declared.about == "people" or self.declared.counts is not None


@dataclass(frozen=True)
class Inspection:
    """A dataset before the gate.

    `previous` is the descriptor of the current release, if any, `last_folder` where its files are,
    and `place` the workspace of the run; `as_of` is its day; `folder` the dataset's, where its own
    lookups lie; `notes` what checks found, by table, for the private side alone: never a value;
    `people` are those behind the tables in a series, and `private` is the site's private folder.
    `partners` are those of each table that they feed, and `ended` the names of those whose
    agreement is over. `along` is what people who withdrew take from the last release, by table.
    `basis_required` says that the site asks every table about people for one.
    """

    name: str
    declared: Dataset
    tables: Mapping[str, TableRun]
    as_of: date
    previous: Package | None = None
    folder: Path = Path()
    people: Sequence[TablePeople] = ()
    private: Path = Path()
    last_folder: Path | None = None
    place: Workspace | None = None
    notes: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    partners: Mapping[str, Mapping[str, PartnerRows]] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()
    along: Mapping[str, TakenAlong] = field(default_factory=dict)
    basis_required: bool = False

    @property
    def published(self) -> dict[str, PublishedTable]:
        """The tables that would be published, by name."""
        return {table.name: table for run in self.tables.values() for table in run.protected.tables}

    @property
    def settled(self) -> tuple[Settled, ...]:
        """The parts in a series."""
        return tuple(part for run in self.tables.values() for part in run.protected.settled)

    @property
    def waiting(self) -> tuple[Settled, ...]:
        """The parts of which nothing leaves today: everything in them is too young, or too few."""
        return tuple(part for part in self.settled if part.waits)

    @property
    def outward(self) -> Dataset:
        """The dataset as it is published: counts in place of the records they count."""
        tables = {name: table.declared for name, table in self.published.items()}
        return self.declared.model_copy(update={"tables": tables})

    def taken_out(self, name: str) -> int:
        """The rows in the current release of partners of a table whose agreement is over."""
        last = self.previous_table(name)
        return sum(one.rows for one in last.partners if one.name in self.ended) if last else 0

    def taken_along(self, name: str) -> TakenAlong:
        """What people who withdrew take along from a table in the current release."""
        return self.along.get(name, TakenAlong())

    def previous_table(self, name: str) -> Released | None:
        """What a table was in the current release."""
        return self.previous.tables.get(name) if self.previous else None
