"""A run of a dataset: what it starts from, what its steps have made so far, how it ended."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from publish.bakehouse.bake.release_files import BakedRelease
from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.corrections import Corrected
from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.agreements import stands
from publish.bakehouse.partners.copies import harvest
from publish.bakehouse.partners.given import asked_of
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.merge import Merged
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.partings import partings
from publish.bakehouse.protect.present import consenting
from publish.bakehouse.protect.recoded import RecodedTable
from publish.bakehouse.protect.taken_along import TakenAlong
from publish.bakehouse.protect.tools import Tools
from publish.bakehouse.protect.withdrawal_list import withdrawn
from publish.bakehouse.read import requests
from publish.bakehouse.read.exports import Export, ExportRequest
from publish.bakehouse.shape import Shaped
from publish.corrections.clearances import Known
from publish.corrections.live import Settled
from publish.declare.declaration import Dataset, Source
from publish.declare.partner import Partner
from publish.declare.site import SiteFolder
from publish.declare.techniques import TECHNIQUES
from publish.errors import Problem
from publish.progress import Reporter
from publish.release.change import Change, Level
from publish.release.release import Release
from publish.release.store import Store

SMALL = 4 << 20
"""Bytes of exports on which several threads cost more than they save."""

Status = Literal["published", "unchanged", "waiting", "refused"]


@dataclass(frozen=True)
class Outcome:
    """How the run of a dataset ended; `exit_code` is 0 unless it was refused.

    `exported` is the day of the newest export that it read, None where it was refused. `until` is
    the day before which a dataset that waits has nothing to publish, None where it is not known;
    `since` the day since which it is refused, and `again` whether the run before said the same.
    """

    dataset: str
    status: Status
    version: str | None = None
    reasons: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    message: str = ""
    exit_code: int = 0
    exported: date | None = None
    until: date | None = None
    since: date | None = None
    again: bool = False


@dataclass(frozen=True)
class DatasetRun:
    """One run of a dataset: where it lies, what it declares, what it published last.

    `found` are the exports of each table where they were looked for before the run. Only a
    run that is `publishing` has commands run.
    """

    site: SiteFolder
    name: str
    dataset: Dataset
    as_of: date
    store: Store
    reporter: Reporter
    found: Mapping[str, Sequence[ExportRequest]] | None = None
    publishing: bool = False

    @property
    def folder(self) -> Path:
        """The dataset's folder under `data/`."""
        return self.site.data / self.name

    @cached_property
    def basis_required(self) -> bool:
        """Whether the site asks every table about people on what basis it is published."""
        people = any(table.about == "people" for table in self.dataset.tables.values())
        return people and self.site.metadata().basis == "required"

    @property
    def private(self) -> Path:
        """The dataset's private folder."""
        return self.site.private / self.name

    @cached_property
    def current(self) -> Release | None:
        """The release that is served when the run begins."""
        return self.store.current()

    @cached_property
    def requests(self) -> Mapping[str, Sequence[ExportRequest]]:
        """The exports of each table, fetched where they are remote; raises SourceError."""
        if self.found is not None:
            return self.found
        return requests(self.site, self.name, self.dataset, publishing=self.publishing)

    @cached_property
    def partners(self) -> Mapping[str, Partner]:
        """The partners whose agreement stands, by name; raises DeclarationError."""
        declared = self._declared_partners.items()
        return {stem: one for stem, one in declared if stands(one, self.as_of)}

    @cached_property
    def left_out(self) -> Mapping[str, Partner]:
        """The partners whose agreement is over, or begins later."""
        declared = self._declared_partners.items()
        return {stem: one for stem, one in declared if stem not in self.partners}

    @cached_property
    def _declared_partners(self) -> Mapping[str, Partner]:
        return self.site.partners(self.name)

    @cached_property
    def harvested(self) -> Mapping[str, Harvested]:
        """The copy of what each partner gave, by name: those that gave nothing have no files."""
        return {
            stem: harvest(self.site, self.name, stem, partner, self.as_of, self.publishing)
            for stem, partner in self.partners.items()
        }

    @property
    def files(self) -> list[ExportRequest]:
        """All files that are read, each by itself."""
        asked = [request for requests in self.requests.values() for request in requests]
        asked += [one for harvested in self.harvested.values() for one in asked_of(harvested)]
        return [file for request in asked for file in request.each()]

    @property
    def small(self) -> bool:
        """Whether all exports together are so small that one thread is to work on them."""
        paths = {file.path for file in self.files}
        return sum(path.stat().st_size for path in paths) <= SMALL

    @property
    def exported(self) -> date:
        """The day of the newest export, never later than the run's own, whatever its file says."""
        newest = max((file.path.stat().st_mtime for file in self.files), default=None)
        if newest is None:
            return self.as_of
        return min(datetime.fromtimestamp(newest, UTC).date(), self.as_of)

    @cached_property
    def keys(self) -> Keys:
        """The dataset's keys, expected when the last release used them."""
        return Keys(self.name, self.private, expected=_uses_key(self.current))

    def step(self, name: str, rows: int | None = None) -> None:
        """Say that a step begins."""
        self.reporter.step(self.name, name, rows)


