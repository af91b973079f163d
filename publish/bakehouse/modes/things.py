"""The mode `things`: every row, without the person behind it, and what was corrected in them."""

from typing import Any

from publish.bakehouse.corrections import (
    Corrected,
    broken,
    corrections_rows,
    corrections_table,
)
from publish.bakehouse.modes.protected import Protected, PublishedTable
from publish.bakehouse.protect.recoded import RecodedTable
from publish.words.corrections import corrections_of


def things(recoded: RecodedTable) -> Protected:
    """Every row, without the person behind it; beside them, the corrections there ever were."""
    rows = recoded.rows.select(*recoded.declared.published)
    whole = PublishedTable(recoded.name, recoded.declared, rows)
    corrected, place = recoded.corrected, recoded.place
    if corrected is None:
        return Protected((whole,))
    problems = tuple(broken(recoded.name, recoded.declared, corrected, place))
    tables = (whole, _corrections(recoded, corrected, rows))
    return Protected(tables, problems, corrections=corrected.states(place))


def _corrections(recoded: RecodedTable, corrected: Corrected, rows: Any) -> PublishedTable:
    told = corrections_rows(recoded.declared, corrected, rows, recoded.place)
    declared = corrections_table(recoded.name, recoded.declared)
    return PublishedTable(corrections_of(recoded.name), declared, told, may_be_empty=True)
