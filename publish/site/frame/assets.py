"""Style sheets, scripts and images: ours, those that were built, and the site's own; its look."""

import mimetypes
import re
from collections.abc import Iterator, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from publish.declare.color import ACCENT, BRAND, NIGHT, readable
from publish.site.base.answers import Response
from publish.site.base.folders import PACKAGE, shipped
from publish.site.base.memory import once_per_file
from publish.site.base.refusals import NotFound
from publish.site.base.site import Request, Site

THEME = "theme.css"
BUILT = PACKAGE / "built" / "static"
SHIPPED = (shipped("static"), BUILT)
# A year: the address changes with the content.
FOREVER = "public, max-age=31536000, immutable"
_STAMPED = re.compile(r"(.+)\.([0-9a-f]{12})\.(\w+)")
_IMPORT = re.compile(rb'from "\./([\w-]+\.js)"')
TEXTS = ("text/", "application/json", "application/javascript", "image/svg+xml")


def asset(site: Site, name: str) -> str:
    """The address of a file, whose name in it changes with its content."""
    return str(site.urls.path(f"/static/{_stamped(site, name)}"))


def _stamped(site: Site, name: str) -> str:
    """`app.css` with its digest, `app.0a1b2c3d4e5f.css`; a name that nobody knows as it is."""
    digest = _digest(site, name)
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{digest}.{ending}" if digest and dot else name


async def asset_page(datasette: Site, request: Request) -> Response:
    """One file; raises NotFound. What has the digest of another content is asked for again."""
    name = request.url_vars["path"]
    stamp = None if _known(datasette, name) else _STAMPED.fullmatch(name)
    if stamp:
        name = f"{stamp[1]}.{stamp[3]}"
    body = _body(datasette, name)
    if body is None:
        raise NotFound("No such file")
    type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if type.startswith(TEXTS):
        type += "; charset=utf-8"
    digest = _digest(datasette, name)
    length = {"content-length": str(len(body))}
    if stamp is not None and stamp[2] == digest:
        return Response(body, headers=length | {"cache-control": FOREVER}, content_type=type)
    headers = {"cache-control": "no-cache", "etag": f'W/"{digest}"'}
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response("", 304, headers)
    return Response(body, headers=headers | length, content_type=type)


def _known(site: Site, name: str) -> bool:
    return name == THEME or _path(site, name) is not None


def _body(site: Site, name: str) -> bytes | None:
    if name == THEME:
        return theme(site.declared.get("look") or {}).encode()
    path = _path(site, name)
    if path is None:
        return None
    content = path.read_bytes()
    return _IMPORT.sub(partial(_imported, site), content) if path.suffix == ".js" else content


def _imported(site: Site, found: re.Match[bytes]) -> bytes:
    """A script that another one imports, under the name that lasts."""
    return b'from "./%s"' % _stamped(site, found[1].decode()).encode()


def _digest(site: Site, name: str) -> str | None:
    """The first letters of the SHA-256 of a file; None where nobody knows the name."""
    if name == THEME:
        return _letters(_body(site, name) or b"")
    path = _path(site, name)
    if path is None:
        return None
    own, imported = _digest_of(path)
    others = [_digest(site, other) or "" for other in imported if other != name]
    return _letters("".join((own, *others)).encode()) if others else own


@once_per_file
def _digest_of(path: Path) -> tuple[str, tuple[str, ...]]:
    """The digest of a file alone, and the scripts beside it that it imports."""
    content = path.read_bytes()
    imported = _IMPORT.findall(content) if path.suffix == ".js" else []
    return _letters(content), tuple(name.decode() for name in imported)


def _letters(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def _path(site: Site, name: str) -> Path | None:
    """The file of a name, the site's own first; never one outside these folders."""
    for folder in _folders(site):
        path = folder / name
        if path.is_file() and _real(path).is_relative_to(_real(folder)):
            return _real(path)
    return None


# Every page asks for its files: what they are is looked up once.
_real = once_per_file(Path.resolve)


def _folders(site: Site) -> Iterator[Path]:
    own = site.own("static")
    if own is not None:
        yield own
    yield from SHIPPED


def brand(site: Site) -> str:
    """The site's own colour."""
    return str((site.declared.get("look") or {}).get("color") or BRAND)


def theme(look: Mapping[str, Any]) -> str:
    """The style sheet that sets the colours, each light enough for the night."""
    colors = {"brand": look.get("color") or BRAND, "accent": look.get("accent") or ACCENT}
    day = _set(colors)
    night = _set({name: readable(color, NIGHT) for name, color in colors.items()})
    return f":root{{{day}}}\n@media (prefers-color-scheme:dark){{:root{{{night}}}}}\n"


def _set(colors: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{color};" for name, color in colors.items())
