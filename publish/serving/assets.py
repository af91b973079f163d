"""Style sheets, scripts and images: ours, those that were built, and the site's own."""

import mimetypes
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from datasette.utils.asgi import NotFound, Request, Response

from publish.serving.datasette_site import Site
from publish.serving.folders import PACKAGE, shipped
from publish.serving.look import theme

THEME = "theme.css"
BUILT = PACKAGE / "built" / "static"
# A year: the address changes with the content.
FOREVER = "public, max-age=31536000, immutable"
TEXTS = ("text/", "application/json", "application/javascript", "image/svg+xml")
_known: dict[tuple[str, int, int], str] = {}


def asset(site: Site, name: str) -> str:
    """The address of a file, which changes with its content; a name nobody knows has none."""
    digest = _digest(site, name)
    version = f"?v={digest}" if digest else ""
    return str(site.urls.path(f"/static/{name}")) + version


async def asset_page(datasette: Site, request: Request) -> Response:
    """One file; raises NotFound."""
    name = request.url_vars["path"]
    body = _body(datasette, name)
    if body is None:
        raise NotFound("No such file")
    type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if type.startswith(TEXTS):
        type += "; charset=utf-8"
    lasting = request.args.get("v") == _digest(datasette, name)
    headers = {"cache-control": FOREVER if lasting else "no-cache"}
    return _Bytes(body, headers=headers, content_type=type)


class _Bytes(Response):  # type: ignore[misc]
    """A response of bytes, which Datasette's own would encode."""

    async def asgi_send(self, send: object) -> None:
        """Sends it whole."""
        headers = {**self.headers, "content-type": self.content_type}
        headers["content-length"] = str(len(self.body))
        raw = [(key.encode(), value.encode()) for key, value in headers.items()]
        start = {"type": "http.response.start", "status": self.status, "headers": raw}
        await send(start)  # type: ignore[operator]
        await send({"type": "http.response.body", "body": self.body})  # type: ignore[operator]


def _body(site: Site, name: str) -> bytes | None:
    if name == THEME:
        return theme(site.declared.get("look") or {}).encode()
    path = _path(site, name)
    return path.read_bytes() if path else None


def _digest(site: Site, name: str) -> str | None:
    """The first letters of a file's SHA-256, read again only when the file was replaced."""
    if name == THEME:
        return sha256(_body(site, name) or b"").hexdigest()[:12]
    path = _path(site, name)
    if path is None:
        return None
    stat = path.stat()
    key = (str(path), stat.st_mtime_ns, stat.st_size)
    if key not in _known:
        _known[key] = sha256(path.read_bytes()).hexdigest()[:12]
    return _known[key]


def _path(site: Site, name: str) -> Path | None:
    """The file of a name, the site's own first; never one outside these folders."""
    for folder in _folders(site):
        path = (folder / name).resolve()
        if path.is_relative_to(folder.resolve()) and path.is_file():
            return path
    return None


def _folders(site: Site) -> Iterator[Path]:
    own = site.own("static")
    if own is not None:
        yield own
    yield from (shipped("static"), BUILT)
