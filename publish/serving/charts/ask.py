"""What a chart shows, and the queries that count it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from datasette.utils import escape_sqlite

from publish.serving.charts.specification import Specification, type_of
from publish.serving.datasette_site import Site
from publish.serving.selection import Selection

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
    """Queries over the rows selected."""

    site: Site
    selection: Selection
    wanted: Specification
    limit: int | None

    @property
    def column(self) -> str:
        return str(escape_sqlite(self.wanted.column))

    def amount(self, measured: str | None = None) -> str:
        """The SQL of what is measured; `measured` is another name of its column."""
        if self.wanted.measured is None:
            return "count(*)"
        function = {"sum": "sum", "mean": "avg"}[self.wanted.function or "sum"]
        return f"{function}({measured or escape_sqlite(self.wanted.measured)})"

    @property
    def picked(self) -> str:
        """The lists of the rows, with what is measured, under names that json_each has not."""
        measured = escape_sqlite(self.wanted.measured) if self.wanted.measured else "null"
        return f"select {self.column} as list, {measured} as measured {self.source[0]}"

    @property
    def is_list(self) -> bool:
        """Whether the column holds lists."""
        return type_of(self.selection, self.wanted.column) == "list"

    @property
    def source(self) -> tuple[str, dict[str, Any]]:
        sql, parameters = self.selection.from_sql()
        return sql, dict(parameters)

    async def rows(self, sql: str, parameters: Mapping[str, Any]) -> list[Any]:
        database = self.site.get_database(self.selection.release.dataset)
        found = await database.execute(sql, dict(parameters), custom_time_limit=self.limit)
        return list(found.rows)
