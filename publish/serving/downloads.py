"""The files of a current release, as its SHA256SUMS lists them."""

import mimetypes
from pathlib import Path
from urllib.parse import quote

from datasette.utils.asgi import NotFound, Request, Response, asgi_send_file

from publish.serving.datasette_site import Site
from publish.serving.releases import Release, listed_files
from publish.serving.snapshot import Send

TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".db": "application/vnd.sqlite3",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


async def download(datasette: Site, request: Request, send: Send) -> Response | None:
    """One file; raises NotFound for anything that the release does not list."""
    release = datasette.release(request.url_vars["dataset"])
    name = request.url_vars["file"]
    if release is None or name not in _served(release):
        raise NotFound("No such file; the dataset's page lists those there are")
    path = release.folder / name
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    if request.method == "HEAD":
        headers["content-length"] = str(path.stat().st_size)
        return Response("", headers=headers, content_type=content_type(path))
    await asgi_send_file(send, str(path), content_type=content_type(path), headers=headers)
    return None


def _served(release: Release) -> set[str]:
    """The listed names and the list itself; a name with a slash is never one of them."""
    names = {*listed_files(release.folder), "SHA256SUMS"}
    return {name for name in names if "/" not in name and (release.folder / name).is_file()}


def content_type(path: Path) -> str:
    """The media type by the name's end."""
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return TYPES.get(path.suffix, "text/plain; charset=utf-8" if not path.suffix else guessed)


def table_of(release: Release, file: str) -> str | None:
    """The table that a file holds, by the descriptor's paths."""
    named = {resource.get("path"): name for name, resource in release.tables.items()}
    return named.get(file)
