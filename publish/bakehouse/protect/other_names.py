"""A table under another name would show again what people withdrew of it under its old one."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.parted import is_there
from publish.bakehouse.protect.partings import NAME, partings
from publish.bakehouse.protect.withdrawal_list import key_of
from publish.declare.table import Table
from publish.errors import Problem


def renamed_tables(
    rows: Mapping[str, Any],
    tables: Mapping[str, Table],
    before: Collection[str],
    private: Path,
    place: Workspace,
) -> Iterator[Problem]:
    """Blockers for tables that no release had, with rows of who withdrew from one that is gone.

    `rows` are the typed rows (Ibis) of the declared tables, `before` the names of the tables of
    the last release. Raises PrivateStateError.
    """
    lost = [one for one in partings(private) if one.table not in tables]
    if not lost:
        return
    key = key_of(private)
    for name, declared in tables.items():
        if name in before or declared.contributor is None:
            continue
        mine = [one for one in lost if is_there(rows[name], declared, one, key, place)]
        for old in dict.fromkeys(one.table for one in mine):
            yield _problem(name, old, private)


def _problem(name: str, old: str, private: Path) -> Problem:
    file = f"private/{private.name}/{NAME}"
    return Problem(
        "withdrawn-elsewhere",
        name,
        f"it has rows of people who withdrew rows, or a consent, of {old}, which is not declared "
        "any more",
        f"where it is {old} under another name, give it back that name, or write {name} in its "
        f"place in {file}; where it is another table, remove what {file} tells of {old}",
        private=True,
    )
