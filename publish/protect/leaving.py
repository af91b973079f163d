"""What protection works on, and what it hands over: tables on their way out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from publish.declaration import Table
from publish.engine import Workspace
from publish.errors import Problem
from publish.protect.keys import Keys

PERSON = "_person"
"""The column that names the person behind a row, as text, inside the bakehouse only."""


@dataclass(frozen=True)
class Leaving:
    """A table before its mode is applied, and what is known around it.

    `rows` (Ibis) are recoded: the published columns, and PERSON where a contributor is declared.
    `declared` is as the columns leave; `previous` is the database of the current release, or
    None; `folder` is the dataset's, where its own lookups lie; `typed` are the rows before
    recoding, to compare policies.
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


@dataclass(frozen=True)
class Published:
    """A table as it leaves: its name, its declaration (derived, for counts) and rows (Ibis)."""

    name: str
    declared: Table
    rows: Any


@dataclass(frozen=True)
class Left:
    """What a mode hands over: tables to publish, problems for the gate, figures for the report.

    `figures` are public (JSON values, no cell); `internal` are for `private/` alone. `settled`
    are the parts (publish.series.Settled) that the ledger is told of once the release is out.
    """

    tables: tuple[Published, ...]
    problems: tuple[Problem, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    internal: Mapping[str, Any] = field(default_factory=dict)
    settled: tuple[Any, ...] = ()
