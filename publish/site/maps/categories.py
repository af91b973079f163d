"""The categories by which points are coloured: the same in every view of a table."""

from dataclasses import dataclass, replace
from typing import Any

from publish.figures.facets import FEW, values
from publish.site.base.refusals import BadRequest
from publish.site.base.site import Site
from publish.site.base.timing import Budget
from publish.site.rows.selection import Selection, answered
from publish.site.text.values import said


@dataclass(frozen=True)
class Categories:
    """The most frequent values of a column in the whole table, the first the most frequent."""

    column: str
    values: tuple[Any, ...]
    labels: tuple[str, ...]

    def place(self, value: Any) -> int:
        """Where a value stands among them; behind all where it does not."""
        return self.values.index(value) if value in self.values else len(self.values)


async def categories(site: Site, selection: Selection, column: str, budget: Budget) -> Categories:
    """Those of a column, whatever is selected; raises BadRequest, Interrupted."""
    if column not in selection.all_columns:
        known = ", ".join(selection.all_columns)
        raise BadRequest(f"_color: no column {column!r}; known: {known}")
    whole = replace(selection, filters=(), others=(), areas=(), asked=(), parameters={})
    counts, _base = await answered(site, whole, values(whole, column, FEW), budget)
    found = tuple(value for value, _ in counts if value is not None)
    labels = (said(selection.fields[column], value) for value in found)
    return Categories(column, found, tuple(labels))
