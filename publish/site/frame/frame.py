"""What every page shows around its content, and how a page is written."""

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.frame.assets import asset
from publish.site.frame.links import absolute, address, changed, link
from publish.site.text.languages import (
    LANGUAGES,
    PARAMETER,
    language,
    languages_of,
    script_messages,
    shown,
)
from publish.site.text.languages import gettext as _
from publish.site.text.values import unit_beside
from publish.site.text.words import (
    readable_date,
    readable_number,
    readable_size,
    tell,
    text,
    within_quotes,
    written,
)

EMBED = "_embed"
# Where a site has no picture of its own.
PICTURE = "bakehouse.svg"
FILTERS = {
    "day": readable_date,
    "number": readable_number,
    "size": readable_size,
    "unit": unit_beside,
    "within": within_quotes,
    "written": written,
}


async def page(
    site: Site, request: Request, template: str, context: Mapping[str, Any], status: int = 200
) -> Response:
    """A page of ours; `context` may hold `database` and `table`, which hooks look at."""
    html = await site.render_template(template, dict(context), request=request)
    return Response.html(html, status=status)


def frame(site: Site, request: Request | None) -> dict[str, Any]:
    """The variables of base.html; `request` is None for a page that answers none."""
    look = site.declared.get("look") or {}
    return {
        "asset": partial(asset, site),
        "draft": site.declared.get("draft", False),
        "embed": bool(request and request.args.get(EMBED)),
        "has_partners": _has_partners(site),
        "hidden_language": language() if shown().asked else None,
        "language": language(),
        "languages": _languages(site, request) if request else [],
        "link": link,
        "logo": look.get("logo"),
        "messages": script_messages(language()),
        "picture": look.get("picture") or PICTURE,
        "neutral_url": _absolute(site, request, PARAMETER) if request else None,
        "self_url": _absolute(site, request) if request else None,
        "site_contact": site.declared.get("contact"),
        "site_publisher": site.declared.get("publisher") or {},
        "site_summary": text(site.declared, "description"),
        "site_title": text(site.declared, "title"),
        "site": site.declared,
        "tell": tell,
        "text": text,
        "tiles": partial(tiles, site),
    }


def _has_partners(site: Site) -> bool:
    if site.is_desk:
        return False
    releases = (database.release for database in site.databases.values())
    return any(table.partners for one in releases for table in one.tables.values())


def _languages(site: Site, request: Request) -> list[dict[str, Any]]:
    """The page in each language: its name for itself, its address, whether it is this one."""
    spoken = languages_of(site.declared)
    paths = {code: changed(request, **{PARAMETER: code}) for code in spoken}
    return [
        {
            "code": code,
            "name": LANGUAGES[code],
            "href": path,
            "url": absolute(site, request, path),
            "current": code == language(),
        }
        for code, path in paths.items()
    ]


def _absolute(site: Site, request: Request, *without: str) -> str:
    """The page's own address, without what only changes how it is shown."""
    return absolute(site, request, changed(request, **dict.fromkeys((EMBED, *without))))


def embed_code(site: Site, request: Request, path: str, title: str, height: int) -> str:
    """An `iframe` of a page without its frame; `height` in pixels.

    In the language of the page that it is copied from, as its title is.
    """
    bare, _mark, query = path.partition("?")
    asked = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in asked if pair[0] not in (PARAMETER, EMBED)]
    shown = address(bare, [*kept, (PARAMETER, language()), (EMBED, "1")])
    url = absolute(site, request, shown)
    return (
        f'<iframe src="{escape(url)}" title="{escape(title)}" width="100%" height="{height}"'
        ' style="border:0" loading="lazy"></iframe>'
    )


def feeds(site: Site, dataset: str | None) -> list[tuple[str, str]]:
    """(path, title) of the feeds that a page announces."""
    found = [(site.urls.path("/feed.atom"), _("New releases"))]
    release = site.release(dataset) if dataset else None
    if release is not None:
        name = text(release.package, "title") or dataset
        title = _("Releases of %(title)s") % {"title": name}
        found.append((site.urls.path(f"/{dataset}/feed.atom"), title))
    return found


def tiles(site: Site) -> dict[str, Any] | None:
    """What the script of the map needs to draw tiles; None where the site declares none.

    `attribution` is HTML, safe to show.
    """
    declared: Mapping[str, Any] = site.declared.get("map") or {}
    if not declared:
        return None
    module = "protomaps-leaflet.js" if declared["kind"] == "mvt" else "pmtiles.js"
    return {
        "file": str(site.urls.path(f"/static/{declared['tiles']}")),
        "script": asset(site, "tiles.js"),
        "module": asset(site, module),
        "attribution": str(tell(declared, "attribution")),
        **{key: declared[key] for key in ("kind", "zooms", "box")},
    }
