"""Maps of tables whose rows have coordinates: a page, a picture and the points."""

from typing import Any

from publish.serving.hooks import hookimpl
from publish.serving.pages.map import map_page, map_svg, points_json


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Beside the table's own address, with its filters."""
    table = r"^/(?P<database>[^/.]+)/(?P<table>[^/.]+)/-"
    return [
        (rf"{table}/map$", map_page),
        (rf"{table}/map\.(?P<format>svg)$", map_svg),
        (rf"{table}/points\.(?P<format>json)$", points_json),
    ]
