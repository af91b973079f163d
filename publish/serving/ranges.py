"""Ranges of numbers and dates: what the boxes of a form hold, and what the table goes from to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import escape_sqlite

from publish.serving.datasette_site import Site
from publish.serving.facet import DAYS
from publish.serving.selection import Filter, Selection

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
    columns = list(_columns(selection))
    if not columns:
        return []
    ends = await _ends(site, selection, columns)
    return [_range(selection, column, ends.get(column, (None, None))) for column in columns]


def _columns(selection: Selection) -> Iterator[str]:
    schema = selection.resource.get("schema", {})
    keys = {name for key in schema.get("foreignKeys") or () for name in key["fields"]}
    faceted = [*(selection.browse.get("facets") or ()), *(selection.browse.get("map") or ())]
    taken = {*faceted, *keys}
    for name, field in selection.fields.items():
        number = field["type"] in ("integer", "number")
        if field["type"] in DAYS or (number and name not in (*taken, *selection.keys)):
            yield name


def _range(selection: Selection, column: str, ends: tuple[Any, Any]) -> Range:
    type = selection.fields[column]["type"]
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
    fits = _DAY if selection.fields[column]["type"] in DAYS else _NUMBER
    return found[0] if len(found) == 1 and fits.fullmatch(found[0]) else ""


async def _ends(site: Site, selection: Selection, columns: list[str]) -> dict[str, tuple[Any, Any]]:
    names = [escape_sqlite(column) for column in columns]
    asked = ", ".join(f"min({name}), max({name})" for name in names)
    sql = f"select {asked} from {escape_sqlite(selection.table)}"  # noqa: S608
    try:
        [row] = await site.databases[selection.release.dataset].remembered(sql, MILLISECONDS)
    except QueryInterrupted:
        return {}
    return dict(zip(columns, zip(row[::2], row[1::2], strict=True), strict=True))
