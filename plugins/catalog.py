"""What machines read of the site: its catalog, its API, its map."""

from typing import Any

from publish.serving.catalog import catalog_page
from publish.serving.hooks import hookimpl


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Their addresses."""
    return [(r"^/catalog\.(?P<syntax>ttl|jsonld|rdf)$", catalog_page)]
