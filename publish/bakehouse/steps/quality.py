"""What a run says of the quality of partners' rows that is known once they are corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from publish.bakehouse.corrections import with_disputes
from publish.bakehouse.partners.links.addresses import with_dead_links
from publish.bakehouse.partners.links.memory import LinkMemory
from publish.bakehouse.steps.work import RunWork
from publish.corrections.disputes import disputed


def judge_rows(work: RunWork) -> None:
    """Whether each row of the tables that partners feed is disputed, and has a dead link."""
    run = work.run
    if not work.merged:
        return
    waiting, dead = disputed(run.site.desk, run.name), LinkMemory(run.private).dead()
    for name in work.merged:
        rows = _judged(work, name, waiting.get(name, ()), dead)
        work.shaped[name] = replace(work.shaped[name], table=rows)


def _judged(work: RunWork, name: str, waiting: Sequence[str], dead: Mapping[str, str]) -> Any:
    declared, rows = work.run.dataset.tables[name], work.shaped[name].table
    corrected = work.corrected.get(name)
    if corrected or waiting:
        rows = with_disputes(rows, declared, corrected, waiting, work.place)
    return with_dead_links(rows, declared, dead, work.place) if dead else rows
