"""What lets a site tell the facets of a large table under a filter: numbers of pairs, or indexes.

Counted by DuckDB from the rows that are published, in a tenth of the time that SQLite takes.
"""

from collections.abc import Mapping
from itertools import combinations
from typing import Any, NamedTuple

from publish.figures.asking import Lines
from publish.figures.crossings import MOST_PAIRS, crossable, crossing, pairs
from publish.figures.scale import LENGTHS
from publish.release.package import Package
from publish.release.table import Table


class Crossings(NamedTuple):
    """Rows of the queries of pairs, by their keys; and table -> facets whose index holds all."""

    told: dict[str, Lines]
    wide: dict[str, tuple[str, ...]]


def cross(package: Package, rows: Mapping[str, Any]) -> Crossings:
    """Counts the pairs of few values; the facet with more values of the others gets the index."""
    told: dict[str, Lines] = {}
    wide = {}
    for name, table in package.tables.items():
        numbers = _numbers(table, rows[name])
        few = [(one, two) for one, two in pairs(table) if numbers[one] * numbers[two] <= MOST_PAIRS]
        for one, two in few:
            told[crossing(table, one, two).key] = _lines(table, rows[name], one, two)
        wide[name] = _wide(table, few, numbers | _days(table, rows[name]))
    return Crossings(told, wide)


def _wide(table: Table, few: list[tuple[str, str]], numbers: Mapping[str, int]) -> tuple[str, ...]:
    """Of each pair that is not counted, or not for every day, the facet with more values."""
    dates = {name for name in numbers if table.columns[name].type == "date"}
    known = {pair for pair in few if not dates & set(pair)}
    others = (pair for pair in combinations(crossable(table), 2) if pair not in known)
    found = {max(pair, key=lambda name: numbers[name]) for pair in others}
    return tuple(name for name in table.facets if name in found)


def _numbers(table: Table, rows: Any) -> dict[str, int]:
    """Facet -> how many values it has; years of dates."""
    return _different({name: _value(table, rows, name) for name in crossable(table)}, rows)


def _days(table: Table, rows: Any) -> dict[str, int]:
    """The same of dates, day by day."""
    dates = [name for name in crossable(table) if table.columns[name].type == "date"]
    return _different({name: rows[name] for name in dates}, rows)


def _different(values: Mapping[str, Any], rows: Any) -> dict[str, int]:
    if not values:
        return {}
    asked = [value.nunique().name(name) for name, value in values.items()]
    [found] = rows.aggregate(asked).to_pyarrow().to_pylist()
    return {name: int(number) for name, number in found.items()}


def _lines(table: Table, rows: Any, one: str, two: str) -> Lines:
    values = {f"v{n}": _value(table, rows, name) for n, name in enumerate((one, two))}
    counted = rows.group_by(**values).aggregate(rows=lambda group: group.count())
    found = counted.order_by(["v0", "v1"]).to_pyarrow().to_pylist()
    return [tuple(line.values()) for line in found]


def _value(table: Table, rows: Any, name: str) -> Any:
    """A value as the database of the release has it."""
    value, type = rows[name], table.columns[name].type
    if type == "date":
        return value.cast("string").left(LENGTHS["year"])
    return value.cast("int64") if type == "boolean" else value
