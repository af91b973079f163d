"""`fournil new --matomo` drafts what a person then decides."""

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from click.testing import CliRunner, Result

from publish.cli import main
from publish.declare.declaration import Dataset
from publish.declare.yaml_file import load
from tests.servers import listening
from tests.sites import ABOUT, make_site

PAGES = [
    {"label": "/index", "url": "https://e.org/", "nb_visits": 5, "nb_hits": 7},
    {"label": "/lieux/1", "url": "https://e.org/lieux/1?q=ada", "nb_visits": 9, "nb_hits": 9},
    {"label": "/lieux/2", "url": "https://e.org/lieux/2", "nb_visits": 3, "nb_hits": 3},
    {"label": "/ada@e.org", "url": "https://e.org/ada@e.org/x", "nb_visits": 9, "nb_hits": 90},
    {"label": "/Café.html", "url": "https://e.org/Café.html", "nb_visits": 1, "nb_hits": 1},
    {"label": "Others", "nb_visits": 1, "nb_hits": 1},
]


class Matomo(BaseHTTPRequestHandler):
    """Answers with the same pages for two days."""

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        body = json.dumps({"2026-11-29": PAGES, "2026-11-30": PAGES}).encode()
        self.send_response(200 if "idSite=3&" in form and "token_auth=0f0f" in form else 401)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


def drafted(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--site", str(root), "new", *arguments])


def test_features_are_suggested_by_what_was_seen_most(tmp_path, monkeypatch):
    monkeypatch.setenv("MATOMO_TOKEN", "0f0f")
    site = make_site(tmp_path / "site")
    with listening(Matomo) as address:
        host = address.removeprefix("http://")
        site.private.mkdir()
        text = f'hosts: {{"{host}": {{datasets: frequentation}}}}'
        (site.private / "sources.yaml").write_text(text)
        result = drafted(site.root, "--matomo", f"{address}/index.php?idSite=3")
        again = drafted(site.root, "--matomo", f"{address}/?idSite=3")
    assert (result.exit_code, again.exit_code) == (0, 3)
    path = site.data / "frequentation" / "dataset.yaml"
    text = path.read_text("utf-8")
    assert "ada" not in text
    assert "0f0f" not in text
    tables = text[text.index("tables:\n") + len("tables:\n") :]
    path.write_text(ABOUT + tables, encoding="utf-8")
    source = load(path, Dataset).tables["features"].sources[0]
    assert (source.matomo, source.site, source.token) == (address, 3, "MATOMO_TOKEN")
    assert [(rule.match, rule.feature) for rule in source.features] == [
        ("^/lieux(/|$)", "lieux"),
        ("^/$", "home"),
        ("^/Café.html(/|$)", "cafe-html"),
    ]


def test_a_site_has_a_number(tmp_path):
    result = drafted(make_site(tmp_path).root, "--matomo", "https://e.org/?idSite=all")
    assert (result.exit_code, result.output) == (
        3,
        "fournil: idSite=all: no number of a site; write for example `?idSite=3`\n",
    )


def test_files_or_a_matomo_are_named(tmp_path):
    for arguments in ([], ["--matomo", "https://e.org", "x.csv"]):
        result = drafted(tmp_path, *arguments)
        assert result.exit_code == 2
        assert "name FILES, or a Matomo by --matomo" in result.output
