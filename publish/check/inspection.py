"""What a check looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from publish.declaration import Dataset, Table
from publish.protect.leaving import Left, Published
from publish.shape import Shaped


@dataclass(frozen=True)
class TableRun:
    """A table on its way: what was read and typed, and what its mode lets out."""

    name: str
    declared: Table
    shaped: Shaped
    left: Left


@dataclass(frozen=True)
class Inspection:
    """A dataset before the gate.

    `previous` is the descriptor of the current release, if any; `as_of` the day of the run;
    `folder` the dataset's, where its own lookups lie; `notes` what checks found, by table, for
    the private side alone: never a value.
    """

    name: str
    declared: Dataset
    tables: Mapping[str, TableRun]
    as_of: date
    previous: Mapping[str, Any] | None = None
    folder: Path = Path()
    notes: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)

    @property
    def published(self) -> dict[str, Published]:
        """The tables that would be published, by name."""
        return {table.name: table for run in self.tables.values() for table in run.left.tables}

    @property
    def settled(self) -> tuple[Any, ...]:
        """The parts in a series (publish.series.Settled)."""
        return tuple(part for run in self.tables.values() for part in run.left.settled)

    @property
    def outward(self) -> Dataset:
        """The dataset as it is published: counts in place of the records they count."""
        tables = {name: table.declared for name, table in self.published.items()}
        return self.declared.model_copy(update={"tables": tables})

    def previous_table(self, name: str) -> Mapping[str, Any] | None:
        """The descriptor of a table in the current release."""
        resources = (self.previous or {}).get("resources", ())
        return next((resource for resource in resources if resource["name"] == name), None)
