"""The rows that an address selects, as Datasette's own arguments say it.

The page, its map, its charts, its facets, its JSON and its CSV all show these rows.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from publish.figures.asking import Asking, Conditions, Query
from publish.figures.facets import reaches
from publish.figures.tally import LARGE
from publish.release.release import Release
from publish.release.table import Field, Table
from publish.site.base.refusals import BadRequest, Interrupted
from publish.site.base.site import Conditions as Written
from publish.site.base.site import Request, Site
from publish.site.base.site import Table as AskedTable
from publish.site.base.timing import Budget
from publish.site.frame.links import Pairs, pairs
from publish.site.http.arguments import check_table, filter_names
from publish.site.rows.area import Area, NearPlace, areas
from publish.site.rows.references import labels, references
from publish.words.sql import sql_name

Found = TypeVar("Found")
Parameters = dict[str, Any]
# Rows of areas beyond which nothing of them is counted; milliseconds of looking for so many.
WIDE, LOOK = 100_000, 150
# The lookups whose values are values of the column.
_OF_VALUES = ("exact", "not", "in", "notin")


@dataclass(frozen=True)
class Filter:
    """A condition on a column: `lookup` is one of Datasette's, such as `in` or `gte`."""

    column: str
    lookup: str
    value: str

    @property
    def argument(self) -> tuple[str, str]:
        """The filter as an argument of an address."""
        plain = self.lookup == "exact" and not self.column.startswith("_")
        return (self.column if plain else f"{self.column}__{self.lookup}", self.value)

    @property
    def values(self) -> list[str]:
        """The values that a filter of values accepts; its own text for any other."""
        if self.lookup not in ("in", "notin"):
            return [self.value]
        if self.value.startswith("["):
            return [str(value) for value in json.loads(self.value)]
        return [value.strip() for value in self.value.split(",")]


@dataclass(frozen=True)
class Selection:
    """Rows of a table: which, in what order, and which of their columns.

    `resource` is what the release says of the table, nothing for a view. `others` are conditions
    that belong to no column: a search, `_where`, `_through`; `asked` their arguments. `areas` are
    where rows must lie; `wide` that they hold more rows than a page counts. `labels` says what
    values of filters stand for that are keys of other tables.
    """

    release: Release
    table: str
    resource: Table
    all_columns: tuple[str, ...]
    keys: tuple[str, ...]
    filters: tuple[Filter, ...]
    search: str
    others: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    areas: tuple[Area, ...]
    parameters: Mapping[str, Any]
    sort: str | None
    descending: bool
    columns: tuple[str, ...]
    conditions: Callable[[Pairs, str], Written]
    labels: Mapping[tuple[str, str], str]
    wide: bool = False

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Column -> what the release says of it, at least its name and that it is text."""
        said = self.resource.columns
        return {name: said.get(name) or Field({"name": name}) for name in self.all_columns}

    @property
    def is_view(self) -> bool:
        """Whether the release says nothing of it: a view, or a table of SQLite's own."""
        return self.table not in self.release.tables

    @property
    def whole(self) -> bool:
        """Whether every row of the table is selected."""
        return not (self.filters or self.others or self.areas)

    @property
    def draws_later(self) -> bool:
        """Whether its charts and its map are counted once the rows are shown."""
        return not self.whole and self.release.counts.get(self.table, 0) >= LARGE

    @property
    def arguments(self) -> Pairs:
        """What selects the rows, for links to other forms of them."""
        placed = ((area.name, area.value) for area in self.areas)
        return [*self.asked, *placed, *(filter.argument for filter in self.filters)]

    @property
    def near(self) -> NearPlace | None:
        """The place that rows are near to."""
        return next((area for area in self.areas if isinstance(area, NearPlace)), None)

    @property
    def has_row_pages(self) -> bool:
        """Whether its rows may be pointed at; those of a view never."""
        return not self.is_view and self.resource.rows_have_pages

    def where(self, without: str | None = None) -> tuple[str, Parameters]:
        """An SQL condition and its parameters; `without` leaves one column's filters out."""
        kept = sorted(filter.argument for filter in self.filters if filter.column != without)
        conditions, parameters = self.conditions(kept, self.table)
        placed = [area.condition(self.resource) for area in self.areas]
        told = [condition for condition, _ in placed]
        condition = " and ".join([*conditions, *told, *self.others]) or "1"
        # A `_where` may hold an `or`.
        safe = f"({condition})" if self.others else condition
        for _, own in placed:
            parameters |= own
        return safe, {**parameters, **self.parameters}

    def from_sql(self, without: str | None = None) -> tuple[str, Parameters]:
        """`from [table] where …` and its parameters; no `where` when every row is selected."""
        condition, parameters = self.where(without)
        source = f"from {sql_name(self.table)}"
        return (source if condition == "1" else f"{source} where {condition}"), parameters

    def conditioned(self, without: str | None = None) -> Conditions | None:
        """The filters of each column but one; None where others than filters stand."""
        if self.others or self.areas:
            return None
        columns = {filter.column for filter in self.filters} - {without}
        return {column: self._filtered(column) for column in sorted(columns)}

    def _filtered(self, column: str) -> Query:
        own = sorted(filter.argument for filter in self.filters if filter.column == column)
        conditions, parameters = self.conditions(own, self.table)
        return Query(" and ".join(conditions), parameters)


