"""Tiles below the points of a map: from one file of the site's own, sent in parts."""

from collections.abc import Mapping
from contextlib import ExitStack
from email.utils import formatdate
from typing import Any

from datasette.utils.asgi import NotFound, Request, Response

from publish.serving.assets import asset
from publish.serving.datasette_site import Site
from publish.serving.downloads_files import Opened, opened
from publish.serving.downloads_ranges import (
    Unsatisfiable,
    not_modified,
    precondition_failed,
    wanted,
)
from publish.serving.downloads_send import Channel, Headers, empty, send_file
from publish.serving.snapshot import Receive, Send
from publish.serving.words import tell

METHODS = "GET, HEAD"
# The address stays when the file is replaced: browsers see that by its ETag.
CACHED = "public, max-age=3600"


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


async def tiles_page(
    datasette: Site, request: Request, receive: Receive, send: Send
) -> Response | None:
    """A file of tiles in the site's `static/` folder, or a range of it; raises NotFound."""
    if request.method not in ("GET", "HEAD"):
        return Response.text("Method not allowed", status=405, headers={"allow": METHODS})
    folder, name = datasette.own("static"), request.url_vars["file"]
    if folder is None or "/" in name:
        raise NotFound("No such file")
    with ExitStack() as stack:
        try:
            found = stack.enter_context(opened(folder, name))
        except OSError:
            raise NotFound("No such file") from None
        return await _answer(request, found, Channel(receive, send, datasette))


async def _answer(request: Request, found: Opened, channel: Channel) -> Response | None:
    headers, asked = _headers(found), request.headers
    if precondition_failed(asked, headers["etag"]):
        return Response("", status=412, headers=headers)
    if not_modified(asked, headers["etag"]):
        return Response("", status=304, headers=headers)
    headers["content-type"] = "application/vnd.pmtiles"
    if request.method == "HEAD":
        await empty(channel.send, 200, headers | {"content-length": str(found.size)})
        return None
    try:
        span = wanted(asked, found.size, headers["etag"])
    except Unsatisfiable:
        refused = {"content-range": f"bytes */{found.size}", "accept-ranges": "bytes"}
        return Response("", status=416, headers=refused)
    await send_file(channel, found, span, headers)
    return None


def _headers(found: Opened) -> Headers:
    """The time and size stand for the content: gigabytes are not read for a checksum."""
    return {
        "accept-ranges": "bytes",
        "cache-control": CACHED,
        "etag": f'"{found.changed:x}-{found.size:x}"',
        "last-modified": formatdate(found.changed / 1e9, usegmt=True),
    }
