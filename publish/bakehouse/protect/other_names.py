"""A table that is declared otherwise would show again what people withdrew of it before.

What they withdrew is known by the table's name, by who made a row, and by its key.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
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


def unknown_rows(
    tables: Mapping[str, Table], keys: Mapping[str, Sequence[str]], private: Path
) -> Iterator[Problem]:
    """Blockers for tables of which nobody could tell any more which rows were withdrawn.

    `keys` are the primary keys of the tables of the last release. Raises PrivateStateError.
    """
    noted = partings(private)
    for name, declared in tables.items():
        mine = [one for one in noted if one.table == name]
        if mine and declared.contributor is None:
            yield _nobodys(name, private)
        key = tuple(keys.get(name, ()))
        if any(one.row for one in mine) and key and key != tuple(declared.primary_key):
            yield _other_key(name, key, private)


def _nobodys(name: str, private: Path) -> Problem:
    file = f"private/{private.name}/{NAME}"
    return Problem(
        "withdrawn-elsewhere",
        name,
        "people withdrew rows, or a consent, of it, and without `contributor` nobody knows which "
        "rows are theirs",
        f"declare its `contributor` again, or, where no row of it is theirs any more, remove what "
        f"{file} tells of {name}",
        private=True,
    )


def _other_key(name: str, key: Sequence[str], private: Path) -> Problem:
    file = f"private/{private.name}/{NAME}"
    return Problem(
        "withdrawn-elsewhere",
        name,
        f"people withdrew rows of it, which are known by its key alone, and that was "
        f"{', '.join(key)}",
        f'keep `primary_key: [{", ".join(key)}]`, or write `"row": ""` for what {file} tells of '
        f"{name}: all that they have in it is withdrawn then",
        private=True,
    )


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
