"""The feature that an address uses: in words of a list, by the routes that there are."""

import re

import pytest

from publish.site.app.datasette_site import Site
from publish.site.app.routes import ROUTES
from publish.site.meters.uses import use_of
from publish.usage.use import Use

SOMEBODY = "ada.lovelace@example.org"
PLACES = ("lieux", "places")
USES: dict[str, Use | None] = {
    "/": Use("catalog", form="html"),
    "/?theme=x&page=2": Use("catalog", form="html"),
    f"/search?q={SOMEBODY}": Use("search", form="html"),
    f"/search.json?q={SOMEBODY}": Use("search", form="json"),
    "/search/suggestions.json": None,
    "/status": Use("page", form="html"),
    "/share.png": None,
    "/status.json": Use("page", form="json"),
    "/reuses": Use("page", form="html"),
    "/partners": Use("page", form="html"),
    "/partners/jardins": Use("page", form="html"),
    "/usage": Use("page", form="html"),
    "/usage/method": Use("page", form="html"),
    "/licenses": Use("page", form="html"),
    "/licenses/ODbL-1.0": Use("page", form="html"),
    "/about": Use("page", form="html"),
    "/catalog.ttl": Use("dcat", form="ttl"),
    "/openapi.json": Use("openapi", form="json"),
    "/sitemap.xml": None,
    "/llms.txt": Use("page", form="txt"),
    "/robots.txt": None,
    "/opensearch.xml": None,
    "/manifest.webmanifest": None,
    "/feed.atom": Use("feed", form="atom"),
    "/lieux/feed.atom": Use("feed", "lieux", form="atom"),
    "/static/france.pmtiles": None,
    "/static/app.css": None,
    "/download/lieux/lieux.zip": Use("download", "lieux", form="zip"),
    "/download/lieux/places.csv": Use("download", *PLACES, "csv"),
    "/download/lieux/places.jsonl.gz": Use("download", *PLACES, "jsonl"),
    "/download/lieux/1.0.0/places.parquet": Use("download", *PLACES, "parquet"),
    "/download/lieux/SHA256SUMS": Use("download", "lieux"),
    "/lieux": Use("dataset", "lieux", form="html"),
    "/lieux.json": Use("json", "lieux", form="json"),
    "/lieux/citation.bib": Use("page", "lieux", form="bib"),
    "/lieux/citation.json": Use("page", "lieux", form="json"),
    "/lieux/-/query?sql=select+1": Use("sql", "lieux", form="html"),
    "/lieux/-/query.csv?sql=select+1": Use("sql", "lieux", form="csv"),
    "/lieux/-/query.json?sql=select+1": Use("sql", "lieux", form="json"),
    "/lieux/places": Use("table", *PLACES, "html"),
    "/lieux/places?_lang=en&_next=3": Use("table", *PLACES, "html"),
    f"/lieux/places?name={SOMEBODY}": Use("filtered table", *PLACES, "html"),
    f"/lieux/places?_search={SOMEBODY}": Use("filtered table", *PLACES, "html"),
    "/lieux/places.xlsx?kind=a": Use("download", *PLACES, "xlsx"),
    "/lieux/places.json": Use("json", *PLACES, "json"),
    "/lieux/places/-/columns.json": None,
    "/lieux/places/-/count.json": None,
    "/lieux/places/-/points.json": None,
    "/lieux/places/-/chart": Use("chart", *PLACES, "html"),
    "/lieux/places/-/chart?_embed=1": Use("embed", *PLACES, "chart"),
    "/lieux/places/-/chart.svg": Use("chart", *PLACES, "svg"),
    "/lieux/places/-/chart.png": Use("chart", *PLACES, "png"),
    "/lieux/places/-/chart.csv": Use("chart", *PLACES, "csv"),
    "/lieux/places/-/chart.svg?_chart=bars&_column=kind&_bare=1&_night=1": None,
    "/lieux/places/-/map.svg?_bare=1": None,
    "/lieux/places/-/map": Use("map", *PLACES, "html"),
    "/lieux/places/-/map.svg": Use("map", *PLACES, "svg"),
    "/lieux/places/-/map.png": Use("map", *PLACES, "png"),
    "/lieux/places/-/elements.json?bounds=0,0,1,1": Use("json", *PLACES, "json"),
    "/lieux/places/-/elements.jsonld": Use("json", *PLACES, "jsonld"),
    "/lieux/places/-/taxonomy.json": Use("json", *PLACES, "json"),
    "/lieux/places/l-1": Use("row", *PLACES, "html"),
    "/lieux/places/l-1.json": Use("json", *PLACES, "json"),
    "/reconcile": Use("page", form="html"),
    "/lieux/places/-/reconcile": Use("reconcile", *PLACES, "html"),
    "/lieux/places/-/reconcile/1.0-draft": Use("reconcile", *PLACES, "html"),
    "/lieux/places/-/reconcile/1.0-draft/match": Use("reconcile", *PLACES, "html"),
    "/lieux/places/-/reconcile/1.0-draft/extend": Use("reconcile", *PLACES, "html"),
    "/lieux/places/-/reconcile/extend/propose": None,
    f"/lieux/places/-/reconcile/suggest/entity?prefix={SOMEBODY}": None,
    "/lieux/places/-/reconcile/1.0-draft/suggest/property?prefix=a": None,
    "/mcp": None,
    f"/{SOMEBODY}": None,
    f"/{SOMEBODY}/{SOMEBODY}": None,
    f"/lieux/{SOMEBODY}": Use("page", "lieux", form="html"),
    f"/download/lieux/{SOMEBODY}": Use("download", "lieux"),
}


def used(site: Site, method: str, address: str) -> Use | None:
    path, _, query = address.partition("?")
    asked = {"raw_path": path.encode(), "path": path, "query_string": query.encode()}
    return use_of(site, {"type": "http", "method": method, **asked})


@pytest.mark.parametrize("address", USES)
async def test_the_use_of_an_address(address: str, still: Site) -> None:
    assert used(still, "GET", address) == USES[address]


async def test_only_assistants_post_and_who_asks_for_headers_has_nothing(still: Site) -> None:
    assert used(still, "POST", "/mcp") == Use("assistants")
    assert used(still, "HEAD", "/download/lieux/places.csv") is None
    assert used(still, "POST", "/lieux") is None


def test_every_route_was_thought_of() -> None:
    paths = [address.partition("?")[0] for address in USES]
    assert [
        pattern for pattern, *_ in ROUTES if not any(re.match(pattern, path) for path in paths)
    ] == []
