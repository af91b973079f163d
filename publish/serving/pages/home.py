"""The catalog: what this site is, its datasets, how to narrow them down, what is new."""

from datetime import UTC, datetime
from math import ceil
from typing import Any

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from publish.licenses import LICENSES
from publish.serving.age import Age, age
from publish.serving.cards import (
    FACETS,
    Card,
    by_title,
    card,
    chips,
    chosen,
    facets,
    label,
    matching,
)
from publish.serving.catalog import SYNTAXES
from publish.serving.changelog import told
from publish.serving.datasette_site import Site
from publish.serving.frame import page
from publish.serving.languages import gettext as _
from publish.serving.languages import language
from publish.serving.latest import Story, latest
from publish.serving.links import changed
from publish.serving.viewable import viewable
from publish.serving.words import text

PAGE_SIZE = 24


async def home_page(datasette: Site, request: Request) -> Response:
    """The first page, whatever was chosen of its facets."""
    await datasette.ensure_permission(action="view-instance", actor=request.actor)
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
        "reason": _reason,
        "rows": sum(one.rows for one in cards),
        "stories": latest(datasette, names),
        "summary": text(datasette.declared, "description"),
        "total": len(cards),
    }
    return await page(datasette, request, "index.html", context)


def _ages(site: Site, cards: list[Card]) -> dict[str, Age]:
    today = datetime.now(UTC).date()
    return {one.dataset: age(site, site.databases[one.dataset].release, today) for one in cards}


def _reason(story: Story) -> Markup:
    """The weightiest reason for a version."""
    reason = story.entry.reason[:1]
    return told(reason[0], story.release.package) if reason else Markup("")


def _window(request: Request, cards: list[Card]) -> tuple[int, list[Card]]:
    """The number of the page asked for, from 1, and its cards; the last page for any beyond."""
    asked = request.args.get("page") or "1"
    last = max(1, ceil(len(cards) / PAGE_SIZE))
    known = asked.isascii() and asked.isdecimal() and len(asked) < 9
    here = min(max(1, int(asked)), last) if known else 1
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
