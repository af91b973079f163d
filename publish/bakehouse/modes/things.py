"""The mode `things`: every row, without the person behind it, and what was corrected in them."""

from dataclasses import replace
from typing import Any

from publish.bakehouse.corrections import (
    Corrected,
    Held,
    broken,
    corrections_rows,
    corrections_table,
    hold,
)
from publish.bakehouse.modes.protected import Protected, PublishedTable
from publish.bakehouse.protect.recoded import RecodedTable
from publish.errors import Problem
from publish.words.corrections import corrections_of


def things(recoded: RecodedTable) -> Protected:
    """Every row, without the person behind it; beside them, the corrections there ever were.

    What has to be cleared first is as in the last release.
    """
    rows = recoded.rows.select(*recoded.declared.published)
    held = _held(recoded, rows)
    whole = PublishedTable(recoded.name, recoded.declared, held.shown if held else rows)
    waits = tuple(held.problems(whole.count)) if held else ()
    if recoded.corrected is None:
        return Protected((whole,), waits, held=held)
    return _with_corrections(recoded, recoded.corrected, whole, held, waits)


def _held(recoded: RecodedTable, rows: Any) -> Held | None:
    if recoded.to_clear is None:
        return None
    return hold(recoded.name, rows, recoded.declared, recoded.to_clear, recoded.place)


def _with_corrections(
    recoded: RecodedTable,
    corrected: Corrected,
    whole: PublishedTable,
    held: Held | None,
    waits: tuple[Problem, ...],
) -> Protected:
    declared, place = recoded.declared, recoded.place
    others = held.of_others(corrected, declared, place) if held else corrected
    told = corrections_rows(declared, others, whole.rows, place)
    told = held.with_last(told, declared, place) if held else told
    name = corrections_of(recoded.name)
    beside = PublishedTable(
        name, corrections_table(recoded.name, declared), told, may_be_empty=True
    )
    return Protected(
        (replace(whole, added=others.added(place)), beside),
        (*waits, *broken(recoded.name, declared, others, place)),
        corrections=others.states(place),
        held=held,
        corrected=others,
    )
