"""A table of counts over two columns, turned so that each pair of values has a cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from publish.declare.people_rules import PEOPLE
from publish.figures.asking import Asking, Counted, Query
from publish.figures.order import placing
from publish.figures.specification import counts_people
from publish.release.table import Field
from publish.words.sql import sql_name

# More does not fit a screen.
LINES, COLUMNS = 60, 12


@dataclass(frozen=True)
class Pivot:
    """The people of each pair of values; a pair without a cell is in no row of the table.

    `lines` are the values of the first column, `columns` those of the second, None last: it stands
    for people who gave none.
    """

    lines: tuple[Any, ...]
    columns: tuple[Any, ...]
    cells: Mapping[tuple[Any, Any], int]


def two_ways(counted: Counted) -> tuple[str, str] | None:
    """The two columns over which people were counted; None of any other table."""
    if not counts_people(counted):
        return None
    by = [name for name in counted.fields if name != PEOPLE]
    return (by[0], by[1]) if len(by) == 2 else None


def pivot(counted: Counted, first: str, second: str) -> Asking[Pivot | None]:
    """The cells of a table of counts; None where there are too many for a screen, or none."""
    source, parameters = counted.from_sql()
    names = f"{sql_name(first)}, {sql_name(second)}"
    sql = f"select {names}, sum({sql_name(PEOPLE)}) {source} group by 1, 2"
    found = yield Query(f"{sql} limit {LINES * COLUMNS + 1}", parameters)
    cells = {(one, other): int(people) for one, other, people in found}
    lines = _ordered(counted.fields[first], (one for one, _other in cells))
    columns = _ordered(counted.fields[second], (other for _one, other in cells))
    if not cells or len(lines) > LINES or len(columns) > COLUMNS:
        return None
    return Pivot(lines, columns, cells)


def _ordered(field: Field, values: Iterable[Any]) -> tuple[Any, ...]:
    """The values in an order of their own, else by name; None last."""
    unique = set(values)
    known = sorted(unique - {None}, key=placing(field) or str)
    return (*known, *unique.intersection([None]))
