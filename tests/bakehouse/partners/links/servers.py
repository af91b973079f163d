"""A real server whose pages are there, gone, slow, or lead elsewhere."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.servers import listening

NOWHERE = "https://" + f"{'y' * 60}." * 5 + "fr/"
"""A name that is too long for any host: no server of names has to be asked for that."""


@dataclass
class Pages:
    """A server of `statuses` by path, with `headers`; what it was `asked`, in turn.

    Paths that are not named answer 200; those of `gets` know no HEAD.
    """

    address: str = ""
    statuses: dict[str, int] = field(default_factory=dict)
    headers: dict[str, Mapping[str, str]] = field(default_factory=dict)
    gets: set[str] = field(default_factory=set)
    robots: bytes = b""
    asked: list[tuple[str, str]] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)

    @property
    def host(self) -> str:
        """As the site's list writes it."""
        return self.address.removeprefix("http://")

    @property
    def named(self) -> str:
        """Its address by a name, as most hosts have one."""
        return self.address.replace("127.0.0.1", "localhost")

    def asked_for(self, path: str) -> list[str]:
        """The methods by which a path was asked for."""
        return [method for method, one in self.asked if one == path]


@contextmanager
def pages() -> Iterator[Pages]:
    """Such a server, while the block lasts."""
    found = Pages()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def _answer(self) -> None:
            found.asked.append((self.command, self.path))
            found.sent.append(dict(self.headers))
            if self.path == "/drips":
                return self._drip()
            status = found.statuses.get(self.path, 200)
            if self.command == "HEAD" and self.path in found.gets:
                status = 405
            if self.path == "/robots.txt" and not found.robots:
                status = found.statuses.get(self.path, 404)
            self.send_response(status)
            for name, value in found.headers.get(self.path, {}).items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(found.robots if self.path == "/robots.txt" else b"x" * 1000)
            return None

        def _drip(self) -> None:
            try:
                for _ in range(1000):
                    self.wfile.write(b"H")
                    time.sleep(0.05)
            except OSError:
                pass

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler) as address:
        found.address = address
        yield found
