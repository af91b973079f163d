"""A real proxy in front of a real portal: it passes on, counts, and does the harm it is told to."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx

from tests.servers import PATIENCE, listening


@dataclass(frozen=True)
class Request:
    """One request as the proxy saw it; `number` counts from 1."""

    number: int
    method: str
    path: str

    @property
    def writes(self) -> bool:
        """Whether it is meant to change something."""
        return self.method != "GET"


@dataclass(frozen=True)
class Answer:
    """An answer of the proxy's own."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str = '{"message": "made up by the proxy"}'


@dataclass(frozen=True)
class Lost:
    """The connection ends; the portal has done what was asked, or never heard of it."""

    done: bool


@dataclass(frozen=True)
class Slow:
    """The answer comes late."""

    seconds: float


@dataclass(frozen=True)
class Kill:
    """The process that asks is killed, before the portal hears of it or after it did it."""

    done: bool


Harm = Answer | Lost | Slow | Kill | None


class Proxy:
    """The proxy at work: where it is, what passed, and what it does to a request."""

    def __init__(self, address: str, portal: str) -> None:
        self.address = address
        self.portal = portal
        self.seen: list[Request] = []
        self.harm: Callable[[Request], Harm] = lambda request: None
        self.victim: int | None = None
        self.known = threading.Event()
        self.lock = threading.Lock()
        self.client = httpx.Client(base_url=portal, timeout=PATIENCE)

    @property
    def writes(self) -> list[str]:
        """The requests that were meant to change something, as `METHOD path`."""
        return [f"{one.method} {one.path}" for one in self.seen if one.writes]

    def forget(self) -> None:
        """Begin to count anew, without any harm."""
        self.seen, self.harm, self.victim = [], lambda request: None, None
        self.known.clear()

    def note(self, method: str, path: str) -> Request:
        """Count a request."""
        with self.lock:
            self.seen.append(Request(len(self.seen) + 1, method, path))
            return self.seen[-1]

    def kill(self) -> None:
        """Kill the process that asks."""
        assert self.known.wait(PATIENCE), "nobody said which process asks"
        assert self.victim is not None
        os.kill(self.victim, signal.SIGKILL)

    def condemn(self, process: int) -> None:
        """Name the process that asks, and that `kill` kills."""
        self.victim = process
        self.known.set()


class Handler(BaseHTTPRequestHandler):
    """Passes a request on."""

    proxy: Proxy
    protocol_version = "HTTP/1.1"

    def handle_one_request(self) -> None:
        """Read a request; a connection that was cut is no error."""
        with suppress(ConnectionError):
            super().handle_one_request()

    def answer(self) -> None:
        """Do the harm, or what the portal does."""
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        request = self.proxy.note(self.command, self.path)
        harm = self.proxy.harm(request)
        if isinstance(harm, Answer):
            self._send(harm.status, harm.headers, harm.body.encode())
            return
        if isinstance(harm, Lost | Kill) and not harm.done:
            self._cut(harm)
            return
        if isinstance(harm, Slow):
            time.sleep(harm.seconds)
        found = self._ask(body)
        if isinstance(harm, Lost | Kill):
            self._cut(harm)
            return
        self._send(found.status_code, dict(found.headers), found.content)

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

    def _ask(self, body: bytes) -> httpx.Response:
        dropped = {"host", "connection", "accept-encoding"}
        headers = {k: v for k, v in self.headers.items() if k.lower() not in dropped}
        return self.proxy.client.request(self.command, self.path, content=body, headers=headers)

    def _cut(self, harm: Lost | Kill) -> None:
        if isinstance(harm, Kill):
            self.proxy.kill()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        kept = {k: v for k, v in headers.items() if k.lower() in ("retry-after", "location")}
        for name, value in ({"Content-Type": "application/json"} | kept).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@contextmanager
def proxied(portal: str) -> Iterator[Proxy]:
    """A proxy to a portal for the length of a block."""
    handler = type("Handler", (Handler,), {})
    with listening(handler) as address:
        proxy = handler.proxy = Proxy(address, portal)  # type: ignore[attr-defined]
        with proxy.client:
            yield proxy
