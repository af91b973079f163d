"""The catalog shows every dataset, narrows them down, and tells what is new."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from markupsafe import Markup

from publish.site.app.datasette_site import Site
from publish.site.pages.home import PAGE_SIZE
from tests import factory
from tests.site.conftest import opened

RELEASE = {"held": False, "content": "0", "bump": "patch"}


async def page(site: Site, path: str = "/") -> str:
    response = await site.client.get(path)
    assert response.status_code == 200
    return response.text


def titles(html: str) -> list[str]:
    """The titles of the cards."""
    cards = html.split('<li class="card">')[1:]
    return [Markup(card.split("</h3>")[0]).striptags() for card in cards]


async def test_a_card_says_what_a_dataset_is(site: Site) -> None:
    html = await page(site)
    assert titles(html) == ["Fréquentation", "Lieux partagés"]
    words = " ".join(Markup(html.split("Lieux partagés</a>")[1]).striptags().split())
    assert words.startswith(
        "6 Lieux LieuxGenresNotes Collectif des lieux Des lieux. 3 tables · 9 lignes CSV, SQLite "
        "Dernier changement le 15 novembre 2026 Licence : Open Database License (ODbL) 1.0"
    )
    assert "fictif" in words


async def test_the_page_speaks_english(site: Site) -> None:
    html = await page(site, "/?_lang=en")
    assert titles(html) == ["Fréquentation", "Shared places"]
    assert "3 tables · 9 rows" in html
    assert "Last change on 15 November 2026" in html
    assert 'name="_lang" value="en"' in html
    assert 'href="/lieux?_lang=en"' in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("license=ODbL-1.0", ["Lieux partagés"]),
        ("license=ODbL-1.0&license=etalab-2.0", ["Fréquentation", "Lieux partagés"]),
        ("license=etalab-2.0", ["Fréquentation", "Lieux partagés"]),
        ("producer=Collectif+des+lieux&format=CSV", ["Fréquentation", "Lieux partagés"]),
        ("format=Parquet", []),
        ("theme=%3Cb%3E", []),
        ("page=9", ["Fréquentation", "Lieux partagés"]),
        ("page=x", ["Fréquentation", "Lieux partagés"]),
    ],
)
async def test_filters(query: str, found: list[str], still: Site) -> None:
    assert titles(await page(still, f"/?{query}")) == found


async def test_counts_leave_their_own_choice_aside(site: Site) -> None:
    words = Markup(await page(site, "/?license=ODbL-1.0")).striptags()
    assert "1 jeu de données sur 2" in words
    assert "Licence Ouverte 2.0 2" in words
    assert "Open Database License (ODbL) 1.0 1" in words
    assert "Collectif des lieux 1" in words


async def test_a_choice_is_taken_back(site: Site) -> None:
    html = await page(site, "/?license=ODbL-1.0&_lang=fr&format=CSV&page=2")
    assert 'href="/?_lang=fr&amp;format=CSV"' in html
    assert 'href="/?_lang=fr"' in html
    assert html.count(" checked>") == 2


async def test_what_is_asked_for_is_escaped(site: Site) -> None:
    html = await page(site, "/?theme=%3Cb%3E%22")
    assert "<b>" not in html
    assert "&lt;b&gt;&#34;" in html


async def test_the_latest_releases_come_first(root: Path, site: Site) -> None:
    releases = [
        RELEASE | {"version": "1.0.0", "date": "2026-11-01", "state": "kept",
                   "reason": ["first <release>"]},
        RELEASE | {"version": "1.0.1", "date": "2026-11-21", "state": "withdrawn",
                   "reason": ["rows changed"], "withdrawn": "2026-11-22", "why": "x"},
    ]  # fmt: skip
    index = root / "releases" / "lieux" / "releases.json"
    index.write_text(json.dumps({"current": "1.0.0", "releases": releases}))
    news = (await page(site)).split('class="news"')[1].split("</ul>")[0]
    assert news.index("1.0.1") < news.index("1.0.0")
    assert "Cette version a été retirée" in news
    assert "first &lt;release&gt;" in news


async def test_each_licence_is_named_once(site: Site) -> None:
    html = await page(site)
    licenses = html.split('class="licenses"')[1].split("</aside>")[0]
    assert licenses.count('rel="license"') == 2


async def test_the_catalog_is_there_for_machines(site: Site) -> None:
    html = await page(site)
    assert '<link rel="alternate" type="text/turtle" href="/catalog.ttl"' in html
    assert (await site.client.get("/.json")).json()["databases"][0]["name"] == "lieux"


@pytest_asyncio.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Site]:
    async with opened(factory.site(tmp_path / "empty")) as started:
        yield started


async def test_a_site_without_datasets(empty: Site) -> None:
    html = await page(empty)
    assert "Rien n’est encore publié ici." in html
    assert titles(html) == []


@pytest_asyncio.fixture
async def many(tmp_path: Path) -> AsyncIterator[Site]:
    root = factory.site(tmp_path / "many")
    for n in range(PAGE_SIZE + 1):
        factory.places(root, rows=1, dataset=f"d{n:02}", titles={"fr": f"Jeu {n:02}"})
    async with opened(root) as started:
        yield started


async def test_many_datasets_come_in_pages(many: Site) -> None:
    first = await page(many, "/?license=ODbL-1.0")
    assert len(titles(first)) == PAGE_SIZE
    assert 'rel="next" href="/?license=ODbL-1.0&amp;page=2"' in first
    second = await page(many, "/?license=ODbL-1.0&page=2")
    assert titles(second) == ["Jeu 24"]
    assert "Page 2 sur 2" in second
    assert 'href="/?_lang=fr' not in second
