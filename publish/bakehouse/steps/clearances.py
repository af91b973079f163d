"""What a run knows of changes that wait to be cleared, and what it notes of them."""

from typing import Any

from publish.bakehouse.bake.resource import FIELD_TYPES
from publish.bakehouse.corrections import ToClear
from publish.bakehouse.protect.outward import outward
from publish.bakehouse.steps.work import RunWork
from publish.corrections.clearances import gone, keep_only, known, note
from publish.corrections.live import erased
from publish.declare.column import Column
from publish.declare.table import Table as Declared
from publish.errors import DeskError
from publish.release.table import Field, Table
from publish.words.corrections import corrections_of

# Our types by what a descriptor calls them.
_TYPES = {of: name for name, of in FIELD_TYPES.items()}


def look_first(work: RunWork) -> None:
    """What was erased and cleared before any correction is read: what is erased later is seen."""
    run = work.run
    work.erased = erased(run.site.desk, run.name)
    work.cleared = {
        name: known(run.site.desk, run.name, name)
        for name, declared in run.dataset.tables.items()
        if _clears(declared)
    }


def refuse_erased(work: RunWork) -> None:
    """Raises DeskError where the release may hold what was erased since it was begun."""
    run = work.run
    if erased(run.site.desk, run.name) - work.erased:
        raise DeskError(
            f"{run.name}: something was erased at the desk while its release was made, which may "
            f"hold it: nothing is published; `fournil publish {run.name}` makes it again, without"
        )


def to_clear(work: RunWork, name: str) -> ToClear | None:
    """What of a table was cleared; None where nobody has to."""
    run = work.run
    declared = run.dataset.tables[name]
    organisation = _clears(declared)
    if organisation is None:
        return None
    last = run.current.tables.get(name) if run.current else None
    return ToClear(
        organisation,
        run.name,
        work.cleared[name],
        run.as_of,
        before(work, name),
        before(work, corrections_of(name)),
        last is None or _alike(outward(declared).published, last),
    )


def before(work: RunWork, name: str) -> Any:
    """A table as the last release has it (Ibis, texts); None where it has none."""
    current = work.run.current
    if current is None or name not in current.tables:
        return None
    table = current.tables[name]
    return work.place.texts(current.folder / table.path, [*table.columns])


def note_clearances(work: RunWork) -> None:
    """What waits, told to the desk; whatever the gate says: a first release waits for that."""
    run, tables = work.run, work.inspection.tables
    if not run.publishing:
        return
    for name, one in tables.items():
        if one.protected.held:
            found = one.protected.held.candidates(work.place)
            note(run.site.desk, (run.name, name), found, run.as_of)
    keep_only(
        run.site.desk, run.name, [name for name in tables if _clears(run.dataset.tables[name])]
    )


def end_erased(work: RunWork) -> None:
    """What was erased is shown no more, and its row is cleared like any other again."""
    for name, one in work.inspection.tables.items():
        if one.protected.held:
            place = (work.run.name, name)
            gone(work.run.site.desk, place, one.protected.held.to_clear.known)


def _clears(declared: Declared) -> str | None:
    return declared.corrections.cleared_by if declared.corrections else None


def _alike(columns: dict[str, Column], last: Table) -> bool:
    """Whether all columns that leave were there, and their values meant the same."""
    return all(
        name in last.columns and _same(column, last.columns[name])
        for name, column in columns.items()
    )


def _same(column: Column, was: Field) -> bool:
    technique = column.protect.technique if column.protect else None
    now = (column.type, column.unit_texts.get("fr"), technique)
    return now == (_TYPES.get(was.type, was.type), was.unit, was.protection)
