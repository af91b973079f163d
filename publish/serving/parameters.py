"""Checks the parameters of a table's address, so that a wrong one is told and not met halfway."""

import json
from collections.abc import Collection
from typing import Any

from datasette.app import ResolvedTable
from datasette.facets import load_facet_configs
from datasette.filters import Filters
from datasette.utils.asgi import BadRequest, Request

FACET_TYPES = ("column", "array", "date")
_LARGEST = 2**63 - 1
Names = Collection[str]


async def check_table(resolved: ResolvedTable, request: Request) -> None:
    """Raises BadRequest naming the parameter, its value and what would do."""
    columns = await resolved.db.table_columns(resolved.table)
    keys = await resolved.db.primary_keys(resolved.table)
    known = columns if keys or resolved.is_view else ["rowid", *columns]
    _check_facets(request, columns)
    _check_filters(request, known)
    _check_next(request, len(keys) or 1, resolved.is_view)
    _check_through(request)


def filter_names(request: Request) -> list[str]:
    """The arguments that Datasette takes for filters of columns."""
    return [key for key in request.args if not key.startswith("_") or "__" in key]


def _check_facets(request: Request, columns: Names) -> None:
    try:
        configs = load_facet_configs(request, {})
    except ValueError:
        raise BadRequest("_facet: not JSON; write a column's name") from None
    for kind, facets in configs.items():
        if kind == "size":
            if (size := request.args.get("_facet_size")) != "max":
                _check_number("_facet_size", size)
            continue
        if kind not in FACET_TYPES:
            raise BadRequest(f"_facet_{kind}: no such kind; known: {', '.join(FACET_TYPES)}")
        for facet in facets:
            _check_column("_facet", _facet_column(facet["config"]), columns)


def _facet_column(config: dict[str, Any]) -> str:
    found = config.get("column") or config.get("simple")
    return found if isinstance(found, str) else json.dumps(found)


def _check_filters(request: Request, columns: Names) -> None:
    lookups = {filter.key for filter in Filters._filters}
    for key in filter_names(request):
        column, _, lookup = key.rpartition("__")
        if not column:
            column, lookup = key, "exact"
        if lookup not in lookups:
            raise BadRequest(f"{key}: no filter {lookup!r}; known: {', '.join(sorted(lookups))}")
        _check_column(key, column, columns)
        for value in request.args.getlist(key):
            _check_value(key, lookup, value)


def _check_value(key: str, lookup: str, value: str) -> None:
    if lookup in ("in", "notin") and value.startswith("["):
        try:
            items = json.loads(value)
        except ValueError:
            raise BadRequest(f'{key}: not a JSON list; write ["a", "b"] or a,b') from None
        if not all(isinstance(item, str | int | float | None) for item in items):
            raise BadRequest(f"{key}: the list may hold texts and numbers only")


def _check_column(key: str, column: str, columns: Names) -> None:
    if column not in columns:
        raise BadRequest(f"{key}: no column {column!r}; known: {', '.join(columns)}")


def _check_next(request: Request, keys: int, is_view: bool) -> None:
    """A page mark is a row's key, behind the sorted value when there is one."""
    mark = request.args.get("_next")
    if not mark:
        return
    parts = mark.split(",")
    fits = mark.isdecimal() and int(mark) <= _LARGEST if is_view else len(parts) in (keys, keys + 1)
    if not fits:
        raise BadRequest("_next: not a page mark of this table; start again without it")


def _check_number(name: str, value: str | None) -> None:
    if value and not (value.isdecimal() and value.isascii() and len(value) < 10):
        raise BadRequest(f"{name}: {value!r} is no whole number")


def _check_through(request: Request) -> None:
    # Datasette gives both the same parameter names: the one would take the other's values.
    if "_through" in request.args and filter_names(request):
        raise BadRequest("_through: not together with filters of columns; ask in SQL instead")
    for value in request.args.getlist("_through"):
        try:
            through = json.loads(value)
            fits = all(isinstance(through[key], str) for key in ("table", "column", "value"))
        except (ValueError, LookupError, TypeError):
            fits = False
        if not fits:
            raise BadRequest(
                '_through: write {"table": "…", "column": "…", "value": "…"}, all of them texts'
            )
