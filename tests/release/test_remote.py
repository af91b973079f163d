"""A web server that never ends, breaks off or is not there neither fills a replica nor holds it."""

from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from publish.errors import StoreError
from publish.release.remote import Remote
from publish.release.stocklist import File
from tests.servers import listening

pytestmark = pytest.mark.slow("starts a web server, and the client of stores")
TEXT = b"what was signed\n"


class Lying(BaseHTTPRequestHandler):
    """`/right` is right; `/endless` never ends; `/broken` announces more than comes."""

    def do_HEAD(self) -> None:
        self.send_response(200 if self.path in ("/right", "/endless", "/broken") else 404)
        if self.path != "/endless":
            self.send_header("content-length", str(len(TEXT) * (1 + (self.path == "/broken"))))
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()
        try:
            self.wfile.write(TEXT)
            while self.path == "/endless":
                self.wfile.write(b"x" * 100_000)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def remote() -> Iterator[Remote]:
    with listening(Lying) as address:
        yield Remote(f"{address}/")


def fetch(remote: Remote, name: str, to: Path) -> None:
    remote.fetch(name, to, File(len(TEXT), sha256(TEXT).hexdigest()), lambda: None)


def test_the_file_that_was_signed_arrives(remote: Remote, tmp_path: Path) -> None:
    fetch(remote, "right", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == TEXT
    assert remote.read("right", 100) == TEXT


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("endless", "/endless: longer than was signed"),
        ("broken", "/broken: cannot be had"),
        ("missing", "/missing: cannot be had"),
    ],
)
def test_what_is_not_right_leaves_nothing(
    name: str, said: str, remote: Remote, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match=said):
        fetch(remote, name, tmp_path / "file")
    assert not (tmp_path / "file").exists()


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"/store\.sig: cannot be had"):
        Remote("http://127.0.0.1:9/releases").read("store.sig", 100)
