"""Connections that dawdle give way; heads have an end; a stop waits for what is being answered."""

import asyncio
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import uvloop

from publish.site.app.connections import (
    LEAST,
    MOST,
    OWN_MACHINE,
    Lasting,
    Registry,
    most_connections,
)
from tests import factory
from tests.servers import PATIENCE, Server, children, serving

slow = pytest.mark.slow("starts a server")
HALF = b"GET / HTTP/1.1\r\nHost: a\r\n"


class Fake:
    """A connection as the registry sees it."""

    def __init__(self) -> None:
        self.closed, self.let_in, self.transport = False, False, self

    def abort(self) -> None:
        self.closed = True


def connection(registry: Registry, client: str = "192.0.2.1", waits: bool = True) -> Any:
    """A connection that is let in, or not."""
    one: Any = Fake()
    one.let_in = registry.enter(one, client)
    registry.waits(one, waits)
    return one


def test_who_waited_the_longest_gives_way() -> None:
    registry = Registry(most=3, each=3)
    first, second, third = (connection(registry, f"192.0.2.{n}") for n in range(3))
    registry.waits(first, False)
    assert connection(registry).let_in
    assert [one.closed for one in (first, second, third)] == [False, True, False]
    assert len(registry.all) == 3


def test_what_is_being_answered_never_gives_way() -> None:
    registry = Registry(most=2)
    busy = [connection(registry, waits=False) for _ in range(2)]
    assert not connection(registry).let_in
    assert not any(one.closed for one in busy)
    registry.leave(busy[0])
    assert connection(registry).let_in


def test_a_client_has_a_share() -> None:
    registry = Registry(most=10, each=2)
    first, *_ = (connection(registry, "192.0.2.1") for _ in range(2))
    other = connection(registry, "192.0.2.2")
    assert connection(registry, "192.0.2.1").let_in
    assert (first.closed, other.closed) == (True, False)
    busy = [connection(registry, "192.0.2.3", waits=False) for _ in range(2)]
    assert not connection(registry, "192.0.2.3").let_in
    registry.leave(busy[0])
    assert connection(registry, "192.0.2.3").let_in


@pytest.mark.parametrize(
    ("proxy", "declared"),
    [
        ("127.0.0.1", OWN_MACHINE),
        ("10.0.0.7", ["10.0.0.7"]),
        ("10.0.0.7", ["192.0.2.1", "10.0.0.0/8"]),
        ("2001:db8::7", ["2001:db8::/32"]),
    ],
)
def test_a_proxy_stands_for_all_its_clients(proxy: str, declared: Sequence[str]) -> None:
    registry = Registry(most=100, each=2, proxies=declared)
    assert all(connection(registry, proxy, waits=False).let_in for _ in range(50))
    for other in ("198.51.100.1", ""):
        found = [connection(registry, other, waits=False).let_in for _ in range(3)]
        assert found == [True, True, False]


