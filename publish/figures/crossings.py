"""How many rows have each pair of values of two facets: baked, for what a filter leaves.

Where all conditions stand on one facet, the numbers of another follow from those of their pairs:
the database is only asked which values the conditions leave.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from publish.figures.asking import Asking, Baked, Counted, Lines, Query
from publish.figures.scale import LENGTHS
from publish.release.table import Table
from publish.words.sql import sql_name

# With fewer rows, those that a filter leaves are read as fast.
LARGE = 20_000
# Of the values of two facets; beyond, an index that holds both is better.
MOST_PAIRS = 20_000
TYPES = ("string", "integer", "number", "boolean")


def crossable(table: Table) -> list[str]:
    """The facets of a table whose pairs may be counted beforehand: dates (by year) are the last.

    None of a table about people or with few rows; none of lists or free text.
    """
    if table.about == "people" or table.rows < LARGE:
        return []
    known = [table.columns[name] for name in table.facets if name in table.columns]
    known = [field for field in known if field.role != "free_text"]
    dates = [field.name for field in known if field.type == "date"]
    return [field.name for field in known if field.type in TYPES] + dates


def pairs(table: Table) -> Iterator[tuple[str, str]]:
    """The pairs of facets that may be crossed, always in the same order."""
    for one, other in combinations(crossable(table), 2):
        if table.columns[one].type != "date":
            yield one, other


def crossing(table: Table, one: str, other: str) -> Baked:
    """Asks for the rows of each pair of values, of which a date counts by its year."""
    name = sql_name(other)
    value = f"substr({name}, 1, {LENGTHS['year']})" if table.columns[other].type == "date" else name
    source = f"{sql_name(one)}, {value}, count(*) from {sql_name(table.name)}"
    return Baked(f"select {source} group by 1, 2")


def crossed(counted: Counted, column: str) -> Asking[Counter[Any] | None]:
    """The rows of each value of a facet; None where they do not follow from what was baked.

    Its own conditions do not count.
    """
    lines, given = yield from _known(counted, column)
    if given is None:
        return None
    source, parameters = counted.from_sql(without=column)
    found = yield Query(f"select distinct {sql_name(given)} {source}", parameters)
    left = {value for (value,) in found}
    numbers: Counter[Any] = Counter()
    for value, other, rows in lines:
        if value in left:
            numbers[other] += rows
    return numbers


def _known(counted: Counted, column: str) -> Asking[tuple[Lines, str | None]]:
    """(what a condition is on, what is counted, rows), and the column that is conditioned."""
    held = counted.conditioned(without=column)
    if held is None or len(held) != 1:
        return [], None
    [given] = held
    known = set(pairs(counted.resource))
    if (given, column) in known:
        found = yield crossing(counted.resource, given, column)
    elif (column, given) in known and counted.fields[given].type != "date":
        told = yield crossing(counted.resource, column, given)
        found = [(value, other, rows) for other, value, rows in told]
    else:
        found = []
    return found, given if found else None
