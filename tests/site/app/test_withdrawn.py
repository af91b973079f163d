"""A dataset that was withdrawn answers 410, with title and reason, at every address it had."""

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.declare.site import SiteFolder
from tests.servers import PATIENCE, serving
from tests.sites import published_site

pytestmark = pytest.mark.slow("serves a site and asks for all its addresses")
WHY = "une adresse y était restée"
BESIDE = (
    "/lieux.json",
    "/lieux/places.json",
    "/lieux/places.csv",
    "/lieux/places/01.json",
    "/lieux/citation.bib",
    "/lieux/citation.json",
    "/lieux/-/query.json?sql=select+1",
    "/lieux/-/query.csv?sql=select+1",
    "/lieux/-/query?sql=select+1",
    "/lieux/places.xlsx",
    "/lieux/places.jsonl",
    "/lieux/places/-/columns.json",
    "/lieux/places/-/chart?_chart=bars&_column=kind",
    "/lieux/places/-/chart.svg?_chart=bars&_column=kind",
    "/lieux/places/-/chart.csv?_chart=bars&_column=kind",
    "/lieux/places?_embed=1",
    "/lieux/places?kind=caf%C3%A9",
    "/lieux/places.json?_size=1",
)
DRAWN = (
    "/lieux/places/-/map",
    "/lieux/places/-/map.svg",
    "/lieux/places/-/map.png",
    "/lieux/places/-/points.json",
    "/lieux/places/-/chart.png?_chart=bars&_column=kind",
    "/lieux/places/-/spark.svg",
    "/lieux/places/-/count.json",
    "/lieux/places.geojson",
)
"""What a dataset with a map has."""
TITLES = {"fr": "Lieux partagés", "en": "Shared places"}
HEADINGS = {"fr": "Retiré", "en": "Withdrawn"}
TELLS = "/lieux/feed.atom"
"""Who follows the dataset is told there that it was withdrawn."""


def addresses(client: httpx.Client, site: SiteFolder) -> set[str]:
    """Whatever pages of the dataset lead to, what programs ask for, and all files."""
    found, left = set[str](), ["/lieux", *BESIDE]
    while left:
        path = left.pop()
        if path in found or path == TELLS:
            continue
        found.add(path)
        answer = client.get(path, headers={"accept-language": "fr"})
        assert answer.status_code == 200, path
        if "html" in answer.headers["content-type"]:
            left += [one for one in _own(answer.text) if one not in found]
    for folder in ("", "1.0.0/"):
        files = (site.releases / "lieux" / "1.0.0").iterdir()
        found |= {f"/download/lieux/{folder}{one.name}" for one in files}
    return found


def _own(html: str) -> Iterable[str]:
    for link in re.findall(r'(?:href|src)="([^"#]+)', html):
        path = unescape(link).removeprefix("http://127.0.0.1")
        if re.match(r"/(download/)?lieux(/|$)", path) and "?" not in path:
            yield path


def _said(answer: httpx.Response) -> str:
    """The words of a page, a text or JSON."""
    json = "json" in answer.headers["content-type"]
    return str(answer.json()["error"]) if json else answer.text


def _all_tell(client: httpx.Client, paths: Iterable[str], language: str) -> None:
    """Each address says in a language that it is gone, and why."""
    asking = {"accept-language": language}
    answers = {path: client.get(path, headers=asking) for path in paths}
    assert {p: a.status_code for p, a in answers.items() if a.status_code != 410} == {}
    said = {path: _said(answer) for path, answer in answers.items()}
    assert [path for path, text in said.items() if WHY not in text] == []
    assert [path for path, text in said.items() if TITLES[language] not in text] == []
    pages = [a.text for a in answers.values() if "html" in a.headers["content-type"]]
    assert [page for page in pages if f'<html lang="{language}"' not in page] == []
    assert len([page for page in pages if f"<h1>{HEADINGS[language]}" in page]) > 10


def test_every_address_is_gone_and_says_why(tmp_path: Path) -> None:
    site = published_site(tmp_path / "site")
    with (
        serving(site.root) as server,
        httpx.Client(base_url=server.address, timeout=PATIENCE, follow_redirects=True) as client,
    ):
        known = addresses(client, site)
        assert len(known) > 50
        words = ["--site", str(site.root), "withdraw", "lieux", "--why", WHY, "--yes"]
        assert CliRunner().invoke(main, words).exit_code == 0
        server.until(lambda: client.get("/lieux").status_code == 410)
        for language in TITLES:
            _all_tell(client, known | {*DRAWN}, language)
        told = client.get("/lieux/places.json?_lang=fr").json()
        assert (told["title"], told["dataset"], told["status"]) == ("Lieux partagés", "lieux", 410)
        assert told["error"].startswith("Lieux partagés\N{NO-BREAK SPACE}: Cette version a été")
        english = client.get("/lieux/places.json").json()["error"]
        assert english.startswith("Shared places: This version was withdrawn (")
        page = client.get("/lieux/places?_lang=en").text
        assert f'): <span lang="fr">{WHY}</span></p>' in page
        download = client.get("/download/lieux/1.0.0/datapackage.json?_lang=en").json()
        assert (download["version"], download["title"]) == ("1.0.0", "Shared places")
        titled = {lang: client.get(f"{TELLS}?_lang={lang}").text for lang in TITLES}
        assert [TITLES[lang] in text for lang, text in titled.items()] == [True, True]
        assert WHY in client.get(TELLS).text
        status = client.get("/status.json").json()["datasets"][0]
        assert (status["titles"]["fr"], status["freshness"]) == ("Lieux partagés", "withdrawn")
        assert client.get("/autre").status_code == 404
