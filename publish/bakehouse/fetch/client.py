"""A client for hosts whose addresses were checked, whose whole exchange ends in time."""

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from socket import SHUT_RDWR, socket
from threading import Lock, Timer
from time import monotonic
from typing import Any

import certifi
import httpx

from publish.bakehouse.fetch.kept import Bounds

AGENT = "Fournil"
CONNECTED = "connection.connect_tcp.complete"


@contextmanager
def client_until(bounds: Bounds) -> Iterator[httpx.Client]:
    """A client whose connections all end with the time of `bounds`; then raises SourceError.

    Timeouts of httpx are of one reading each: a server that drips its headers would hold us.
    """
    deadline = _Deadline(max(0.0, bounds.end - monotonic()))
    hooks = {"request": [deadline.watch]}
    # No proxy from the environment: it would resolve names itself, past the check of addresses.
    with httpx.Client(
        timeout=httpx.Timeout(30, read=60), trust_env=False, verify=trusted(), event_hooks=hooks
    ) as client:
        client.headers["User-Agent"] = AGENT
        try:
            yield client
        except httpx.HTTPError:
            if bounds.is_over():
                raise bounds.late() from None
            raise
        finally:
            deadline.end()


class _Deadline:
    """Shuts the connections of a client when its time is over."""

    def __init__(self, seconds: float) -> None:
        self._lines: list[socket] = []
        self._lock, self._passed = Lock(), False
        self._timer = Timer(seconds, self._pass)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, request: httpx.Request) -> None:
        """Take note of the connection that a request is sent on."""
        request.extensions["trace"] = self._trace

    def end(self) -> None:
        """No more connections will come."""
        self._timer.cancel()
        with self._lock:
            for line in self._lines:
                line.close()
            self._lines = []

    def _trace(self, event: str, info: dict[str, Any]) -> None:
        if event == CONNECTED:
            # A double: TLS takes the socket itself over.
            line: socket = info["return_value"].get_extra_info("socket").dup()
            with self._lock:
                self._lines.append(line)
                if self._passed:
                    _shut(line)

    def _pass(self) -> None:
        with self._lock:
            self._passed = True
            for line in self._lines:
                _shut(line)


def _shut(line: socket) -> None:
    with suppress(OSError):
        line.shutdown(SHUT_RDWR)


def trusted() -> ssl.SSLContext:
    """The authorities that the machine trusts, those of an intranet among them, and certifi's."""
    return _authorities(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@cache
def _authorities(*_where: str | None) -> ssl.SSLContext:
    # Read once: it is the dearest part of a small request.
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
