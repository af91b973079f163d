"""A chart as it is declared of a table."""

from typing import Literal

from publish.column import Text
from publish.model import Model, SqlName

Kind = Literal["bars", "line", "histogram"]
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
