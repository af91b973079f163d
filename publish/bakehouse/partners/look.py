"""What would come in of a partner today, beside what the current release has of it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.partners.copies import harvest
from publish.bakehouse.partners.files import parted, read_files
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.identity import theirs
from publish.bakehouse.partners.looked_at import (
    Row,
    given_last,
    memory_of,
    shown,
    without_others,
)
from publish.bakehouse.partners.mapping import MapReport
from publish.bakehouse.partners.shrunk import shrunk
from publish.bakehouse.read.exports import Reject
from publish.bakehouse.shape import shape
from publish.declare.declaration import Dataset
from publish.declare.merged_columns import SOURCE_ID
from publish.declare.partner_rules import table_of
from publish.declare.site import PARTNERS, SiteFolder
from publish.declare.table import Table
from publish.errors import SourceError
from publish.release.rejects import Reason


@dataclass(frozen=True)
class Look:
    """A partner's rows today, by their own id, and those that the release shows of it.

    `rejected` counts rows by column and reason, `samples` are the first with their lines; `before`
    has the cells of the release that are this partner's, by its own ids, `ids` what we call these.
    `few` says why its last good rows would stay.
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
    few: str = ""

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
    declared, partner = site.dataset(dataset), site.partner(dataset, name)
    harvested = harvest(site, dataset, name, partner, as_of, publishing=False)
    if not harvested.files:
        raise SourceError(harvested.stale or f"{name}: it gave no file")
    chosen = _table(declared, harvested)
    with workspace(site.private / dataset) as place:
        found = _today(site, dataset, declared.tables[chosen], chosen, harvested, place)
        before, ids = shown(site, dataset, chosen, name, partner.formerly)
        last = given_last(memory_of(site, dataset, harvested, declared.tables[chosen]), place)
    before = without_others(before, declared.tables[chosen], last, found.rows)
    return Look(**{**vars(found), "before": before, "ids": ids})


def _table(declared: Dataset, harvested: Harvested) -> str:
    taking = {name: table for name, table in declared.tables.items() if table.partners}
    return table_of(harvested.declared.table, taking)


def _today(
    site: SiteFolder, dataset: str, table: Table, name: str, harvested: Harvested, place: Workspace
) -> Look:
    folder = site.data / dataset / PARTNERS
    files = parted(read_files(harvested, table, folder, place), table, place)
    exports = [file.export for file in files]
    memory = memory_of(site, dataset, harvested, table)
    few = shrunk(memory, exports, dataset, place)
    shaped = shape(table, [(file.source, file.export) for file in files], place)
    rows = shaped.table.select(*_open(harvested, table), SOURCE_ID).to_pyarrow().to_pylist()
    named = {json.loads(row.pop(SOURCE_ID))[0]: row for row in rows}
    return Look(
        harvested,
        name,
        shaped.records,
        named,
        shaped.rejected,
        shaped.samples,
        [file.told for file in files],
        few=f"{few.what}; {few.fix}" if few else "",
    )


def _open(harvested: Harvested, table: Table) -> list[str]:
    """The columns of a partner's map that may be shown: those that leave as they are."""
    leaves = [name for name in theirs(table) if table.columns[name].role == "open"]
    return [name for name in harvested.declared.map if name in leaves]
