"""The pages of plain text: `/about`, `/api`, `/accessibility`, `/legal`, `/takedown`.

Each is Markdown, filled in by Jinja: the site's own `pages/<name>.<language>.md`, else ours.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from publish.site.base.answers import Response
from publish.site.base.folders import PACKAGE
from publish.site.base.site import Request, Site
from publish.site.frame import frame
from publish.site.frame.links import link, site_address
from publish.site.text.contact import mailed
from publish.site.text.languages import LANGUAGES, language
from publish.site.text.markdown import rendered, titled
from publish.site.text.words import text

NAMES = ("about", "accessibility", "api", "legal", "takedown")
SHIPPED = PACKAGE / "pages"


async def page(datasette: Site, request: Request) -> Response:
    """One of these pages, in the language of the request where it is written in it."""
    name = request.url_vars["name"]
    path, spoken = _source(datasette, name)
    written = _filled(path.read_text(encoding="utf-8"), _facts(datasette, request))
    title, body = titled(written)
    context = {
        "at": name,
        "title": title or name,
        "spoken": spoken,
        "body": rendered(body, spoken),
        "trail": [(str(datasette.urls.instance()), text(datasette.declared, "title"))],
    }
    return await frame.page(datasette, request, "text.html", context)


def _source(site: Site, name: str) -> tuple[Path, str]:
    """The file of a page and its language: the site's own in any language, else ours."""
    return next((path, spoken) for path, spoken in _places(site, name) if path.is_file())


def _places(site: Site, name: str) -> Iterator[tuple[Path, str]]:
    spoken = (language(), *(one for one in LANGUAGES if one != language()))
    for folder in (site.own("pages"), SHIPPED):
        if folder is not None:
            yield from ((folder / f"{name}.{one}.md", one) for one in spoken)


def _filled(written: str, facts: dict[str, Any]) -> str:
    return _environment().from_string(written).render(facts)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Without escaping, which the Markdown reader does: it lets no HTML through."""
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701
    environment.filters.update(frame.FILTERS)
    return environment


def _facts(site: Site, request: Request) -> dict[str, Any]:
    """What the texts may say of the site."""
    publisher = site.declared.get("publisher") or {}
    release = site.release(request.args.get("dataset") or "")
    own = release.package.contact if release else None
    contact = own or site.declared.get("contact") or publisher.get("name", "")
    return {
        "title": text(site.declared, "title"),
        "description": text(site.declared, "description"),
        "publisher": publisher.get("name", ""),
        "publisher_url": publisher.get("url"),
        "contact": mailed(contact, release.dataset if release else ""),
        "about": text(release.package, "title") if release else "",
        "host": site.declared.get("host"),
        "usage": site.declared.get("usage", False),
        "desk": site.declared.get("desk", False),
        "home": site_address(site, request),
        "most_rows": site.setting("max_returned_rows"),
        "seconds": f"{site.setting('sql_time_limit_ms') / 1000:g}",
        "to": lambda path: link(site.urls.path(path)),
    }
