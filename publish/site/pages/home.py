"""The catalog: what this site is, its datasets, how to narrow them down, what is new."""

from datetime import UTC, datetime
from math import ceil
from typing import Any

from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.catalog.cards import (
    FACETS,
    Card,
    by_title,
    card,
    chips,
    chosen,
    facets,
    label,
    matching,
    tiles,
)
from publish.site.catalog.catalog import SYNTAXES
from publish.site.catalog.glimpses import glimpse
from publish.site.catalog.latest import latest
from publish.site.catalog.news import news, telling
from publish.site.frame.frame import page
from publish.site.frame.links import changed
from publish.site.http.arguments import whole
from publish.site.http.viewable import viewable
from publish.site.text.freshness import Dated, dated
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.reuses import shown_reuses
from publish.site.text.words import text
from publish.words.licenses import LICENSES

PAGE_SIZE = 24
# The newest; `/reuses` has all.
REUSES = 3


async def home_page(datasette: Site, request: Request) -> Response:
    """The first page, whatever was chosen of its facets."""
    await datasette.must(request.actor, "view-instance")
    names = list(await viewable(datasette, request.actor))
    cards = by_title(card(datasette.databases[name]) for name in names)
    choices = chosen(request)
    found = matching(cards, choices)
    here, shown = _window(request, found)
    context = {
        "at_home": True,
        "alternates": _alternates(datasette),
        "ages": _ages(datasette, shown),
        "cards": shown,
        "found": len(found),
        "pages": _pages(request, here, len(found)),
        "chips": chips(request, choices),
        "clear": changed(request, **dict.fromkeys((*FACETS, "page"))),
        "covering": _covering([one for card in cards for one in card.licenses]),
        "facets": facets(cards, choices),
        "label": label,
        "narrowed": any(choices.values()),
        "glimpses": {
            one.dataset: glimpse(datasette, datasette.databases[one.dataset]) for one in shown
        },
        "news": news,
        "themes": [] if any(choices.values()) else tiles(cards),
        "reuses": shown_reuses(datasette.databases[name].release for name in names)[:REUSES],
        "rows": sum(one.rows for one in cards),
        "stories": telling(latest(datasette, names)),
        "summary": text(datasette.declared, "description"),
        "total": len(cards),
    }
    return await page(datasette, request, "index.html", context)


def _ages(site: Site, cards: list[Card]) -> dict[str, Dated]:
    today, folder = datetime.now(UTC).date(), site.releases_folder
    return {one.dataset: dated(folder / one.dataset, one.package, today) for one in cards}


def _window(request: Request, cards: list[Card]) -> tuple[int, list[Card]]:
    """The number of the page asked for, from 1, and its cards; the last page for any beyond."""
    asked = request.args.get("page") or "1"
    last = max(1, ceil(len(cards) / PAGE_SIZE))
    here = min(max(1, whole(asked) or 1), last)
    return here, cards[(here - 1) * PAGE_SIZE : here * PAGE_SIZE]


def _pages(request: Request, here: int, count: int) -> dict[str, Any]:
    """Where one is, and the addresses before and after."""
    last = max(1, ceil(count / PAGE_SIZE))
    return {
        "here": here,
        "last": last,
        "before": changed(request, page=str(here - 1)) if here > 1 else None,
        "after": changed(request, page=str(here + 1)) if here < last else None,
    }


def _alternates(site: Site) -> list[dict[str, str]]:
    """The catalog for machines."""
    title = _("The catalog in DCAT-AP")
    return [
        {
            "type": type.partition(";")[0],
            "url": str(site.urls.path(f"/catalog.{name}")),
            "title": title,
        }
        for name, (type, _write) in SYNTAXES.items()
    ]


def _covering(licenses: list[str]) -> list[dict[str, str]]:
    """Each licence once, in words; the page of a dataset says what to cite."""
    return [
        {
            "id": one,
            "url": LICENSES[one].url,
            "title": LICENSES[one].title[language()],
            "summary": LICENSES[one].summary[language()],
        }
        for one in dict.fromkeys(licenses)
    ]
