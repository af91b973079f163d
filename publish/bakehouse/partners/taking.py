"""What is taken of a partner today: what it gave, or what it gave last."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.given import asked_of, held, other_license, stale, unread
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.mapping import MapReport, mapped
from publish.bakehouse.partners.memory import Memory
from publish.bakehouse.partners.repeated import without_repeated
from publish.bakehouse.read import read
from publish.bakehouse.read.exports import Export
from publish.declare.source import Source
from publish.errors import Problem, SourceError


class Part(NamedTuple):
    """Rows under our columns; `gone` where their partner has them no more."""

    source: Source
    export: Export
    gone: bool = False


@dataclass
class Taken:
    """The parts of a partner, what is told of it, and whether its last rows stand for what it gave.

    `reports` tell of each of its files beside the rows.
    """

    parts: list[Part] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    reports: list[MapReport] = field(default_factory=list)
    held: bool = False


def take(
    harvested: Harvested, dataset: str, memory: Memory, folder: Path, place: Workspace
) -> Taken:
    """What a partner gave, as its policy has it; its last good rows where that cannot be used.

    `folder` is that of the partners' files, where words are looked up.
    """
    taken, name, policy = Taken(), harvested.partner, harvested.declared.policy
    try:
        now = [*_now(harvested, dataset, memory, taken, folder, place)]
    except SourceError as error:
        return _last(taken, dataset, memory, place, str(error))
    if harvested.stale:
        taken.notices.append(stale(dataset, name, harvested.stale))
    if told := harvested.other_license:
        taken.notices.append(other_license(dataset, name, harvested.declared.license, told))
    apart = without_repeated([part.export for part in now], memory.table, place)
    now = [part._replace(export=export) for part, export in zip(now, apart, strict=True)]
    if not policy.update:
        now = [replace_export(part, memory, place) for part in now]
    taken.parts = now
    vanished = policy.vanished != "remove" and memory.vanished([p.export for p in now], place)
    if vanished is not False and vanished is not None:
        export = memory.export(place, vanished)
        if export is not None:
            taken.parts.append(Part(memory.table.read_as[-1], export, policy.vanished == "mark"))
    return taken


def replace_export(part: Part, memory: Memory, place: Workspace) -> Part:
    """The part, whose rows that were there before say what they said."""
    return part._replace(export=memory.unchanged(part.export, place))


def _now(
    harvested: Harvested,
    dataset: str,
    memory: Memory,
    taken: Taken,
    folder: Path,
    place: Workspace,
) -> Iterator[Part]:
    if not harvested.files:
        raise SourceError(harvested.stale or "it gave no file")
    for asked in asked_of(harvested):
        for export in read(asked, place):
            source, ours, told = mapped(harvested, export, memory.table, place, folder)
            taken.reports.append(told)
            taken.notices += _drift(dataset, harvested, export, told)
            if told.gone:
                gone = ", ".join(told.gone)
                raise SourceError(f"{export.file}: these headers are there no more: {gone}")
            yield Part(source, ours)


def _last(taken: Taken, dataset: str, memory: Memory, place: Workspace, why: str) -> Taken:
    export = memory.export(place)
    if export is None:
        taken.notices.append(unread(dataset, memory.name, why))
        return taken
    taken.notices.append(held(dataset, memory.name, why))
    return replace(taken, parts=[Part(memory.table.read_as[-1], export)], held=True)


def _drift(
    dataset: str, harvested: Harvested, export: Export, told: MapReport
) -> Iterator[Problem]:
    if told.new:
        # Of a file that lost its headers the cells of a row stand in their place.
        named = f"{len(told.new)}" if told.gone else ", ".join(told.new)
        see = f"see them by `fournil partner check {harvested.partner}`, " if told.gone else ""
        yield Problem(
            "partner-drift",
            f"{dataset}.partners.{harvested.partner}",
            f"{export.file}: headers that nothing is made of: {named}",
            f"{see}name them under `map`, or under `unused`",
            "warning",
        )
