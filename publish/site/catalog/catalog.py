"""What machines read of the whole site; each text is written once per state of the releases."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from math import ceil
from typing import Any

from publish.describe.dcat import CatalogPage, SiteFacts, catalog, described
from publish.describe.listing import llms, robots, sitemap
from publish.describe.openapi import openapi
from publish.describe.rdf import Graph, json_ld, rdf_xml, turtle
from publish.release.package import Package
from publish.release.status import newest_export
from publish.site.base.answers import Response
from publish.site.base.refusals import NotFound
from publish.site.base.site import Request, Site
from publish.site.catalog.once import once
from publish.site.frame.links import site_address
from publish.site.http.arguments import whole

PAGE_SIZE = 100
SYNTAXES: Mapping[str, tuple[str, Callable[[Graph], str]]] = {
    "ttl": ("text/turtle; charset=utf-8", turtle),
    "jsonld": ("application/ld+json; charset=utf-8", json_ld),
    "rdf": ("application/rdf+xml; charset=utf-8", rdf_xml),
}


async def catalog_page(datasette: Site, request: Request) -> Response:
    """A page of the catalog in the syntax that the address ends with; raises NotFound."""
    syntax, number = request.url_vars["syntax"], _number(request.args.get("page") or "1")
    home = site_address(datasette, request)
    type, write = SYNTAXES[syntax]
    exports = _exports(datasette)
    key = ("catalog", syntax, number, home, tuple(exports.values()))
    return _answer(
        once(datasette, key, lambda: write(_graph(datasette, home, syntax, number, exports))), type
    )


async def openapi_page(datasette: Site, request: Request) -> Response:
    """The description of the API."""
    home, most = site_address(datasette, request), datasette.setting("max_returned_rows")

    def write() -> str:
        desk = bool(datasette.declared.get("desk"))
        content = openapi(facts(datasette, home), _packages(datasette), most, desk=desk)
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    return _answer(once(datasette, ("openapi", home), write), "application/json; charset=utf-8")


async def sitemap_page(datasette: Site, request: Request) -> Response:
    """The map of the site."""
    home = site_address(datasette, request)
    text = once(
        datasette,
        ("sitemap", home),
        lambda: sitemap(facts(datasette, home), _packages(datasette)),
    )
    return _answer(text, "application/xml; charset=utf-8")


async def llms_page(datasette: Site, request: Request) -> Response:
    """The site in a few lines of Markdown."""
    home = site_address(datasette, request)
    text = once(
        datasette, ("llms", home), lambda: llms(facts(datasette, home), _packages(datasette))
    )
    return _answer(text, "text/plain; charset=utf-8")


async def robots_page(datasette: Site, request: Request) -> Response:
    """What crawlers may ask for."""
    return _answer(robots(facts(datasette, site_address(datasette, request))), "text/plain")


def _answer(text: str, type: str) -> Response:
    return Response(text, content_type=type)


def _packages(site: Site) -> list[Package]:
    return [database.release.package for database in site.databases.values()]


def _number(page: str) -> int:
    if not (number := whole(page)):
        raise NotFound("No such page of the catalog; its pages are numbered from 1")
    return number


def _exports(site: Site) -> dict[str, date]:
    """The day of the newest export of every dataset: it moves on while the releases stand."""
    folder = site.releases_folder
    return {one.name: newest_export(folder / one.name, one) for one in _packages(site)}


def _graph(site: Site, home: str, syntax: str, number: int, exports: Mapping[str, date]) -> Graph:
    datasets = described((package, exports[package.name]) for package in _packages(site))
    last = max(1, ceil(len(datasets) / PAGE_SIZE))
    if number > last:
        raise NotFound(f"No such page of the catalog; the last is {last}")
    shown = datasets[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    page = CatalogPage(f"{home}/catalog.{syntax}", number, last, len(datasets))
    return catalog(facts(site, home), shown, page)


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
