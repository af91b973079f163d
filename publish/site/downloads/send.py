"""Sends parts of files in bounded chunks: never a whole file in memory, whoever is slow."""

import asyncio
import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from publish.site.base.answers import Response, answer
from publish.site.base.asgi import Receive, Send
from publish.site.base.site import Request, Site
from publish.site.downloads.files import Opened
from publish.site.downloads.ranges import (
    ByteSpan,
    Unsatisfiable,
    not_modified,
    precondition_failed,
    wanted,
)

CHUNK = 128 * 1024
# Two at a time are read, however many are sent: pages get their turn between the chunks.
_READERS = ThreadPoolExecutor(2, thread_name_prefix="downloads")

# While someone waits for a page, each chunk is put off by so much: pages go first.
PAUSE_SECONDS = 0.004

Headers = dict[str, str]
_sending = 0


class Channel(NamedTuple):
    """The two ends of a request, and the site that answers it."""

    receive: Receive
    send: Send
    site: Site


async def start(send: Send, status: int, headers: Headers) -> None:
    """Sends the status and the headers."""
    start = {"type": "http.response.start", "status": status, "headers": _encoded(headers)}
    await send(start)


def _encoded(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]


async def empty(send: Send, status: int, headers: Headers) -> None:
    """A whole answer without a body."""
    await answer(send, status, _encoded(headers))


async def answer_file(
    channel: Channel,
    request: Request,
    found: Opened,
    headers: Headers,
    body: Headers,
    elsewhere: str | None = None,
) -> Response | None:
    """Answers a request for an open file: all of it, a part, its headers alone, or why not.

    `body` are the headers of what has one; nginx sends a whole file that it finds `elsewhere`.
    """
    asked, etag = request.headers, headers["etag"]
    if precondition_failed(asked, etag):
        return Response("", status=412, headers=headers)
    if not_modified(asked, etag):
        return Response("", status=304, headers=headers)
    headers = headers | body
    if request.method == "HEAD":
        await empty(channel.send, 200, headers | {"content-length": str(found.size)})
        return None
    try:
        span = wanted(asked, found.size, etag)
    except Unsatisfiable:
        refused = {"content-range": f"bytes */{found.size}", "accept-ranges": "bytes"}
        return Response("", status=416, headers=refused)
    if span is None and elsewhere:
        del headers["accept-ranges"]
        await empty(channel.send, 200, headers | {"x-accel-redirect": elsewhere})
        return None
    await _send_file(channel, found, span, headers)
    return None


async def _send_file(
    channel: Channel, found: Opened, span: ByteSpan | None, headers: Headers
) -> None:
    """Sends an open file: 200 whole, or 206 and a span of it."""
    part = span or ByteSpan(0, found.size)
    headers = headers | {"content-length": str(part.end - part.start)}
    if span:
        headers["content-range"] = f"bytes {span.start}-{span.end - 1}/{found.size}"
    await start(channel.send, 206 if span else 200, headers)
    await send_part(channel, found.descriptor, part)


async def send_part(channel: Channel, descriptor: int, span: ByteSpan) -> None:
    """Sends the bytes of a span as the body; stops when the asker has gone.

    Raises EOFError where the file is shorter: the connection then breaks, as it should.
    """
    global _sending
    left = asyncio.ensure_future(_disconnected(channel.receive))
    _sending += 1
    try:
        offset = span.start
        while offset < span.end and not left.done():
            chunk = await _read(channel.site, descriptor, min(CHUNK, span.end - offset), offset)
            offset += len(chunk)
            await channel.send(_body(chunk, offset < span.end))
        if span.start == span.end:
            await channel.send(_body(b"", False))
    finally:
        _sending -= 1
        left.cancel()


def _body(chunk: bytes, more: bool) -> dict[str, object]:
    return {"type": "http.response.body", "body": chunk, "more_body": more}


async def _read(site: Site, descriptor: int, size: int, offset: int) -> bytes:
    loop = asyncio.get_running_loop()
    pause = PAUSE_SECONDS if site.requests > _sending else 0.0
    chunk = await loop.run_in_executor(_READERS, _read_later, pause, descriptor, size, offset)
    if not chunk:
        raise EOFError("a file became shorter while it was sent")
    return chunk


def _read_later(pause: float, descriptor: int, size: int, offset: int) -> bytes:
    if pause:
        time.sleep(pause)
    return os.pread(descriptor, size, offset)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
