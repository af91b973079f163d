"""What every page shows around its content, and how a page is written."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from datasette.utils.asgi import Request, Response

from publish.serving.address import absolute
from publish.serving.assets import asset
from publish.serving.datasette_site import Site
from publish.serving.languages import LANGUAGES, PARAMETER, language, script_messages, shown
from publish.serving.links import changed, link
from publish.serving.maps.tiles import tiles
from publish.serving.words import readable_date, readable_number, readable_size, tell, text

EMBED = "_embed"
FILTERS = {"day": readable_date, "number": readable_number, "size": readable_size}


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
        "embed": bool(request and request.args.get(EMBED)),
        "hidden_language": language() if shown().asked else None,
        "language": language(),
        "languages": _languages(site, request) if request else [],
        "link": link,
        "logo": look.get("logo"),
        "messages": script_messages(language()),
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


def _languages(site: Site, request: Request) -> list[dict[str, Any]]:
    """The page in each language: its name for itself, its address, whether it is this one."""
    spoken = site.declared.get("languages") or LANGUAGES
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
