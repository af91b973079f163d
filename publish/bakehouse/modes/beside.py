"""Which records of the same people leave beside a table of counts, with a column of both."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from publish.bakehouse.modes.protected import Protected
from publish.bakehouse.protect.recoded import Beside, RecodedTable
from publish.bakehouse.series.beside import shown_in
from publish.bakehouse.series.population import common_columns
from publish.declare.table import Table

BOTH = "SELECT count(*) FROM (SELECT 1 FROM {one} SEMI JOIN {other} USING (_person) LIMIT 1)"


def beside_records(
    recoded: RecodedTable, declared: Table, left: Iterable[tuple[Table, Protected]]
) -> RecodedTable:
    """The table, of counts, with the rows of people whom the records beside it show alone.

    `left` are the tables that leave in the same run, as declared and as they leave.
    """
    if declared.mode != "aggregates":
        return recoded
    beside = replace(recoded, beside=tuple(_beside(recoded, declared, left)))
    return replace(beside, rows=shown_in(beside)) if beside.beside else recoded


def _beside(
    recoded: RecodedTable, declared: Table, left: Iterable[tuple[Table, Protected]]
) -> Iterator[Beside]:
    counted = {name for one in declared.aggregates.values() for name in one.by}
    for other, protected in left:
        if other.mode != "records" or declared.other_people or other.other_people:
            continue
        shared = alike_columns(declared, other)
        columns = {name: shared[name] for name in shared if name in counted}
        if protected.settled and columns and _meet(recoded, protected.linked):
            [settled] = protected.settled
            known = settled.ledger_part.name
            yield Beside(settled.part, known, settled.rows, other.rule, columns)


def alike_columns(declared: Table, other: Table) -> Mapping[str, str]:
    """The columns that both publish in the same form, by their names here and there."""
    return {
        name: there
        for name, there in common_columns(declared, other)
        if _form(declared, name) == _form(other, there)
    }


def _form(declared: Table, name: str) -> tuple[Any, ...]:
    """What decides how a column's values leave."""
    column = declared.columns[name]
    return column.type, column.protect, column.synonyms, column.part, column.missing_values


def _meet(recoded: RecodedTable, linked: Any) -> bool:
    [[found]] = recoded.place.sql(recoded.place.filled(BOTH, one=recoded.rows, other=linked))
    return bool(found)
