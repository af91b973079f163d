"""The rows of a page: the statement that finds them, and where in the selection they are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from publish.figures.facets import number
from publish.figures.near import squared_distance
from publish.figures.order import placed_sql
from publish.figures.specification import counts_people
from publish.site.base.refusals import BadRequest, Interrupted
from publish.site.base.site import Request, Site
from publish.site.base.timing import Budget
from publish.site.http.arguments import whole
from publish.site.rows.selection import Selection, answered
from publish.site.rows.selection_address import PAGE
from publish.site.rows.sought import sought_first
from publish.site.sql.functions import escape_fts
from publish.words.sql import literal, sql_name

SIZES = (20, 50, 100, 500)
# Pages are found by counting rows up to them: who wants more takes a file.
FARTHEST = 100_000
ROW_ID = "rowid"
# What no column is called: the square of a distance.
DISTANCE = "map.distance"


@dataclass(frozen=True)
class PagePlace:
    """A page of a selection: its number from 1, its size, and the rows of the selection.

    `count` is None where counting took too long.
    """

    page: int
    size: int
    count: int | None

    @property
    def offset(self) -> int:
        """The rows before the page."""
        return (self.page - 1) * self.size

    @property
    def pages(self) -> int:
        """The pages that can be asked for."""
        reachable = FARTHEST if self.count is None else min(self.count, FARTHEST)
        return max(1, ceil(reachable / self.size))


async def place(site: Site, request: Request, selection: Selection) -> PagePlace:
    """Where a page is; raises BadRequest on a number that is none, or too large."""
    size = _number(request, "_size", 100)
    most = int(site.setting("max_returned_rows"))
    if size > most:
        raise BadRequest(f"_size must be <= {most}")
    found = PagePlace(_number(request, PAGE, 1), size or 1, await count(site, selection))
    if found.offset >= FARTHEST:
        raise BadRequest(f"Pages reach to row {FARTHEST} only: filter more, or download the rows.")
    return found


def _number(request: Request, name: str, otherwise: int) -> int:
    said = request.args.get(name) or str(otherwise)
    if said == "max":
        return 1000
    if (number := whole(said)) is None:
        raise BadRequest(f"{name} must be a positive integer")
    return number


async def count(site: Site, selection: Selection) -> int | None:
    """The rows of a selection; None where counting them takes too long, or would."""
    if selection.wide and selection.areas:
        return None
    if selection.whole and selection.table in selection.release.counts:
        return selection.release.counts[selection.table]
    try:
        budget = Budget(site.setting("sql_time_limit_ms"))
        return await answered(site, selection, number(selection), budget)
    except Interrupted:
        return None


async def rows(
    site: Site, selection: Selection, where: PagePlace, keys: tuple[str, ...]
) -> list[Mapping[str, Any]]:
    """The rows of a page, each with its columns and with `keys`, which identify it."""
    wanted = dict.fromkeys([*keys, *selection.columns])
    far = [f"{distance_sql(selection)} as {sql_name(DISTANCE)}"] if selection.near else []
    sought = await sought_first(site, selection, where.offset + where.size)
    sql, parameters = statement(sought, tuple(wanted), far)
    database = site.databases[selection.release.dataset]
    found = await database.execute(
        f"{sql} limit {where.size} offset {where.offset}",
        parameters,
        truncate=True,
        page_size=where.size,
    )
    read: list[Mapping[str, Any]] = found.rows
    return read


def statement(
    selection: Selection, columns: tuple[str, ...], more: Sequence[str] = ()
) -> tuple[str, dict[str, Any]]:
    """The statement of a selection in its order, which is a total one, and its parameters.

    `more` is SQL of what stands behind the columns.

    Rows lie in the order of their keys or, about people, of their published values: so what an
    index finds needs no sorting.
    """
    rest = _rest(selection) if selection.is_view else [ROW_ID]
    return _ordered(selection, [*map(sql_name, columns), *more], [*sorted_by(selection), *rest])


def statement_to_copy(selection: Selection, columns: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """The same for a reader: it tells nothing of row ids where there is no key."""
    names = [sql_name(column) for column in columns]
    return _ordered(selection, names, [*sorted_by(selection), *_rest(selection)])


def _ordered(
    selection: Selection, shown: Sequence[str], order: list[str]
) -> tuple[str, dict[str, Any]]:
    source, parameters = selection.from_sql()
    by = f" order by {', '.join(order)}" if order else ""
    return f"select {', '.join(shown)} {source}{by}", parameters


def sorted_by(selection: Selection) -> list[str]:
    """The order that was asked for, or by distance; rows without a value come last."""
    if not selection.sort:
        return [distance_sql(selection)] if selection.near else _by_size(selection)
    field = selection.fields[selection.sort]
    return [placed_sql(field) + (" desc" if selection.descending else " nulls last")]


def distance_sql(selection: Selection) -> str:
    """SQL of the square of the kilometres between the place asked for and a row; null without."""
    near = selection.near
    return squared_distance(selection.resource, near.circle) if near else "null"


def _by_size(selection: Selection) -> list[str]:
    """Of a table of counts, its columns from the left, each in the order of its values."""
    if not counts_people(selection) or not any(one.order for one in selection.fields.values()):
        return []
    return [f"{placed_sql(one)} nulls last" for one in selection.fields.values()]


def _rest(selection: Selection) -> list[str]:
    """The columns that order the rows that are alike in that."""
    keys = selection.keys if selection.has_row_pages else ()
    rest = selection.all_columns if selection.is_view else keys
    return [sql_name(name) for name in rest if name != selection.sort]


# Text in quotes is left alone; `escape_fts` is a function of this site only.
_PARTS = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\[[^\]]*\]|escape_fts\(:(?P<search>\w+)\)|:(?P<name>\w+)"""
)


def with_values(sql: str, parameters: Mapping[str, Any]) -> str:
    """`sql` with its parameters written out, and searches as SQLite's own FTS5 takes them."""

    def written(part: re.Match[str]) -> str:
        if part["search"] in parameters:
            return literal(escape_fts(parameters[part["search"]]))
        return literal(parameters[part["name"]]) if part["name"] in parameters else part[0]

    return _PARTS.sub(written, sql)
