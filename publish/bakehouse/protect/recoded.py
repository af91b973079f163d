"""A recoded table: what the modes and the series work on."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.keys import Keys
from publish.declare.declaration import Table

PERSON = "_person"
"""The column that names the person behind a row, as text, inside the bakehouse only."""


@dataclass(frozen=True, kw_only=True)
class RecodedTable:
    """A table whose columns are recoded, before its mode is applied, and what is known around it.

    `rows` (Ibis) are recoded: the published columns, and PERSON where a contributor is declared.
    `declared` is the table with its columns as published; `previous` is the database of the
    current release, or None; `folder` is the dataset's, where its own lookups lie; `typed` are
    the rows before recoding, to compare policies.
    """

    dataset: str
    name: str
    declared: Table
    rows: Any
    keys: Keys
    place: Workspace
    as_of: date
    private: Path
    previous: Path | None
    folder: Path = Path()
    typed: Any = None
    former: str | None = None
    """The name by which the ledger knows the table, where it had another before."""

    @property
    def known(self) -> str:
        """The name by which the ledger knows the table."""
        return self.former or self.name
