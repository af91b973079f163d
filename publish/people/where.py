"""Where the rows of a person went, from what everybody may read and their own answer alone.

Nothing here knows the exports, the ledger, or who stands behind a published row: whoever has the
answer and the releases could find the same. So an answer adds nothing to what a release tells.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from publish.declare.people_rules import PEOPLE
from publish.declare.site import SiteFolder
from publish.people.answer_files import HeldColumn, HeldRow, HeldTable, Value
from publish.people.downloads import downloads
from publish.people.public_rows import rows_for
from publish.people.went import Sent, Stand, Went
from publish.release.index import Entry, read_index
from publish.release.notes import notes
from publish.release.release import Release
from publish.release.store import Store
from publish.release.table import Field, Table
from publish.words.sql import quoted

Shown = tuple[Value, ...]
# Told as they are shown; of others nothing that could be looked for.
_TOLD = ("same", "coarser", "counted")


def with_where(site: SiteFolder, table: HeldTable) -> HeldTable:
    """What is held, and where it went; raises StoreError. Of who has no row, nothing is said."""
    return replace(table, went=_went(site, table)) if table.rows else table


def _went(site: SiteFolder, table: HeldTable) -> Went:
    store = Store(site.releases / table.dataset)
    entries = store.entries()
    kept = [one for one in reversed(entries) if one.state == "kept"]
    parts = [table.table, *(f"{table.table}_{name}" for name in _aggregates(site, table))]
    current = read_index(store.folder).current
    return Went(
        [stand for one in kept for stand in _stands(store, one, parts, table, current)],
        len(entries) - len(kept),
        downloads(site, table.dataset, parts),
        [_sent(one) for one in notes(store.folder).get("pushes", ()) if one.get("version")],
    )


def _aggregates(site: SiteFolder, table: HeldTable) -> Sequence[str]:
    return list(site.dataset(table.dataset).tables[table.table].aggregates)


def _sent(push: Mapping[str, Any]) -> Sent:
    return Sent(push["to"], push["on"], push["version"], [*push.get("pages", ())])


def _stands(
    store: Store, entry: Entry, parts: Sequence[str], held: HeldTable, current: str | None
) -> Iterator[Stand]:
    release = store.release(entry.version)
    for name in parts:
        if name in release.tables:
            table = release.tables[name]
            stand = Stand(
                entry.version,
                entry.date.isoformat(),
                entry.version == current,
                name,
                table.license.name,
                titles=dict(table.titles),
            )
            yield _Looked(release, table, held).told(stand)


@dataclass(frozen=True)
class _Looked:
    """A published table, in which what is shown of a person is looked for."""

    release: Release
    table: Table
    held: HeldTable

    def told(self, stand: Stand) -> Stand:
        """What of it may be told."""
        names = self._names()
        shown = [one for row in self.held.rows if (one := self._shown(row, names))]
        if not names or not shown:
            return stand
        found = self._numbers(names, shown)
        if self.table.rows_have_pages:
            return replace(stand, rows=sum(bool(found[one]) for one in shown))
        alike = min((number for number in found.values() if number), default=0)
        return replace(stand, alike=alike, counted=self._is_counts)

    @property
    def _is_counts(self) -> bool:
        return self.table.name != self.held.table

    def _names(self) -> Sequence[str]:
        """The columns by which it is looked for: the key, those of the class, or all."""
        if not self.table.rows_have_pages:
            names = [one.name for one in self.table.fields if self._makes_class(one)]
            return names if all(_is_plain(self.table.columns[one]) for one in names) else []
        told = {one.name for one in self.held.columns if one.fate in _TOLD}
        if self.table.primary_key and told.issuperset(self.table.primary_key):
            return self.table.primary_key
        return [one.name for one in self.table.fields if one.name in told and _is_plain(one)]

    def _makes_class(self, field: Field) -> bool:
        return field.name != PEOPLE if self._is_counts else field.role == "quasi_identifier"

    def _shown(self, row: HeldRow, names: Sequence[str]) -> Shown | None:
        """What is shown of a row in some columns; None where the answer does not tell it."""
        columns = {one.name: one for one in self.held.columns}
        known = [_value(row, columns.get(name)) for name in names]
        if any(one is None for one in known):
            return None
        return tuple(value for one in known if one is not None for value in one)

    def _numbers(self, names: Sequence[str], shown: Sequence[Shown]) -> dict[Shown, int]:
        """How many rows, or people, are shown so."""
        number = f"sum({quoted(PEOPLE)})" if self._is_counts else "count(*)"
        where = " AND ".join(f"{quoted(name)} IS ?" for name in names)
        asked = f"SELECT {number} FROM {quoted(self.table.name)} WHERE {where}"  # noqa: S608
        classes = sorted(set(shown), key=str)
        found = rows_for(self.release, asked, classes)
        return {one: number or 0 for one, (number,) in zip(classes, found, strict=True)}


def _is_plain(field: Field) -> bool:
    """Whether a value is one that can be looked for as it is written."""
    return not field.is_list and field.type not in ("object", "any", "geojson")


def _value(row: HeldRow, column: HeldColumn | None) -> tuple[Value] | None:
    """What is shown of a value, as far as it is told; the value may be none."""
    if column is None or column.fate not in _TOLD:
        return None
    if column.fate == "same" and column.name not in row.shown:
        return (row.values[column.name],)
    return (row.shown[column.name],) if column.name in row.shown else None
