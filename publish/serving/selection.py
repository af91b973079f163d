"""The rows that an address selects, as Datasette's own arguments say it.

The page, its map, its charts, its facets, its JSON and its CSV all show these rows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from datasette.filters import FilterArguments, Filters
from datasette.plugins import pm
from datasette.resources import TableResource
from datasette.utils import await_me_maybe, escape_sqlite
from datasette.utils.asgi import BadRequest, Request

from publish.serving.datasette_site import Site
from publish.serving.links import Pairs, pairs
from publish.serving.parameters import check_table, filter_names
from publish.serving.people import rows_apart
from publish.serving.releases import Release

Parameters = dict[str, Any]
Field = Mapping[str, Any]


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


@dataclass(frozen=True)
class Selection:
    """Rows of a table: which, in what order, and which of their columns.

    `resource` is what the release says of the table, empty for a view. `others` are conditions
    that belong to no column: a search, `_where`, `_through`; `asked` their arguments.
    """

    release: Release
    table: str
    resource: Mapping[str, Any]
    all_columns: tuple[str, ...]
    keys: tuple[str, ...]
    filters: tuple[Filter, ...]
    search: str
    others: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    parameters: Mapping[str, Any]
    sort: str | None
    descending: bool
    columns: tuple[str, ...]

    @property
    def fields(self) -> dict[str, Field]:
        """Column -> what the release says of it, at least its `name` and `type`."""
        said = {field["name"]: field for field in self.resource.get("schema", {}).get("fields", ())}
        return {
            name: said.get(name) or {"name": name, "type": "string"} for name in self.all_columns
        }

    @property
    def browse(self) -> Mapping[str, Any]:
        """The table's `browse`: facets, search, label, sort, map."""
        found: Mapping[str, Any] = self.resource.get("browse") or {}
        return found

    @property
    def whole(self) -> bool:
        """Whether every row of the table is selected."""
        return not self.filters and not self.others

    @property
    def arguments(self) -> Pairs:
        """What selects the rows, for links to other forms of them."""
        return [*self.asked, *(filter.argument for filter in self.filters)]

    @property
    def has_row_pages(self) -> bool:
        """Whether its rows may be pointed at: not in a table about people, nor in a view."""
        return bool(self.resource) and rows_apart(self.release, self.table)

    def where(self, without: str | None = None) -> tuple[str, Parameters]:
        """An SQL condition and its parameters; `without` leaves one column's filters out."""
        kept = sorted(filter.argument for filter in self.filters if filter.column != without)
        conditions, parameters = Filters(kept).build_where_clauses(self.table)
        condition = " and ".join([*conditions, *self.others]) or "1"
        # A `_where` may hold an `or`.
        safe = f"({condition})" if self.others else condition
        return safe, parameters | self.parameters

    def from_sql(self, without: str | None = None) -> tuple[str, Parameters]:
        """`from [table] where …` and its parameters; no `where` when every row is selected."""
        condition, parameters = self.where(without)
        source = f"from {escape_sqlite(self.table)}"
        return (source if condition == "1" else f"{source} where {condition}"), parameters


async def selected(site: Site, request: Request) -> Selection:
    """The selection of a table's address, or of its map's or charts'.

    Raises BadRequest naming what does not fit, Forbidden, NotFound.
    """
    resolved = await site.resolve_table(request)
    await check_table(resolved, request)
    database, table = resolved.db.name, str(resolved.table)
    await site.ensure_permission(
        action="view-table",
        resource=TableResource(database=database, table=table),
        actor=request.actor,
    )
    release: Release = resolved.db.release
    columns = tuple(await resolved.db.table_columns(table))
    keys = tuple(await resolved.db.primary_keys(table))
    others = await _others(site, request, database, table)
    sort, descending = _sort(request, await site.table_config(database, table), columns)
    return Selection(
        release=release,
        table=table,
        resource=release.tables.get(table, {}),
        all_columns=columns,
        keys=keys,
        filters=tuple(_filters(request)),
        search=_search(request),
        others=tuple(clause for found in others for clause in found.where_clauses),
        asked=tuple(pair for pair in pairs(request) if _is_other(pair[0])),
        parameters={name: value for found in others for name, value in found.params.items()},
        sort=sort,
        descending=descending,
        columns=_columns(request, columns, keys),
    )


def _filters(request: Request) -> Iterator[Filter]:
    """What Datasette takes for filters of columns."""
    for key in filter_names(request):
        for value in request.args.getlist(key):
            column, mark, lookup = key.rpartition("__")
            yield Filter(column, lookup, value) if mark else Filter(key, "exact", value)


async def _others(site: Site, request: Request, database: str, table: str) -> list[FilterArguments]:
    """What Datasette and its plugins make of the other arguments."""
    found = [
        await await_me_maybe(hook)
        for hook in pm.hook.filters_from_request(
            request=request, table=table, database=database, datasette=site
        )
    ]
    return [arguments for arguments in found if arguments]


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
