"""A WordPress: the entries of one type, as its REST API has them, page after page."""

from collections.abc import Iterator

import httpx

from publish.bakehouse.fetch.request import shown
from publish.bakehouse.partners.harvested import Asked, Record
from publish.errors import SourceError

ROUTE = "/wp-json/wp/v2/"
MOST = 100
"""Entries that WordPress gives at once."""


def harvest(asked: Asked) -> Iterator[Record]:
    """The entries at `…/wp-json/wp/v2/<type>`, published ones alone, oldest id first.

    Raises SourceError for another address, and where a page is no list of entries.
    """
    if ROUTE not in asked.address:
        raise SourceError(
            f"{shown(asked.address)}: no address of WordPress's API; give that of a type of "
            f"entries, as in `https://asso.example{ROUTE}posts`"
        )
    first: dict[str, str | int] = {"per_page": MOST, "orderby": "id", "order": "asc"}
    address, seen = str(httpx.URL(asked.address).copy_merge_params(first)), set[str]()
    while address and address not in seen:
        seen.add(address)
        page = asked.web.page(address, "application/json")
        yield from _entries(page.json(), address)
        address = str(httpx.URL(address).join(page.following)) if page.following else ""


def _entries(said: object, address: str) -> Iterator[Record]:
    for entry in said if isinstance(said, list) else [None]:
        if not isinstance(entry, dict) or "id" not in entry:
            raise SourceError(f"{shown(address)}: no list of entries of a WordPress")
        yield {key: value for key, value in entry.items() if key != "_links"}
