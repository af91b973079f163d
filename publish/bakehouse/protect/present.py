"""Who is there to be published: people who did not withdraw and, in a directory, agreed."""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any

import ibis

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.agreed import agreed
from publish.bakehouse.protect.parted import parted
from publish.bakehouse.protect.withdrawals import remaining
from publish.declare.declaration import Table


def present(
    rows: Any, name: str, declared: Table, private: Path, as_of: date, place: Workspace
) -> Any:
    """The typed rows (Ibis) of a table that may be worked on, before any column is recoded.

    Raises PrivateStateError where what was withdrawn cannot be read whole.
    """
    left = parted(rows, name, declared, private, place)
    return consenting(remaining(left, declared, private, as_of, place), declared, as_of)


def consenting(rows: Any, declared: Table, as_of: date) -> Any:
    """The typed rows (Ibis) whose consents are alive that day; all where none has to be.

    One has to be to be listed by name, and where `basis:` leaves out the rows without. Of those
    that stay, what other consents cover is emptied where these do not stand.
    """
    needed = [agreed(rows, one, as_of) for one in declared.needed_consents]
    stay = rows.filter(*needed) if needed else rows
    emptied = {
        name: _where(stay, name, [agreed(stay, declared.purposes[one], as_of) for one in purposes])
        for name, purposes in declared.covered.items()
    }
    return stay.mutate(**emptied) if emptied else stay


def _where(rows: Any, name: str, consents: Sequence[Any]) -> Any:
    """A column where all of some consents stand; empty elsewhere."""
    return reduce(and_, consents).ifelse(rows[name], ibis.null(rows[name].type()))
