"""What a public site does not say, what a query may not do, how much one client may ask."""

import json
import re
import sqlite3
from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from time import monotonic

from publish.release.versions import number
from publish.site.base.answers import answer
from publish.site.base.asgi import App, Receive, Scope, Send
from publish.site.base.history import history
from publish.site.base.refusals import (
    BadRequest,
    Damaged,
    MethodNotAllowed,
    NotFound,
    Refusal,
    TooMuch,
)
from publish.site.base.site import Site
from publish.site.http.arguments import (
    ASSISTANTS,
    DATA,
    READING,
    dataset_of,
    pairs_of,
    route_path,
    speaks_json,
    tilded,
    whole,
)
from publish.site.http.bounds import tidied, too_much
from publish.site.http.headers import (
    HEADERS,
    POSTING,
    PREFLIGHT,
    UNLISTED,
    of_request,
    with_headers,
)
from publish.site.http.keys import MORE_RATE, brought, holder
from publish.site.http.posted import takes_posts
from publish.site.http.strangers import client
from publish.site.text.languages import PARAMETER, negotiated
from publish.site.text.refused_words import spoken

# The pages under /-/ that visitors need; the others show settings, paths, plugins or threads,
# or are Datasette's own look at what our pages show.
PUBLIC_PAGES = frozenset({"", "static"})
# Datasette's own pages of a dataset or a table under /-/; their JSON stays, for programs.
STOCK_PAGES = re.compile(
    r"queries(/store|/analyze)?|schema|create|execute-write(/analyze)?|edit|definition|fragment"
)
# One value, one statement: `select randomblob(900000000)` took 6.6 GB and could not be stopped.
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 500,
}
# Arguments that select nothing: what has others is one of endlessly many views of the same rows.
PLAIN_ARGUMENTS = frozenset({PARAMETER, "page"})
# What a client may ask of a worker, in requests a second and at once. What is in memory is free;
# a filtered page counts for four: so one client takes a third of a worker at most.
RATE, BURST, FILTERED = 20.0, 300.0, 4.0
MOST_CLIENTS = 10_000
DAMAGED = "The file of this dataset is damaged; it is shown again once it is repaired."
# Who asks from here without a proxy's word for somebody else.
OWN_MACHINE = frozenset({"127.0.0.1", "::", ""})
_INTERNAL_PAGE = re.compile(r"/-/([^/.]*)")
_TOOL = re.compile(r"/[^/]+(?:/[^/]+)*?/-/(.+)")
_EMBED = re.compile(rb"(?:^|&)_embed=[^&]")
_PATHS = re.compile(r"pragma_database_list", re.IGNORECASE)
_SQL = ("sql", "_where")


def limit(connection: sqlite3.Connection) -> None:
    """Sets the limits of a connection that visitors' queries run on."""
    for category, value in LIMITS.items():
        connection.setlimit(category, value)


