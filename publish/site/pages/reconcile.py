"""`/reconcile`, the services there are, and the service of a table: names are matched to its rows.

Every answer is JSON, refusals too, in both versions of the protocol.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial, wraps
from time import thread_time
from typing import TypeVar

from pydantic import JsonValue

from publish.site.base.answers import Response
from publish.site.base.refusals import BadRequest, Busy, Interrupted, MethodNotAllowed, Refusal
from publish.site.base.site import Database, Request, Site
from publish.site.base.timing import time_limit
from publish.site.frame.links import absolute
from publish.site.http.arguments import pairs_of, whole
from publish.site.http.posted import POSTED
from publish.site.http.viewable import viewable
from publish.site.reconcile import dialects, suggest
from publish.site.reconcile.extend import columns_of, values, wanted
from publish.site.reconcile.ranked import Candidate, candidates
from publish.site.reconcile.service import Service, service_of, services
from publish.site.reconcile.sought import Sought, batch, listed_batch, read_json
from publish.site.text.languages import negotiated
from publish.site.text.refused_words import spoken

# Of the processor, for all queries of a batch.
BATCH_MS = 2_000
Found = TypeVar("Found")
Page = Callable[[Site, Request], Awaitable[object]]
_SLOW = "These queries took too long; send fewer at once"


def _answering(page: Page) -> Callable[..., Awaitable[Response]]:
    """A page whose answer is JSON, and whose refusals are."""

    @wraps(page)
    async def answering(datasette: Site, request: Request) -> Response:
        try:
            return Response.json(await page(datasette, request))
        except Refusal as error:
            with negotiated(request.scope, datasette.declared, "en") as told:
                said, _unknown = spoken(str(error), {})
            body = {"ok": False, "error": said, "status": error.status}
            headers = {"cache-control": "no-store", **told}
            return Response.json(body, status=error.status, headers=headers)

    return answering


@_answering
async def list_json(datasette: Site, request: Request) -> object:
    """The services of the tables that may be seen."""
    allowed = await viewable(datasette, request.actor)
    found = (
        one
        for name, tables in allowed.items()
        for one in services(datasette.databases[name].release, tables)
    )
    return {"ok": True, "services": [_listed(datasette, request, one) for one in found]}


def _listed(site: Site, request: Request, service: Service) -> object:
    address = _address(site, request, service)
    return {
        "dataset": service.release.dataset,
        "table": service.table.name,
        "name": service.name,
        "rows": service.table.rows,
        "url": address,
        "draft_url": f"{address}/{dialects.V1}",
    }


@_answering
async def service_json(datasette: Site, request: Request) -> object:
    """0.2: the manifest, or the answers to `queries` or `extend`, posted as a form or not."""
    service, given = await _service(datasette, request), _given(request)
    if "queries" in given:
        asked = batch(read_json(given["queries"], "queries"))
        found = await _candidates(datasette, service, [*asked.values()])
        return {
            name: {"result": dialects.found(service, rows, named=False)}
            for name, rows in zip(asked, found, strict=True)
        }
    if "extend" in given:
        said = read_json(given["extend"], "extend")
        return await _extended(datasette, service, said, listed=False)
    if POSTED in request.scope:
        raise BadRequest("Post queries or extend, as a form")
    address, rows = _address(datasette, request, service), _rows(datasette, request, service)
    return dialects.manifest(service, address, rows, _help(datasette, request))


@_answering
async def draft_json(datasette: Site, request: Request) -> object:
    """1.0-draft: the manifest."""
    service = await _service(datasette, request)
    rows = _rows(datasette, request, service)
    return dialects.draft_manifest(service, rows, _help(datasette, request))


@_answering
async def match_json(datasette: Site, request: Request) -> object:
    """1.0-draft: the candidates of a batch that was posted."""
    service = await _service(datasette, request)
    asked = listed_batch(_posted(request))
    found = await _candidates(datasette, service, asked)
    return {
        "results": [{"candidates": dialects.found(service, rows, named=True)} for rows in found]
    }


@_answering
async def extend_json(datasette: Site, request: Request) -> object:
    """1.0-draft: the values of rows that were posted."""
    service = await _service(datasette, request)
    return await _extended(datasette, service, _posted(request), listed=True)


@_answering
async def propose_json(datasette: Site, request: Request) -> object:
    """The columns that rows may be completed with."""
    service = await _service(datasette, request)
    columns = columns_of(service)
    limit = whole(request.args.get("limit") or "") or len(columns)
    return dialects.proposed(service, columns[:limit])


@_answering
async def suggest_entity_json(datasette: Site, request: Request) -> object:
    """The rows whose name begins so."""
    service, typed = await _service(datasette, request), request.args.get("prefix") or ""
    look = partial(suggest.suggested_rows, service=service, typed=typed)
    found = await _within(datasette, service, look)
    told = [
        {"id": key, "name": name, "notable": [dict(service.type)]}
        for key, name in _page(request, found)
    ]
    return {"result": [*told]}


@_answering
async def suggest_property_json(datasette: Site, request: Request) -> object:
    """The columns whose name or title begins so."""
    service = await _service(datasette, request)
    found = suggest.suggested_columns(service, request.args.get("prefix") or "")
    return {"result": [dict(one) for one in _page(request, found)]}


def _page(request: Request, found: Sequence[Found]) -> Sequence[Found]:
    """A part of the suggestions: 0.2 calls `cursor` what is `offset` in 1.0-draft."""
    first = whole(request.args.get("offset") or request.args.get("cursor") or "") or 0
    limit = whole(request.args.get("limit") or "") or suggest.SUGGESTED
    return found[first : first + min(limit, suggest.MOST_SUGGESTED)]


async def _service(site: Site, request: Request) -> Service:
    asked = await site.table(site.asking(request, b""))
    return service_of(asked.db.release, asked.table)


def _given(request: Request) -> Mapping[str, str]:
    """The parameters of an address, and of a form that was posted."""
    form: bytes = request.scope.get(POSTED, b"")
    return dict(pairs_of(request.query_string.encode()) + pairs_of(form))


def _posted(request: Request) -> JsonValue:
    if POSTED not in request.scope:
        raise MethodNotAllowed("Post a batch here, as JSON")
    return read_json(request.scope[POSTED], "body")


async def _candidates(
    site: Site, service: Service, asked: Sequence[Sought]
) -> list[tuple[Candidate, ...]]:
    def look(connection: sqlite3.Connection) -> list[tuple[Candidate, ...]]:
        deadline = thread_time() + BATCH_MS / 1000

        def late() -> bool:
            return thread_time() >= deadline

        return [candidates(connection, service, one, late) for one in asked]

    return await _within(site, service, look)


async def _extended(site: Site, service: Service, said: JsonValue, listed: bool) -> object:
    asked = wanted(service, said)
    rows = await _within(site, service, partial(values, service=service, asked=asked))
    return dialects.extended(service, asked, rows, listed)


async def _within(
    site: Site, service: Service, look: Callable[[sqlite3.Connection], Found]
) -> Found:
    """What is found within the time; raises Busy."""
    database: Database = site.databases[service.release.dataset]

    def run(connection: sqlite3.Connection) -> Found:
        with time_limit(connection, BATCH_MS, thread_time):
            return look(connection)

    try:
        return await database.execute_fn(run)
    except Interrupted:
        raise Busy(_SLOW) from None
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        raise Busy(_SLOW) from None


def _rows(site: Site, request: Request, service: Service) -> str:
    path = site.urls.table(service.release.dataset, service.table.name)
    return absolute(site, request, str(path))


def _address(site: Site, request: Request, service: Service) -> str:
    return f"{_rows(site, request, service)}/-/reconcile"


def _help(site: Site, request: Request) -> str:
    return absolute(site, request, site.urls.path("/api"))
