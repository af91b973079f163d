"""The answer at an address whose release is no longer served: 410, and the way to the latest."""

from dataclasses import dataclass
from pathlib import Path

from publish.release.index import DATASET
from publish.release.status import titles_of
from publish.site.base.answers import Response
from publish.site.base.history import entry_of, history, is_withdrawn
from publish.site.base.site import Request, Site
from publish.site.downloads.files import checksums
from publish.site.frame.links import file_address, site_address
from publish.site.text.languages import gettext as _
from publish.site.text.words import readable_date, text

KEPT = {"cache-control": "public, max-age=60"}
"""How long it may be kept: a release may come again."""


@dataclass(frozen=True)
class Withdrawn:
    """A dataset that was taken back: its title, and why, in the language of the page."""

    dataset: str
    title: str
    why: str


async def gone(site: Site, request: Request, folder: Path, version: str) -> Response:
    """410 with a page and a Link header that lead to the latest version, where there is one."""
    latest = _latest(site, folder, request.url_vars.get("file", ""))
    link = site_address(site, request) + latest if latest else None
    context = {
        "dataset": folder.name,
        "version": version,
        "latest": link,
        "why": _why(folder, version),
        "title": _title(folder),
    }
    html = await site.render_template("gone.html", context, request=request)
    headers = dict(KEPT)
    if link:
        headers["link"] = f'<{link}>; rel="latest-version"'
    return Response.html("" if request.method == "HEAD" else html, status=410, headers=headers)


def withdrawn_dataset(site: Site, dataset: str) -> Withdrawn | None:
    """What is told of a dataset none of whose releases is served, since one was withdrawn."""
    folder = site.releases_folder / dataset
    index = history(folder) if DATASET.fullmatch(dataset) and not site.release(dataset) else None
    entries = [entry for entry in index.entries if entry.withdrawn] if index else []
    if not entries:
        return None
    return Withdrawn(dataset, _title(folder), _why(folder, entries[-1].version))


def _title(folder: Path) -> str:
    return text({"titles": titles_of(folder)}, "title") or folder.name


async def gone_page(site: Site, request: Request, one: Withdrawn) -> str:
    """The page that tells the title and the reason."""
    context = {"dataset": one.dataset, "title": one.title, "version": "", "why": one.why}
    return await site.render_template("gone.html", {**context, "latest": None}, request=request)


def _latest(site: Site, folder: Path, file: str) -> str | None:
    """The path of the same file in the latest release; of the dataset, where it has none."""
    release = site.release(folder.name)
    if release is None or is_withdrawn(folder, release.version):
        return None
    found = file in checksums(folder / release.version)
    return file_address(folder.name, file) if found else f"/{folder.name}"


def _why(folder: Path, version: str) -> str:
    """Why it is gone, in the words of the page."""
    entry = entry_of(folder, version)
    if entry is None or entry.state == "pruned":
        return _("This version is too old: its files are no longer kept.")
    if entry.state != "withdrawn":
        return _("The version that this file compares with was withdrawn.")
    on = readable_date(entry.withdrawn.isoformat()) if entry.withdrawn else ""
    return _("This version was withdrawn (%(day)s): %(why)s") % {"day": on, "why": entry.why}
