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

from publish.site.app.damage import suspect
from publish.site.app.refused import Moved
from publish.site.base.refusals import Busy, Damaged, MethodNotAllowed, Refusal
from publish.site.base.site import Site
from publish.site.downloads.gone import KEPT, Withdrawn, gone_page, withdrawn_dataset
from publish.site.http.arguments import FILES, dataset_of
from publish.site.http.guard import DAMAGED
from publish.site.pages.errors import error_page
from publish.site.sql.asker import asker

GONE = 410
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
    plain: str | None = None
    info: dict[str, Any] = field(default_factory=dict)


def failure(error: Exception) -> Failure:
    """What an exception means to the visitor: 400 when the question was at fault, or 500."""
    if isinstance(error, Base400 | Refusal):
        return _refusal(error.status, *map(str, error.args))
    if isinstance(error, DatasetteError) and error.title == "SQL Interrupted":
        return Failure(error.status, _SLOW, plain=error.plain_message)
    if isinstance(error, DatasetteError):
        return Failure(
            error.status,
            str((error.message_is_html and error.plain_message) or error.message),
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
        return Failure(400, f"This query cannot be run: {error}")
    return Failure(500, "Internal error")


def _refusal(status: int, message: str = "", instead: str = "") -> Failure:
    """What is refused in words, perhaps with the address of what may be had instead."""
    if not instead:
        return Failure(status, message)
    return Failure(status, message, plain=f"{message} {instead}", info={"instead": instead})


def _damage(error: sqlite3.Error) -> bool:
    return any(words in str(error).lower() for words in _DAMAGE)


async def respond(site: Site, request: Request, error: Exception) -> Response:
    """The page, JSON or text of a failure; a traceback goes to stderr for a 500 only."""
    if isinstance(error, Moved):
        return Response("", 301, {"location": error.args[0], "cache-control": "no-store"})
    failed = failure(error)
    if isinstance(error, sqlite3.Error) and _damage(error) and asker() is None:
        failed = _suspected(site, request) or failed
    if failed.status == 500:
        sys.stderr.write(f"error: {request.path}\n")
        traceback.print_exception(error)
    taken_back = _taken_back(site, request) if failed.status == 404 else None
    if taken_back:
        named = {"dataset": taken_back.dataset, "title": taken_back.title}
        failed = Failure(GONE, f"{taken_back.title}: {taken_back.why}", info=named)
    headers = _way_out(failed.status)
    plain = failed.plain or failed.message
    if request.path.endswith(".json"):
        body = {**failed.info, **error_body(plain, failed.status)}
        return Response.json(body, status=failed.status, headers=headers)
    if request.path.endswith(FILES):
        return Response.text(plain, status=failed.status, headers=headers)
    if taken_back:
        html = await gone_page(site, request, taken_back)
    else:
        html = await error_page(site, request, failed.status, failed.message, failed.info)
    return Response.html(html, status=failed.status, headers=headers)


def _taken_back(site: Site, request: Request) -> Withdrawn | None:
    """The dataset whose address it was, where it was withdrawn."""
    parts = request.path.removeprefix(site.urls.path("/")).split("/")
    name = parts[1] if parts[0] == "download" and len(parts) > 1 else parts[0]
    return withdrawn_dataset(site, name.partition(".")[0])


def _suspected(site: Site, request: Request) -> Failure | None:
    """503 where SQLite says that the file of the dataset is bad: every worker will look at it."""
    database = site.databases.get(dataset_of(request.path))
    if database is None:
        return None
    suspect(database.slot)
    return Failure(Damaged.status, DAMAGED)


def _way_out(status: int) -> dict[str, str]:
    """When to come again, or what to ask with instead."""
    if status == Busy.status:
        return {"retry-after": str(Busy.retry_seconds)}
    if status == GONE:
        return dict(KEPT)
    if status == Damaged.status:
        return {"retry-after": str(Damaged.retry_seconds)}
    return {"allow": MethodNotAllowed.allow} if status == MethodNotAllowed.status else {}
