"""What Datasette brings along, and what stands in its place."""

from typing import Any

from datasette.plugins import pm
from datasette.renderer import json_renderer
from datasette.utils import path_with_format
from datasette.utils.asgi import Forbidden
from datasette.views import table as table_views

from publish.site.app.failures import retold
from publish.site.app.json_areas import area_arguments, order_of, with_distances
from publish.site.app.json_facets import OrFacet, SelectedArrayFacet, SelectedDateFacet
from publish.site.app.json_pages import page_told
from publish.site.http import coverage
from publish.site.http.arguments import tilde_decode
from publish.site.rows.partners_shown import partners_of_row, tell_partners

__all__ = [
    "FACETS", "Forbidden", "area_arguments", "csv_address", "render_json", "replaced",
    "sort_wholly",
]  # fmt: skip

WRONG = 400
_SORT_ORDER = table_views._sort_order
FACETS: list[type] = [OrFacet, SelectedArrayFacet, SelectedDateFacet]


def replaced(plugin: str) -> None:
    """Takes away a plugin of Datasette's own, which would run beside ours."""
    if pm.has_plugin(plugin):
        pm.unregister(name=plugin)


async def render_json(
    datasette: Any,
    request: Any,
    view_name: str,
    table: str | None,
    args: Any,
    data: dict[str, Any],
    error: str | None,
    truncated: bool | None,
) -> Any:
    """Datasette's JSON with `license` beside `rows`, and of a table what page of what they are.

    Rows near a place have their distance; errors are in the language asked for. Other shapes stay
    as they are.
    """
    if table and view_name == "table" and not error:
        data["rows"] = await with_distances(datasette, request, data["rows"])
    if not error and "rows" in data and args.get("_shape", "objects") == "objects":
        page = await page_told(datasette, request) if table and view_name == "table" else {}
        if table and view_name == "row":
            _tell_of_row(datasette, request, table, data["rows"])
        found = coverage.of_scope(request.scope if request else {})
        licensed = {"license": coverage.as_json(found)} if found else {}
        data.update(licensed | page)
    answer = json_renderer(request, args, data, error, truncated)
    return retold(datasette, request, answer) if answer.status >= WRONG else answer


def _tell_of_row(site: Any, request: Any, table: str, rows: Any) -> None:
    """The partners that a row is made from, in its notice."""
    release = site.release(tilde_decode(request.url_vars["database"]))
    if release is not None and rows:
        described = release.package.table(table)
        tell_partners(request, release, described, partners_of_row(described, rows[0]))


async def _sort_order(config: Any, columns: Any, request: Any, keys: str) -> Any:
    """Datasette's order of rows, by their keys where they are alike.

    Its own first page had no such order, so that the next one left rows out. Near a place, by
    their distance.
    """
    if nearest := order_of(request):
        return None, None, nearest
    sort, sort_desc, order = await _SORT_ORDER(config, columns, request, keys)
    return sort, sort_desc, order if order == keys or not keys else f"{order}, {keys}"


def sort_wholly() -> None:
    """Has Datasette's pages of rows be in an order that tells all of them apart."""
    table_views._sort_order = _sort_order


def csv_address(site: Any, request: Any) -> str:
    """The address of the CSV of all rows of which Datasette's page of a query shows some."""
    path = request.scope.get("route_path")
    asked = path_with_format(request=request, path=path, format="csv", extra_qs={"_size": "max"})
    return str(site.urls.path(asked))
