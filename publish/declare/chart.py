"""A chart as it is declared of a table."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from publish.declare.column import Text
from publish.declare.model import Model, SqlName, one_of


@dataclass(frozen=True)
class ChartKind:
    """A kind of chart: the types of column that it draws, and the keys that it knows.

    `figures` names how it is counted and `depiction` how the site shows it, as `module:name`;
    `measures` tells whether a `measure` may stand in place of the number of rows, `steps` whether
    `by` months or years.
    """

    types: tuple[str, ...]
    figures: str
    depiction: str
    measures: bool = False
    steps: bool = False


_FIGURES, _SITE = "publish.figures", "publish.site.charts"
CHARTS: dict[str, ChartKind] = {
    "bars": ChartKind(
        ("string", "integer", "boolean", "list"),
        f"{_FIGURES}.bars:count",
        f"{_SITE}.bars:BARS",
        measures=True,
    ),
    "line": ChartKind(
        ("date", "datetime"),
        f"{_FIGURES}.line:count",
        f"{_SITE}.line:LINE",
        measures=True,
        steps=True,
    ),
    "histogram": ChartKind(
        ("integer", "number"), f"{_FIGURES}.histogram:count", f"{_SITE}.histogram:HISTOGRAM"
    ),
}
Kind = Annotated[
    str, AfterValidator(one_of(CHARTS)), Field(json_schema_extra={"enum": list(CHARTS)})
]
Step = Literal["month", "year"]


class Measure(Model):
    """What is drawn instead of the number of rows: the sum or the mean of a column of numbers."""

    sum: SqlName | None = None
    """The column whose values are added up."""
    mean: SqlName | None = None
    """The column whose values are averaged."""


class Chart(Model):
    """A chart of a table, drawn by the site of the rows that a visitor has filtered."""

    kind: Kind
    """`bars` for the values of a column, `line` for months or years, `histogram` for numbers."""
    column: SqlName
    """The column on the axis."""
    measure: Measure | None = None
    """What the bars or the line show: `sum` or `mean` of a column; the number of rows if absent."""
    by: Step | None = None
    """What a point of a line stands for; chosen from the span of the dates if absent."""
    title: Text | None = None
    """A short name for people; made from the titles of the columns if absent."""
