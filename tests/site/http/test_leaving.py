"""What was being done for who has left is dropped; a body has an end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from publish.site.app.datasette_site import Site
from publish.site.base.asgi import Message, Receive, Scope, Send
from publish.site.http.leaving import MOST_BODY, leaving

GET = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
WHOLE = {"type": "http.request", "body": b"", "more_body": False}
GONE = {"type": "http.disconnect"}


def told(*messages: Message, after: asyncio.Event | None = None) -> Receive:
    """A connection that says something, and the last of it after an event."""
    left = list(messages)

    async def receive() -> Message:
        if len(left) == 1 and after:
            await after.wait()
        if not left:
            await asyncio.Event().wait()
        return left.pop(0)

    return receive


async def asked(
    app: Callable[..., Awaitable[None]], receive: Receive, scope: Any = GET
) -> list[Message]:
    """What an application sends."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await asyncio.wait_for(app(dict(scope), receive, send), 30)
    return sent


async def test_work_is_dropped_when_its_asker_leaves(site: Site) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def endless(*_: object) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    assert await asked(leaving(site, endless), told(WHOLE, GONE, after=begun)) == []
    assert ended.is_set()


async def test_who_has_an_answer_may_go(site: Site) -> None:
    done = asyncio.Event()

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"a"})
        await asyncio.sleep(0.02)
        done.set()

    sent = await asked(leaving(site, answering), told(WHOLE, GONE))
    assert (len(sent), done.is_set()) == (2, True)


async def test_an_error_stays_an_error(site: Site) -> None:
    async def broken(*_: object) -> None:
        raise ValueError("why")

    with pytest.raises(ValueError, match="why"):
        await asked(leaving(site, broken), told(WHOLE))


async def test_who_waits_for_it_may_drop_it_too(site: Site) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def endless(*_: object) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    task = asyncio.create_task(asked(leaving(site, endless), told(WHOLE)))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()


async def test_a_body_that_announces_too_much_is_not_read(site: Site) -> None:
    answer = await site.client.post("/lieux/-/create", content=b"a" * (MOST_BODY + 1))
    assert answer.status_code == 413
    # What follows is the rest of the body, and no request.
    assert answer.headers["connection"] == "close"


async def test_a_body_without_end_is_dropped(site: Site) -> None:
    got = []

    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        while (message := await receive())["type"] == "http.request":
            got.append(len(message["body"]))
        await asyncio.Event().wait()

    part = {"type": "http.request", "body": b"a" * (MOST_BODY // 2), "more_body": True}
    assert await asked(leaving(site, reading), told(part, part, part, part)) == []
    assert sum(got) <= MOST_BODY


async def test_a_body_that_fits_is_read(site: Site) -> None:
    got = []

    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        got.append((await receive())["body"])

    part = {"type": "http.request", "body": b"abc", "more_body": False}
    await asked(leaving(site, reading), told(part))
    assert got == [b"abc"]
