"""A page is asked for, and its Matomo for one visit: closed, open, or nobody can tell."""

from http.server import BaseHTTPRequestHandler

import pytest

from publish.errors import SourceError
from publish.usage.check.address import facts_at, matomo_of
from publish.usage.check.answers import ANONYMOUS
from tests.servers import listening
from tests.usage.check.test_conditions import PAGE

NO_ACCESS = b'{"result": "error", "message": "You can\'t access this resource"}'
LOGIN = b"<html><form action='?module=Login'><input type='password'></form></html>"


def matomo(
    answer: bytes, status: int = 200, page: str = PAGE, page_status: int = 200
) -> type[BaseHTTPRequestHandler]:
    """A site with a tracker of a Matomo that stands beside it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            own = page.replace("stats.example.org", self.headers["Host"])
            self._send(page_status, own.encode())

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            assert "method=Live.getLastVisitsDetails&idSite=3&period=day" in form
            assert "showColumns=idVisit" in form and self.path.endswith("/index.php")
            self._send(status, answer)

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/login")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    return Handler


@pytest.mark.parametrize(
    ("answer", "status", "log"),
    [
        (b'[{"idVisit": 1}]', 200, "open"),
        (b"[]", 200, "open"),
        (NO_ACCESS, 200, "closed"),
        (NO_ACCESS, 400, "closed"),
        (b"", 401, "closed"),
        (LOGIN, 200, None),
        (b"<html>Welcome</html>", 200, None),
        (b"", 302, None),
        (b"Forbidden", 403, None),
        (b"[<html>", 200, None),
        (b"gone", 404, None),
        (b"oops", 500, None),
        (b'{"result": "error", "message": "An unexpected website was found"}', 200, None),
        (b"\xff\xfe\x00", 200, None),
    ],
)
def test_the_log_is_open_or_closed_or_nobody_can_tell(
    answer: bytes, status: int, log: str | None
) -> None:
    with listening(matomo(answer, status)) as address:
        found = facts_at(f"{address}/confidentialite")
    assert found.get(ANONYMOUS) == log
    assert found["page"] == "1"


def test_a_page_whose_matomo_does_not_answer_is_read_all_the_same() -> None:
    page = PAGE.replace("//stats.example.org/", "http://127.0.0.1:9/")
    with listening(matomo(b"", page=page)) as address:
        assert facts_at(address).get(ANONYMOUS) is None


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (404, r"/: answered with 404; check it in a browser"),
        (500, r"/: answered with 500; check it in a browser"),
    ],
)
def test_a_page_that_is_an_error_is_told(page: int, message: str) -> None:
    with (
        listening(matomo(b"", page_status=page)) as address,
        pytest.raises(SourceError, match=message),
    ):
        facts_at(f"{address}/")


def test_a_page_without_a_tracker_is_told() -> None:
    with (
        listening(matomo(b"", page="<html></html>")) as address,
        pytest.raises(SourceError, match="/: no configuration of Matomo"),
    ):
        facts_at(f"{address}/")


@pytest.mark.parametrize(
    ("code", "matomo"),
    [
        ('var u="//stats.example.org/";', "https://stats.example.org/"),
        ("const u = 'http://example.org/piwik/'", "http://example.org/piwik/"),
        ("_paq.push(['setTrackerUrl', 'https://a.example.org/matomo.php'])", "https://a.example.org/"),
        ("_paq.push(['setTrackerUrl', '/stats/piwik.php'])", "https://example.org/stats/"),
        ("_paq.push(['setTrackerUrl', u+'matomo.php']); u='//b.example.org/'", "https://b.example.org/"),
        (
            'var u=(("https:" == document.location.protocol) ? "https" : "http") + "://c.example.org/";',
            "https://c.example.org/",
        ),
        ("<script src='https://d.example.org/m/matomo.js?v=3'></script>", "https://d.example.org/m/"),
        ("<img src='//e.example.org/matomo.php?idsite=3'>", "https://e.example.org/"),
        ("<script src='/js/app.js'></script>", None),
        ('var u="//169.254.169.254/";', None),
        ('var u="http://10.0.0.3/";', None),
        ('var u="//localhost/";', None),
        ('var u="//intranet/";', None),
    ],
)  # fmt: skip
def test_a_page_says_where_its_matomo_is(code: str, matomo: str | None) -> None:
    assert matomo_of(code, "https://example.org/page?u=1") == matomo
