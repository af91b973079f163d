"""What Datasette brings along, and what stands in its place."""

from typing import Any

from datasette.plugins import pm
from datasette.renderer import json_renderer
from datasette.utils import path_with_format
from datasette.utils.asgi import Forbidden

from publish.site.app.json_facets import OrFacet, SelectedArrayFacet, SelectedDateFacet
from publish.site.http import coverage

__all__ = ["FACETS", "Forbidden", "csv_address", "render_json", "replaced"]

FACETS: list[type] = [OrFacet, SelectedArrayFacet, SelectedDateFacet]


def replaced(plugin: str) -> None:
    """Takes away a plugin of Datasette's own, which would run beside ours."""
    if pm.has_plugin(plugin):
        pm.unregister(name=plugin)


def render_json(
    request: Any, args: Any, data: dict[str, Any], error: str | None, truncated: bool | None
) -> Any:
    """Datasette's JSON with `license` beside `rows`; other shapes and errors stay as they are."""
    found = coverage.of_scope(request.scope if request else {})
    if found and not error and "rows" in data and args.get("_shape", "objects") == "objects":
        data["license"] = coverage.as_json(found)
    return json_renderer(request, args, data, error, truncated)


def csv_address(site: Any, request: Any) -> str:
    """The address of the CSV of all rows of which Datasette's page of a query shows some."""
    path = request.scope.get("route_path")
    asked = path_with_format(request=request, path=path, format="csv", extra_qs={"_size": "max"})
    return str(site.urls.path(asked))
