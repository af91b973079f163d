"""The tables of a release that can be searched, and what their columns stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from publish.release.release import Release
from publish.release.table import Table


@dataclass(frozen=True)
class Searched:
    """A table that can be searched: its columns, and whether its rows may be shown one by one.

    `named` are those whose values are found by the names that they stand for in other tables.
    """

    name: str
    columns: tuple[str, ...]
    label: str | None
    key: tuple[str, ...]
    rows: int
    apart: bool
    named: Mapping[str, "Named"] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """Where the name of a value is found: a table, the column it is in, and the one of names."""

    table: str
    key: str
    label: str


def searched(release: Release, allowed: Iterable[str]) -> list[Searched]:
    """The tables of a release with a full-text index, of those that may be seen."""
    names = set(allowed)
    return [
        Searched(
            name=name,
            columns=table.search,
            label=table.label,
            key=table.primary_key,
            rows=release.counts[name],
            apart=table.rows_have_pages,
            named=_named(release, table),
        )
        for name, table in release.tables.items()
        if name in names and table.search
        if f"{name}_fts" in release.counts
    ]


def _named(release: Release, table: Table) -> Mapping[str, Named]:
    keys = (key for key in table.references if len(key.columns) == 1)
    targets = (
        (key, release.tables[key.table].label) for key in keys if key.table in release.tables
    )
    return {
        key.columns[0]: Named(key.table, key.to[0], label)
        for key, label in targets
        if label and key.columns[0] in table.search
    }
