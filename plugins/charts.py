"""Charts of any table: a page, an SVG and a CSV each."""

from typing import Any

from publish.serving.hooks import hookimpl
from publish.serving.pages.chart import chart_csv, chart_page, chart_svg


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Beside the table's own address, with its filters."""
    table = r"^/(?P<database>[^/.]+)/(?P<table>[^/.]+)/-"
    return [
        (rf"{table}/chart$", chart_page),
        (rf"{table}/chart\.(?P<format>svg)$", chart_svg),
        (rf"{table}/chart\.(?P<format>csv)$", chart_csv),
    ]
