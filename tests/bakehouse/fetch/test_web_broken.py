"""Downloads that break: gone on with, or begun again, and never a part for the whole."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest

from publish.bakehouse.fetch import web
from publish.bakehouse.fetch.web import Web
from publish.errors import SourceError
from tests.servers import listening

OLD, NEW = (random.Random(seed).randbytes(300_000) for seed in (1, 2))
DAY = "Sat, 21 Nov 2026 10:00:00 GMT"


@dataclass
class Breaking:
    """A server of one file: after how many bytes each answer breaks (None: not at all)."""

    breaks: list[int | None]
    body: bytes = OLD
    headers: dict[str, str] = field(default_factory=lambda: {"ETag": '"1"'})
    ranges: bool = True
    shift: int = 0
    changes: bool = False
    asked: list[tuple[str | None, str | None]] = field(default_factory=list)
    url: str = ""

    def part(self, asked: str | None, same: str | None) -> int | None:
        """Where the part that is asked for begins, None where all is to be sent."""
        fits = same in self.headers.values() and self.ranges
        return int(re.sub(r"\D", "", asked)) if asked and fits else None


@pytest.fixture
def server() -> Iterator[Breaking]:
    state = Breaking([])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = self.headers.get("Range"), self.headers.get("If-Range")
            state.asked.append(asked)
            if state.changes and len(state.asked) > 1:
                state.body, state.headers = NEW, {"ETag": '"2"'}
            begin = state.part(*asked)
            body = state.body[(begin or 0) + (state.shift if begin else 0) :]
            self.send_response(200 if begin is None else 206)
            for name, value in state.headers.items():
                self.send_header(name, value)
            if begin is not None:
                end = len(state.body)
                self.send_header("Content-Range", f"bytes {begin + state.shift}-{end - 1}/{end}")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            breaks = state.breaks.pop(0)
            self.wfile.write(body[:breaks])
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler) as address:
        state.url = f"{address}/export.csv"
        yield state


def fetch(server: Breaking, private: Path) -> Path:
    listed = {httpx.URL(server.url).netloc.decode(): {"X-Key": "a"}}
    return web.fetch(server.url, private, Web(listed, pauses=(0, 0, 0)))


def test_a_broken_download_goes_on_where_it_broke(server: Breaking, tmp_path: Path) -> None:
    server.breaks = [100_000, 50_000, None]
    assert fetch(server, tmp_path).read_bytes() == OLD
    assert server.asked == [(None, None), ("bytes=100000-", '"1"'), ("bytes=150000-", '"1"')]


def test_a_date_tells_too_whether_it_is_the_same_file(server: Breaking, tmp_path: Path) -> None:
    server.breaks, server.headers = [100_000, None], {"Last-Modified": DAY}
    assert fetch(server, tmp_path).read_bytes() == OLD
    assert server.asked[1] == ("bytes=100000-", DAY)


def test_a_file_that_changed_meanwhile_is_the_new_one(server: Breaking, tmp_path: Path) -> None:
    server.breaks, server.changes = [100_000, None], True
    kept = fetch(server, tmp_path)
    assert kept.read_bytes() == NEW
    assert '"2"' in kept.with_suffix(".json").read_text().replace("\\", "")


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"1"', "Last-Modified": DAY}])
def test_what_cannot_be_told_to_be_the_same_begins_again(
    server: Breaking, tmp_path: Path, headers: dict[str, str]
) -> None:
    server.breaks, server.headers = [100_000, None], headers
    assert fetch(server, tmp_path).read_bytes() == OLD
    assert server.asked == [(None, None), (None, None)]


def test_a_server_that_knows_no_parts_sends_all_again(server: Breaking, tmp_path: Path) -> None:
    server.breaks, server.ranges = [100_000, 200_000, None], False
    assert fetch(server, tmp_path).read_bytes() == OLD
    assert server.asked[1:] == [("bytes=100000-", '"1"'), ("bytes=200000-", '"1"')]


def test_another_part_than_was_asked_for_is_not_joined(server: Breaking, tmp_path: Path) -> None:
    server.breaks, server.shift = [100_000, None], 7
    with pytest.raises(SourceError, match="the server answers 206 Partial Content; check the"):
        fetch(server, tmp_path)
    assert [*(tmp_path / "downloads").iterdir()] == []


def test_a_line_that_always_breaks_leaves_what_was_kept(server: Breaking, tmp_path: Path) -> None:
    server.breaks = [None]
    kept = fetch(server, tmp_path)
    server.body, server.headers, server.breaks = NEW, {"ETag": '"2"'}, [1000] * 4
    with pytest.raises(SourceError, match="the connection broke before the end"):
        fetch(server, tmp_path)
    assert (kept.read_bytes(), len(server.asked)) == (OLD, 5)
    assert server.asked[4] == ("bytes=3000-", '"2"')
    assert not kept.with_suffix(".json").exists()
