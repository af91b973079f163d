"""The answer at an address whose release is no longer served: 410, and the way to the latest."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.release.index import DATASET
from publish.release.status import titles_of
from publish.site.base.answers import Response
from publish.site.base.history import entry_of, history, is_withdrawn
from publish.site.base.site import Request, Site
from publish.site.downloads.files import checksums
from publish.site.frame.links import file_address, site_address
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language, negotiated
from publish.site.text.words import WRITTEN_IN, marked, readable_date, spoken_of

GONE = 410
KEPT = {"cache-control": "public, max-age=60"}
"""How long it may be kept: a release may come again."""


@dataclass(frozen=True)
class Gone:
    """What is told of a version, or of a dataset (no version): its title, why, what replaces it.

    The title is in a language, the page's or else French; the reason is in the words of who
    withdrew it.
    """

    dataset: str
    title: str
    title_in: str
    said: str
    why: str = ""
    version: str = ""
    latest: str | None = None

    @property
    def message(self) -> str:
        """In one line, for programs."""
        words = f"{self.title} {self.version}".strip()
        return f"{words}{_(':')} {self.said % {'why': self.why}}"

    @property
    def info(self) -> dict[str, str]:
        """What programs are told besides."""
        told = {"dataset": self.dataset, "title": self.title, "version": self.version}
        return {name: said for name, said in told.items() if said} | (
            {"latest": self.latest} if self.latest else {}
        )


async def gone(site: Site, request: Request, folder: Path, version: str) -> Response:
    """410 with a page and a Link header that lead to the latest version, where there is one."""
    with negotiated(request.scope, site.declared) as more:
        latest = _latest(site, folder, request.url_vars.get("file", ""))
        link = site_address(site, request) + latest if latest else None
        told = _told(folder, version, version, link)
        headers = {**KEPT, **more} | ({"link": f'<{link}>; rel="latest-version"'} if link else {})
        return await answered(site, request, told, headers)


def withdrawn_dataset(site: Site, dataset: str) -> Gone | None:
    """What is told of a dataset none of whose releases is served, since one was withdrawn."""
    folder = site.releases_folder / dataset
    index = history(folder) if DATASET.fullmatch(dataset) and not site.release(dataset) else None
    entries = [entry for entry in index.entries if entry.withdrawn] if index else []
    return _told(folder, entries[-1].version) if entries else None


def _told(folder: Path, about: str, version: str = "", latest: str | None = None) -> Gone:
    title, title_in = spoken_of(titles_of(folder))
    said, why = _why(folder, about)
    name = folder.name
    return Gone(name, title or name, title_in if title else "", said, why, version, latest)


async def answered(site: Site, request: Request, one: Gone, headers: Mapping[str, str]) -> Response:
    """The page that tells the title and the reason; JSON where JSON was."""
    if request.path.endswith(".json"):
        body = {**one.info, "ok": False, "error": one.message, "errors": [one.message]}
        return Response.json({**body, "status": GONE}, GONE, headers)
    html = "" if request.method == "HEAD" else await gone_page(site, request, one)
    return Response.html(html, GONE, headers)


async def gone_page(site: Site, request: Request, one: Gone) -> str:
    """The page that tells the title and the reason."""
    context: dict[str, Any] = {
        "dataset": one.dataset,
        "title": one.title,
        "named": marked(one.title, one.title_in or language()),
        "version": one.version,
        "latest": one.latest,
        "why": marked(one.said, language()) % {"why": marked(one.why, WRITTEN_IN)},
    }
    return await site.render_template("gone.html", context, request=request)


def _latest(site: Site, folder: Path, file: str) -> str | None:
    """The path of the same file in the latest release; of the dataset, where it has none."""
    release = site.release(folder.name)
    if release is None or is_withdrawn(folder, release.version):
        return None
    found = file in checksums(folder / release.version)
    return file_address(folder.name, file) if found else f"/{folder.name}"


def _why(folder: Path, version: str) -> tuple[str, str]:
    """Why it is gone, in the words of the page, with a place for those of who withdrew it."""
    entry = entry_of(folder, version)
    if entry is None or entry.state == "pruned":
        return _("This version is too old: its files are no longer kept."), ""
    if entry.state != "withdrawn":
        return _("The version that this file compares with was withdrawn."), ""
    on = readable_date(entry.withdrawn.isoformat()) if entry.withdrawn else ""
    said = _("This version was withdrawn (%(day)s): %(why)s")
    return said % {"day": on, "why": "%(why)s"}, entry.why or ""
