"""The client: slow enough, patient enough, silent about its key; against real sockets."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.errors import PortalDown, PushRefused
from publish.portals.udata.portal import Answered, Pace, Portal, Turns, safe_address
from tests.servers import PATIENCE, listening

KEY = "udata_s3cret-key"
QUICK = Pace(between=0, backoff=0.02, timeout=PATIENCE, patience=5)
Said = tuple[int, dict[str, str], str]


class Script(BaseHTTPRequestHandler):
    """Answers what it was told to, one after the other; the last one for ever."""

    answers: list[Said]
    seen: list[tuple[str, str, float, dict[str, str]]]
    protocol_version = "HTTP/1.1"
    over: threading.Event
    """Whether the test has ended: nothing waits longer."""

    def answer(self) -> None:
        """Say the next line of the script."""
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.seen.append((self.command, self.path, time.monotonic(), dict(self.headers)))
        status, headers, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if status == 0:
            self.over.wait(60)
            return
        if status == -1:
            self.drip()
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def drip(self) -> None:
        """A byte now and then, each in time."""
        self.send_response(200)
        self.send_header("Content-Length", "9999")
        self.end_headers()
        with suppress(ConnectionError):
            for _ in range(200):
                self.wfile.write(b" ")
                self.wfile.flush()
                self.over.wait(0.02)
        self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def script() -> Iterator[Any]:
    """A server that follows a script; `script.address` is where."""
    kind = type("Kind", (Script,), {"answers": [(200, {}, '{"ok": true}')], "seen": []})
    kind.over = threading.Event()  # type: ignore[attr-defined]
    with listening(kind) as address:
        kind.address = address  # type: ignore[attr-defined]
        yield kind
        kind.over.set()  # type: ignore[attr-defined]


def portal(script: Any, pace: Pace = QUICK) -> Portal:
    return Portal(script.address, KEY, "PORTAL_KEY", pace)


@pytest.mark.slow("waits as a portal makes it wait")
def test_in_production_two_requests_a_second_at_most(script: Any) -> None:
    asked, began = portal(script, Pace()), time.monotonic()
    for _ in range(4):
        asked.get("1/me/")
    assert paced(script, began, 0.5) == [True] * 4
    assert Pace() == Pace(between=0.5, backoff=2.0, timeout=60.0, patience=600.0)


def test_several_keys_share_the_pace(script: Any) -> None:
    turns, began = Turns(), time.monotonic()
    for key in ("one", "two", "three"):
        Portal(script.address, key, "K", Pace(between=0.2), turns).get("1/me/")
    assert paced(script, began, 0.2) == [True] * 3


def paced(script: Any, began: float, between: float) -> list[bool]:
    """Whether each request kept its turn; a busy machine may only make it later."""
    times = [at - began for _, _, at, _ in script.seen]
    return [at >= number * between for number, at in enumerate(times)]


@pytest.mark.slow("waits as a portal makes it wait")
def test_an_answer_that_drips_is_given_up(script: Any) -> None:
    script.answers[:] = [(-1, {}, "")]
    began = time.monotonic()
    with pytest.raises(PortalDown, match="no answer in time"):
        portal(script, Pace(between=0, backoff=0.01, timeout=0.1)).get("1/me/")
    assert time.monotonic() - began < 30


def test_the_key_goes_in_a_header_and_the_mask_too(script: Any) -> None:
    assert portal(script).get("1/me/", fields="id", page=2) == {"ok": True}
    [(method, path, _, headers)] = script.seen
    assert (method, path) == ("GET", "/api/1/me/?page=2")
    assert headers["X-API-KEY"] == KEY
    assert headers["X-Fields"] == "id"
    assert headers["User-Agent"].startswith("fournil/")


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_trouble_that_passes_is_tried_again(status: int, script: Any) -> None:
    script.answers[:0] = [(status, {}, ""), (status, {}, "")]
    assert portal(script).get("1/me/") == {"ok": True}
    assert len(script.seen) == 3


def test_three_failures_in_a_row_are_enough(script: Any) -> None:
    script.answers[:] = [(502, {}, "")]
    with pytest.raises(PortalDown, match=r"failed 3 times: PUT /api/1/x/: 502"):
        portal(script).put("1/x/", {})
    assert len(script.seen) == 3


@pytest.mark.slow("waits as a portal makes it wait")
def test_the_waits_double_more_or_less_by_chance(script: Any) -> None:
    script.answers[:] = [(500, {}, "")]
    waits: list[tuple[float, float]] = []
    for _ in range(8):
        script.seen.clear()
        with pytest.raises(PortalDown):
            portal(script, Pace(between=0, backoff=0.1, timeout=5)).get("1/me/")
        first, second, third = (at for _, _, at, _ in script.seen)
        waits.append((second - first, third - second))
    assert all(one >= 0.05 and other >= 0.1 for one, other in waits)
    assert len({round(one, 3) for one, _ in waits}) > 1


@pytest.mark.slow("waits as a portal makes it wait")
@pytest.mark.parametrize("as_date", [False, True])
def test_retry_after_is_honoured(as_date: bool, script: Any) -> None:
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
    said = format_datetime(later, usegmt=True) if as_date else "1"
    script.answers[:0] = [(429, {"Retry-After": said}, "")]
    began = time.monotonic()
    portal(script).get("1/me/")
    assert datetime.now(UTC) >= later if as_date else time.monotonic() - began > 0.9


def test_a_wait_beyond_patience_is_not_begun(script: Any) -> None:
    script.answers[:] = [(429, {"Retry-After": "6"}, "")]
    with pytest.raises(PortalDown, match="asks to wait 6 s; push again then"):
        portal(script).get("1/me/")
    assert len(script.seen) == 1


@pytest.mark.parametrize("after", ["", "soon", "-3", "Mon, 99 Foo 2026"])
def test_a_retry_after_that_says_nothing_is_no_harm(after: str, script: Any) -> None:
    script.answers[:0] = [(503, {"Retry-After": after}, "")]
    assert portal(script).get("1/me/") == {"ok": True}


@pytest.mark.slow("waits as a portal makes it wait")
def test_no_answer_in_time(script: Any) -> None:
    script.answers[:] = [(0, {}, "")]
    with pytest.raises(PortalDown, match="GET /api/1/me/: no answer in time"):
        portal(script, Pace(between=0, backoff=0.02, timeout=0.5)).get("1/me/")


def test_no_connection() -> None:
    with pytest.raises(PortalDown, match=r"no connection \(ConnectError\)"):
        Portal("http://127.0.0.1:1", KEY, "PORTAL_KEY", QUICK).get("1/me/")


def test_what_may_have_been_made_is_looked_for_before_it_is_made_again(script: Any) -> None:
    script.answers[:0] = [(500, {}, ""), (502, {}, "")]
    looks: list[int] = []
    made = portal(script).post("1/x/", {}, found=lambda: looks.append(1))
    assert (made, len(looks)) == ({"ok": True}, 2)
    script.answers[:0] = [(500, {}, "")]
    assert portal(script).post("1/x/", {}, found=lambda: {"id": "there"}) == {"id": "there"}


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_deleted(status: int, script: Any) -> None:
    script.answers[:] = [(status, {}, "{}")]
    portal(script).delete("1/x/")
    assert [(method, path) for method, path, *_ in script.seen] == [("DELETE", "/api/1/x/")]


def test_a_refusal_is_told_field_by_field(script: Any) -> None:
    body = '{"errors": {"tags": ["too short"], "resources": [{}, {"url": ["no URL"]}]}}'
    script.answers[:] = [(400, {}, body)]
    with pytest.raises(Answered) as refused:
        portal(script).put("1/datasets/x/", {})
    assert str(refused.value) == (
        f"{script.address.removeprefix('http://')} refuses PUT /api/1/datasets/x/ (400): "
        "tags: too short; resources.1.url: no URL"
    )
    assert len(script.seen) == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, r"does not take the key in PORTAL_KEY \(Expired\); make a new one"),
        (403, "the key in PORTAL_KEY has no right to do this"),
        (413, r"refuses GET /api/1/me/ \(413\): Expired"),
        (423, "is read-only for now"),
    ],
)
def test_refusals_have_words(status: int, words: str, script: Any) -> None:
    script.answers[:] = [(status, {}, '{"message": "Expired"}')]
    with pytest.raises(PushRefused, match=words):
        portal(script).get("1/me/")


def test_a_redirection_is_not_followed(script: Any) -> None:
    script.answers[:] = [(301, {"Location": "https://elsewhere.example/api/1/me/"}, "")]
    with pytest.raises(PushRefused, match=r"to https://elsewhere\.example/api/1/me/; write the"):
        portal(script).get("1/me/")
    assert len(script.seen) == 1


def test_the_key_is_never_repeated(script: Any) -> None:
    script.answers[:] = [(400, {}, f'{{"message": "key {KEY} is wrong"}}')]
    asked = portal(script)
    with pytest.raises(PushRefused) as refused:
        asked.get("1/me/")
    assert "key … is wrong" in str(refused.value)
    assert KEY not in f"{asked!r} {refused.value!r} {refused.value.__cause__!r}"


@pytest.mark.parametrize(
    "address",
    ["http://www.data.gouv.fr", "http://10.0.0.1", "ftp://x.org", "http://127.0.0.1.x.org"],
)
def test_a_key_is_only_sent_over_https(address: str) -> None:
    with pytest.raises(PushRefused, match="a key is only sent over https; write https://"):
        safe_address(address)


def test_addresses_of_portals() -> None:
    assert safe_address("https://www.data.gouv.fr/") == "https://www.data.gouv.fr"
    assert safe_address("http://127.0.0.1:7000") == "http://127.0.0.1:7000"
    assert Portal("https://www.data.gouv.fr", KEY, "K").name == "data.gouv.fr"


@pytest.mark.slow("waits as a portal makes it wait")
@given(st.text())
def test_only_a_key_fits_a_header(key: str) -> None:
    try:
        Portal("https://x.org", key, "PORTAL_KEY")
    except PushRefused as refused:
        assert str(refused).startswith("PORTAL_KEY is empty or holds")
        assert not re.fullmatch(r"[\x21-\x7e]+", key.strip())
    else:
        assert re.fullmatch(r"[\x21-\x7e]+", key.strip())
