"""Ranges of numbers and dates: what the boxes of a form hold, from where to where, and periods."""

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Any

from publish.figures.facets import DAYS, MONTH, YEAR, ends, ranged
from publish.site.base.refusals import Interrupted
from publish.site.base.site import Site
from publish.site.base.timing import Budget
from publish.site.http.arguments import whole
from publish.site.rows.selection import Filter, Selection, answered

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
# Enough for any table by index, and for most by reading them; asked once a release.
MILLISECONDS = 1_000


@dataclass(frozen=True)
class Range:
    """Two boxes for a column: filters with `low` and `high`, and the values asked for.

    `least` and `most` are those of the whole table, None where they are not known.
    """

    column: str
    type: str
    low: Filter
    high: Filter
    least: Any = None
    most: Any = None

    @property
    def days(self) -> bool:
        """Whether the boxes are for dates."""
        return self.type in DAYS

    @property
    def filters(self) -> list[Filter]:
        """The filters that the boxes hold."""
        return [filter for filter in (self.low, self.high) if filter.value]


async def ranges(site: Site, selection: Selection) -> list[Range]:
    """The ranges of a table's numbers and dates, but of what is a key or a place on the map."""
    columns = list(ranged(selection))
    if not columns:
        return []
    try:
        asking = ends(selection.table, columns)
        found = await answered(site, selection, asking, Budget(MILLISECONDS))
    except Interrupted:
        found = {}
    return [_range(selection, column, found.get(column, (None, None))) for column in columns]


def _range(selection: Selection, column: str, ends: tuple[Any, Any]) -> Range:
    type = selection.fields[column].type
    last = "lt" if type == "datetime" else "lte"
    return Range(
        column,
        type,
        Filter(column, "gte", _value(selection, column, "gte")),
        Filter(column, last, _value(selection, column, last)),
        *ends,
    )


def _value(selection: Selection, column: str, lookup: str) -> str:
    """What a box holds; empty where a filter would not fit into it."""
    found = [f.value for f in selection.filters if (f.column, f.lookup) == (column, lookup)]
    fits = _DAY if selection.fields[column].type in DAYS else _NUMBER
    return found[0] if len(found) == 1 and fits.fullmatch(found[0]) else ""


def within(column: str, span: str, kind: str) -> tuple[Filter, Filter]:
    """The filters that keep a year (`2026`) or a month (`2026-04`) of a column.

    `kind` is `date` or `datetime`: the last day of a span has hours.
    """
    first = f"{span}-01" if len(span) == MONTH else f"{span}-01-01"
    if kind == "datetime":
        return Filter(column, "gte", first), Filter(column, "lt", _after(span))
    year, month = int(span[:YEAR]), int(span[YEAR + 1 :] or 12)
    last = f"{year:04}-{month:02}-{monthrange(year, month)[1]:02}"
    return Filter(column, "gte", first), Filter(column, "lte", last)


def _after(span: str) -> str:
    """The first day behind a span."""
    year, month = int(span[:YEAR]), int(span[YEAR + 1 :] or 12)
    return f"{year + 1:04}-01-01" if month == 12 else f"{year:04}-{month + 1:02}-01"


def span_of(selection: Selection, column: str) -> str | None:
    """The year or the month that a column is held to."""
    own = {filter for filter in selection.filters if filter.column == column}
    kind = selection.fields[column].type
    starts = [filter.value for filter in own if filter.lookup == "gte"]
    for start in starts:
        for size in (YEAR, MONTH):
            if is_span(start[:size]) and own == set(within(column, start[:size], kind)):
                return start[:size]
    return None


def is_span(text: str) -> bool:
    """Whether a text is a year or a month."""
    year, dash, month = text.partition("-")
    fits = len(year) == YEAR and whole(year)
    return bool(fits) and (not dash or 1 <= (whole(month) or 0) <= 12)
