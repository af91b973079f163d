"""What a check looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from publish.declaration import Dataset, Table
from publish.shape import Shaped


@dataclass(frozen=True)
class TableRun:
    """A table on its way: what was read, and what would be published of it (an Ibis table)."""

    name: str
    declared: Table
    shaped: Shaped
    protected: Any


@dataclass(frozen=True)
class Inspection:
    """A dataset before the gate; `previous` is the descriptor of the current release, if any."""

    name: str
    declared: Dataset
    tables: Mapping[str, TableRun]
    previous: Mapping[str, Any] | None = field(default=None)

    def previous_table(self, name: str) -> Mapping[str, Any] | None:
        """The descriptor of a table in the current release."""
        resources = (self.previous or {}).get("resources", ())
        return next((resource for resource in resources if resource["name"] == name), None)
