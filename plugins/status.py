"""Shows whether the data comes as often as it was promised: `/status`, `/status.json`."""

from typing import Any

from publish.serving.hooks import hookimpl
from publish.serving.status_pages import status_json, status_page


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Their addresses."""
    return [(r"^/status$", status_page), (r"^/status\.json$", status_json)]
