"""Atom feeds of new releases: `/feed.atom`, `/<dataset>/feed.atom`, announced on every page."""

from typing import Any

from publish.serving.datasette_site import Site
from publish.serving.feeds import addresses, dataset_feed, site_feed
from publish.serving.hooks import hookimpl


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Before Datasette's own: a table may be called `feed`, but no form of it `atom`."""
    return [(r"^/feed\.atom$", site_feed), (r"^/(?P<dataset>[^/.]+)/feed\.atom$", dataset_feed)]


@hookimpl
def extra_template_vars(datasette: Site, database: str | None) -> dict[str, Any]:
    """The feeds that the page's head names."""
    return {"feeds": addresses(datasette, database)}
