"""The files of releases (`/download/<dataset>/<file>`, by version with one part more), and CSV."""

from typing import Any

from publish.serving.datasette_site import Site
from publish.serving.downloads import download, download_version
from publish.serving.downloads_csv import page_csv, query_csv, table_csv
from publish.serving.hooks import hookimpl


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Addresses of the latest of each file and of its versions; Datasette's addresses of CSV."""
    dataset, version, file = r"(?P<dataset>[^/]+)", r"(?P<version>[^/]+)", r"(?P<file>[^/]+)"
    return [
        (rf"^/download/{dataset}/{file}$", download),
        (rf"^/download/{dataset}/{version}/{file}$", download_version),
        (r"^/(?P<database>[^/.]+)/-/query\.(?P<format>csv)$", query_csv),
        (r"^/(?P<database>[^/.]+)/(?P<table>[^/.]+)\.(?P<format>csv)$", table_csv),
    ]


@hookimpl
def extra_template_vars(datasette: Site, view_name: str, request: Any) -> dict[str, Any]:
    """The CSV that a table's page offers: its rows as the release has them, labels left out."""
    return {"url_csv": page_csv(datasette, request)} if view_name == "table" else {}