async def answered(
    site: Site, selection: Selection, asking: Asking[Found], budget: Budget
) -> Found:
    """What a question is told by the database of a selection; raises Interrupted."""
    database = site.databases[selection.release.dataset]
    try:
        query = next(asking)
        while True:
            query = asking.send(await database.counted(query, budget, selection.whole))
    except StopIteration as end:
        found: Found = end.value
        return found


async def selected(site: Site, request: Request) -> Selection:
    """The selection of a table's address, or of its map's or charts'.

    Raises BadRequest naming what does not fit, Forbidden, NotFound.
    """
    asked = await site.table(request)
    await check_table(site, asked, request)
    return await selection_of(site, request, asked)


async def selection_of(site: Site, request: Request, asked: AskedTable) -> Selection:
    """The selection of a table by arguments that are known to fit; raises Forbidden."""
    database, table = asked.db.name, asked.table
    await site.must(request.actor, "view-table", database, table)
    release = asked.db.release
    columns = tuple(await asked.db.table_columns(table))
    keys = tuple(await asked.db.primary_keys(table))
    others, values = await site.other_conditions(request, database, table)
    where = areas(request, release, table)
    config = await site.table_config(database, table)
    # What is near to a place comes by its distance.
    own = {} if any(isinstance(area, NearPlace) for area in where) else config
    sort, descending = _sort(request, own, columns)
    filters = tuple(_filters(request))
    found = Selection(
        release=release,
        table=table,
        resource=release.package.table(table),
        all_columns=columns,
        keys=keys,
        filters=filters,
        search=_search(request),
        others=tuple(others),
        areas=where,
        asked=tuple(pair for pair in pairs(request) if _is_other(pair[0])),
        parameters=values,
        sort=sort,
        descending=descending,
        columns=_columns(request, columns, keys),
        conditions=site.conditions,
        labels=await _labels(site, request, asked, filters),
    )
    return replace(found, wide=await _is_wide(site, found)) if where else found


async def _is_wide(site: Site, selection: Selection) -> bool:
    """Whether its areas hold too many rows to be counted: it reads no more of them."""
    if selection.release.counts.get(selection.table, 0) < WIDE:
        return False
    try:
        return await answered(site, selection, reaches(selection, WIDE), Budget(LOOK))
    except Interrupted:
        return True


async def _labels(
    site: Site, request: Request, asked: AskedTable, filters: Iterable[Filter]
) -> dict[tuple[str, str], str]:
    """(column, value) -> what the value of a filter stands for, where it is a key of a table."""
    found: dict[tuple[str, str], str] = {}
    named = [filter for filter in filters if filter.lookup in _OF_VALUES]
    columns = {filter.column for filter in named}
    for one in await references(site, request, asked.db.release, asked.table, columns):
        own = (filter for filter in named if filter.column == one.column)
        known = await labels(site, one, [value for filter in own for value in filter.values])
        found |= {(one.column, str(value)): label for value, label in known.items()}
    return found


def _filters(request: Request) -> Iterator[Filter]:
    """What Datasette takes for filters of columns."""
    for key in filter_names(request):
        for value in request.args.getlist(key):
            column, mark, lookup = key.rpartition("__")
            yield Filter(column, lookup, value) if mark else Filter(key, "exact", value)


def _is_other(key: str) -> bool:
    return key in ("_where", "_through") or (key.startswith("_search") and "__" not in key)


def _search(request: Request) -> str:
    found = (key for key in request.args if key.startswith("_search_"))
    return str(request.args.get("_search") or request.args.get(next(found, ""), ""))


def _sort(
    request: Request, config: Mapping[str, Any], columns: tuple[str, ...]
) -> tuple[str | None, bool]:
    """The column to sort by, and whether from the last to the first."""
    ascending, descending = request.args.get("_sort"), request.args.get("_sort_desc")
    if ascending and descending:
        raise BadRequest("Cannot use _sort and _sort_desc at the same time")
    asked = ascending or descending
    if not asked:
        return config.get("sort") or config.get("sort_desc"), bool(config.get("sort_desc"))
    if asked not in columns:
        raise BadRequest(f"Cannot sort table by {asked}; known: {', '.join(columns)}")
    return asked, bool(descending)


def _columns(request: Request, columns: tuple[str, ...], keys: tuple[str, ...]) -> tuple[str, ...]:
    """The columns shown: `_col` adds to the keys, `_nocol` takes away."""
    wanted, unwanted = request.args.getlist("_col"), request.args.getlist("_nocol")
    free = tuple(column for column in columns if column not in keys)
    for name, asked, known in (("_col", wanted, columns), ("_nocol", unwanted, free)):
        for column in asked:
            if column not in known:
                raise BadRequest(f"{name}: no column {column!r}; known: {', '.join(known)}")
    chosen = dict.fromkeys([*keys, *wanted]) if wanted else columns
    return tuple(column for column in chosen if column not in unwanted)
