"""Who is there to be published: people who did not withdraw and, in a directory, agreed."""

from datetime import date
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.agreed import agreed
from publish.bakehouse.protect.withdrawals import remaining
from publish.declare.declaration import Table


def present(rows: Any, declared: Table, private: Path, as_of: date, place: Workspace) -> Any:
    """The typed rows (Ibis) of a table that may be worked on, before any column is recoded.

    Raises PrivateStateError where `withdrawals.csv` cannot be read whole.
    """
    return consenting(remaining(rows, declared, private, as_of, place), declared, as_of)


def consenting(rows: Any, declared: Table, as_of: date) -> Any:
    """The typed rows (Ibis) whose consents are alive that day; all where none has to be.

    One has to be to be listed by name, and where `basis:` leaves out the rows without.
    """
    stand = [agreed(rows[name], as_of) for name in declared.needed_consents]
    return rows.filter(*stand) if stand else rows
