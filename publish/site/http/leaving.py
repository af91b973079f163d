"""Work is dropped when its asker leaves; no request sends more than it may."""

import asyncio
from collections.abc import Awaitable

from publish.site.base.asgi import App, Message, Receive, Scope, Send
from publish.site.base.refusals import PayloadTooLarge
from publish.site.base.site import Site

# Nothing is written here: a form of a stored query is the longest that is read.
MOST_BODY = 64 * 1024


def leaving(site: Site, app: App) -> App:
    """`app`, cancelled when the connection closes; 413 for a body over MOST_BODY."""

    async def attended(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if _announced(scope) > MOST_BODY:
            refusal = PayloadTooLarge("More is sent than is read")
            await site.refuse(scope, receive, _closing(send), refusal)
            return
        door = _Door(receive, send)
        await _until_gone(app(scope, door.receive, door.send), door)

    return attended


def _closing(send: Send) -> Send:
    """Ends the connection: what is not read of a body is no next request."""

    async def send_closing(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [*message.get("headers", ()), (b"connection", b"close")]
            message = {**message, "headers": headers}
        await send(message)

    return send_closing


def _announced(scope: Scope) -> int:
    said = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(said[0]) if said and said[0].isdigit() else 0


async def _until_gone(work: Awaitable[None], door: "_Door") -> None:
    working = asyncio.ensure_future(work)
    watching = asyncio.create_task(door.watch())
    try:
        await asyncio.wait((working, watching), return_when=asyncio.FIRST_COMPLETED)
        if not working.done() and not door.answered:
            working.cancel()
        await working
    except asyncio.CancelledError:
        if not (watching.done() and working.cancelled()):
            raise
    finally:
        watching.cancel()
        working.cancel()


class _Door:
    """The two ends of a request: what comes in is read ahead, to hear that nobody is there."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._come: asyncio.Queue[Message] = asyncio.Queue()
        self.answered = False

    async def watch(self) -> None:
        """Returns when the asker has gone, or sends more than is read."""
        size, gone = 0, False
        while not gone:
            message = await self._receive()
            size += len(message.get("body", b""))
            gone = message["type"] == "http.disconnect" or size > MOST_BODY
            await self._come.put({"type": "http.disconnect"} if gone else message)

    async def receive(self) -> Message:
        """What the application is told of the request; that the asker has gone, for ever."""
        message = await self._come.get()
        if message["type"] == "http.disconnect":
            await self._come.put(message)
        return message

    async def send(self, message: Message) -> None:
        """Sends a part of the answer."""
        await self._send(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self.answered = True
