"""What a public site does not say, and what a query may not do."""

import re
import sqlite3
from urllib.parse import parse_qs

from datasette.utils.asgi import Response

from publish.serving.datasette_site import Site
from publish.serving.license_headers import route_path
from publish.serving.search import without_blank_searches
from publish.serving.snapshot import App, Message, Receive, Scope, Send

# The pages under /-/ that visitors need; the others show settings, paths, plugins or threads.
PUBLIC_PAGES = frozenset({"", "static", "static-plugins", "jump", "schema", "queries"})

# Datasette answers these, if only that it may not be; of others it says that it broke.
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

# One value, one statement: `select randomblob(900000000)` took 6.6 GB and could not be stopped.
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 500,
}
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
}
_INTERNAL_PAGE = re.compile(r"/-/([^/.]*)")
_PATHS = re.compile(r"pragma_database_list", re.IGNORECASE)
_SQL = ("sql", "_where")


def limit(connection: sqlite3.Connection) -> None:
    """Sets the limits of a connection that visitors' queries run on."""
    for category, value in LIMITS.items():
        connection.setlimit(category, value)


def guarded(site: Site, app: App) -> App:
    """`app` without the pages that are not public, and with headers that browsers heed."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        send = _with_headers(send)
        if scope["method"] not in METHODS:
            await Response.text("Method not allowed", status=405).asgi_send(send)
        elif refusal := refused(route_path(site, scope), scope["query_string"]):
            await refusal.asgi_send(send)
        else:
            query = without_blank_searches(scope["query_string"])
            await app({**scope, "query_string": query}, receive, send)

    return guard


def refused(path: str, query: bytes) -> Response | None:
    """The answer to what is not served, or None."""
    page = _INTERNAL_PAGE.match(path)
    if page and page[1] not in PUBLIC_PAGES:
        return _refusal(path, 404, "This page is not public")
    arguments = parse_qs(query.decode("latin-1"), keep_blank_values=True)
    for value in arguments.get("_timelimit", ()):
        if not (value.isascii() and value.isdecimal() and len(value) < 10):
            return _refusal(path, 400, f"_timelimit: {value!r} is no whole number of milliseconds")
    if any(_PATHS.search(value) for key in _SQL for value in arguments.get(key, ())):
        return _refusal(path, 400, "pragma_database_list cannot be queried here")
    return None


def _refusal(path: str, status: int, message: str) -> Response:
    if path.endswith(".json"):
        return Response.error([message], status)
    return Response.text(message, status=status)


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            there = {name.lower() for name, _ in headers}
            headers += [(name, value) for name, value in HEADERS.items() if name not in there]
            message = {**message, "headers": headers}
        await send(message)

    return send_with_headers
