"""Shows the licence of what is shown: on every page, in JSON and in the Link header."""

from collections.abc import Callable
from typing import Any

from datasette.renderer import json_renderer

from publish.serving import coverage, license_pages
from publish.serving.datasette_site import Site
from publish.serving.hooks import hookimpl
from publish.serving.license_headers import with_licenses
from publish.serving.snapshot import App


@hookimpl
def asgi_wrapper(datasette: Site) -> Callable[[App], App]:
    """The Link header of everything that is answered."""
    return lambda app: with_licenses(datasette, app)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The licences' own pages."""
    return [
        (r"^/licenses$", license_pages.list_page),
        (r"^/licenses/(?P<license>[^/]+)$", license_pages.text_page),
    ]


@hookimpl
def extra_template_vars(request: Any) -> dict[str, Any]:
    """What the templates need to show licences, on every page."""
    found = _found(request)
    return {
        "licenses": found,
        "license_urls": coverage.urls(found),
    }


@hookimpl
def register_output_renderer() -> dict[str, Any]:
    """Replaces Datasette's JSON: registered later under the same name."""
    return {"extension": "json", "render": render_json, "can_render": lambda: True}


def render_json(
    request: Any, args: Any, data: dict[str, Any], error: str | None, truncated: bool | None
) -> Any:
    """Datasette's JSON with `license` beside `rows`; other shapes and errors stay as they are."""
    found = _found(request)
    if found and not error and "rows" in data and args.get("_shape", "objects") == "objects":
        data["license"] = coverage.as_json(found)
    return json_renderer(request, args, data, error, truncated)


def _found(request: Any) -> list[coverage.Covered]:
    scope = request.scope if request else {}
    found: list[coverage.Covered] = scope.get(coverage.SCOPE_KEY, [])
    return found
