"""A dataset under another name would show again whoever withdrew from it before.

Who withdrew is listed beside the ledger, in the private folder of the name that it had.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.parted import is_there
from publish.bakehouse.protect.partings import NAME as PARTINGS
from publish.bakehouse.protect.partings import partings
from publish.bakehouse.protect.withdrawal_list import NAME as LIST
from publish.bakehouse.protect.withdrawal_list import key_of, withdrawn
from publish.bakehouse.protect.withdrawals import found
from publish.declare.table import Table
from publish.errors import Problem


def renamed_dataset(
    rows: Mapping[str, Any],
    tables: Mapping[str, Table],
    private: Path,
    declared: Collection[str],
    as_of: date,
    place: Workspace,
) -> Iterator[Problem]:
    """Blockers for a dataset without a release that has rows of who withdrew from one that is gone.

    `rows` are the typed rows (Ibis) of its tables, `private` its private folder, `declared` the
    datasets of the site. Raises PrivateStateError.
    """
    whose = {name: table for name, table in tables.items() if table.contributor}
    for other in _left_behind(private, declared):
        if any(_has(rows[name], whose[name], other, as_of, place) for name in whose):
            yield _problem(private.name, other.name)


def _left_behind(private: Path, declared: Collection[str]) -> list[Path]:
    """The private folders of datasets that are declared no more, from which somebody withdrew."""
    lists = (path for name in (LIST, PARTINGS) for path in private.parent.glob(f"*/{name}"))
    return sorted({one.parent for one in lists} - {private.with_name(one) for one in declared})


def _has(rows: Any, declared: Table, other: Path, as_of: date, place: Workspace) -> bool:
    """Whether a table has rows of who withdrew from another dataset, whole or in part."""
    key = key_of(other)
    if found(rows, declared, withdrawn(other, as_of), key, place):
        return True
    return any(is_there(rows, declared, one, key, place) for one in partings(other))


def _problem(name: str, old: str) -> Problem:
    return Problem(
        "withdrawn-elsewhere",
        name,
        f"it has rows of people who withdrew from {old}, which is not declared any more",
        f"where it is {old} under another name, give it back that name: `mv data/{name} "
        f"data/{old}`; where it is another dataset, and they may be in it, remove "
        f"private/{old}/{LIST} and private/{old}/{PARTINGS}",
        private=True,
    )
