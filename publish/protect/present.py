"""Who is there to be published: people who did not withdraw and, in a directory, agreed."""

from datetime import date
from pathlib import Path
from typing import Any

from publish.declaration import Table
from publish.engine import Workspace
from publish.protect.named import consenting
from publish.protect.withdrawals import remaining


def present(rows: Any, declared: Table, private: Path, as_of: date, place: Workspace) -> Any:
    """The typed rows (Ibis) of a table that may be worked on, before any column is recoded.

    Raises PrivateStateError where `withdrawals.csv` cannot be read whole.
    """
    return consenting(remaining(rows, declared, private, as_of, place), declared, as_of)
