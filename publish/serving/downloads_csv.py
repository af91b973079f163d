"""The `.csv` of a table or query, always whole: the release's own file, or a spooled answer."""

import json
from collections.abc import Coroutine
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.app import TableNotFound
from datasette.resources import TableResource
from datasette.utils import escape_sqlite, path_with_format
from datasette.utils.asgi import BadRequest, Forbidden, Request, Response
from datasette.views.database import QueryView
from datasette.views.table import table_view_data

from publish.serving.datasette_site import Site
from publish.serving.downloads import CORS, METHODS, PREFLIGHT, deliver
from publish.serving.downloads_files import content_type
from publish.serving.downloads_links import Download
from publish.serving.downloads_ranges import Span
from publish.serving.downloads_send import Channel, empty, send_part, start
from publish.serving.downloads_spool import Full, Query, Spools, spooled
from publish.serving.history import is_withdrawn
from publish.serving.snapshot import Receive, Send

SECONDS = 20.0
# What says nothing about rows or columns.
NEUTRAL = frozenset({"_stream", "_dl", "_nofacet", "_nocount", "_ttl", "_facet_size"})
_LIMIT = " limit 1"
_spools = Spools()
Made = Coroutine[None, None, Query | Response]


async def table_csv(
    datasette: Site, request: Request, receive: Receive, send: Send
) -> Response | None:
    """The rows of a table, view or stored query as CSV."""
    if refusal := _method(request):
        return refusal
    channel = Channel(receive, send, datasette)
    try:
        resolved = await datasette.resolve_table(request)
    except TableNotFound as error:
        if not await datasette.get_query(error.database_name, error.table):
            raise
        return await query_csv(datasette, request, receive, send)
    if one := await _whole(datasette, request, resolved):
        return await deliver(datasette, request, one, channel)
    return await _spool(request, channel, datasette, _of_table(datasette, request, resolved))


async def query_csv(
    datasette: Site, request: Request, receive: Receive, send: Send
) -> Response | None:
    """The rows of an SQL query as CSV: as many as it gives within the site's time limit."""
    if refusal := _method(request):
        return refusal
    channel = Channel(receive, send, datasette)
    return await _spool(request, channel, datasette, _of_query(datasette, request))


def page_csv(site: Site, request: Request) -> str:
    """The address of the CSV of all rows that a table's page shows some of."""
    path = request.scope.get("route_path")
    asked = path_with_format(request=request, path=path, format="csv", extra_qs={"_size": "max"})
    return str(site.urls.path(asked))


def _method(request: Request) -> Response | None:
    if request.method == "OPTIONS":
        return Response("", status=204, headers=PREFLIGHT)
    if request.method not in ("GET", "HEAD"):
        return Response.text("Method not allowed", status=405, headers={"allow": METHODS})
    return None


async def _whole(site: Site, request: Request, resolved: Any) -> Download | None:
    """The release's file of a table that is asked for without any filter."""
    release = site.release(resolved.db.name)
    pairs = parse_qsl(request.query_string, keep_blank_values=True)
    filtered = any(not _neutral(key, value) for key, value in pairs)
    if release is None or filtered or resolved.table not in release.tables:
        return None
    if is_withdrawn(release.folder.parent, release.version):
        return None
    resource = TableResource(database=release.dataset, table=resolved.table)
    if not await site.allowed(action="view-table", resource=resource, actor=request.actor):
        raise Forbidden("You do not have permission to view this table")
    file = str(release.tables[resolved.table]["path"])
    return Download(release.folder.parent, release.version, file, by_version=False)


def _neutral(key: str, value: str) -> bool:
    return key in NEUTRAL or key.startswith("_facet") or (key, value) == ("_size", "max")


async def _spool(request: Request, channel: Channel, site: Site, made: Made) -> Response | None:
    try:
        with _spools:
            query = await made
            if isinstance(query, Response):
                return query
            await _send(request, channel, site, query)
            return None
    except Full:
        made.close()
        busy = "Many CSV files are being made; try again soon"
        return Response.text(busy, status=503, headers={"retry-after": "10"})


async def _send(request: Request, channel: Channel, site: Site, query: Query) -> None:
    name = request.url_vars.get("table", query.database)
    with await spooled(site, query) as file:
        size = file.seek(0, 2)
        headers = CORS | {
            "content-type": content_type(".csv"),
            "content-length": str(size),
            "content-disposition": f'attachment; filename="{name}.csv"',
        }
        if request.method == "HEAD":
            await empty(channel.send, 200, headers)
            return
        await start(channel.send, 200, headers)
        await send_part(channel, file.fileno(), Span(0, size))


