"""The page of what cannot be answered: what happened, what to do, what is near."""

import re
from collections.abc import Mapping
from typing import Any

from publish.site.base.site import Request, Site
from publish.site.frame.frame import frame
from publish.site.pages import error_words
from publish.site.text.refused_words import EMPTY, Titles, spoken
from publish.site.text.words import text


async def error_page(
    site: Site, request: Request, status: int, message: str, info: Mapping[str, Any]
) -> str:
    """The page of a status and its message; a template of the status's own comes first."""
    said, said_in = "", None
    if message not in EMPTY:
        said, said_in = spoken(message, column_titles(site, request.path))
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


def column_titles(site: Site, path: str) -> Titles:
    """Column -> title of the table that an address is about; none of other addresses."""
    dataset, _slash, rest = path.removeprefix(site.urls.path("/")).partition("/")
    database = site.databases.get(dataset)
    if database is None:
        return {}
    table = database.release.tables.get(re.split("[/.]", rest)[0])
    columns = table.columns if table else {}
    return {name: text(field, "title") or name for name, field in columns.items()}
