"""Connections: how many there may be, how long each may dawdle, how much it may say first.

A server that waits for whoever speaks slowly can be filled by a few who never finish. So what
waits is counted, timed, and lets go of its place when a new connection needs one: a page that is
asked for whole always finds room.
"""

import re
import resource
from asyncio import TimerHandle, Transport
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS = 10.0
BODY_SECONDS = 20.0
# An asker who takes nothing of an answer for so long has gone.
STALLED_SECONDS = 60.0
MOST_HEADER_BYTES, MOST_HEADER_LINES = 16_384, 100
# Of one client; a proxy, one on the same machine if none is declared, stands for all of its own.
MOST_EACH = 64
OWN_MACHINE = ("127.0.0.1", "::1")
MOST, LEAST = 1_000, 16
# Of the descriptors that a process may have, half are for files: releases, downloads, spools.
_FILES = 64
_HOST = re.compile(rb"([\w.~%-]+|\[[\da-fA-F:.]+\])(:\d+)?")


def most_connections(descriptors: int | None = None) -> int:
    """How many connections a worker may have, by the descriptors that it may have."""
    if descriptors is None:
        descriptors, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(LEAST, min(MOST, descriptors // 2 - _FILES))


class Registry:
    """The connections of a worker: `waiting` ones are let go of first, the oldest before others.

    A connection waits while its request comes in, between requests, and while its client takes
    nothing of the answer.
    """

    def __init__(
        self,
        most: int | None = None,
        each: int = MOST_EACH,
        proxies: Sequence[str] = OWN_MACHINE,
    ) -> None:
        self.most = most_connections() if most is None else most
        self.each = each
        self.proxies = [ip_network(one) for one in proxies]
        self.all: dict[Connection, str] = {}
        self.waiting: dict[Connection, None] = {}
        self._of: Counter[str] = Counter()

    def enter(self, one: "Connection", client: str) -> bool:
        """Takes one in, if need be in another's place; False where there is none."""
        if len(self.all) >= self.most and not self._let_go(None):
            return False
        full = self._of[client] >= self.each and not self._is_proxy(client)
        if full and not self._let_go(client):
            return False
        self.all[one] = client
        self._of[client] += 1
        return True

    def _is_proxy(self, client: str) -> bool:
        try:
            address = ip_address(client)
        except ValueError:
            return False
        return any(address in network for network in self.proxies)

    def leave(self, one: "Connection") -> None:
        """Forgets one."""
        self.waiting.pop(one, None)
        client = self.all.pop(one, None)
        if client is not None:
            self._of[client] -= 1
            if not self._of[client]:
                del self._of[client]

    def waits(self, one: "Connection", now: bool) -> None:
        """One begins to wait, or is at work."""
        if not now:
            self.waiting.pop(one, None)
        elif one in self.all:
            self.waiting.setdefault(one)

    def _let_go(self, client: str | None) -> bool:
        """Closes what has waited the longest, of a client or of all."""
        for one in self.waiting:
            if client is None or self.all[one] == client:
                self.leave(one)
                one.transport.abort()
                return True
        return False


class Lasting:
    """A transport that drops what is written once it is closed, as asyncio's own do.

    uvloop's raise until the connection hears of its end: each download that was broken off at
    that moment was a traceback.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def write(self, data: bytes) -> None:
        """Writes, as long as there is somebody."""
        if not self._transport.is_closing():
            self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


@lru_cache(maxsize=1_000)
def _is_host(said: bytes) -> bool:
    """Whether it is a name or an address, perhaps with a port (RFC 9110, 7.2)."""
    try:
        return bool(_HOST.fullmatch(said)) and urlsplit(b"//" + said).port != 0
    except ValueError:
        return False


class Connection(HttpToolsProtocol):
    """uvicorn's connection, with limits for its head, its time and its number."""

    def __init__(self, registry: Registry, **given: Any) -> None:
        super().__init__(**given)
        self._registry = registry
        self._timer: TimerHandle | None = None
        self._head, self._in_head, self._refused = 0, True, False
        self._ended = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Takes its place, or answers 503."""
        super().connection_made(transport)
        self.transport = Lasting(transport)  # type: ignore[assignment]
        client = self.client[0] if self.client else ""
        if not self._registry.enter(self, client):
            self._refuse(503, "Too many connections; try again soon", retry=True)
            return
        self._wait(HEADER_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Gives its place back."""
        self._go_on()
        self._registry.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on, unless the head of the request has no end."""
        if self._refused:
            return
        if self._timer is None and self._in_head:
            self._wait(HEADER_SECONDS)
        self._ended = False
        super().data_received(data)
        # What ended a request was its body.
        if self._in_head and not (self._refused or self._ended):
            self._head += len(data)
            if self._head > MOST_HEADER_BYTES:
                self._refuse(431, "The headers are too long")

    def on_message_begin(self) -> None:
        """A request begins."""
        self._head, self._in_head = 0, True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its head is whole: refused where it is too long, else what comes now is the body."""
        self._in_head = False
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > MOST_HEADER_BYTES or len(self.headers) > MOST_HEADER_LINES:
            self._refuse(431, "The headers are too long")
            return
        hosts = [said for name, said in self.headers if name == b"host"]
        older = self.parser.get_http_version() == "1.0"
        if len(hosts) > 1 or not (all(map(_is_host, hosts)) and (hosts or older)):
            self._refuse(400, "One Host header must name the site")
            return
        try:
            httptools.parse_url(self.url)
        except httptools.HttpParserInvalidURLError:
            self._refuse(400, "This address cannot be read")
            return
        self._wait(BODY_SECONDS)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole: it is the server's turn."""
        self._in_head = self._ended = True
        if not self._refused:
            self._go_on()
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """It is answered: uvicorn waits a little for the next one."""
        super().on_response_complete()
        if not self.pipeline:
            self._registry.waits(self, True)

    def pause_writing(self) -> None:
        """The client takes nothing for now."""
        super().pause_writing()
        self._wait(STALLED_SECONDS)

    def resume_writing(self) -> None:
        """It takes again."""
        super().resume_writing()
        self._go_on()

    def _wait(self, seconds: float) -> None:
        self._go_on()
        self._registry.waits(self, True)
        self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _go_on(self) -> None:
        self._registry.waits(self, False)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, status: int, words: str, retry: bool = False) -> None:
        """Answers without asking the application, and closes."""
        self._refused = True
        again = "retry-after: 2\r\n" if retry else ""
        self.transport.write(
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
            f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(words)}\r\n"
            f"{again}connection: close\r\n\r\n{words}".encode()
        )
        self.transport.close()
