"""Downloads: the files of the latest release, and of every version that is still kept."""

from contextlib import ExitStack
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote

from publish.errors import StoreError
from publish.release.index import DATASET
from publish.site.base.answers import Response
from publish.site.base.asgi import Receive, Send
from publish.site.base.history import entry_of, is_withdrawn
from publish.site.base.refusals import NotFound
from publish.site.base.site import Request, Site
from publish.site.downloads.changes import tells_of_withdrawn
from publish.site.downloads.files import checksums, content_type, is_version, opened
from publish.site.downloads.gone import KEPT, answered, gone, withdrawn_dataset
from publish.site.downloads.links import Download, links
from publish.site.downloads.send import Channel, Headers, answer_file
from publish.site.frame.links import file_address, site_address
from publish.site.text.languages import negotiated

# The one file that people read in the browser: a page with a style of its own, and nothing else.
REPORT = "report.html"
STYLE_ONLY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox"
)
# A version never changes, but it may be withdrawn: shared caches ask again, browsers need not.
IMMUTABLE = "public, max-age=31536000, s-maxage=300, immutable"
LATEST = "public, max-age=60"


async def download(
    datasette: Site, request: Request, receive: Receive, send: Send
) -> Response | None:
    """A file of the latest release; raises NotFound for what it does not list."""
    folder, file = _folder(datasette, request), request.url_vars["file"]
    release = datasette.release(folder.name)
    if release is None:
        return await _without_release(datasette, request, folder)
    if is_withdrawn(folder, release.version):
        return await gone(datasette, request, folder, release.version)
    one = Download(folder, release.version, file, by_version=False)
    return await deliver(datasette, request, one, Channel(receive, send, datasette))


async def download_version(
    datasette: Site, request: Request, receive: Receive, send: Send
) -> Response | None:
    """A file of one version: 410 once it was pruned or withdrawn; raises NotFound."""
    folder, version = _folder(datasette, request), request.url_vars["version"]
    release, entry = datasette.release(folder.name), None
    if is_version(version):
        entry = entry_of(folder, version)
    if entry is None and (release is None or release.version != version):
        raise NotFound("No such version; releases.json of the dataset lists those there were")
    if entry is not None and entry.state != "kept":
        return await gone(datasette, request, folder, version)
    one = Download(folder, version, request.url_vars["file"], by_version=True)
    return await deliver(datasette, request, one, Channel(receive, send, datasette))


def _folder(site: Site, request: Request) -> Path:
    dataset = request.url_vars["dataset"]
    if not DATASET.fullmatch(dataset):
        raise NotFound("No such dataset")
    return site.releases_folder / str(dataset)


async def _without_release(site: Site, request: Request, folder: Path) -> Response:
    """410 where every release was taken back; NotFound where there never was one."""
    with negotiated(request.scope, site.declared) as more:
        one = withdrawn_dataset(site, folder.name)
        if one is None:
            raise NotFound("No such dataset")
        return await answered(site, request, one, {**KEPT, **more})


async def deliver(site: Site, request: Request, one: Download, channel: Channel) -> Response | None:
    """Answers a request for a file: whole, a part, or why not; raises NotFound."""
    if tells_of_withdrawn(one):
        return await gone(site, request, one.folder, one.version)
    sums = checksums(one.folder / one.version)
    if one.file not in sums:
        raise NotFound("No such file; SHA256SUMS beside it lists those there are")
    with ExitStack() as stack:
        try:
            found = stack.enter_context(opened(one.folder / one.version, one.file))
            headers = _headers(site, request, one, f'"{sums[one.file]}"')
        except (OSError, StoreError):
            raise NotFound("This file is not here any more") from None
        body = _disposition(one) | {"content-type": content_type(one.file)}
        inner = _accelerated(site, one)
        return await answer_file(channel, request, found, headers, body, elsewhere=inner)


def _headers(site: Site, request: Request, one: Download, etag: str) -> Headers:
    release = site.release(one.dataset)
    latest = release is not None and one.file in checksums(one.folder / release.version)
    base = site_address(site, request)
    found = [(base + to if to[0] == "/" else to, rel) for to, rel in links(one, latest)]
    return {
        "accept-ranges": "bytes",
        "cache-control": IMMUTABLE if one.by_version else LATEST,
        "etag": etag,
        "last-modified": format_datetime(_day(site, one), usegmt=True),
        "link": ", ".join(f"<{to}>; {rel}" for to, rel in found),
    }


def _day(site: Site, one: Download) -> datetime:
    entry, release = entry_of(one.folder, one.version), site.release(one.dataset)
    if entry is not None or release is None:
        day = entry.date if entry else date.min
    else:
        day = date.fromisoformat(release.package.created)
    return datetime.combine(day, time(), UTC)


def _disposition(one: Download) -> Headers:
    if one.file == REPORT:
        return {"content-disposition": "inline", "content-security-policy": STYLE_ONLY}
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(one.file)}"}


def _accelerated(site: Site, one: Download) -> str | None:
    """Where nginx finds the file, if datasette.yaml says that nginx sends files itself."""
    config = site.plugin_config("downloads") or {}
    prefix = config.get("x_accel_redirect")
    path = file_address(one.dataset, one.file, one.version).removeprefix("/download")
    return f"{str(prefix).rstrip('/')}{quote(path)}" if prefix else None
