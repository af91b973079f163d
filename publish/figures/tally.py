"""Numbers of rows of each value of a facet that conditions on other facets leave.

A query says what it tallies: who has slices of the table (`publish.figures.slices`) need not ask
the database, and whoever has none asks it the query.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from publish.figures.asking import Conditions, Counted, Lines
from publish.release.table import Table

# With fewer rows, those that a filter leaves are read as fast.
LARGE = 20_000
TYPES = ("string", "integer", "number", "boolean", "date")
Numbers = Counter[Any]


@dataclass(frozen=True)
class Tally:
    """The rows of each value of a column, or of the start of a text of some `length`.

    Without a column, all rows together. `held` are the conditions on each column, `lines` makes
    of the numbers what the query would give.
    """

    table: str
    column: str | None
    length: int | None
    held: Conditions
    lines: Callable[[Numbers], Lines]


def tally(
    counted: Counted,
    column: str | None,
    lines: Callable[[Numbers], Lines],
    length: int | None = None,
    without: str | None = None,
) -> Tally | None:
    """What a query tallies; None without conditions, or with others than those on columns."""
    held = counted.conditioned(without)
    return Tally(counted.resource.name, column, length, held, lines) if held else None


def by_value(numbers: Mapping[Any, int]) -> Lines:
    """Ordered as SQLite orders values: none (None) first."""
    return sorted(numbers.items(), key=lambda one: (one[0] is not None, one[0]))


def by_number(numbers: Mapping[Any, int], most: int) -> Lines:
    """The most frequent first, those as frequent by value."""
    least = min(nlargest(most, numbers.values()), default=0)
    frequent = {value: number for value, number in numbers.items() if number >= least}
    return sorted(by_value(frequent), key=lambda one: -one[1])[:most]


def sliceable(table: Table) -> list[str]:
    """The facets of a table that may be tallied.

    None of a table about people or with few rows; none of lists or free text.
    """
    if table.about == "people" or table.rows < LARGE:
        return []
    known = [table.columns[name] for name in table.facets if name in table.columns]
    return [one.name for one in known if one.role != "free_text" and one.type in TYPES]
