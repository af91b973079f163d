"""A file made of rows as somebody asks: spooled whole, then sent, or why it cannot be now."""

from collections.abc import Coroutine
from dataclasses import dataclass

from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.downloads.files import content_type
from publish.site.downloads.ranges import ByteSpan
from publish.site.downloads.send import Channel, empty, send_part, start
from publish.site.downloads.spool import Full, Query, Spools, spooled

SECONDS = 20.0
_spools = Spools()


@dataclass(frozen=True)
class RowsFile:
    """What finds and writes the rows of a file, its name, and a `Link` to what describes it."""

    query: Query
    name: str
    link: str = ""


def seconds(site: Site, request: Request) -> float:
    """How long its rows may be looked for: a stranger's condition as long as on a page."""
    limited = request.args.get("_where") is None
    return SECONDS if limited else site.setting("sql_time_limit_ms") / 1000


Made = Coroutine[None, None, RowsFile | Response]


async def send_rows(
    request: Request, channel: Channel, site: Site, made: Made, ending: str
) -> Response | None:
    """Sends the file, or returns what says why there is none; raises Refusal."""
    try:
        with _spools:
            found = await made
            if isinstance(found, Response):
                return found
            await _send(request, channel, site, found, ending)
            return None
    except Full:
        made.close()
        busy = "Many files are being made; try again soon"
        return Response.text(busy, status=503, headers={"retry-after": "10"})


async def _send(
    request: Request, channel: Channel, site: Site, found: RowsFile, ending: str
) -> None:
    with await spooled(site, found.query) as file:
        size = file.seek(0, 2)
        headers = {
            "content-type": content_type(f".{ending}"),
            "content-length": str(size),
            "content-disposition": f'attachment; filename="{found.name}.{ending}"',
        }
        if found.link:
            headers["link"] = found.link
        if request.method == "HEAD":
            await empty(channel.send, 200, headers)
            return
        await start(channel.send, 200, headers)
        await send_part(channel, file.fileno(), ByteSpan(0, size))
