"""What a visitor is told when a request cannot be answered."""

import sqlite3
import sys
import traceback
from dataclasses import dataclass, field
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import ValueAsBooleanError, error_body
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError

from publish.serving import error_words
from publish.serving.datasette_site import Site
from publish.serving.frame import frame

_SLOW = "This query took too long; ask for less, or filter more"
# What SQLite says of the file, not of the question.
_DAMAGE = (
    "disk i/o error",
    "unable to open",
    "image is malformed",
    "not a database",
    "out of memory",
)


@dataclass(frozen=True)
class Failure:
    """A status, the words for it, and what Datasette adds to its JSON."""

    status: int
    message: str
    title: str | None = None
    plain: str | None = None
    info: dict[str, Any] = field(default_factory=dict)


def failure(error: Exception) -> Failure:
    """What an exception means to the visitor: 400 when the question was at fault, or 500."""
    if isinstance(error, Base400):
        return Failure(error.status, str(error.args[0]) if error.args else "")
    if isinstance(error, DatasetteError) and error.title == "SQL Interrupted":
        return Failure(error.status, _SLOW, plain=error.plain_message)
    if isinstance(error, DatasetteError):
        return Failure(
            error.status,
            str((error.message_is_html and error.plain_message) or error.message),
            error.title,
            error.plain_message,
            error.error_dict or {},
        )
    if isinstance(error, QueryInterrupted):
        return Failure(400, _SLOW)
    if isinstance(error, OverflowError):
        return Failure(400, "A number in the address is too large")
    if isinstance(error, ValueAsBooleanError):
        return Failure(400, "A switch in the address is neither on nor off; write on or off")
    if isinstance(error, sqlite3.Error) and not _damage(error):
        return Failure(400, f"This query cannot be run: {error}", "Invalid SQL")
    return Failure(500, "Internal error")


def _damage(error: sqlite3.Error) -> bool:
    return any(words in str(error).lower() for words in _DAMAGE)


async def respond(site: Site, request: Request, error: Exception) -> Response:
    """The page, JSON or text of a failure; a traceback goes to stderr for a 500 only."""
    failed = failure(error)
    if failed.status >= 500:
        sys.stderr.write(f"error: {request.path}\n")
        traceback.print_exception(error)
    path = request.path.partition("?")[0]
    plain = failed.plain or failed.message
    if path.endswith(".json"):
        body = {**failed.info, **error_body(plain, failed.status)}
        return Response.json(body, status=failed.status)
    if path.endswith(".csv"):
        return Response.text(plain, status=failed.status)
    return Response.html(await _page(site, request, failed), status=failed.status)


async def _page(site: Site, request: Request, failed: Failure) -> str:
    environment = site.get_jinja_environment(request)
    template = environment.select_template([f"{failed.status}.html", "error.html"])
    said, said_in = error_words.said(failed.message)
    missing = failed.status == 404
    html: str = await template.render_async(
        {
            **failed.info,
            "ok": False,
            "said": said,
            "said_in": said_in,
            "heading": error_words.heading(failed.status),
            "advice": error_words.advice(failed.status),
            "near": error_words.near(site, request.path) if missing else [],
            "status": failed.status,
            "urls": site.urls,
            "menu_links": list,
            **frame(site, request),
        }
    )
    return html
