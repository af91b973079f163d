"""What would come in of a partner today, beside what the current release has of it."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.partners.copies import PARTNERS, harvest
from publish.bakehouse.partners.given import asked_of
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.identity import theirs
from publish.bakehouse.partners.mapping import MapReport, mapped
from publish.bakehouse.partners.repeated import without_repeated
from publish.bakehouse.read import read
from publish.bakehouse.read.exports import Export, Reject
from publish.bakehouse.shape import shape
from publish.declare.declaration import Dataset, Source
from publish.declare.merged_columns import SOURCE_ID
from publish.declare.partner_rules import table_of
from publish.declare.site import SiteFolder
from publish.declare.table import Table
from publish.errors import DeclarationError, SourceError
from publish.release.rejects import Reason
from publish.words.partners import sources_of
from publish.words.sql import quoted
from publish.words.sqlite import read_only

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Look:
    """A partner's rows today, by their own id, and those that the release shows of it.

    `rejected` counts rows by column and reason, `samples` are the first with their lines; `before`
    has the cells of the release that are this partner's, by its own ids, `ids` what we call these.
    """

    harvested: Harvested
    table: str
    records: int
    rows: Mapping[str, Row]
    rejected: Mapping[tuple[str, Reason], int] = field(default_factory=dict)
    samples: Sequence[Reject] = ()
    told: Sequence[MapReport] = ()
    before: Mapping[str, Row] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def new(self) -> list[str]:
        """The rows that the release has not."""
        return [name for name in self.rows if name not in self.before]

    @property
    def gone(self) -> list[str]:
        """The rows that the release has and the partner no more."""
        return [name for name in self.before if name not in self.rows]

    @property
    def changed(self) -> list[str]:
        """The rows of which a cell that is theirs would be another."""
        return [name for name in self.rows if any(self.cells(name))]

    def cells(self, name: str) -> Iterator[tuple[str, Any, Any]]:
        """The cells of a row that would change: column, what the release says, what would come."""
        for column, value in self.before.get(name, {}).items():
            if (after := self.rows[name].get(column)) != value:
                yield column, value, after

    @property
    def unknown(self) -> Counter[tuple[str, str]]:
        """How many rows hold each word that a lookup lacks, by column and word."""
        return sum((Counter(one.unknown) for one in self.told), Counter[tuple[str, str]]())

    def headers(self, which: str) -> list[str]:
        """Their headers that are `new` or `gone`, or all `headers`, of all files."""
        every = [header for one in self.told for header in getattr(one, which)]
        return [*dict.fromkeys(every)]

    @property
    def swapped(self) -> int:
        """How many points have their degrees swapped."""
        return sum(sum(one.swapped.values()) for one in self.told)


def look(site: SiteFolder, dataset: str, name: str, as_of: date) -> Look:
    """What would come in of a partner; raises DeclarationError and SourceError."""
    declared, partners = site.dataset(dataset), site.partners(dataset)
    if name not in partners:
        known = ", ".join(partners) or "none yet, `fournil partner new` drafts one"
        raise DeclarationError(f"{dataset}: no partner {name!r}; there: {known}")
    harvested = harvest(site, dataset, name, partners[name], as_of, publishing=False)
    if not harvested.files:
        raise SourceError(harvested.stale or f"{name}: it gave no file")
    chosen = _table(declared, harvested)
    with workspace(site.private / dataset) as place:
        found = _today(site, dataset, declared.tables[chosen], chosen, harvested, place)
    before, ids = _shown(site, dataset, chosen, name)
    return Look(**{**vars(found), "before": before, "ids": ids})


def _table(declared: Dataset, harvested: Harvested) -> str:
    taking = {name: table for name, table in declared.tables.items() if table.partners}
    return table_of(harvested.declared.table, taking)


def _today(
    site: SiteFolder, dataset: str, table: Table, name: str, harvested: Harvested, place: Workspace
) -> Look:
    folder = site.data / dataset / PARTNERS
    parts: list[tuple[Source, Export]] = []
    told = list[MapReport]()
    for asked in asked_of(harvested):
        for export in read(asked, place):
            source, ours, said = mapped(harvested, export, table, place, folder)
            told.append(said)
            parts.append((source, ours))
    apart = without_repeated([export for _, export in parts], table, place)
    parts = [(source, export) for (source, _), export in zip(parts, apart, strict=True)]
    shaped = shape(table, parts, place)
    rows = shaped.table.select(*_open(harvested, table), SOURCE_ID).to_pyarrow().to_pylist()
    named = {json.loads(row.pop(SOURCE_ID))[0]: row for row in rows}
    return Look(harvested, name, shaped.records, named, shaped.rejected, shaped.samples, told)


def _open(harvested: Harvested, table: Table) -> list[str]:
    """The columns of a partner's map that may be shown: those that leave as they are."""
    leaves = [name for name in theirs(table) if table.columns[name].role == "open"]
    return [name for name in harvested.declared.map if name in leaves]


def _shown(
    site: SiteFolder, dataset: str, table: str, partner: str
) -> tuple[dict[str, Row], dict[str, str]]:
    """The cells of the current release that are a partner's, and our ids, by its own ids."""
    path = site.releases / dataset / "current" / f"{dataset}.db"
    if not path.exists():
        return {}, {}
    with closing(sqlite3.connect(read_only(path), uri=True)) as database:
        database.row_factory = sqlite3.Row
        if not _has(database, sources_of(table)):
            return {}, {}
        key = _key(database, table)
        asked = (
            f"SELECT r.*, s.source_id AS _theirs, s.columns AS _columns FROM "  # noqa: S608
            f"{quoted(sources_of(table))} AS s JOIN {quoted(table)} AS r "
            f"ON r.{quoted(key)} = s.{quoted(key)} WHERE s.partner = ? ORDER BY 1"
        )
        rows = database.execute(asked, (partner,)).fetchall()
    cells: dict[str, Row] = {
        row["_theirs"]: {name: row[name] for name in json.loads(row["_columns"] or "[]")}
        for row in rows
    }
    return cells, {row["_theirs"]: row[key] for row in rows}


def _has(database: sqlite3.Connection, table: str) -> bool:
    asked = "SELECT 1 FROM sqlite_schema WHERE name = ?"
    return database.execute(asked, (table,)).fetchone() is not None


def _key(database: sqlite3.Connection, table: str) -> str:
    [key] = [
        str(row["name"])
        for row in database.execute(f"PRAGMA table_info({quoted(table)})")
        if row["pk"]
    ]
    return key
