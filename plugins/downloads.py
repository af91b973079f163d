"""The files of releases (`/download/<dataset>/<file>`, by version with one part more), and CSV."""

from typing import Any

from publish.serving.downloads import download, download_version
from publish.serving.downloads_csv import query_csv, table_csv
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
