"""Our own pages, the frame around them, and the files they load."""

from typing import Any

from publish.serving.assets import asset_page
from publish.serving.datasette_site import Site
from publish.serving.frame import frame
from publish.serving.hooks import hookimpl
from publish.serving.maps.tiles import tiles_page
from publish.serving.pages import citation, dataset, home, search, sql, texts

DATASET = r"(?P<database>[^/.]+)"


# After those of other plugins, whose addresses look like the names of datasets.
@hookimpl(trylast=True)
def register_routes() -> list[tuple[str, Any]]:
    """Before Datasette's own."""
    return [
        (r"^/(?:-/)?$", home.home_page),
        (r"^/search$", search.search_page),
        (r"^/search\.(?P<format>json)$", search.search_json),
        (r"^/static/(?P<file>.+\.pmtiles)$", tiles_page),
        (r"^/static/(?P<path>.+)$", asset_page),
        (rf"^/(?P<name>{'|'.join(texts.NAMES)})$", texts.page),
        (rf"^/{DATASET}$", dataset.page),
        (rf"^/{DATASET}/citation\.(?P<form>txt|bib|json)$", citation.page),
    ]


@hookimpl
def extra_template_vars(
    datasette: Site, request: Any, template: str, database: str | None
) -> dict[str, Any]:
    """What base.html needs; and query.html, which Datasette's own view fills."""
    more = sql.facts(datasette, database) if template == "query.html" and database else {}
    return frame(datasette, request) | more
