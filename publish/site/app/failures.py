"""What a visitor is told when a request cannot be answered."""

import json
import sqlite3
import sys
import traceback
from collections.abc import Mapping
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
from publish.site.downloads.gone import GONE, KEPT, Gone, gone_page, withdrawn_dataset
from publish.site.http.arguments import DATA, FILES, dataset_of, route_path, speaks_json
from publish.site.http.guard import DAMAGED
from publish.site.pages.errors import error_page
from publish.site.rows.area import smaller
from publish.site.sql.asker import asker
from publish.site.text.languages import Shown, language, negotiated, speaking
from publish.site.text.refused_words import spoken

_WRONG = 400
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
    instead: str = ""

    def told(self) -> str:
        """The words for a program, which knows no titles: in English as they are raised."""
        said, unknown = spoken(self.message, {})
        if unknown or language() == "en":
            said = self.plain or self.message
        return f"{said} {self.instead}" if self.instead else said


def failure(error: Exception) -> Failure:
    """What an exception means to the visitor: 400 when the question was at fault, or 500."""
    if isinstance(error, Base400 | Refusal):
        return _refusal(error.status, *map(str, error.args))
    if isinstance(error, DatasetteError) and error.title == "SQL Interrupted":
        return Failure(error.status, _SLOW, plain=error.plain_message)
    if isinstance(error, DatasetteError):
        said = str((error.message_is_html and error.plain_message) or error.message)
        return _of_datasette(error.status, said, error.error_dict or {})
    if isinstance(error, QueryInterrupted):
        return Failure(400, _SLOW)
    if isinstance(error, OverflowError):
        return Failure(400, "A number in the address is too large")
    if isinstance(error, ValueAsBooleanError):
        return Failure(400, "A switch in the address is neither on nor off; write on or off")
    if isinstance(error, sqlite3.Error) and not _damage(error):
        return Failure(400, f"This query cannot be run: {error}")
    return Failure(500, "Internal error")


def _of_datasette(status: int, said: str, info: Mapping[str, Any]) -> Failure:
    """In Datasette's words, which are SQLite's where they are none that we know."""
    with speaking(Shown("fr")):
        unknown = spoken(said, {})[1]
    whole = f"This query cannot be run: {said}" if unknown and status == _WRONG else said
    return Failure(status, whole, said, dict(info))


def retold(site: Site, request: Request, answer: Response) -> Response:
    """An answer of Datasette's that tells of an error in JSON, in the language asked for."""
    told = json.loads(answer.body)
    failed = _of_datasette(answer.status, str(told["error"]), {})
    with negotiated(request.scope, site.declared, "en") as more:
        said = failed.told()
    body = {**told, "error": said, "errors": [said]}
    return Response.json(body, status=answer.status, headers={**answer.headers, **more})


def _refusal(status: int, message: str = "", instead: str = "") -> Failure:
    """What is refused in words, perhaps with the address of what may be had instead."""
    return Failure(status, message, info={"instead": instead} if instead else {}, instead=instead)


def _damage(error: sqlite3.Error) -> bool:
    return any(words in str(error).lower() for words in _DAMAGE)


async def respond(site: Site, request: Request, error: Exception) -> Response:
    """The page, JSON or text of a failure; a traceback goes to stderr for a 500 only."""
    if isinstance(error, Moved):
        return Response("", 301, {"location": error.args[0], "cache-control": "no-store"})
    failed = failure(error)
    if failed.message == _SLOW and (instead := smaller(request.args)):
        failed = Failure(failed.status, instead)
    if isinstance(error, sqlite3.Error) and _damage(error) and asker() is None:
        failed = _suspected(site, request) or failed
    if failed.status == 500:
        sys.stderr.write(f"error: {request.path}\n")
        traceback.print_exception(error)
    usual = "en" if request.path.endswith(DATA) or _reads_json(site, request) else None
    with negotiated(request.scope, site.declared, usual) as more:
        return await _answered(site, request, failed, more)


async def _answered(
    site: Site, request: Request, failed: Failure, more: Mapping[str, str]
) -> Response:
    """The answer in the language of the block."""
    taken_back = _taken_back(site, request) if failed.status == 404 else None
    if taken_back:
        failed = Failure(GONE, taken_back.message, info=dict(taken_back.info))
    headers = {**_way_out(failed.status), **more}
    if _reads_json(site, request):
        body = {**failed.info, **error_body(failed.told(), failed.status)}
        return Response.json(body, status=failed.status, headers=headers)
    if request.path.endswith(FILES):
        return Response.text(failed.told(), status=failed.status, headers=headers)
    if taken_back:
        html = await gone_page(site, request, taken_back)
    else:
        html = await error_page(site, request, failed.status, failed.message, failed.info)
    return Response.html(html, status=failed.status, headers=headers)


def _reads_json(site: Site, request: Request) -> bool:
    return speaks_json(route_path(site, request.scope))


def _taken_back(site: Site, request: Request) -> Gone | None:
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
