"""What a run remembers of partners once their rows are public: ids, last rows, what waits."""

from collections.abc import Mapping

from publish.bakehouse.partners.copies import partner_folder
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.ids_file import NAME, Ids
from publish.bakehouse.partners.memory import Memory
from publish.bakehouse.steps.work import RunWork
from publish.corrections import desk_file
from publish.corrections.pairs import follow, tell_pairs
from publish.declare.site import PARTNERS
from publish.errors import DeskError, Problem


def memory_of(work: RunWork, name: str, harvested: Harvested) -> Memory:
    """The last good rows of a partner of a table."""
    folder = partner_folder(work.run.site, work.run.name, harvested.partner)
    table = work.run.dataset.tables[name]
    return Memory(folder, harvested.partner, harvested.declared, table)


def formerly_called(harvested: Mapping[str, Harvested]) -> dict[str, str]:
    """The names of today of partners whose files were called otherwise, by those of before."""
    named = {stem: one.declared.formerly for stem, one in harvested.items()}
    return {was: stem for stem, was in named.items() if was}


def remember_partners(work: RunWork) -> None:
    """The ids that rows have and what their partners said, once these are public."""
    run = work.run
    for name, merged in work.merged.items():
        Ids(run.private / PARTNERS / NAME, run.name, name).remember(merged.kept)
        _remember_rows(work, name)
        _tell_desk(work, name)


def _remember_rows(work: RunWork, name: str) -> None:
    taken, origins = work.taken[name], work.shaped[name].origins
    for stem, harvested in taken.harvested.items():
        parts = [
            (export.table, typed)
            for owner, (typed, export) in zip(taken.owners, origins, strict=True)
            if owner == stem
        ]
        if parts and stem not in taken.held:
            memory = memory_of(work, name, harvested)
            memory.remember(parts, work.place, work.taken[name].replaced)


def _tell_desk(work: RunWork, name: str) -> None:
    """The pairs that a person has to look at, where there are any, or were."""
    run, merged = work.run, work.merged[name]
    pairs = (*merged.pairs, *merged.unsure)
    if not run.publishing or not (pairs or desk_file.there(run.site.desk)):
        return
    try:
        formerly = formerly_called(work.taken[name].harvested)
        follow(run.site.desk, run.name, name, merged.renamed, formerly)
        tell_pairs(run.site.desk, run.name, name, pairs, run.as_of)
    except DeskError as error:
        what = f"pairs that may be one thing are not noted: {error}"
        work.notices.append(Problem("unwritten-desk", run.site.desk.name, what, "", "warning"))
