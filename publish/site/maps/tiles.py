"""Tiles below the points of a map: from one file of the site's own, sent in parts."""

from contextlib import ExitStack
from email.utils import formatdate

from publish.site.base.answers import Response
from publish.site.base.asgi import Receive, Send
from publish.site.base.refusals import NotFound
from publish.site.base.site import Request, Site
from publish.site.downloads.files import Opened, opened
from publish.site.downloads.send import Channel, Headers, answer_file

# The address stays when the file is replaced: browsers see that by its ETag.
CACHED = "public, max-age=3600"
TYPE = {"content-type": "application/vnd.pmtiles"}


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
        channel = Channel(receive, send, datasette)
        return await answer_file(channel, request, found, _headers(found), TYPE)


def _headers(found: Opened) -> Headers:
    """The time and size stand for the content: gigabytes are not read for a checksum."""
    return {
        "accept-ranges": "bytes",
        "cache-control": CACHED,
        "etag": f'"{found.changed:x}-{found.size:x}"',
        "last-modified": formatdate(found.changed / 1e9, usegmt=True),
    }
