"""Servers that answer without end, or packed beyond measure: a run is held no longer than bounded.

Each server says its part again and again, until we hang up.
"""

import gzip
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from publish.bakehouse.fetch import web
from publish.bakehouse.fetch.kept import Bounds, Limits
from publish.bakehouse.fetch.posting import post
from publish.bakehouse.fetch.web import Web
from publish.bakehouse.partners.polite import PoliteWeb
from publish.errors import SourceError

HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
DRIP = 0.01
ENDLESS: dict[str, tuple[bytes, bytes]] = {
    "a status line": (b"", b"H"),
    "a header": (HEAD + b"X-Long: ", b"a"),
    "many headers": (HEAD, b"X: a\r\n"),
    "answers before the answer": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "a body": (HEAD + b"\r\n", b"a"),
    "a body that is longer": (HEAD + b"Content-Length: 1000000\r\n\r\n", b"a"),
    "chunks": (CHUNKED, b"1\r\na\r\n"),
    "what is said of a chunk": (CHUNKED + b"1;x=", b"a"),
    "what follows the chunks": (CHUNKED + b"0\r\n", b"X: a\r\n"),
    "another request": (b"HTTP/1.1 302 Found\r\n", b"Location: /\r\n"),
}
"""What a server says first, and then byte after byte."""


@contextmanager
def saying(first: bytes, then: bytes = b"") -> Iterator[str]:
    """The host of a server that says something to each who comes."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                self.request.recv(65536)
                self.request.sendall(first)
                while then:
                    self.request.sendall(then)
                    time.sleep(DRIP)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def listed(host: str, seconds: float = 0.3) -> Web:
    return Web({host: {}}, Limits(1 << 20, seconds), pauses=(0, 0))


@pytest.mark.parametrize("what", sorted(ENDLESS))
def test_an_answer_without_end_is_left_when_its_time_is_over(what: str, tmp_path: Path) -> None:
    with (
        saying(*ENDLESS[what]) as host,
        pytest.raises(SourceError, match=r"not here after 0\.3 s; try again later"),
    ):
        web.fetch(f"http://{host}/a.csv", tmp_path, listed(host))
    assert [*(tmp_path / "downloads").iterdir()] == []


def test_so_is_a_greeting_of_tls_that_never_ends(tmp_path: Path) -> None:
    with (
        saying(b"\x16\x03\x03\x40\x00", b"\x02") as host,
        pytest.raises(SourceError, match=r"not here after 0\.3 s; try again later"),
    ):
        web.fetch(f"https://{host}/a.csv", tmp_path, listed(host))


def test_so_is_the_answer_to_a_form() -> None:
    with saying(*ENDLESS["a header"]) as host:
        bounds = Bounds("here", Limits(1 << 20, 0.3))
        with pytest.raises(SourceError, match=r"here: not here after 0\.3 s"):
            post(f"http://{host}/", {}, listed(host), bounds)


def test_so_is_a_robots_txt(tmp_path: Path) -> None:
    with saying(*ENDLESS["a header"]) as host:
        asked = PoliteWeb(
            f"http://{host}", {host: {}}, tmp_path, limits=Limits(100, 0.3), pauses=()
        )
        with pytest.raises(SourceError, match=r"robots\.txt: not here after 0\.\d+ s"):
            asked.page(f"http://{host}/rows")


def test_an_answer_that_is_packed_twice_is_not_unpacked(tmp_path: Path) -> None:
    bomb = gzip.compress(gzip.compress(bytes(1 << 24)))
    for packing, why in (("gzip, gzip", "'gzip, gzip'"), ("zstd", "'zstd'")):
        told = f"Content-Encoding: {packing}\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
        with (
            saying(HEAD + told + bomb) as host,
            pytest.raises(SourceError, match=f"packed as {why}, which nobody asked for"),
        ):
            web.fetch(f"http://{host}/a.csv", tmp_path, listed(host, 60))


def test_one_that_is_packed_once_counts_as_it_unpacks(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(1 << 24))
    told = f"Content-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
    with (
        saying(HEAD + told + bomb) as host,
        pytest.raises(SourceError, match="larger than 1048576 bytes"),
    ):
        web.fetch(f"http://{host}/a.csv", tmp_path, listed(host, 60))


@pytest.mark.parametrize("asks", ["315360000", "Fri, 21 Nov 2036 10:00:00 GMT", "9" * 400])
def test_who_asks_to_be_left_for_years_is_asked_next_time(asks: str, tmp_path: Path) -> None:
    head = f"HTTP/1.1 503 Later\r\nRetry-After: {asks}\r\nContent-Length: 0\r\n\r\n".encode()
    with (
        saying(head) as host,
        pytest.raises(SourceError, match="503 Later; it is busy, or asked too often"),
    ):
        web.fetch(f"http://{host}/a.csv", tmp_path, listed(host, 60))


def test_a_head_beyond_measure_is_refused(tmp_path: Path) -> None:
    with (
        saying(HEAD + b"X: " + b"a" * (1 << 20)) as host,
        pytest.raises(SourceError, match="connection broke before the end"),
    ):
        web.fetch(f"http://{host}/a.csv", tmp_path, listed(host, 60))


def test_a_round_of_redirects_ends(tmp_path: Path) -> None:
    with (
        saying(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n") as host,
        pytest.raises(SourceError, match="more than 5 redirects; declare the last one"),
    ):
        web.fetch(f"http://{host}/a.csv", tmp_path, listed(host, 60))
