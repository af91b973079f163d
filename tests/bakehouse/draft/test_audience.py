"""`fournil new --matomo` drafts what a person then decides."""

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.declare.declaration import Dataset
from publish.declare.site import SiteFolder
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


def allow(site: SiteFolder, address: str) -> None:
    """Lists the host, which stands inside the network, as the message of a refusal says."""
    host = address.removeprefix("http://")
    site.private.mkdir()
    text = f'hosts: {{"{host}": {{datasets: frequentation}}}}'
    (site.private / "sources.yaml").write_text(text)


def test_features_are_suggested_by_what_was_seen_most(tmp_path, monkeypatch):
    monkeypatch.setenv("MATOMO_TOKEN", "0f0f")
    site = make_site(tmp_path / "site")
    with listening(Matomo) as address:
        allow(site, address)
        result = drafted(site.root, "--matomo", f"{address}/index.php?idSite=3")
        again = drafted(site.root, "--matomo", f"{address}/?idSite=3")
    assert (result.exit_code, again.exit_code) == (0, 3)
    path = site.data / "frequentation" / "dataset.yaml"
    text = path.read_text("utf-8")
    assert "ada" not in text
    assert "0f0f" not in text
    assert "          home: {fr: Accueil, en: Home}\n" in text
    assert "ODbL-1.0 where the users\n# of the service make its data" in text
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


@pytest.mark.parametrize("address", ["stats.example.org", "127.0.0.1:8917", "https:e.org"])
def test_an_address_is_whole(address, tmp_path):
    result = drafted(make_site(tmp_path).root, "--matomo", address)
    assert (result.exit_code, result.output) == (
        3,
        f"fournil: {address}: no whole address; write for example "
        "`https://stats.example.org/?idSite=3`\n",
    )


@pytest.mark.parametrize(("token", "known"), [("", "is not set"), ("1111", "is set")])
def test_a_refusal_names_the_site_and_the_variable(token, known, tmp_path, monkeypatch):
    monkeypatch.delenv("MATOMO_TOKEN", raising=False)
    if token:
        monkeypatch.setenv("MATOMO_TOKEN", token)
    site = make_site(tmp_path / "site")
    with listening(Matomo) as address:
        allow(site, address)
        result = drafted(site.root, "--matomo", f"{address}/?idsite=3")
    assert result.exit_code == 4
    assert result.output == (
        f"fournil: {address}/index.php (site 3): the server answers 401: the token is wrong, has "
        "run out or may not see the site; make a new one there, and set its variable (the token "
        f"is read from MATOMO_TOKEN, which {known})\n"
    )


def test_files_or_a_matomo_are_named(tmp_path):
    for arguments in ([], ["--matomo", "https://e.org", "x.csv"], ["--usage", "x.csv"]):
        result = drafted(tmp_path, *arguments)
        assert result.exit_code == 2
        assert "name FILES, or a Matomo by --matomo, or this site by --usage" in result.output
