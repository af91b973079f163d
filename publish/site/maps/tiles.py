"""Tiles below the points of a map: from one file of the site's own, sent in parts."""

from contextlib import ExitStack
from email.utils import formatdate

from publish.site.base.answers import Response
from publish.site.base.asgi import Receive, Send
from publish.site.base.refusals import NotFound
from publish.site.base.site import Request, Site
from publish.site.downloads.files import Opened, opened
from publish.site.downloads.ranges import Unsatisfiable, not_modified, precondition_failed, wanted
from publish.site.downloads.send import Channel, Headers, empty, send_file

# The address stays when the file is replaced: browsers see that by its ETag.
CACHED = "public, max-age=3600"


async def tiles_page(
    datasette: Site, request: Request, receive: Receive, send: Send
) -> Response | None:
    """A file of tiles in the site's `static/` folder, or a range of it; raises NotFound."""
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
