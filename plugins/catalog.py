"""What machines read of the site: its catalog, its API, its map, and each dataset in its page."""

from typing import Any

from publish.describe.schema_org import schema_org
from publish.serving import catalog
from publish.serving.address import address
from publish.serving.datasette_site import Site
from publish.serving.hooks import hookimpl


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Their addresses."""
    return [
        (r"^/catalog\.(?P<syntax>ttl|jsonld|rdf)$", catalog.catalog_page),
        (r"^/openapi\.json$", catalog.openapi_page),
        (r"^/sitemap\.xml$", catalog.sitemap_page),
        (r"^/llms\.txt$", catalog.llms_page),
        (r"^/robots\.txt$", catalog.robots_page),
    ]


@hookimpl
def extra_template_vars(datasette: Site, database: str | None, request: Any) -> dict[str, Any]:
    """`schema_org`: the JSON-LD of the dataset that a page is about, or None."""
    release = datasette.release(database) if database else None
    if release is None or request is None:
        return {"schema_org": None}
    home, name = address(datasette, request), release.dataset
    files = f"{home}/download/{name}/"
    return {"schema_org": schema_org(release.package, f"{home}/{name}", files)}