async def _of_table(site: Site, request: Request, resolved: Any) -> Query | Response:
    """The statement behind a table's page, without its page."""
    if "_next" in request.args:
        raise BadRequest("_next: a CSV holds all rows; leave it out")
    size = _size(request)
    data = await table_view_data(site, _asking(request, _size="0", _extra="query"), resolved)
    if isinstance(data, Response):
        return data
    facts, _, columns, expanded, _, _ = data
    inner = facts["query"]["sql"].removesuffix(_LIMIT)
    shown, header = await _shown(site, resolved, columns, expanded)
    limited = request.args.get("_where") is None
    return Query(
        database=resolved.db.name,
        path=str(resolved.db.path),
        sql=f"select {shown} from ({inner} limit {size}) as page",  # noqa: S608
        parameters=facts["query"]["params"],
        header=_header(request, header),
        seconds=SECONDS if limited else site.setting("sql_time_limit_ms") / 1000,
    )


def _size(request: Request) -> int:
    """The rows asked for; -1 for all."""
    size = request.args.get("_size") or "max"
    if size == "max":
        return -1
    if not (size.isascii() and size.isdecimal() and len(size) < 10):
        raise BadRequest("_size must be a positive integer")
    return int(size)


def _header(request: Request, header: tuple[str, ...]) -> tuple[str, ...] | None:
    return None if request.args.get("_header") == "off" else header


def _asking(request: Request, **extra: str) -> Request:
    """The same request, asking for facts instead of rows."""
    pairs = parse_qsl(request.query_string, keep_blank_values=True)
    mine = {"_nofacet": "1", "_nocount": "1", **extra}
    kept = [(k, v) for k, v in pairs if k not in mine and not k.startswith("_facet")]
    query = urlencode([*kept, *mine.items()]).encode()
    return Request(dict(request.scope, query_string=query), request.receive)


async def _shown(
    site: Site, resolved: Any, columns: list[str], expanded: list[str]
) -> tuple[str, tuple[str, ...]]:
    """The SQL of the columns as the release's own CSV writes them, and their names.

    An implicit rowid is none of them; a label stands behind its key.
    """
    own = await resolved.db.table_columns(resolved.table)
    booleans = _booleans(site, resolved)
    parts: dict[str, str] = {}
    for column in columns:
        if column == "rowid" and column not in own:
            continue
        cell = f"page.{escape_sqlite(column)}"
        true = f"case {cell} when 1 then 'true' when 0 then 'false' end"
        parts[column] = true if column in booleans else cell
        if column in expanded:
            parts[f"{column}_label"] = await _label(resolved, column, cell)
    return ", ".join(parts.values()), tuple(parts)


def _booleans(site: Site, resolved: Any) -> set[str]:
    release = site.release(resolved.db.name)
    table = release.tables.get(resolved.table, {}) if release else {}
    fields = table.get("schema", {}).get("fields", ())
    return {field["name"] for field in fields if field["type"] == "boolean"}


async def _label(resolved: Any, column: str, cell: str) -> str:
    keys = await resolved.db.foreign_keys_for_table(resolved.table)
    [key] = [key for key in keys if key["column"] == column][:1]
    label = await resolved.db.label_column_for_table(key["other_table"])
    if not label or not key["other_column"]:
        return "null"
    table, other = escape_sqlite(key["other_table"]), escape_sqlite(key["other_column"])
    return f"(select {escape_sqlite(label)} from {table} where {other} = {cell})"  # noqa: S608


async def _of_query(site: Site, request: Request) -> Query | Response:
    """The statement of a query that Datasette allows and can run."""
    asking = _asking(request, _extra="query", _shape="objects")
    asking.scope["url_route"] = {
        "kwargs": {**request.scope["url_route"]["kwargs"], "format": "json"}
    }
    answer = await QueryView().get(asking, site)
    if answer.status != 200:
        return _as_text(answer)
    facts = json.loads(answer.body)
    database = site.databases[request.url_vars["database"]]
    return Query(
        database=database.name,
        path=str(database.path),
        sql=facts["query"]["sql"],
        parameters=facts["query"]["params"],
        header=_header(request, ()),
        seconds=site.setting("sql_time_limit_ms") / 1000,
    )


def _as_text(answer: Any) -> Response:
    if answer.status in (301, 302):
        return answer
    told = json.loads(answer.body)
    return Response.text(told.get("error", "This query cannot be run"), status=answer.status)
