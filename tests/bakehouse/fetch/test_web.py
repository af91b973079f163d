"""Fetched exports: once, whole, of the open internet and the site's list; a real server."""

import json
import re
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer, SimpleHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest

from publish.bakehouse.fetch import web
from publish.bakehouse.fetch.addresses import is_inside, is_public
from publish.bakehouse.fetch.kept import Limits
from publish.bakehouse.fetch.request import shown
from publish.bakehouse.fetch.web import Web
from publish.errors import SourceError
from tests.servers import listening

LIMITS = Limits(seconds=200)


def fetch(url: str, private: Path, limits: Limits = LIMITS, **headers: str) -> Path:
    """Fetch an address whose host the site's list holds."""
    return web.fetch(
        url, private, Web({httpx.URL(url).netloc.decode(): headers}, limits, pauses=())
    )


@dataclass
class Server:
    """What the server answers, and the headers of what it was asked."""

    url: str = ""
    status: int = 200
    body: bytes = b"a;b\n1;2\n"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    asked: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append({**self.headers, "path": self.path})
            same = state.headers.get("ETag", "") == self.headers.get("If-None-Match")
            self.send_response(304 if same else state.status)
            for name, value in state.headers.items():
                self.send_header(name, value)
            if not same:
                self.send_header("Content-Length", str(len(state.body) + state.cut))
            self.end_headers()
            if not same:
                self.wfile.write(state.body)

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler) as address:
        state.url = f"{address}/export.csv"
        yield state


def test_a_file_is_fetched_and_kept_private(server, tmp_path):
    kept = fetch(server.url, tmp_path)
    assert kept.read_bytes() == b"a;b\n1;2\n"
    assert kept.parent == tmp_path / "downloads"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert server.asked[0]["Host"] == server.url.split("/")[2]


def test_an_unchanged_file_is_not_fetched_again(server, tmp_path):
    server.headers = {"ETag": '"1"', "Last-Modified": "Sat, 21 Nov 2026 10:00:00 GMT"}
    kept = fetch(server.url, tmp_path)
    server.body = b"not asked for"
    assert fetch(server.url, tmp_path).read_bytes() == b"a;b\n1;2\n"
    assert server.asked[1]["If-None-Match"] == '"1"'
    assert server.asked[1]["If-Modified-Since"] == "Sat, 21 Nov 2026 10:00:00 GMT"
    assert json.loads(kept.with_suffix(".json").read_text())["etag"] == '"1"'


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Sat, 02 May 2020 10:00:00 GMT", "2020-05-02"),
        ("", None),
        ("yesterday", None),
        ("Sat, 02 May 99999 10:00:00 GMT", None),
    ],
)
def test_a_file_is_as_old_as_its_server_says(server, tmp_path, said, day):
    (tmp_path / "now").touch()
    server.headers = {"Last-Modified": said} if said else {}
    fetched = fetch(server.url, tmp_path).stat().st_mtime
    if day is None:
        assert fetched >= (tmp_path / "now").stat().st_mtime
    else:
        assert datetime.fromtimestamp(fetched, UTC).date().isoformat() == day


def test_a_changed_file_takes_the_place_of_the_old_one(server, tmp_path):
    server.headers = {"ETag": '"1"'}
    kept = fetch(server.url, tmp_path)
    server.headers, server.body = {"ETag": '"2"'}, b"new"
    assert fetch(server.url, tmp_path) == kept
    assert kept.read_bytes() == b"new"


def test_a_kept_file_that_is_gone_is_fetched_again(server, tmp_path):
    server.headers = {"ETag": '"1"'}
    fetch(server.url, tmp_path).unlink()
    assert fetch(server.url, tmp_path).read_bytes() == b"a;b\n1;2\n"


@pytest.mark.parametrize("fault", ["cut", "large", "status"])
def test_what_fails_leaves_the_kept_file(server, tmp_path, fault):
    kept = fetch(server.url, tmp_path)
    limits = LIMITS
    server.body = b"x" * 5000
    if fault == "cut":
        server.cut = 10
        words = (
            r"cannot be fetched: the connection broke before the end \(RemoteProtocolError\); try"
        )
    elif fault == "large":
        limits = Limits(bytes=4999)
        words = "larger than 4999 bytes"
    else:
        server.status = 404
        words = "the server answers 404 Not Found; check the address in a browser"
    with pytest.raises(SourceError, match=words):
        fetch(server.url, tmp_path, limits)
    assert kept.read_bytes() == b"a;b\n1;2\n"
    assert [path for path in kept.parent.iterdir() if path.name.startswith(".")] == []


def test_a_slow_file_is_given_up(server, tmp_path):
    with pytest.raises(SourceError, match="not here after 0 s"):
        fetch(server.url, tmp_path, Limits(seconds=0))


def test_redirects_are_followed_by_hand_and_counted(server, tmp_path):
    server.status, server.headers = 302, {"Location": "/elsewhere.csv"}
    with pytest.raises(SourceError, match="more than 5 redirects"):
        fetch(server.url, tmp_path)
    assert len(server.asked) == 6
    assert server.asked[5]["path"] == "/elsewhere.csv"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("https://10.0.0.1/x", "leads to '10.0.0.1', an address inside a private network"),
        ("https://[::ffff:10.0.0.1]/x", "an address inside a private network"),
        ("https://169.254.169.254/latest", "an address inside a private network"),
        ("http://10.0.0.1/x", "leads to http://10.0.0.1; only https:// is fetched"),
        ("https://127.0.0.1:9/x", "an address inside a private network"),
        ("ftp://127.0.0.1/x", "leads to ftp://127.0.0.1; only https:// is fetched"),
        ("file:///etc/passwd", "leads to file://; only https:// is fetched"),
    ],
)
def test_a_redirect_beyond_the_list_is_refused(server, tmp_path, place, words):
    server.status, server.headers = 302, {"Location": place}
    with pytest.raises(SourceError, match=re.escape(words)):
        fetch(server.url, tmp_path)


