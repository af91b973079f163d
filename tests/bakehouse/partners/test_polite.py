"""How a partner's server is asked: what it wishes is kept to, and what it does is bounded."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from publish.bakehouse.fetch.kept import Limits
from publish.bakehouse.partners.polite import PoliteWeb
from publish.errors import SourceError
from tests.bakehouse.partners.services import Answer, Service, serving
from tests.servers import listening

ROWS = Answer(b'{"data": []}')
ROBOTS = "text/plain"


@pytest.fixture
def service() -> Iterator[Service]:
    with serving({"/rows": ROWS, "/more": ROWS}) as service:
        yield service


def test_a_server_is_asked_by_name_and_for_what_is_wanted(service: Service, tmp_path: Path) -> None:
    assert service.web(tmp_path).json(f"{service.address}/rows") == {"data": []}
    rules, rows = service.headers
    assert (rules["path"], rules["User-Agent"]) == ("/robots.txt", "Fournil")
    assert (rows["path"], rows["Accept"]) == ("/rows", "application/json")


def test_what_its_robots_txt_refuses_is_not_asked_for(service: Service, tmp_path: Path) -> None:
    service.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /rows", ROBOTS)
    web = service.web(tmp_path)
    said = "the robots.txt of 127.0.0.1:[0-9]+ asks programs not to fetch it; ask the partner to"
    with pytest.raises(SourceError, match=said):
        web.page(f"{service.address}/rows")
    web.page(f"{service.address}/more")
    assert service.asked == ["/more"]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_that_fails_at_its_robots_txt_is_let_alone(
    service: Service, tmp_path: Path, status: int
) -> None:
    service.answers["/robots.txt"] = Answer(status=status)
    with pytest.raises(SourceError, match=r"robots\.txt"):
        service.web(tmp_path).page(f"{service.address}/rows")
    assert service.asked == []


def test_a_robots_txt_without_end_is_read_as_far_as_is_due(
    service: Service, tmp_path: Path
) -> None:
    long = b"User-agent: *\nDisallow: /rows\n" + b"#" * (1 << 20)
    service.answers["/robots.txt"] = Answer(long, ROBOTS)
    with pytest.raises(SourceError, match="asks programs not to fetch it"):
        service.web(tmp_path).page(f"{service.address}/rows")


def test_a_host_is_left_to_rest_as_long_as_it_asks(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = list[float]()
    monkeypatch.setattr("time.sleep", slept.append)
    service.answers["/robots.txt"] = Answer(b"User-agent: fournil\nCrawl-delay: 20", ROBOTS)
    web = service.web(tmp_path)
    for path in ("/rows", "/more"):
        web.page(service.address + path)
    [once] = slept
    assert 15 < once <= 20


@pytest.mark.parametrize("wait", ["0", "Sat, 21 Nov 2020 10:00:00 GMT"])
def test_a_busy_server_is_asked_again_when_it_says(tmp_path: Path, wait: str) -> None:
    asked = list[str]()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            busy = asked.count("/rows") == 1
            self.send_response(404 if self.path != "/rows" else 429 if busy else 200)
            self.send_header("Retry-After", wait)
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler) as address:
        hosts = {address.partition("//")[2]: dict[str, str]()}
        web = PoliteWeb(address, hosts, tmp_path, pauses=(600,))
        assert web.json(f"{address}/rows") == []
    assert asked == ["/robots.txt", "/rows", "/rows"]


def test_one_that_asks_for_an_hour_is_left_to_the_next_run(
    service: Service, tmp_path: Path
) -> None:
    service.answers["/rows"] = Answer(status=503, headers={"Retry-After": "3600"})
    web = PoliteWeb(service.address, {service.host: {}}, tmp_path, pauses=(600,))
    with pytest.raises(SourceError, match=r"503 Service Unavailable; it is busy.*try later"):
        web.page(f"{service.address}/rows")
    assert service.asked == ["/rows"]


def test_an_answer_without_end_is_cut(tmp_path: Path) -> None:
    gone = threading.Event()

    class Endless(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.end_headers()
            try:
                while self.path == "/rows":
                    self.wfile.write(b"[" * 65_536)
            except OSError:
                gone.set()

        def log_message(self, *_: object) -> None:
            pass

    with listening(Endless) as address:
        hosts = {address.partition("//")[2]: dict[str, str]()}
        web = PoliteWeb(address, hosts, tmp_path, page_limits=Limits(1 << 20, 100))
        with pytest.raises(SourceError, match="larger than 1048576 bytes"):
            web.page(f"{address}/rows")
        assert gone.wait(60)
    assert [path.name for path in (tmp_path / "downloads").iterdir()] == ["unfinished"]


def test_all_answers_together_are_bounded(service: Service, tmp_path: Path) -> None:
    web = PoliteWeb(service.address, {service.host: {}}, tmp_path, limits=Limits(20, 100))
    web.page(f"{service.address}/rows")
    with pytest.raises(SourceError, match="larger than 8 bytes"):
        web.page(f"{service.address}/more")


def test_a_harvest_has_its_time(service: Service, tmp_path: Path) -> None:
    web = PoliteWeb(service.address, {service.host: {}}, tmp_path, limits=Limits(100, 0))
    with pytest.raises(SourceError, match="not here after 0 s"):
        web.page(f"{service.address}/rows")


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (".sheets.invalid", "no host 'a-1.sheets.invalid'"),
        ("sheets.invalid", "a-1.sheets.invalid/rows: its host is not listed"),
        (".ts.invalid", "a-1.sheets.invalid/rows: its host is not listed"),
    ],
)
def test_a_dot_lists_all_hosts_below_it(
    service: Service, tmp_path: Path, listed: str, said: str
) -> None:
    elsewhere = {"Location": "https://a-1.sheets.invalid/rows"}
    service.answers["/rows"] = Answer(status=302, headers=elsewhere)
    web = PoliteWeb(service.address, {service.host: {}, listed: {}}, tmp_path, pauses=())
    with pytest.raises(SourceError, match=said):
        web.page(f"{service.address}/rows")


def test_a_redirect_to_a_host_that_is_not_listed_is_refused(
    service: Service, tmp_path: Path
) -> None:
    with serving({"/rows": ROWS}) as other:
        service.answers["/rows"] = Answer(status=302, headers={"Location": f"{other.address}/rows"})
        with pytest.raises(SourceError, match=f"{other.address}/rows: its host is not listed"):
            service.web(tmp_path).page(f"{service.address}/rows")
        assert (other.asked, other.headers) == ([], [])


def test_a_partner_leads_to_no_other_host_of_the_network(service: Service, tmp_path: Path) -> None:
    with serving({"/secret": ROWS}) as other:
        there = f"{other.address}/secret"
        service.answers["/rows"] = Answer(status=302, headers={"Location": there})
        hosts = {service.host: {}, other.host: {"Authorization": "Bearer secret"}}
        web = PoliteWeb(service.address, hosts, tmp_path, pauses=())
        for address in (there, f"{service.address}/rows"):
            with pytest.raises(SourceError, match="only https:// is fetched"):
                web.page(address)
        assert other.headers == []


def test_headers_of_the_list_go_to_the_partner(service: Service, tmp_path: Path) -> None:
    hosts = {service.host: {"Authorization": "Bearer secret"}}
    PoliteWeb(service.address, hosts, tmp_path).page(f"{service.address}/rows")
    assert {one["Authorization"] for one in service.headers} == {"Bearer secret"}


def test_nothing_leads_from_https_to_http(tmp_path: Path) -> None:
    web = PoliteWeb("https://carte.example.org/api", {"carte.example.org": {}}, tmp_path)
    with pytest.raises(SourceError, match="leads from https:// to http://; ask the partner to"):
        web.page("http://carte.example.org/api")


@pytest.mark.parametrize("address", ["https://", "rows.json", "http://a:b/", "\x00"])
def test_an_address_that_is_none_is_refused(service: Service, tmp_path: Path, address: str) -> None:
    with pytest.raises(SourceError, match=r"an address that is none|no whole address"):
        service.web(tmp_path).page(address)


def test_a_harvest_that_broke_off_goes_on_where_it_was(service: Service, tmp_path: Path) -> None:
    broken = service.web(tmp_path)
    broken.page(f"{service.address}/rows")
    with pytest.raises(SourceError, match="404"):
        broken.page(f"{service.address}/none")
    again = service.web(tmp_path)
    for path in ("/rows", "/more"):
        assert again.json(service.address + path) == {"data": []}
    assert service.asked == ["/rows", "/none", "/more"]
    again.unfinished.done()
    anew = service.web(tmp_path)
    anew.page(f"{service.address}/rows")
    anew.unfinished.done()
    assert service.asked[3:] == ["/rows"]
    assert len([*(tmp_path / "downloads").glob("[0-9a-f]*[0-9a-f]")]) == 1


def test_an_unchanged_page_is_not_sent_again(service: Service, tmp_path: Path) -> None:
    service.answers["/rows"] = Answer(b"[]", headers={"ETag": '"1"'})
    web = service.web(tmp_path)
    web.page(f"{service.address}/rows")
    web.unfinished.done()
    service.answers["/rows"] = Answer(status=304)
    assert service.web(tmp_path).json(f"{service.address}/rows") == []
    assert service.headers[-1]["If-None-Match"] == '"1"'


def test_pages_are_private(service: Service, tmp_path: Path) -> None:
    page = service.web(tmp_path).page(f"{service.address}/rows?token=secret")
    assert page.shown == f"{service.address}/rows?…"
    kept = [page.path.parent, *page.path.parent.iterdir()]
    assert {
        path.name: path.stat().st_mode & 0o077 for path in kept if path.stat().st_mode & 0o077
    } == {}
    assert not re.search("secret", " ".join(path.name for path in kept))
