"""The row that someone looks at: its cells in the release, and those that can be corrected."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from typing import Any

from publish.corrections.correctable import correctable
from publish.corrections.proposals import Edit
from publish.corrections.values import released, written
from publish.declare.column import Column
from publish.declare.model import nearest
from publish.declare.site import SiteFolder
from publish.declare.table import Table
from publish.errors import DeskError
from publish.release.release import Release
from publish.release.store import Store
from publish.words.sql import quoted
from publish.words.sqlite import read_only


def edits_of(
    site: SiteFolder, dataset: str, table: str, key: Sequence[str], values: Mapping[str, str]
) -> tuple[tuple[str, ...], dict[str, Edit]]:
    """The key of a row in the current release, and what its cells say and should say.

    `values` are texts by column. Raises DeskError for a table, row, column or value that there is
    not, or where nothing would change; DeclarationError for an unknown dataset.
    """
    declared = declared_table(site, dataset, table)
    columns = correctable(declared)
    if not columns:
        raise DeskError(
            f"{dataset}.{table}: its rows cannot be corrected here: they are about people, or have "
            "no key that is published as it was read"
        )
    _known(f"{dataset}.{table}", declared, columns, values)
    row = _row(site, dataset, table, declared, key)
    edits, wrong = {}, []
    for name, text in values.items():
        base = released(columns[name].type, row[name])
        try:
            new = written(columns[name], text, base)
        except ValueError as error:
            wrong.append(f"{dataset}.{table}.{name}: {error}")
            continue
        if new != base:
            edits[name] = Edit(base, new)
    if wrong:
        raise DeskError("\n".join(wrong))
    if not edits:
        raise DeskError(f"{dataset}.{table}: the row says so already; nothing to correct")
    return _key(declared, row), edits


def key_of(site: SiteFolder, dataset: str, table: str, key: Sequence[str]) -> tuple[str, ...]:
    """The key of a row in the current release, as it is written there; raises as `edits_of`."""
    declared = declared_table(site, dataset, table)
    return _key(declared, _row(site, dataset, table, declared, key))


def _key(declared: Table, row: Mapping[str, Any]) -> tuple[str, ...]:
    names = declared.primary_key
    return tuple(str(released(declared.columns[name].type, row[name])) for name in names)


def closing_values(site: SiteFolder, dataset: str, table: str) -> dict[str, str]:
    """The text that says of a row that it is over, by its column; raises DeskError."""
    declared = declared_table(site, dataset, table).corrections
    if declared is None or declared.closed is None:
        raise DeskError(
            f"{dataset}.{table}: nothing is declared that says of a row that it is over; write for "
            "example `corrections: {closed: {state: closed}}`"
        )
    return dict(declared.closed)


def title_of(site: SiteFolder, dataset: str, table: str, key: Sequence[str]) -> str:
    """What a row is called in the current release; "" where it is called nothing, or not there."""
    declared = declared_table(site, dataset, table)
    found = cells_of(_release(site, dataset), table, declared.primary_key, key)
    return str((found or {}).get(declared.browse.label or "") or "")


def declared_table(site: SiteFolder, dataset: str, table: str) -> Table:
    """The declaration of a table; raises DeskError, DeclarationError."""
    tables = site.dataset(dataset).tables
    if table not in tables:
        raise DeskError(f"{dataset}: no table {table!r}; {nearest(table, tables)}")
    return tables[table]


def _known(
    place: str, declared: Table, columns: Mapping[str, Column], asked: Iterable[str]
) -> None:
    for name in asked:
        if name not in declared.columns:
            raise DeskError(f"{place}: no column {name!r}; {nearest(name, columns)}")
        if name not in columns:
            raise DeskError(
                f"{place}.{name}: cannot be corrected here, for it is a key or not published as it "
                f"was read; those that can: {', '.join(columns)}"
            )


def _row(
    site: SiteFolder, dataset: str, table: str, declared: Table, key: Sequence[str]
) -> Mapping[str, Any]:
    release = _release(site, dataset)
    names = declared.primary_key
    if len(key) != len(names):
        raise DeskError(
            f"{dataset}.{table}: its key has {len(names)} values ({', '.join(names)}), and "
            f"{len(key)} were given"
        )
    found = cells_of(release, table, names, key)
    if found is None:
        now = release.package.table(table).retired.get(key[0])
        raise DeskError(
            f"{dataset}.{table}: no row {', '.join(key)!r} in release {release.version}; "
            + (f"it is one with {now!r} by now" if now else f"the key is {', '.join(names)}")
        )
    return found


def cells_of(
    release: Release, table: str, names: Sequence[str], key: Sequence[str]
) -> Mapping[str, Any] | None:
    """The cells of a row by the texts of its key, whose columns are `names`; None without one."""
    same = " AND ".join(f"{quoted(name)} = ?" for name in names)
    asked = f"SELECT * FROM {quoted(table)} WHERE {same}"  # noqa: S608
    with closing(sqlite3.connect(read_only(release.database), uri=True)) as database:
        database.row_factory = sqlite3.Row
        found = database.execute(asked, tuple(key)).fetchone()
    return None if found is None else dict(found)


def _release(site: SiteFolder, dataset: str) -> Release:
    release = Store(site.releases / dataset, site.private / dataset).current()
    if release is None:
        raise DeskError(f"{dataset}: nothing is published yet; `fournil publish {dataset}` does")
    return release
