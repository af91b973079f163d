"""The bakehouse answers what was asked at the desk: an archive for each, which they alone open."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from publish.bakehouse.corrections.contributors import Contributor, opened
from publish.bakehouse.engine import workspace
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.partings import partings
from publish.bakehouse.protect.tools import Tools
from publish.bakehouse.read import requests
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.declaration import Dataset
from publish.declare.persons import person_columns
from publish.declare.site import SiteFolder
from publish.errors import FournilError
from publish.people.answer_files import Answer, HeldColumn, HeldRow, HeldTable
from publish.people.archive import archive
from publish.people.clock import day_of
from publish.people.departed import departures
from publish.people.held import found_in
from publish.people.held_consents import held_consents
from publish.people.left import Left
from publish.people.outbox import put, sweep
from publish.people.requests import Waiting, answered, waiting
from publish.people.said import Said, said, said_by
from publish.people.shown import Showing, fate_of, people_behind
from publish.people.where import whereabouts
from publish.release.lock import site_lock

Rows = Mapping[str, Sequence[HeldRow]]


@dataclass(frozen=True)
class Served:
    """How many requests were answered, how many answers were over, how many wait on, and why."""

    answered: int
    over: int
    waiting: int = 0
    problems: tuple[FournilError, ...] = ()

    @property
    def is_anything(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.answered or self.over or self.waiting)


def describe(served: Served) -> str:
    """What was done, in a line."""
    waits = f", {served.waiting} wait for exports that cannot be read" if served.waiting else ""
    return f"people: {served.answered} answered, {served.over} answers over and deleted{waits}"


def serve_requests(site: SiteFolder, now: int) -> Served:
    """Answers what waits, and deletes what is over; raises Busy, PrivateStateError, OSError.

    A request waits on where an export of one of its datasets cannot be read: an answer has all.
    """
    over, asked = sweep(site.desk, now), waiting(site.desk)
    if not asked:
        return Served(0, over)
    with site_lock(site.private):
        people = {one.id: opened(site, one.who) for one in asked}
        held = _held(site, asked, people, day_of(now))
        everything, served = said(site), 0
        for one in asked:
            names = [name for name in one.datasets if name in site.datasets()]
            if all(name in held.tables for name in names):
                answer = _answer(site, one, people[one.id], held, everything, day_of(now))
                put(site.desk, one.id, one.public, archive(answer))
                answered(site.desk, one.id, now)
                served += 1
    return Served(served, over, len(asked) - served, tuple(held.problems))


@dataclass(frozen=True)
class _Held:
    """What is held, and what was withdrawn, by dataset and contributor; why others are missing."""

    tables: dict[str, dict[str, list[HeldTable]]] = field(default_factory=dict)
    left: dict[str, dict[str, list[Left]]] = field(default_factory=dict)
    problems: list[FournilError] = field(default_factory=list)


def _answer(
    site: SiteFolder,
    one: Waiting,
    who: Contributor,
    held: _Held,
    everything: Collection[Said],
    day: date,
) -> Answer:
    names = [name for name in one.datasets if name in held.tables]
    tables = [table for name in names for table in held.tables[name][who.contributor]]
    words = site.metadata()
    return Answer(
        day.isoformat(),
        one.language,
        words.publisher.name,
        words.contact,
        tables,
        said_by(who, one.datasets, everything),
        [one for table in tables for one in held_consents(site, table, who.contributor)],
        [one for name in names for one in held.left[name][who.contributor]],
    )


def _held(
    site: SiteFolder, asked: Sequence[Waiting], people: Mapping[int, Contributor], day: date
) -> _Held:
    """What is held, each dataset read once."""
    found = _Held()
    for name in site.datasets():
        wanted = {people[one.id].contributor for one in asked if name in one.datasets}
        try:
            if wanted:
                found.left[name] = {who: departures(site, name, who, day) for who in wanted}
                found.tables[name] = held_in(site, name, wanted, day)
        except FournilError as error:
            found.problems.append(error)
    return found


def held_in(
    site: SiteFolder, name: str, people: Collection[str], day: date
) -> dict[str, list[HeldTable]]:
    """What a dataset holds of each of some people, table by table.

    Raises SourceError, and StoreError where releases that tell where it went cannot be read.

    Of who is in none of its exports it is the same without rows.
    """
    dataset = site.dataset(name)
    columns = person_columns(dataset)
    found: dict[str, list[HeldTable]] = {who: [] for who in people}
    if not columns:
        return found
    with workspace(site.private / name) as place:
        files = requests(site, name, dataset)
        for table, column in columns.items():
            tools = Tools(Keys(name, site.private / name), place, site.data / name)
            withdrawn = partings(site.private / name, table)
            showing = Showing(dataset.tables[table], tools, site.private / name, day, withdrawn)
            rows = _rows(showing, column, files[table], people)
            where = whereabouts(site, name, table) if rows else None
            for who in people:
                mine = _table(name, dataset, table, column, rows.get(who, ()))
                found[who].append(where.of(mine) if where else mine)
    return found


def _rows(
    showing: Showing, column: str, files: Sequence[ExportRequest], people: Collection[str]
) -> Rows:
    rows = defaultdict[str, list[HeldRow]](list)
    for found in found_in(showing.declared, column, files, people, showing.tools.place):
        for who, row in showing.rows(found):
            rows[who].append(row)
    return rows


def _table(
    name: str, dataset: Dataset, table: str, person: str, rows: Sequence[HeldRow]
) -> HeldTable:
    declared = dataset.tables[table]
    columns = [
        HeldColumn(
            column,
            one.type,
            fate_of(declared, column),
            one.protect.technique if one.protect else "",
            one.title.model_dump(exclude_none=True) if one.title else {},
        )
        for column, one in declared.columns.items()
        if column not in declared.made
    ]
    return HeldTable(
        name,
        table,
        declared.title.model_dump(exclude_none=True),
        declared.about,
        person,
        people_behind(declared),
        dataset.license_of(table),
        dataset.producer.name,
        (dataset.retention.last, dataset.retention.monthly),
        [dataset.push.data_gouv.address] if dataset.push else [],
        columns,
        rows,
    )
