"""Our own pages, the frame around them, and the files they load."""

from typing import Any

from publish.serving.assets import asset_page
from publish.serving.datasette_site import Site
from publish.serving.frame import frame
from publish.serving.hooks import hookimpl


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Before Datasette's own."""
    return [(r"^/static/(?P<path>.+)$", asset_page)]


@hookimpl
def extra_template_vars(datasette: Site, request: Any) -> dict[str, Any]:
    """What base.html needs."""
    return frame(datasette, request)
