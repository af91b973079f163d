"""The catalog of the site as DCAT-AP, in pages; written once per state of the releases."""

from collections.abc import Callable, Mapping
from math import ceil
from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils.asgi import NotFound, Request, Response

from publish.describe.dcat import Page, SiteFacts, catalog, described
from publish.describe.rdf import Graph, json_ld, rdf_xml, turtle
from publish.serving.address import address
from publish.serving.datasette_site import Site

PAGE_SIZE = 100
# Addresses come from requests where none is declared: they must not fill the memory.
KEPT = 64

SYNTAXES: Mapping[str, tuple[str, Callable[[Graph], str]]] = {
    "ttl": ("text/turtle; charset=utf-8", turtle),
    "jsonld": ("application/ld+json; charset=utf-8", json_ld),
    "rdf": ("application/rdf+xml; charset=utf-8", rdf_xml),
}
Key = tuple[str, int, str]
State = tuple[tuple[str, str, str], ...]
_written: WeakKeyDictionary[Site, tuple[State, dict[Key, str]]] = WeakKeyDictionary()


async def catalog_page(datasette: Site, request: Request) -> Response:
    """A page of the catalog in the syntax that the address ends with; raises NotFound."""
    syntax, number = request.url_vars["syntax"], _number(request.args.get("page") or "1")
    home = address(datasette, request)
    pages, key = _pages(datasette), (syntax, number, home)
    if key not in pages:
        text = _text(datasette, key)
        if len(pages) >= KEPT:
            pages.clear()
        pages[key] = text
    headers = {"access-control-allow-origin": "*"}
    return Response(pages[key], headers=headers, content_type=SYNTAXES[syntax][0])


def _pages(site: Site) -> dict[Key, str]:
    """The pages written since the releases last changed."""
    releases = [database.release for database in site.databases.values()]
    state = tuple((one.dataset, one.version, one.hash) for one in releases)
    if site not in _written or _written[site][0] != state:
        _written[site] = (state, {})
    return _written[site][1]


def _number(page: str) -> int:
    if not (page.isascii() and page.isdecimal() and len(page) < 9 and int(page) >= 1):
        raise NotFound("No such page of the catalog; its pages are numbered from 1")
    return int(page)


def _text(site: Site, key: Key) -> str:
    syntax, number, home = key
    datasets = described([database.release.package for database in site.databases.values()])
    last = max(1, ceil(len(datasets) / PAGE_SIZE))
    if number > last:
        raise NotFound(f"No such page of the catalog; the last is {last}")
    shown = datasets[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    page = Page(f"{home}/catalog.{syntax}", number, last, len(datasets))
    return SYNTAXES[syntax][1](list(catalog(facts(site, home), shown, page)))


def facts(site: Site, home: str) -> SiteFacts:
    """What the site says of itself."""
    declared: Mapping[str, Any] = site.declared
    publisher = declared.get("publisher") or {}
    titles = declared.get("titles") or {"fr": home}
    return SiteFacts(
        address=home,
        titles=tuple(titles.items()),
        descriptions=tuple((declared.get("descriptions") or {}).items()),
        publisher=publisher.get("name") or titles["fr"],
        publisher_url=publisher.get("url"),
        contact=declared.get("contact"),
        languages=tuple(declared.get("languages") or ("fr",)),
    )
