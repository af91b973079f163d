"""Marks the requests that bring SQL or patterns of a stranger's; closes SQL where it is closed."""

import re
from collections.abc import Collection
from enum import Enum
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from publish.site.base.asgi import App, Receive, Scope, Send
from publish.site.base.refusals import Forbidden, Refusal
from publish.site.base.site import Site
from publish.site.http.arguments import pairs_of, route_path, tilde_decode
from publish.site.http.keys import MORE_TIME
from publish.site.sql.asker import Asker, asked_by
from publish.site.sql.job import CELLS, PAGE_CELLS

CLOSED = "SQL is closed on this site"
# Of an IPv6 address: what one customer of a provider gets.
_PREFIX = 64


class Door(Enum):
    """What a stranger brings: SQL of his own, or values for which SQLite has no time limit."""

    SQL = "sql"
    STORED = "stored"
    PATTERN = "pattern"


# Datasette's filters that compare: not `like`, `glob`, and what it makes of them.
HARMLESS = frozenset(
    """
    exact not gt gte lt lte in notin arraycontains arraynotcontains date isnull notnull isblank
    notblank
    """.split()  # noqa: SIM905
)
_QUERY = re.compile(r"/[^/]+/-/query(\.\w+|/.*)?")
_MATCHING = re.compile(r"/-/autocomplete$")


def door(path: str, query: bytes, table: str | None, tables: Collection[str]) -> Door | None:
    """The door of a request; `table` is what its address names beside the `tables` there are."""
    pairs = pairs_of(query)
    names = {name for name, _ in pairs}
    if _QUERY.fullmatch(path) or names & {"sql", "_where"}:
        return Door.SQL
    if table and table not in tables:
        return Door.STORED
    raw = ("_searchmode", "raw") in pairs
    return Door.PATTERN if raw or _MATCHING.search(path) or _matches(names) else None


def most_cells(path: str) -> int | None:
    """Rows times columns of what an address shows; None where it shows pages of a table."""
    asked = _QUERY.fullmatch(path)
    return (CELLS if asked[1] else PAGE_CELLS) if asked else None


def _matches(names: Collection[str]) -> bool:
    lookups = {name.rpartition("__")[2] for name in names if "__" in name}
    return not lookups <= HARMLESS


def strangers(site: Site, app: App) -> App:
    """`app` with the asker of what runs in SQL processes; 403 where `allow_sql` says no."""

    async def marked(scope: Scope, receive: Receive, send: Send) -> None:
        found = _door(site, scope) if scope["type"] == "http" else None
        if found is None:
            await app(scope, receive, send)
        elif found[0] is Door.SQL and sql_is_closed(site, found[1]):
            await site.refuse(scope, receive, send, Forbidden(CLOSED))
        else:
            cells = most_cells(route_path(site, scope))
            times = MORE_TIME if scope.get("holder") else 1.0
            who = Asker(client(scope), found[0] is not Door.PATTERN, cells, times)
            await _asked(site, app, (scope, receive, send), who)

    return marked


async def _asked(site: Site, app: App, call: tuple[Scope, Receive, Send], who: Asker) -> None:
    try:
        with asked_by(who):
            await app(*call)
    except Refusal as error:
        # Nothing was answered yet: pages refuse by themselves.
        await site.refuse(*call, error)


def _door(site: Site, scope: Scope) -> tuple[Door, str] | None:
    path = route_path(site, scope)
    route = site.route(path)
    dataset = tilde_decode(route.get("database") or "")
    if (release := site.release(dataset)) is None:
        return None
    named = route.get("table") or route.get("query")
    table = tilde_decode(named) if named else None
    found = door(path, scope["query_string"], table, release.counts)
    return (found, dataset) if found else None


def sql_is_closed(site: Site, dataset: str) -> bool:
    """Whether `allow_sql: false` stands in datasette.yaml, for the site or for a dataset."""
    config = site.config or {}
    own = ((config.get("databases") or {}).get(dataset) or {}).get("allow_sql")
    said = config.get("allow_sql") if own is None else own
    return said is False or (said is None and not site.setting("default_allow_sql"))


def client(scope: Scope) -> str:
    """Who asks, as one name: a key, or an address, of IPv6 its first half."""
    if key := scope.get("holder"):
        return f"key {key}"
    return _named((scope.get("client") or ("",))[0])


@lru_cache(maxsize=4_096)
def _named(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return str(address)
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Address(int(found) >> _PREFIX << _PREFIX))
