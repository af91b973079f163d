"""The feature that an address uses, in words of a list: what is counted of a request."""

import re
from collections.abc import Mapping

from publish.site.base.asgi import Scope
from publish.site.base.site import Site
from publish.site.http.arguments import ASSISTANTS, ENDINGS, pairs_of, route_path
from publish.site.http.posted import takes_posts
from publish.site.meters.asked import Asked, asked
from publish.site.text.languages import PARAMETER
from publish.usage.use import Use

# What a table's page may say without being a part of its rows.
_WHOLE = frozenset({PARAMETER, "_page", "_next", "_embed"})
# Forms of files, beside pages; a name that ends otherwise is counted without one.
FORMS = frozenset(
    """
    atom bib csv db docx geojson html ics json jsonl jsonld md ods parquet pdf png rdf svg ttl txt
    xlsx xml yaml zip
    """.split()  # noqa: SIM905
)
PAGE = "html"
"""The form of what people read."""
# Read by people or their programs as files of rows; the database is one too.
_FILES = frozenset({*ENDINGS, "db"})
# What pages and crawlers ask by themselves is no use of a feature.
_PARTS_OF_PAGES = ("/search/suggestions.", "/robots.", "/sitemap.")
_ASKED_BY_PAGES = ("/-/columns.json", "/-/count.json", "/-/points.json")
_SUGGESTING = re.compile(r"/-/reconcile/(?:.*/)?(?:suggest/\w+|extend/propose)$")
_OF_KIND: Mapping[str, str] = {
    "home": "catalog",
    "search": "search",
    "chart": "chart",
    "map": "map",
    "sql": "sql",
    "reconcile": "reconcile",
    "atom": "feed",
    "download": "download",
    "text": "page",
}
# An address of rows: what it ends in says more.
_ROWS = frozenset({"dataset", "table", "row", "csv", "json"})
_MACHINES = {"catalog": "dcat", "feed": "feed", "openapi": "openapi"}
_EMBED = re.compile(rb"(?:^|&)_embed=[^&]")
# A drawing as pages have it, without its words and licence.
_BARE = re.compile(rb"(?:^|&)_bare=[^&]")


def use_of(site: Site, scope: Scope) -> Use | None:
    """What is used by a request that was answered; None for what nobody asked for knowingly.

    Datasets and tables are those that are served, and nothing else of the address is kept.
    """
    path = route_path(site, scope)
    if path == ASSISTANTS:
        return Use("assistants") if scope["method"] == "POST" else None
    asks = scope["method"] == "GET" or takes_posts(path)
    if not asks or _by_itself(path) or _BARE.search(scope["query_string"]):
        return None
    found = asked(site, "GET", path)
    feature = _feature(found, path)
    return None if feature is None else _use(site, scope, found, feature)


def _by_itself(path: str) -> bool:
    return (
        path.startswith(_PARTS_OF_PAGES)
        or path.endswith(_ASKED_BY_PAGES)
        or bool(_SUGGESTING.search(path))
    )


def _use(site: Site, scope: Scope, found: Asked, feature: str) -> Use:
    path, query = route_path(site, scope), scope["query_string"]
    dataset, table = _named(found.dataset), _named(found.table) or _of_file(site, found, path)
    if query and _EMBED.search(query):
        return Use("embed", dataset, table, feature)
    if feature == "table" and _selects(query):
        feature = "filtered table"
    return Use(feature, dataset, table, _form(path, found.kind))


def _feature(found: Asked, path: str) -> str | None:
    if found.kind == "catalog":
        return _MACHINES.get(path.strip("/").partition(".")[0], "page")
    if found.kind in _ROWS:
        if "/" in path.strip("/") and not _named(found.table):
            return "page"
        form = _form(path, found.kind)
        return "download" if form in _FILES else "json" if form == "json" else found.kind
    return _OF_KIND.get(found.kind)


def _form(path: str, kind: str) -> str:
    """The form that an address ends in; a file that is packed is counted as what is in it."""
    ending = path.removesuffix(".gz").rpartition("/")[2].rpartition(".")[2]
    return ending if ending in FORMS else "" if kind == "download" else PAGE


def _of_file(site: Site, found: Asked, path: str) -> str:
    """The table that a file to download is of; none where it is of the whole dataset."""
    release = site.release(found.dataset)
    table = path.rpartition("/")[2].partition(".")[0]
    return table if found.kind == "download" and release and table in release.tables else ""


def _named(said: str) -> str:
    return "" if said == "-" else said


def _selects(query: bytes) -> bool:
    return bool(query) and any(name not in _WHOLE for name, _ in pairs_of(query))