@dataclass(frozen=True)
class VersionChange:
    """How big the step from the last release is, and why."""

    level: Level
    changes: tuple[Change, ...]


@dataclass
class TakenTable:
    """What was read of a table's partners: the copies, and whose each of the table's exports is.

    `owners` are parallel to the exports, "" for the table's own; `gone` the exports of rows that
    their partner has no more; `held` the partners whose last rows stand for what they gave. `stays`
    are the exports of rows that stay though their partner has them no more, of which those that are
    `replaced` (`<partner>/<id>`) are there under another key.
    """

    harvested: dict[str, Harvested] = field(default_factory=dict)
    owners: list[str] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    stays: set[int] = field(default_factory=set)
    replaced: Sequence[str] = ()


@dataclass
class RunWork:
    """What the steps of a run work on, each filling in what those after it need.

    `place` is the private workspace; what is entered into `stack` ends with the run. `exports`,
    `shaped` (typed rows and rejects), `taken` (what partners gave), `merged`, `corrected`,
    `present` (typed rows, Ibis) and `recoded` are by table, as what was `cleared` and what people
    who withdrew took `along`; `erased` are the corrections that were before the run, `unfit` those
    of tables that take none any more; `warnings` are those of the gate; `notices` tell of people,
    and are for the maintainer alone; `folder` is where the release is made ready.
    """

    run: DatasetRun
    place: Workspace
    stack: ExitStack
    exports: dict[str, list[tuple[Source, Export]]] = field(default_factory=dict)
    shaped: dict[str, Shaped] = field(default_factory=dict)
    taken: dict[str, TakenTable] = field(default_factory=dict)
    merged: dict[str, Merged] = field(default_factory=dict)
    corrected: dict[str, Corrected] = field(default_factory=dict)
    cleared: dict[str, list[Known]] = field(default_factory=dict)
    erased: frozenset[int] = frozenset()
    unfit: list[Settled] = field(default_factory=list)
    present: dict[str, Any] = field(default_factory=dict)
    along: dict[str, TakenAlong] = field(default_factory=dict)
    notices: list[Problem] = field(default_factory=list)
    recoded: dict[str, RecodedTable] = field(default_factory=dict)
    inspection: Inspection = field(init=False)
    warnings: tuple[Problem, ...] = ()
    folder: Path = field(init=False)
    baked: BakedRelease = field(init=False)
    version: str = field(init=False)
    change: VersionChange = field(init=False)

    @cached_property
    def anybody_withdrew(self) -> bool:
        """Whether anybody withdrew by the day of the run, whole or in part."""
        private = self.run.private
        return bool(withdrawn(private, self.run.as_of) or partings(private))

    def consenting(self, name: str) -> Any:
        """The typed rows (Ibis) of a table, of who withdrew too, whose consents are alive."""
        return consenting(self.shaped[name].table, self.run.dataset.tables[name], self.run.as_of)

    @property
    def told(self) -> tuple[Problem, ...]:
        """What a maintainer is told: the warnings, and the notices that no report may hold."""
        return (*self.notices, *self.warnings)

    @property
    def tools(self) -> Tools:
        """What the techniques work with."""
        return Tools(self.run.keys, self.place, self.run.folder)


def _uses_key(release: Release | None) -> bool:
    tables = release.tables.values() if release else ()
    columns = [column for table in tables for column in table.fields]
    return any(TECHNIQUES[column.protection].keyed for column in columns if column.protection)
