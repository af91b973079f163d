"""What was made of the data is shown on its page, on /reuses, and told in the feeds."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from publish.release.reuse import remember_reuses
from publish.site.app.datasette_site import Site
from tests.site.pages.test_downloads import write_history

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP: dict[str, Any] = {
    "title": {"fr": "Carte <b>libre</b>", "en": "Free map"},
    "description": {"fr": "Où boire un café."},
    "url": "https://example.org/carte",
    "by": "Association Exemple",
    "kind": "visualisation",
    "since": "2026-11-20",
}
DATABASE = MAP | {
    "title": {"fr": "Annuaire"},
    "url": "https://example.org/base",
    "kind": "database",
    "license": "ODbL-1.0",
}


@pytest.fixture
def listed(root: Path) -> Path:
    """A site with two reuses of `lieux`."""
    write_history(root, ("1.0.0", "kept"))
    remember_reuses(root / "releases" / "lieux", [MAP, DATABASE])
    return root


@pytest.mark.parametrize("path", ["/reuses", "/lieux", "/"])
async def test_each_is_linked_and_said_to_be_whose(listed: Path, site: Site, path: str) -> None:
    page = (await site.client.get(path)).text
    assert '<a href="https://example.org/carte" rel="external nofollow">Carte &lt;b&gt;' in page
    assert "par Association Exemple" in page
    assert '<time datetime="2026-11-20">20 novembre 2026</time>' in page


@pytest.mark.parametrize(("path", "level"), [("/reuses", 2), ("/lieux", 3), ("/", 3)])
async def test_titles_stand_below_the_heading_before_them(
    listed: Path, site: Site, path: str, level: int
) -> None:
    page = (await site.client.get(path)).text
    assert page.count(f'<h{level}><a href="https://example.org/') == 2


async def test_a_derived_database_shows_its_licence_and_that_it_is_shared_alike(
    listed: Path, site: Site
) -> None:
    page = (await site.client.get("/reuses")).text
    assert page.count("partagée à l’identique") == 1
    assert '<a href="/licenses/ODbL-1.0">Open Database License (ODbL) 1.0</a> – partagée' in page


async def test_an_english_reader_is_told_which_words_are_french(listed: Path, site: Site) -> None:
    page = (await site.client.get("/reuses?_lang=en")).text
    assert ">Free map</a>" in page
    assert '<span lang="fr">Où boire un café.</span>' in page
    assert "Derived database" in page


async def test_without_any_the_page_says_so(site: Site) -> None:
    assert "Aucune n’est encore dans la liste." in (await site.client.get("/reuses")).text
    assert "Ce qui en a été fait" not in (await site.client.get("/lieux")).text


async def test_one_that_comes_is_on_the_pages_at_once(root: Path, site: Site) -> None:
    write_history(root, ("1.0.0", "kept"))
    await site.client.get("/reuses")
    remember_reuses(root / "releases" / "lieux", [MAP])
    assert "example.org/carte" in (await site.client.get("/reuses")).text


@pytest.mark.parametrize("path", ["/feed.atom", "/lieux/feed.atom"])
async def test_feeds_tell_of_it(listed: Path, site: Site, path: str) -> None:
    feed = ElementTree.fromstring((await site.client.get(path)).content)
    [entry] = [
        one
        for one in feed.iterfind("a:entry", ATOM)
        if "Carte" in (one.findtext("a:title", "", ATOM))
    ]
    assert (
        entry.findtext("a:title", "", ATOM) == "Lieux partagés, réutilisé\u00a0: Carte <b>libre</b>"
    )
    assert entry.findtext("a:author/a:name", "", ATOM) == "Association Exemple"
    links = {link.get("rel"): link.get("href") for link in entry.iterfind("a:link", ATOM)}
    assert links == {
        "alternate": "http://localhost/lieux",
        "related": "https://example.org/carte",
    }
