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


@dataclass(frozen=True)
class Whereabouts:
    """Where a table went, as everybody may read it: read once, whoever asks.

    `parts` are tables and their counts, each with the table that it is of, `kept` the releases
    whose files are there, the newest first, `gone` are how many are not.
    """

    parts: Mapping[str, str]
    current: str | None
    kept: Sequence[tuple[Entry, Release]]
    gone: int
    downloads: int | None
    sent: Sequence[Sent]

    def of(self, held: HeldTable) -> HeldTable:
        """What is held, and where it went. Of who has no row, nothing is said."""
        if not held.rows:
            return held
        stands = [stand for entry, one in self.kept for stand in self._looked(entry, one, held)]
        return replace(held, went=Went(stands, self.gone, self.downloads, self.sent))

    def _looked(self, entry: Entry, release: Release, held: HeldTable) -> Iterator[Stand]:
        for stand in self.stands(entry, release):
            yield _Looked(release, release.tables[stand.table], held).told(stand)

    def stands(self, entry: Entry, release: Release) -> Iterator[Stand]:
        """What a release has of it, before it is told what it shows."""
        for table in (release.tables[name] for name in self.parts if name in release.tables):
            yield Stand(
                entry.version,
                entry.date.isoformat(),
                entry.version == self.current,
                table.name,
                table.license.name,
                titles=dict(table.titles),
            )


def whereabouts(site: SiteFolder, dataset: str, *tables: str) -> Whereabouts:
    """Where tables went, also such that are declared no more; raises StoreError."""
    store = Store(site.releases / dataset)
    entries = store.entries()
    kept = [one for one in reversed(entries) if one.state == "kept"]
    declared = site.dataset(dataset).tables
    counts = {one: declared[one].aggregates if one in declared else () for one in tables}
    parts = {
        part: table
        for table in tables
        for part in (table, *(f"{table}_{name}" for name in counts[table]))
    }
    return Whereabouts(
        parts,
        read_index(store.folder).current,
        [(one, store.release(one.version)) for one in kept],
        len(entries) - len(kept),
        downloads(site, dataset, [*parts]),
        [_sent(one) for one in notes(store.folder).get("pushes", ()) if one.get("version")],
    )


def _sent(push: Mapping[str, Any]) -> Sent:
    return Sent(push["to"], push["on"], push["version"], [*push.get("pages", ())])


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
