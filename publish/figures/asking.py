"""Questions to a table that whoever holds its database asks it: the bake, or the site.

A question is a generator: it yields queries, is sent their rows, and returns what they tell.
So the bake and the site count alike, each with its own connection, limits and memory.
"""

import json
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from publish.release.table import Field, Table
from publish.words.sql import sql_name

if TYPE_CHECKING:
    from publish.figures.tally import Tally

Found = TypeVar("Found")
Parameters = Mapping[str, Any]
Lines = list[tuple[Any, ...]]


class Query(NamedTuple):
    """A statement in SQL and the values of its parameters; what it tallies, if that is all."""

    sql: str
    parameters: Parameters = {}  # noqa: RUF012 - never written to
    tally: "Tally | None" = None

    @property
    def key(self) -> str:
        """The statement and its values as one text, by which its rows are found again."""
        if not self.parameters:
            return self.sql
        return f"{self.sql} {json.dumps(self.parameters, sort_keys=True, ensure_ascii=False)}"


# Column -> its conditions, and the values of their parameters.
Conditions = Mapping[str, Query]
Asking = Generator[Query, Lines, Found]


class Counted(Protocol):
    """Rows of a table that are counted: what the release says of it, and where they come from."""

    @property
    def resource(self) -> Table:
        """What the release says of the table."""

    @property
    def fields(self) -> Mapping[str, Field]:
        """Column -> what the release says of it."""

    @property
    def sort(self) -> str | None:
        """The column that orders the rows."""

    def from_sql(self, without: str | None = None) -> tuple[str, Parameters]:
        """`from [table] where …`; `without` leaves out the conditions on a column."""

    def conditioned(self, without: str | None = None) -> Conditions | None:
        """The conditions of each column but one; None where there are others, such as a search."""


@dataclass(frozen=True)
class WholeTable:
    """Every row of a table, as its page shows it first."""

    resource: Table

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Column -> what the release says of it."""
        return self.resource.columns

    @property
    def sort(self) -> str | None:
        """The column that orders the rows."""
        return self.resource.sort.removeprefix("-") if self.resource.sort else None

    def from_sql(self, without: str | None = None) -> tuple[str, Parameters]:
        """`from [table]`: there are no conditions."""
        return f"from {sql_name(self.resource.name)}", {}

    def conditioned(self, without: str | None = None) -> Conditions | None:
        """None: whoever asks for every row has baked what is told of it."""
        return None


def answered(asking: Asking[Found], rows: Callable[[Query], Lines]) -> Found:
    """What a question is told where `rows` gives those of a query."""
    try:
        query = next(asking)
        while True:
            query = asking.send(rows(query))
    except StopIteration as end:
        found: Found = end.value
        return found