@pytest.mark.parametrize(
    ("descriptors", "most"), [(256, 64), (1024, 448), (64, LEAST), (2**20, MOST)]
)
def test_half_of_the_descriptors_are_for_files(descriptors: int, most: int) -> None:
    assert most_connections(descriptors) == most


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with 256 descriptors."""
    root = factory.site(tmp_path_factory.mktemp("connections") / "site")
    factory.places(root)
    with serving(root, descriptors=256) as started:
        yield started


def opened(server: Server, said: bytes) -> socket.socket:
    """A connection that has said something."""
    address = urlsplit(server.address)
    one = socket.create_connection((address.hostname, address.port), timeout=60)
    one.sendall(said)
    return one


def answer(server: Server, said: bytes) -> bytes:
    """The beginning of what is answered to something; nothing where the connection is closed."""
    with opened(server, said) as one:
        try:
            return one.recv(1000)
        except ConnectionError:
            return b""


@slow
def test_500_slow_connections_keep_no_page_away(server: Server) -> None:
    begun, held, waits = time.monotonic(), [], []
    try:
        for number in range(500):
            held.append(opened(server, HALF if number % 2 else b""))
            if number % 25 == 24:
                asked = time.monotonic()
                assert (
                    httpx.get(
                        f"{server.address}/lieux/places?_size={number}", timeout=PATIENCE
                    ).status_code
                    == 200
                )
                waits.append(time.monotonic() - asked)
        assert time.monotonic() - begun < 300
        assert sorted(waits)[len(waits) // 2] < 2, waits
    finally:
        for one in held:
            one.close()
    assert httpx.get(f"{server.address}/lieux", timeout=PATIENCE).status_code == 200


@slow
def test_a_head_has_an_end(server: Server) -> None:
    long = b"X-A: " + b"a" * 1_000 + b"\r\n"
    assert answer(server, HALF + b"\r\n").startswith(b"HTTP/1.1 200")
    assert answer(server, HALF + long * 14 + b"\r\n").startswith(b"HTTP/1.1 200")
    for said in (
        HALF + long * 20 + b"\r\n",
        HALF + b"X-A: " + b"a" * 200_000,
        HALF + b"A: b\r\n" * 101 + b"\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    ):
        # Where more is sent than is read, the connection may end before the answer is there.
        assert answer(server, said)[:12] in (b"HTTP/1.1 431", b""), said[:30]
    assert answer(server, HALF + b"A: b\r\n" * 101 + b"\r\n").startswith(b"HTTP/1.1 431")
    assert httpx.get(f"{server.address}/lieux", timeout=PATIENCE).status_code == 200


@slow
def test_a_long_body_is_no_head(server: Server) -> None:
    head = b"POST /lieux HTTP/1.1\r\nHost: a\r\nContent-Length: "
    few, many = (answer(server, head + b"%d\r\n\r\n" % n + b"a" * n) for n in (1, 60_000))
    assert many[:12] == few[:12] != b"HTTP/1.1 431"


@slow
def test_an_address_has_an_end(server: Server) -> None:
    assert httpx.get(f"{server.address}/lieux?{'a' * 9_000}", timeout=PATIENCE).status_code == 414
    said = answer(server, b"GET " + b"http://" + b"\xff" * 9 + b" HTTP/1.1\r\nHost: a\r\n\r\n")
    assert said.startswith((b"HTTP/1.1 400", b"HTTP/1.1 404"))


def test_who_has_gone_is_told_nothing() -> None:
    """uvloop raises where nobody is any more."""

    async def broken_off() -> int:
        loop, made, lost = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()

        class Kept(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                self.transport = transport
                made.set()

            def connection_lost(self, exc: Exception | None) -> None:
                lost.set()

        one = Kept()
        server = await loop.create_server(lambda: one, "127.0.0.1", 0)
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        await made.wait()
        bare: Any = one.transport
        lasting = Lasting(bare)
        lasting.write(b"a")
        bare.abort()
        await lost.wait()
        with pytest.raises(RuntimeError, match="the handler is closed"):
            bare.write(b"b")
        lasting.write(b"b")
        writer.close()
        server.close()
        return lasting.is_closing()

    assert uvloop.run(broken_off())


@slow
def test_requests_that_are_none_leave_no_lines(tmp_path: Path) -> None:
    upgrade = b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
    with serving(factory.site(tmp_path / "site")) as server:
        assert answer(server, b"FOO / HTTP/1.1\r\nHost: a\r\n\r\n").startswith(b"HTTP/1.1 400")
        for more in (b"traceparent: " + b"0" * 600, b"baggage: " + b"a=b," * 200):
            assert answer(server, HALF + more + b"\r\nConnection: close\r\n\r\n")
        assert answer(server, HALF + b"Connection: close\r\n" + upgrade)
        _, errors = server.stop()
    assert [line for line in errors.splitlines() if "metadata.yaml" not in line] == []


@slow
def test_a_request_names_one_host(server: Server) -> None:
    def told(*hosts: bytes, version: bytes = b"1.1") -> bytes:
        lines = b"".join(b"Host: " + host + b"\r\n" for host in hosts)
        said = b"GET /lieux/places.json?_size=2 HTTP/" + version + b"\r\n" + lines
        return answer(server, said + b"Connection: close\r\n\r\n").partition(b"\r\n")[0]

    for host in (b"a", b"a_b.example:8001", b"127.0.0.1", b"[::1]:80", b"xn--caf-dma.example"):
        assert told(host) == b"HTTP/1.1 200 OK", host
    assert told(version=b"1.0") == b"HTTP/1.1 200 OK"
    # The first of these was a 500.
    for host in (b"[::1", b"[1:2]", b"a b", b"a/b", b"@a", b'a"><script>', b"a:x", b"\xe9", b""):
        assert told(host) == b"HTTP/1.1 400 Bad Request", host
    assert told() == told(b"a", b"b") == b"HTTP/1.1 400 Bad Request"


@slow
def test_many_requests_go_through_one_connection(server: Server) -> None:
    with httpx.Client(timeout=PATIENCE) as client:
        for _ in range(50):
            assert client.get(f"{server.address}/lieux").status_code == 200
    with opened(server, (HALF + b"\r\n") * 3) as one:
        one.settimeout(60)
        got = b""
        while got.count(b"HTTP/1.1 200") < 3:
            part = one.recv(65_536)
            assert part
            got += part


@slow
def test_a_head_that_never_ends_is_given_up(server: Server) -> None:
    with opened(server, HALF) as one:
        begun = time.monotonic()
        assert one.recv(1) == b""
    assert 5 < time.monotonic() - begun < 50


@slow
def test_a_stop_waits_for_what_is_being_answered(tmp_path: Path) -> None:
    root = factory.site(tmp_path / "site")
    factory.places(root)
    with serving(root) as server:
        sql = "with+recursive+c(x)+as+(select+1+union+all+select+x%2B1+from+c)+select+max(x)+from+c"
        path = f"/lieux/-/query.json?sql={sql}"
        idle = opened(server, HALF)
        with opened(server, b"GET %s HTTP/1.1\r\nHost: a\r\n\r\n" % path.encode()) as one:
            [worker] = server.workers()
            server.until(lambda: bool(children(worker)))
            server.process.send_signal(signal.SIGTERM)
            assert one.recv(100).startswith(b"HTTP/1.1 400")
        with pytest.raises(httpx.ConnectError):
            httpx.get(server.address, timeout=PATIENCE)
        idle.close()
        assert server.process.wait(60) == 0
