"""A recoded table: what the modes and the series work on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from publish.bakehouse.corrections import Corrected, ToClear
from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.merge import Merged
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.read.known import Known
from publish.declare.declaration import Table
from publish.declare.policy import Privacy

NOTHING_KNOWN = Known()
PERSON = "_person"
"""The column that names the person behind a row, as text, inside the bakehouse only."""


@dataclass(frozen=True)
class Beside:
    """Records that leave beside a table of counts: their rows (Ibis, with PERSON) and their rule.

    `columns` are those that both publish: the records' by their names in the counts. `known` is
    the name by which the ledger knows the records.
    """

    name: str
    known: str
    rows: Any
    rule: Privacy
    columns: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class RecodedTable:
    """A table whose columns are recoded, before its mode is applied, and what is known around it.

    `rows` (Ibis) are recoded: the published columns, and PERSON where a contributor is declared.
    `declared` is the table with its columns as published; `previous` is the database of the
    current release, or None; `folder` is the dataset's, where its own lookups lie; `typed` are
    the rows before recoding, to compare policies; `beside` are the records of the same people;
    `corrected` is what people corrected in a table of which they ever did.
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
    beside: tuple[Beside, ...] = ()
    days: Known = NOTHING_KNOWN
    """Of which days its exports are, as far as they say so."""
    corrected: Corrected | None = None
    merged: Merged | None = None
    """Where its rows come from, where partners feed it."""
    to_clear: ToClear | None = None
    """Where each of its changes has to be cleared."""
    former: str | None = None
    """The name by which the ledger knows the table, where it had another before."""

    @property
    def known(self) -> str:
        """The name by which the ledger knows the table."""
        return self.former or self.name
