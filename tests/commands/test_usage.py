"""`fournil usage check` as a maintainer runs it."""

from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from tests.servers import listening
from tests.usage.check.test_conditions import INI, PAGE


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["usage", "check", *arguments])


def test_a_good_configuration_ends_with_nought(tmp_path: Path) -> None:
    config = tmp_path / "config.ini.php"
    config.write_text(INI)
    result = run(str(config))
    assert (result.exit_code, "ip: met: mask two bytes of the IP" in result.output) == (0, True)
    assert "s3cret" not in result.output


def test_a_bad_one_ends_with_one_and_says_what_to_change(tmp_path: Path) -> None:
    config = tmp_path / "config.ini.php"
    config.write_text(INI.replace("ipAddressMaskLength = 2", "ipAddressMaskLength = 0"))
    result = run(str(config), "--language", "fr")
    assert result.exit_code == 1
    assert (
        "ip\u00a0: NON remplie\u00a0: masquer deux octets au moins de l’adresse IP\n"
        in result.output
    )
    assert (
        "réglage\u00a0: Vie privée\u00a0: anonymisez l’adresse IP, 2 octets ou plus"
        in result.output
    )


def test_a_file_that_is_not_there_is_told() -> None:
    result = run("nowhere.ini.php")
    assert result.exit_code == 6
    assert "nowhere.ini.php: No such file or directory" in result.output


def test_what_is_no_configuration_is_told(tmp_path: Path) -> None:
    config = tmp_path / "config.ini.php"
    config.write_bytes(b"\xff\xfe")
    assert run(str(config)).exit_code == 4


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (b'[{"idVisit": 1}]', "visitor-log: NOT met"),
        (b'{"result": "error", "message": "no access"}', "visitor-log: met"),
    ],
)
def test_a_page_is_read_and_its_visits_log_tried(answer: bytes, state: str) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(PAGE.replace("stats.example.org", self.headers["Host"]).encode())

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            assert "method=Live.getLastVisitsDetails&idSite=3" in form
            self._send(answer)

        def _send(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with listening(Handler) as address:
        result = run(f"{address}/confidentialite")
    assert state in result.output
    assert "user-id: met" in result.output
    assert "opposition: met" in result.output


def test_an_address_where_nobody_answers_is_told() -> None:
    result = run("http://127.0.0.1:9/")
    assert result.exit_code == 4
    assert "http://127.0.0.1:9/: cannot be read (ConnectError)" in result.output