class Buckets:
    """What each client may still ask: a bucket of BURST that fills at RATE a second."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, cost: float) -> float:
        """Takes `cost`; the seconds until there is so much, 0 where there is."""
        now = self._now()
        left, then = self._left.pop(client, (BURST, now))
        left = min(BURST, left + (now - then) * RATE)
        enough = left >= cost
        self._left[client] = (left - cost if enough else left, now)
        if len(self._left) > MOST_CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if enough else (cost - left) / RATE


def guarded(site: Site, app: App) -> App:
    """`app` without the pages that are not public, and with headers that browsers heed."""
    buckets = Buckets()
    https = str(site.declared.get("address") or "").startswith("https://")
    always = HEADERS | (UNLISTED if site.declared.get("draft") else {})

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        scope = _with_tildes(site, scope)
        path, query = route_path(site, scope), scope["query_string"]
        selected = _selects(query) or path == ASSISTANTS or scope["method"] == "POST"
        secure = https or scope.get("scheme") == "https"
        embedded = _EMBED.search(query) is not None
        send = with_headers(send, always, of_request(secure, selected, embedded))
        if scope["method"] == "OPTIONS":
            allowed = POSTING if takes_posts(path) else PREFLIGHT
            await answer(send, 204, allowed.items())
        elif (scope := _with_holder(site, scope))["holder"] == "":
            await _refuse_key(site, scope, send)
        elif seconds := _too_fast(buckets, scope, FILTERED if selected else 1.0):
            await _slow_down(site, scope, ceil(seconds), send)
        elif isinstance(error := refusal(site, scope["method"], path, query), TooMuch):
            # A page would say the address again in each of its links.
            await _told(site, scope, error.status, str(error), [], send)
        elif error:
            await site.refuse(scope, receive, send, error)
        else:
            await app({**scope, "query_string": tidied(query)}, receive, send)

    return guard


def _with_tildes(site: Site, scope: Scope) -> Scope:
    """The request with the path of a dataset as our own links write it."""
    raw: bytes = scope.get("raw_path") or b""
    if b"%" not in raw or dataset_of(route_path(site, scope)) not in site.databases:
        return scope
    return {**scope, "raw_path": tilded(raw)}


def _too_fast(buckets: Buckets, scope: Scope, cost: float) -> float:
    """The seconds that who asks has to wait; what asks on the machine itself never does."""
    who = client(scope)
    cost = cost / MORE_RATE if scope["holder"] else cost
    return 0.0 if who in OWN_MACHINE else buckets.wait(who, cost)


def _with_holder(site: Site, scope: Scope) -> Scope:
    """The request with the id of its key as `holder`: None without one, "" for one that is none.

    The key itself goes no further.
    """
    token = brought(scope)
    if token is None:
        return {**scope, "holder": None}
    headers = [pair for pair in scope["headers"] if pair[0] != b"authorization"]
    found = holder(site.releases_folder, token) or ""
    return {**scope, "headers": headers, "holder": found}


def _selects(query: bytes) -> bool:
    """Whether an address asks for a part of something, in an order or with a filter."""
    return any(name not in PLAIN_ARGUMENTS for name, _ in pairs_of(query))


async def _slow_down(site: Site, scope: Scope, seconds: int, send: Send) -> None:
    """Says when to come again, and where all rows are one file: cheaply, without a page."""
    dataset = dataset_of(route_path(site, scope))
    place = f"/{dataset}" if dataset in site.databases else "/"
    said = (
        f"Too many requests from your address; the next one is answered in {seconds} s. "
        f"Whole tables are files, to be had at once: {site.urls.path(place)}"
    )
    await _told(site, scope, 429, said, [(b"retry-after", str(seconds).encode())], send)


async def _refuse_key(site: Site, scope: Scope, send: Send) -> None:
    said = "This key is not one of this site, is over, or was revoked. Nothing here needs a key."
    await _told(site, scope, 401, said, [(b"www-authenticate", b"Bearer")], send)


async def _told(
    site: Site, scope: Scope, status: int, why: str, more: list[tuple[bytes, bytes]], send: Send
) -> None:
    """Words or JSON, by the ending of the path, in the language asked for."""
    path = route_path(site, scope)
    as_json = speaks_json(path)
    with negotiated(scope, site.declared, "en" if as_json or path.endswith(DATA) else None) as told:
        said, _unknown = spoken(why, {})
    text = json.dumps({"ok": False, "error": said, "status": status}) if as_json else said
    kind = b"application/json" if as_json else b"text/plain; charset=utf-8"
    spoken_in = [(name.encode(), value.encode()) for name, value in told.items()]
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), *spoken_in, *more]
    await answer(send, status, headers, text.encode())


def is_damaged(site: Site, path: str) -> bool:
    """Whether a path shows a dataset whose file is not what was published, or is that file."""
    dataset, version = dataset_of(path), ""
    if path.startswith("/download/") and path.endswith(".db"):
        dataset, _, version = path.removeprefix("/download/").rpartition("/")[0].partition("/")
    served = site.databases.get(dataset)
    other = version and served is not None and version != served.release.version
    return not other and not site.is_sound(dataset)


def _damaged(site: Site, path: str) -> Damaged | None:
    return Damaged(DAMAGED, *_last_good(site, path)) if is_damaged(site, path) else None


def _last_good(site: Site, path: str) -> list[str]:
    """The address of the version before, where its files are still kept."""
    dataset = dataset_of(path)
    index = history(site.releases_folder / dataset)
    others = [one.version for one in index.kept if one.version != index.current] if index else []
    newest = sorted(others, key=number)[-1:]
    return [site.urls.path(f"/download/{dataset}/{one}/{dataset}.zip") for one in newest]


def refusal(site: Site, method: str, path: str, query: bytes) -> Refusal | None:
    """Why something is not served now, or None."""
    return refused(method, path, query) or _damaged(site, path)


def refused(method: str, path: str, query: bytes) -> Refusal | None:
    """Why something is never served, or None."""
    if path == ASSISTANTS:
        return None  # says itself what it takes
    if method not in READING and not (method == "POST" and takes_posts(path)):
        return MethodNotAllowed("Method not allowed")
    page, tool = _INTERNAL_PAGE.match(path), _TOOL.fullmatch(path)
    if (page and page[1] not in PUBLIC_PAGES) or (tool and STOCK_PAGES.fullmatch(tool[1])):
        return NotFound("This page is not public")
    return too_much(path, query) or _bad(query)


def _bad(query: bytes) -> BadRequest | None:
    pairs = pairs_of(query)
    for name, value in pairs:
        if name == "_timelimit" and whole(value) is None:
            return BadRequest(f"_timelimit: {value!r} is no whole number of milliseconds")
    if any(name in _SQL and _PATHS.search(value) for name, value in pairs):
        return BadRequest("pragma_database_list cannot be queried here")
    return None
