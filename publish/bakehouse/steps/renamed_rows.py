"""Rows of a table that their partners name otherwise by now: known, asked about, or said to be."""

from collections.abc import Iterator
from typing import Any

from publish.bakehouse.partners.renamed import Renamed, renamed
from publish.bakehouse.read.exports import Export
from publish.bakehouse.shape import shape
from publish.bakehouse.steps.partner_memory import memory_of
from publish.bakehouse.steps.work import RunWork
from publish.declare.site import PARTNERS
from publish.declare.source import Source


def renamed_rows(work: RunWork, name: str, members: Any, known: Any) -> Renamed:
    """The rows that their partner renamed and changed, and those that may be such."""
    declared = work.run.dataset.tables[name]
    exports = [*_vanished(work, name)]
    gone = shape(declared, exports, work.place).table if exports else None
    vanished = work.place.kept("vanished", gone) if gone is not None else None
    model = work.run.private / PARTNERS / f"{name}.renamed.json"
    return renamed(members, known, vanished, declared, model, work.place)


def _vanished(work: RunWork, name: str) -> Iterator[tuple[Source, Export]]:
    """The rows that each partner gave last and gives no more, also where they stay."""
    taken = work.taken[name]
    for stem, harvested in taken.harvested.items():
        now = [
            export
            for number, (owner, (_, export)) in enumerate(
                zip(taken.owners, work.exports[name], strict=True)
            )
            if owner == stem and number not in taken.stays
        ]
        memory = memory_of(work, name, harvested)
        gone = memory.vanished(now, work.place) if now else None
        if gone is not None and (export := memory.export(work.place, gone)):
            yield memory.table.read_as[-1], export
