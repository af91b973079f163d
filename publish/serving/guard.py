"""What a public site does not say, and what a query may not do."""

import re
import sqlite3
from urllib.parse import parse_qs

from datasette.utils.asgi import BadRequest, Base400, NotFound, Request

from publish.serving.datasette_site import Site
from publish.serving.errors import respond
from publish.serving.license_headers import route_path
from publish.serving.search import without_blank_searches
from publish.serving.snapshot import App, Message, Receive, Scope, Send

# The pages under /-/ that visitors need; the others show settings, paths, plugins or threads,
# or are Datasette's own look at what our pages show.
PUBLIC_PAGES = frozenset({"", "static"})
# Datasette's own pages of a dataset or a table under /-/; their JSON stays, for programs.
STOCK_PAGES = re.compile(
    r"queries(/store|/analyze)?|schema|create|execute-write(/analyze)?|edit|definition|fragment"
)


class MethodNotAllowed(Base400):  # type: ignore[misc]
    """A method that no page knows."""

    status = 405


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
# Nothing comes from elsewhere, and nothing written into a page runs.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors {}"
)
# What no page needs: a browser then refuses it to whatever got in.
PERMISSIONS = b"camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
_INTERNAL_PAGE = re.compile(r"/-/([^/.]*)")
_TOOL = re.compile(r"/[^/]+(?:/[^/]+)*?/-/(.+)")
_EMBED = re.compile(rb"(?:^|&)_embed=[^&]")
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
        send = _with_headers(send, embedded=_EMBED.search(scope["query_string"]) is not None)
        if error := refused(scope["method"], route_path(site, scope), scope["query_string"]):
            refusal = await respond(site, Request(scope, receive), error)
            await refusal.asgi_send(send)
        else:
            query = without_blank_searches(scope["query_string"])
            await app({**scope, "query_string": query}, receive, send)

    return guard


def refused(method: str, path: str, query: bytes) -> Base400 | None:
    """Why something is not served, or None."""
    if method not in METHODS:
        return MethodNotAllowed("Method not allowed")
    page, tool = _INTERNAL_PAGE.match(path), _TOOL.fullmatch(path)
    reading = method in ("GET", "HEAD")
    if (page and page[1] not in PUBLIC_PAGES) or (
        reading and tool and STOCK_PAGES.fullmatch(tool[1])
    ):
        return NotFound("This page is not public")
    return _bad(query)


def _bad(query: bytes) -> BadRequest | None:
    arguments = parse_qs(query.decode("latin-1"), keep_blank_values=True)
    for value in arguments.get("_timelimit", ()):
        if not (value.isascii() and value.isdecimal() and len(value) < 10):
            return BadRequest(f"_timelimit: {value!r} is no whole number of milliseconds")
    if any(_PATHS.search(value) for key in _SQL for value in arguments.get(key, ())):
        return BadRequest("pragma_database_list cannot be queried here")
    return None


def _with_headers(send: Send, embedded: bool) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            there = {name.lower(): value for name, value in headers}
            wanted = HEADERS | (_of_page(embedded) if _is_page(there) else {})
            headers += [(name, value) for name, value in wanted.items() if name not in there]
            message = {**message, "headers": headers}
        await send(message)

    return send_with_headers


def _is_page(headers: dict[bytes, bytes]) -> bool:
    return headers.get(b"content-type", b"").startswith(b"text/html")


def _of_page(embedded: bool) -> dict[bytes, bytes]:
    """What a page may load and who may frame it: another site only where it asked for that."""
    framed = {} if embedded else {b"x-frame-options": b"SAMEORIGIN"}
    policy = POLICY.format("*" if embedded else "'self'").encode()
    return {b"content-security-policy": policy, b"permissions-policy": PERMISSIONS} | framed
