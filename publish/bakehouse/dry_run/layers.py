"""The layers of a dry run: the declaration, every export, the past, the gate."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date

from publish.bakehouse.dry_run.declared import Looked, looked_at
from publish.bakehouse.dry_run.exports import Read, read_all
from publish.bakehouse.dry_run.notes import Finding, Notes
from publish.bakehouse.engine import workspace
from publish.bakehouse.pipeline import begun, gate_past
from publish.bakehouse.steps import STEPS, DatasetRun, RunWork
from publish.bakehouse.steps.partners import fill_empty, read_partners
from publish.declare.declaration import Table
from publish.declare.site import SiteFolder
from publish.progress import Reporter

UP_TO_THE_GATE = ("shape", "merge", "correct", "present", "protect", "settle", "check")
POLICY = {
    "expired-review",
    "future-review",
    "missing-description",
    "missing-review",
    "no-contributor",
    "published-contributor",
    "published-free-text",
    "published-identifier",
    "raw-quasi-identifier",
    "sensitive-thing",
    "share-alike-required",
    "undecided-people",
}
"""Problems that are told of a table without a look at its rows."""


def look(site: SiteFolder, name: str, as_of: date, reporter: Reporter, notes: Notes) -> None:
    """Note all that a publication of the dataset would say; writes into the site."""
    with notes.catching("declaration"):
        site.metadata()
    looked, wrong = looked_at(site, name)
    notes.errors("declaration", wrong)
    if looked is None:
        notes.unlooked.append("the exports and the gate, until the declaration can be read")
        return
    run: DatasetRun | None = None
    with notes.catching("series"):
        run = begun(site, name, looked.dataset, as_of, reporter)
        gate_past(run)
    if run is None:
        notes.unlooked.append("the exports and the gate, until that is mended")
        return
    with workspace(run.private) as place, ExitStack() as stack:
        _through(RunWork(run, place, stack), looked, notes)


def _through(work: RunWork, looked: Looked, notes: Notes) -> None:
    """The steps of a run up to the gate, with all that can be read."""
    done, declared = read_all(work), looked.dataset.tables
    notes.errors("exports", done.errors)
    notes.problems("exports", done.problems)
    notes.unlooked += _unlooked(looked, done)
    decided = [name for name in declared if name not in looked.undecided]
    if not decided:
        return
    tables = {name: _linked(declared[name], {*decided} - done.unread) for name in decided}
    dataset = looked.dataset.model_copy(update={"tables": tables})
    work.run = replace(work.run, dataset=dataset, found={name: done.found[name] for name in tables})
    work.exports = {name: done.exports[name] for name in tables}
    with notes.catching("declaration"):
        read_partners(work)
    fill_empty(work)
    gate = Notes()
    with gate.catching("gate"):
        _steps(work, gate, whole=not (notes.refuses or looked.undecided))
    notes.found += [one for one in gate.found if not _follows(one, done)]
    notes.waits, notes.until = gate.waits, gate.until


def _steps(work: RunWork, notes: Notes, *, whole: bool) -> None:
    """The rows up to the gate, and baked where nothing refuses: their content may be held."""
    for step in UP_TO_THE_GATE:
        outcome = STEPS[step](work)
        if outcome is not None:
            notes.waits, notes.until = True, outcome.until
    notes.problems("gate", work.told)
    if whole and not notes.waits:
        STEPS["bake"](work)


def _linked(table: Table, others: Collection[str]) -> Table:
    """A table without its links to those of which there are no rows to look at."""
    links = [one for one in table.foreign_keys if one.references.table in others]
    return table.model_copy(update={"foreign_keys": tuple(links)})


def _unlooked(looked: Looked, done: Read) -> Iterator[str]:
    if looked.undecided:
        names = ", ".join(sorted(looked.undecided))
        yield f"the rows of {names}, until the declaration says what they are"
    for name in sorted(done.unread - looked.undecided):
        yield f"the rows of {name}, until its exports can be read"


def _follows(finding: Finding, done: Read) -> bool:
    """Whether a problem only says again that an export was not read, or lacks a column."""
    problem = finding.problem
    if problem is None or problem.code in POLICY:
        return False
    place = problem.place.partition(",")[0]
    told = any(place == one or place.startswith((f"{one}.", f"{one}_")) for one in done.unread)
    return told or place in done.lacking
