"""What a chart shows, and what it asks a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pkgutil import resolve_name
from typing import Any

from publish.declare.chart import CHARTS
from publish.figures.asking import Asking, Counted
from publish.figures.specification import Specification, type_of, weight_of
from publish.words.sql import sql_name

# The SQL of each function; of a median, the mean of the middle one or two by their places.
_MIDDLE = "avg(case when place in ((known + 1) / 2, (known + 2) / 2) then %s end)"
_AMOUNTS = {"sum": "sum(%s)", "mean": "avg(%s)", "median": _MIDDLE}
# Bars on the page of a table.
BARS = 10
Amount = float | int | None
_SPLIT = "publish.figures.split:count"


@dataclass(frozen=True)
class Mark:
    """A bar or a point: a value, a period or a class of numbers [low, high[.

    `hidden`: it stands for too few people to say more. `share` is its amount in per cent of those
    beside it, where that is asked for.
    """

    value: Any
    rows: int
    amount: Amount
    low: float | None = None
    high: float | None = None
    hidden: bool = False
    share: float | None = None


@dataclass(frozen=True)
class Part:
    """A value of the second column, or all `other` ones: a mark beside each mark of the chart."""

    value: Any
    marks: tuple[Mark, ...]
    other: bool = False


@dataclass(frozen=True)
class Figures:
    """The marks of a chart, the rows that it leaves out, and all that were selected.

    `rest` stands for the values after the last bar, `values` is how many those are; `missing`
    for the rows without a value. `step` is that of a line. `late`: the database took too long.
    `parts` are those of a second column, `base` is what shares are of.
    """

    marks: tuple[Mark, ...] = ()
    rest: Mark | None = None
    values: int = 0
    missing: Mark | None = None
    rows: int = 0
    step: str | None = None
    labels: Mapping[Any, str] = field(default_factory=dict)
    late: bool = False
    parts: tuple[Part, ...] = ()
    part_labels: Mapping[Any, str] = field(default_factory=dict)
    base: float = 0


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
        name = measured or str(sql_name(self.wanted.measured))
        amount, least = self._amount(name, weight), self.wanted.least
        return amount if least <= 1 else f"case when count({name}) >= {least} then {amount} end"

    def _amount(self, value: str, weight: str | None) -> str:
        if self.wanted.function != "mean" or self.weight is None:
            return _AMOUNTS[self.wanted.function or "sum"] % value
        by = weight or str(sql_name(self.weight))
        weights = f"sum(case when {value} is not null then {by} end)"
        return f"sum(1.0 * {value} * {by}) / nullif({weights}, 0)"

    @property
    def weight(self) -> str | None:
        """The column that weighs a mean."""
        return weight_of(self.counted, self.wanted.measured) if self.wanted.measured else None

    def grouped(
        self,
        values: Sequence[str],
        source: str,
        measured: str | None = None,
        weight: str | None = None,
    ) -> tuple[Sequence[str], str, str]:
        """What to group by, where from, and the amount: a median counts the rows of each group."""
        if self.wanted.function != "median" or self.wanted.measured is None:
            return values, source, self.amount(measured, weight)
        names = [f"value{number}" for number, _ in enumerate(values)]
        picked = ", ".join(f"{value} as {name}" for value, name in zip(values, names, strict=True))
        group = f"partition by {', '.join(names)}"
        ranked = (
            f"from (select *, count(measured) over ({group}) as known, row_number() over"  # noqa: S608
            f" ({group} order by measured is null, measured) as place from (select {picked},"
            f" {measured or sql_name(self.wanted.measured)} as measured {source}))"
        )
        return names, ranked, self.amount("measured")

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
    count: Callable[[Ask, int], Asking[Figures]] = resolve_name(
        _SPLIT if wanted.split else CHARTS[wanted.kind].figures
    )
    return count(Ask(counted, wanted), most)
