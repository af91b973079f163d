"""The answer at an address whose release is no longer served: 410, and the way to the latest."""

from pathlib import Path

from publish.site.base.answers import Response
from publish.site.base.history import entry_of, is_withdrawn
from publish.site.base.site import Request, Site
from publish.site.downloads.files import checksums
from publish.site.frame.links import file_address, site_address
from publish.site.text.languages import gettext as _
from publish.site.text.words import readable_date


async def gone(site: Site, request: Request, folder: Path, version: str) -> Response:
    """410 with a page and a Link header that lead to the latest version, where there is one."""
    latest = _latest(site, folder, request.url_vars.get("file", ""))
    link = site_address(site, request) + latest if latest else None
    context = {"dataset": folder.name, "version": version, "latest": link} | _why(folder, version)
    html = await site.render_template("gone.html", context, request=request)
    headers = {"cache-control": "public, max-age=60"}
    if link:
        headers["link"] = f'<{link}>; rel="latest-version"'
    return Response.html("" if request.method == "HEAD" else html, status=410, headers=headers)


def _latest(site: Site, folder: Path, file: str) -> str | None:
    """The path of the same file in the latest release; of the dataset, where it has none."""
    release = site.release(folder.name)
    if release is None or is_withdrawn(folder, release.version):
        return None
    found = file in checksums(folder / release.version)
    return file_address(folder.name, file) if found else f"/{folder.name}"


def _why(folder: Path, version: str) -> dict[str, str]:
    """Why it is gone, in the words of the page."""
    entry = entry_of(folder, version)
    if entry is None or entry.state == "pruned":
        return {"why": _("This version is too old: its files are no longer kept.")}
    if entry.state != "withdrawn":
        return {"why": _("The version that this file compares with was withdrawn.")}
    on = readable_date(entry.withdrawn.isoformat()) if entry.withdrawn else ""
    return {
        "why": _("This version was withdrawn (%(day)s): %(why)s") % {"day": on, "why": entry.why}
    }
