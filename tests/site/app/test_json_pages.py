"""JSON tells how many rows there are, which, and how to go on and back."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from publish.site.app.datasette_site import Site


async def told(site: Site, address: str) -> dict[str, Any]:
    response = await site.client.get(address)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def walk(site: Site, address: str, way: str) -> list[list[Any]]:
    """The rows of each page from an address on, by what leads to the next one."""
    pages, url = [], address
    while url:
        page = await told(site, url)
        pages.append(page["rows"])
        parts = urlsplit(page[way] or "")
        url = f"{parts.path}?{parts.query}" if page[way] else ""
    return pages


async def test_a_page_says_of_what_it_is(still: Site) -> None:
    page = await told(still, "/lieux/places.json?kind=a&_size=2")
    assert (page["total"], page["selection"], len(page["rows"])) == (3, "Kind = Café", 2)
    assert (page["previous"], page["previous_url"]) == (None, None)
    assert page["license"]["id"] == "ODbL-1.0"
    english = await told(still, "/lieux/places.json?kind__not=a&_lang=en&_size=0")
    assert (english["total"], english["selection"], english["rows"]) == (3, "Kind: not Café", [])
    whole = await told(still, "/lieux/places.json?_nocount=1")
    assert (whole["total"], whole["selection"]) == (None, "")


@pytest.mark.parametrize(
    ("table", "query"),
    [
        ("places", ""),
        ("places", "_sort=name"),
        ("places", "_sort_desc=seats"),
        ("places", "_sort=kind"),
        ("places", "_sort_desc=kind"),
        ("places", "_sort=opened"),
        ("places", "_sort=id"),
        ("places", "kind=a&_sort_desc=insee"),
        ("places", "_search=cafe"),
        ("places", "seats__gt=0&_sort=name"),
        ("open_places", ""),
        ("open_places", "_sort_desc=name"),
        ("kinds", ""),
        ("notes", ""),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 4, 6])
async def test_who_goes_back_sees_the_same_pages(
    still: Site, table: str, query: str, size: int
) -> None:
    pages = await walk(still, f"/lieux/{table}.json?{query}&_size={size}", "next_url")
    last = await _last(still, f"/lieux/{table}.json?{query}&_size={size}")
    assert (await walk(still, last, "previous_url"))[::-1] == pages
    rows = [str(row) for page in pages for row in page]
    total = (await told(still, f"/lieux/{table}.json?{query}"))["total"]
    assert len(rows) == len(set(rows)) == total


async def _last(site: Site, address: str) -> str:
    page = await told(site, address)
    while page["next_url"]:
        parts = urlsplit(page["next_url"])
        address = f"{parts.path}?{parts.query}"
        page = await told(site, address)
    return address
