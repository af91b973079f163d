"""Numbers that a tool counted already, such as visits: who is behind one, and for which periods."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from publish.declare.model import Model, Names, SqlName, as_tuple
from publish.declare.policy import LEAST_K

VISITOR_DAYS = "visitor_days"
"""The column of the visitors of each day, added up."""
OTHER = "_other"
"""What stands in place of the values of rows that are folded together."""
WEEK = "week"
"""A column of a period that is no date: `2026-W48`."""
PERIOD_COLUMNS = {
    "day": ("day",),
    "week": (WEEK, "monday"),
    "month": ("month", "first_day", "last_day"),
}
"""The columns that say which period a row is of."""
FIRST_DAYS = {"day": "day", "week": "monday", "month": "month"}
"""Of these, the one that is a date and tells the period."""
Period = Literal["day", "week", "month"]
Periods = Annotated[
    tuple[Period, ...],
    BeforeValidator(as_tuple, json_schema_input_type=Period | tuple[Period, ...]),
]


class Counts(Model):
    """How rows that a tool counted already, one a day and thing, leave by period."""

    behind: SqlName
    """The column that says how many different people of its day are behind a row, at least."""
    every: Annotated[Periods, Field(min_length=1)]
    """A table for each: `week` (or `day`, or both), or `month`, which is made of whole weeks."""
    by: Names = ()
    """The columns by which it is counted, such as `feature`; rows of few people lose them."""
    sum: Names = ()
    """The columns of numbers that are added up, beside the people."""
    day: SqlName = "day"
    """The column of the day of a row."""
    within: Names = ()
    """The columns that every row keeps, such as `tool`: each value is counted by itself."""
    k: Annotated[int, Field(ge=LEAST_K)] = 11
    """How many people of one day must be behind one row at least, for a number to be shown."""
