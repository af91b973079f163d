"""The files of the current release under `/download/<dataset>/<file>`."""

from typing import Any

from publish.serving.downloads import download
from publish.serving.hooks import hookimpl


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """One address per file."""
    return [(r"^/download/(?P<dataset>[^/]+)/(?P<file>[^/]+)$", download)]