def test_only_a_host_of_the_list_leads_to_another(server, tmp_path):
    here, there = httpx.URL(server.url).netloc.decode(), "10.0.0.1"
    client, listed = httpx.Client(), Web({here: {"X-Key": "a"}, there: {"X-Key": "b"}})
    for address, inside, sent in [
        (server.url, True, {"X-Key": "a"}),
        (f"http://{there}/x", True, {"X-Key": "b"}),
        (f"http://{there}/x", False, None),
        (f"http://{there}:8080/x", True, None),
        ("https://example.org/x", True, None),
    ]:
        assert listed.headers(httpx.URL(address), inside=inside) == sent
    client.close()


def test_headers_go_to_their_host_alone(server, tmp_path):
    fetch(server.url, tmp_path, Authorization="Bearer secret")
    assert server.asked[0]["Authorization"] == "Bearer secret"
    other = server.url.replace("127.0.0.1", "localhost")
    server.status, server.headers = 302, {"Location": other}
    both = {httpx.URL(one).netloc.decode(): {} for one in (server.url, other)}
    both[httpx.URL(server.url).netloc.decode()] = {"Authorization": "Bearer secret"}
    with pytest.raises(SourceError, match="more than 5 redirects"):
        web.fetch(server.url, tmp_path, Web(both))
    assert [one.get("Authorization") for one in server.asked[1:3]] == ["Bearer secret", None]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "192.168.1.1", "0.0.0.0"])
def test_no_private_host_is_asked(tmp_path, host):
    words = f"an address inside a private network; .* list {re.escape(host)}:9 under `hosts:`"
    with pytest.raises(SourceError, match=words):
        web.fetch(f"https://{host}:9/x.csv", tmp_path)
    assert list((tmp_path / "downloads").iterdir()) == []


def test_http_is_refused_beyond_the_list(tmp_path):
    words = "leads to http://example.org; only https:// is fetched, and http:// of hosts under"
    with pytest.raises(SourceError, match=words):
        web.fetch("http://example.org/x.csv", tmp_path)


def test_a_name_that_leads_elsewhere_by_the_second_look_is_never_looked_up_twice(server, tmp_path):
    looked, answers = [], socket.getaddrinfo

    def rebinding(host, port, *more, **options):
        if host == "localhost":
            looked.append(host)
            host = "127.0.0.1" if len(looked) == 1 else "10.255.255.1"
        return answers(host, port, *more, **options)

    address = server.url.replace("127.0.0.1", "localhost")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", rebinding)
        kept = fetch(address, tmp_path)
    assert kept.read_bytes() == server.body
    assert looked == ["localhost"]


@pytest.mark.parametrize(
    ("address", "host", "inside"),
    [
        ("10.1.2.3", "files.intranet", True),
        ("192.168.1.1", "files.intranet", True),
        ("fd00::1", "files.intranet", True),
        ("8.8.8.8", "files.intranet", True),
        ("127.0.0.1", "files.intranet", False),
        ("127.0.0.1", "localhost", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("::ffff:127.0.0.1", "files.intranet", False),
        ("169.254.169.254", "files.intranet", False),
        ("169.254.169.254", "169.254.169.254", False),
        ("fe80::1", "files.intranet", False),
        ("0.0.0.0", "files.intranet", False),
        ("224.0.0.1", "files.intranet", False),
    ],
)
def test_where_a_host_of_the_list_may_stand(address, host, inside):
    assert is_inside(ip_address(address), host) is inside


def test_errors_hide_what_may_be_secret(server, tmp_path):
    server.status = 403
    secret = server.url.replace("://", "://me:secret@") + "?token=secret"
    listed = Web({httpx.URL(server.url).netloc.decode(): {"X-Key": "secret"}})
    with pytest.raises(SourceError) as error:
        web.fetch(secret, tmp_path, listed)
    assert "secret" not in str(error.value)
    assert str(error.value).startswith(server.url + "?…: the server answers 403")
    assert "secret" in server.asked[0]["path"]
    assert server.asked[0]["Authorization"].startswith("Basic ")
    assert "secret" not in "".join(path.name for path in Path(tmp_path / "downloads").iterdir())


def test_nobody_listening_is_said(tmp_path):
    with pytest.raises(
        SourceError, match=r"cannot be fetched: nobody answers there \(ConnectError\); try"
    ):
        fetch("http://127.0.0.1:9/x.csv", tmp_path)


def test_the_machine_s_own_authorities_are_trusted(tmp_path, monkeypatch):
    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    made = ("-keyout", tmp_path / "key.pem", "-out", tmp_path / "authority.pem")
    new = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
    subprocess.run([*new, "-nodes", *names, *made], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "authority.pem", tmp_path / "key.pem")
    (tmp_path / "export.csv").write_text("a;b")
    files = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with HTTPServer(("127.0.0.1", 0), files) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        url = f"https://localhost:{server.server_port}/export.csv"
        with pytest.raises(SourceError, match="does not trust the server's certificate; install"):
            fetch(url, tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        assert fetch(url, tmp_path).read_text() == "a;b"
        server.shutdown()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1", True),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff0e::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
    ],
)
def test_public_addresses(address, public):
    assert is_public(ip_address(address)) is public


def test_an_address_is_shown_without_secrets():
    assert shown("https://me:pw@example.org/a.csv?key=1") == "https://example.org/a.csv?…"
