"""The page of what cannot be answered: what happened, what to do, what is near."""

from collections.abc import Mapping
from typing import Any

from publish.site.base.site import Request, Site
from publish.site.frame.frame import frame
from publish.site.pages import error_words
from publish.site.pages.refused_words import column_titles, refused


async def error_page(
    site: Site, request: Request, status: int, message: str, info: Mapping[str, Any]
) -> str:
    """The page of a status and its message; a template of the status's own comes first."""
    words = refused(message, column_titles(site, request.path))
    said, said_in = (words, None) if words else error_words.said(message)
    context = {
        **info,
        "ok": False,
        "said": said,
        "said_in": said_in,
        "heading": error_words.heading(status),
        "advice": error_words.advice(status),
        "near": error_words.near(site, request.path) if status == 404 else [],
        "status": status,
        **frame(site, request),
    }
    return await site.rendered([f"{status}.html", "error.html"], context, request)
