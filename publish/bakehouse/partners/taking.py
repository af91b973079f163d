"""What is taken of a partner today: what it gave, or what it gave last."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.files import PartnerFile, parted, read_files
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.memory import Memory
from publish.bakehouse.partners.shrunk import shrunk
from publish.bakehouse.partners.warned import drift, held, news, other_license, stale, unread
from publish.bakehouse.read.exports import Export
from publish.declare.source import Source
from publish.errors import Problem, SourceError


class Part(NamedTuple):
    """Rows under our columns; `stays` if their partner has them no more, `gone` if that shows."""

    source: Source
    export: Export
    gone: bool = False
    stays: bool = False


@dataclass
class Taken:
    """The parts of a partner, what is told of it, and whether its last rows stand for these."""

    parts: list[Part] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    held: bool = False


def take(
    harvested: Harvested, dataset: str, memory: Memory, folder: Path, place: Workspace
) -> Taken:
    """What a partner gave, as its policy has it; its last good rows where that cannot be used.

    `folder` is that of the partners' files, where words are looked up.
    """
    taken, name = Taken(), harvested.partner
    try:
        files = parted(
            _whole(harvested, dataset, memory, taken, folder, place), memory.table, place
        )
    except SourceError as error:
        return _last(taken, memory, place, error, dataset)
    if harvested.stale:
        taken.notices.append(stale(dataset, name, harvested.stale))
    taken.notices += (news(dataset, name, said) for said in harvested.news)
    if told := harvested.other_license:
        taken.notices.append(other_license(dataset, name, harvested.declared.license, told))
    if few := shrunk(memory, [file.export for file in files], dataset, place):
        return _held(taken, memory, place, few)
    taken.parts = [*_parts(files, memory, place)]
    return taken


def _whole(
    harvested: Harvested,
    dataset: str,
    memory: Memory,
    taken: Taken,
    folder: Path,
    place: Workspace,
) -> Iterator[PartnerFile]:
    """Its files, none of which lost a header that is needed; tells of headers that are new."""
    if not harvested.files:
        raise SourceError(harvested.stale or "it gave no file")
    for file in read_files(harvested, memory.table, folder, place):
        taken.notices += drift(dataset, harvested.partner, file.export.file, file.told)
        if file.told.gone:
            gone = ", ".join(file.told.gone)
            raise SourceError(f"{file.export.file}: these headers are there no more: {gone}")
        yield file


def _parts(files: list[PartnerFile], memory: Memory, place: Workspace) -> Iterator[Part]:
    """The rows of its files, and those that stay though they are there no more, by its policy."""
    policy, exports = memory.partner.policy, [file.export for file in files]
    for file in files:
        export = file.export if policy.update else memory.unchanged(file.export, place)
        yield Part(file.source, export)
    vanished = None if policy.vanished == "remove" else memory.vanished(exports, place)
    if vanished is not None and (stays := memory.export(place, vanished)) is not None:
        yield Part(memory.table.read_as[-1], stays, policy.vanished == "mark", True)


def _last(
    taken: Taken, memory: Memory, place: Workspace, error: SourceError, dataset: str
) -> Taken:
    """Its last good rows, where what it gave cannot be read."""
    if memory.rows(place) is None:
        taken.notices.append(unread(dataset, memory.name, str(error)))
        return taken
    return _held(taken, memory, place, held(dataset, memory.name, str(error)))


def _held(taken: Taken, memory: Memory, place: Workspace, why: Problem) -> Taken:
    taken.notices.append(why)
    if (export := memory.export(place)) is not None:
        taken.parts = [Part(memory.table.read_as[-1], export)]
    taken.held = True
    return taken
