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
from publish.bakehouse.partners.merge import Merged
from publish.bakehouse.partners.published import sources_rows, sources_table
from publish.bakehouse.protect.recoded import RecodedTable
from publish.errors import Problem
from publish.words.corrections import corrections_of
from publish.words.partners import sources_of


def things(recoded: RecodedTable) -> Protected:
    """Every row, without the person behind it; beside them, the corrections there ever were.

    What has to be cleared first is as in the last release.
    """
    rows = recoded.rows.select(*recoded.declared.published)
    held = _held(recoded, rows)
    whole = PublishedTable(recoded.name, recoded.declared, held.shown if held else rows)
    waits = tuple(held.problems(whole.count)) if held else ()
    left = Protected((whole,), waits, held=held)
    if recoded.corrected is not None:
        left = _with_corrections(recoded, recoded.corrected, whole, held, waits)
    return _with_sources(recoded, recoded.merged, left) if recoded.merged else left


def _with_sources(recoded: RecodedTable, merged: Merged, left: Protected) -> Protected:
    """What leaves, and beside it the partners' rows behind each of the rows."""
    [whole, *_] = left.tables
    told = sources_rows(recoded.declared, merged, whole.rows, recoded.place)
    table = sources_table(recoded.name, recoded.declared)
    beside = PublishedTable(sources_of(recoded.name), table, told, may_be_empty=True)
    return replace(left, tables=(*left.tables, beside))


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
