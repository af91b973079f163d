"""All that a site links to, asked as people ask it: each answer is counted once, as what it is."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from publish.site.app.datasette_site import Site
from publish.usage.keys import Keys
from publish.usage.usage import Usage
from publish.usage.use import Use
from tests.site.conftest import opened
from tests.usage.clocks import BROWSER, SetClock

MOST = 250
LINKED = re.compile(r'(?:href|src|srcset|data-points|data-count)="([^"#]+)')
TYPES = {
    "atom": "application/atom+xml",
    "bib": "application/x-bibtex",
    "csv": "text/csv",
    "db": "application/vnd.sqlite3",
    "html": "text/html",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "jsonld": "application/ld+json",
    "png": "image/png",
    "rdf": "application/rdf+xml",
    "svg": "image/svg+xml",
    "ttl": "text/turtle",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CITED = "application/vnd.citationstyles.csl+json"
BY_ITSELF = re.compile(
    r"/static/|/opensearch\.xml|/manifest|.*(?:_bare=1|/-/(?:points|count|columns)\.json)"
)
LINKED_NOWHERE = (
    "/catalog.ttl",
    "/openapi.json",
    "/sitemap.xml",
    "/lieux.json",
    "/lieux/places.json",
)


@pytest_asyncio.fixture
async def counted(root: Path) -> AsyncIterator[Site]:
    async with opened(root) as site:
        site.usage = Usage(root, Keys(), SetClock())
        yield site


def taken(site: Site) -> dict[Use, int]:
    """What was counted since this was asked."""
    return {slot.use: tally.actions for slot, tally in site.usage._counter.take().items()}


def linked(page: httpx.Response) -> list[str]:
    """The addresses of this site that a page names."""
    if "text/html" not in page.headers.get("content-type", ""):
        return []
    found = (str(page.url.join(html.unescape(one))) for one in LINKED.findall(page.text))
    return [one.removeprefix("http://site") for one in found if one.startswith("http://site/")]


@pytest.mark.slow("asks a site for all that it links to")
async def test_each_answer_is_counted_once_as_what_it_is(counted: Site) -> None:
    transport = httpx.ASGITransport(counted.app(), client=("198.51.100.1", 1))  # type: ignore[arg-type]
    kept, seen, uses = ["/", *LINKED_NOWHERE], set[str](), dict[str, Use]()
    said = {"user-agent": BROWSER}
    async with httpx.AsyncClient(transport=transport, base_url="http://site", headers=said) as asks:
        while kept and len(seen) < MOST:
            if (address := kept.pop(0)) in seen:
                continue
            seen.add(address)
            answer = await asks.get(address)
            kept += linked(answer)
            found = taken(counted)
            if answer.status_code != 200 or BY_ITSELF.match(address) or "sitemap" in address:
                assert found == {}, address
                continue
            [(use, times)] = found.items()
            assert times == 1
            uses[address] = use
            check(address, use, answer.headers["content-type"])
    assert len(uses) > 120
    assert {use.feature for use in uses.values()} >= {
        "catalog", "search", "dataset", "table", "filtered table", "row", "chart", "embed", "sql",
        "json", "download", "dcat", "openapi", "page",
    }  # fmt: skip


def check(address: str, use: Use, kind: str) -> None:
    """Against what the address and its answer say of themselves."""
    path, _, query = address.partition("?")
    parts = [part.partition(".")[0] for part in path.strip("/").split("/")]
    named = parts[1:] if parts[0] == "download" else parts
    assert use.dataset in ("", named[0]), (address, use)
    assert use.table in ("", *named[1:2]), (address, use)
    if "_embed=1" in query:
        assert use.feature == "embed", address
        return
    assert kind.startswith(CITED if "citation.json" in path else TYPES[use.form]), (address, use)
    assert use.feature != "filtered table" or query, address
    of_rows = len(parts) == 3 and "-" not in parts and parts[0] not in ("download", "licenses")
    assert (use.feature == "row") == (of_rows and use.form == "html"), (address, use)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE"])
async def test_who_asks_for_no_answer_uses_nothing(counted: Site, method: str) -> None:
    transport = httpx.ASGITransport(counted.app(), client=("198.51.100.1", 1))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as asks:
        for path in ("/", "/lieux/places", "/download/lieux/places.csv"):
            await asks.request(method, path, headers={"user-agent": BROWSER})
    assert taken(counted) == {}


PICTURE = "/lieux/places/-/chart.svg?_chart=bars&_column=kind"


@pytest.mark.parametrize(
    ("address", "site", "dest", "times"),
    [
        (PICTURE, "same-origin", "image", 0),
        (PICTURE, "cross-site", "image", 1),
        (PICTURE, "same-origin", "document", 1),
        ("/lieux/places", "same-origin", "empty", 0),
        ("/lieux/places", "same-origin", "iframe", 1),
        ("/lieux/places.json", "cross-site", "empty", 1),
        ("/download/lieux/places.csv", "same-origin", "empty", 1),
    ],
)
async def test_what_a_page_of_ours_asks_for_by_itself_is_no_use(
    counted: Site, address: str, site: str, dest: str, times: int
) -> None:
    transport = httpx.ASGITransport(counted.app(), client=("198.51.100.1", 1))  # type: ignore[arg-type]
    said = {"user-agent": BROWSER, "sec-fetch-site": site, "sec-fetch-dest": dest}
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as asks:
        assert (await asks.get(address, headers=said)).status_code == 200
    assert sum(taken(counted).values()) == times
