"""Sends parts of files in bounded chunks: never a whole file in memory, whoever is slow."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from publish.serving.downloads_ranges import Span
from publish.serving.snapshot import Receive, Send

CHUNK = 256 * 1024
# Two at a time are read, however many are sent: pages get their turn between the chunks.
_READERS = ThreadPoolExecutor(2, thread_name_prefix="downloads")

Headers = dict[str, str]


class Channel(NamedTuple):
    """The two ends of a request."""

    receive: Receive
    send: Send


async def start(send: Send, status: int, headers: Headers) -> None:
    """Sends the status and the headers."""
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})


async def empty(send: Send, status: int, headers: Headers) -> None:
    """A whole answer without a body."""
    await start(send, status, headers)
    await send({"type": "http.response.body", "body": b""})


async def send_part(channel: Channel, descriptor: int, span: Span) -> None:
    """Sends the bytes of a span as the body; stops when the asker has gone.

    Raises EOFError where the file is shorter: the connection then breaks, as it should.
    """
    left = asyncio.ensure_future(_disconnected(channel.receive))
    try:
        offset = span.start
        while offset < span.end and not left.done():
            chunk = await _read(descriptor, min(CHUNK, span.end - offset), offset)
            offset += len(chunk)
            await channel.send(_body(chunk, offset < span.end))
        if span.start == span.end:
            await channel.send(_body(b"", False))
    finally:
        left.cancel()


def _body(chunk: bytes, more: bool) -> dict[str, object]:
    return {"type": "http.response.body", "body": chunk, "more_body": more}


async def _read(descriptor: int, size: int, offset: int) -> bytes:
    loop = asyncio.get_running_loop()
    chunk = await loop.run_in_executor(_READERS, os.pread, descriptor, size, offset)
    if not chunk:
        raise EOFError("a file became shorter while it was sent")
    return chunk


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
