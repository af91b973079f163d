"""What a chart shows, and what it asks a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pkgutil import resolve_name
from typing import Any

from publish.declare.chart import CHARTS
from publish.figures.asking import Asking, Counted
from publish.figures.specification import Specification, type_of, weight_of
from publish.words.sql import sql_name

# Bars on the page of a table.
BARS = 10
Amount = float | int | None


@dataclass(frozen=True)
class Mark:
    """A bar or a point: a value, a period or a class of numbers [low, high[."""

    value: Any
    rows: int
    amount: Amount
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Figures:
    """The marks of a chart, the rows that it leaves out, and all that were selected.

    `rest` stands for the values after the last bar, `values` is how many those are; `missing`
    for the rows without a value. `step` is that of a line. `late`: the database took too long.
    """

    marks: tuple[Mark, ...] = ()
    rest: Mark | None = None
    values: int = 0
    missing: Mark | None = None
    rows: int = 0
    step: str | None = None
    labels: Mapping[Any, str] = field(default_factory=dict)
    late: bool = False


@dataclass(frozen=True)
class Ask:
    """A chart of rows, in the words of SQL."""

    counted: Counted
    wanted: Specification

    @property
    def column(self) -> str:
        return str(sql_name(self.wanted.column))

    def amount(self, measured: str | None = None, weight: str | None = None) -> str:
        """The SQL of what is measured; `measured` and `weight` are other names of its columns."""
        if self.wanted.measured is None:
            return "count(*)"
        value = measured or str(sql_name(self.wanted.measured))
        if self.wanted.function != "mean":
            return f"sum({value})"
        if self.weight is None:
            return f"avg({value})"
        by = weight or str(sql_name(self.weight))
        weights = f"sum(case when {value} is not null then {by} end)"
        return f"sum(1.0 * {value} * {by}) / nullif({weights}, 0)"

    @property
    def weight(self) -> str | None:
        """The column that weighs a mean."""
        return weight_of(self.counted, self.wanted.measured) if self.wanted.measured else None

    @property
    def picked(self) -> str:
        """The lists of the rows, with what is measured, under names that json_each has not."""
        measured, weight = (
            sql_name(name) if name else "null" for name in (self.wanted.measured, self.weight)
        )
        picked = f"{self.column} as list, {measured} as measured, {weight} as weight"
        return f"select {picked} {self.source[0]}"

    @property
    def is_list(self) -> bool:
        """Whether the column holds lists."""
        return type_of(self.counted, self.wanted.column) == "list"

    @property
    def source(self) -> tuple[str, dict[str, Any]]:
        sql, parameters = self.counted.from_sql()
        return sql, dict(parameters)


def figures(counted: Counted, wanted: Specification, most: int) -> Asking[Figures]:
    """Asks for a chart of at most `most` bars; raises KeyError, ImportError."""
    count: Callable[[Ask, int], Asking[Figures]] = resolve_name(CHARTS[wanted.kind].figures)
    return count(Ask(counted, wanted), most)
