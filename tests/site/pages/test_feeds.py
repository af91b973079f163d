"""New releases are told in Atom feeds, of each dataset and of the site."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from publish.site.app.datasette_site import Site
from tests import factory
from tests.site.pages.test_downloads import write_history

NAMES = {"a": "http://www.w3.org/2005/Atom"}
HOST = "http://localhost"


def entries(response: Any) -> list[str]:
    """The titles of a feed's entries, in order."""
    feed = ElementTree.fromstring(response.content)
    return [title.text or "" for title in feed.iterfind("a:entry/a:title", NAMES)]


@pytest.fixture
def told(root: Path) -> Path:
    """The site with a history: a withdrawn release, and one of each dataset."""
    factory.places(root, "1.1.0")
    write_history(root, ("1.0.0", "withdrawn"), ("1.1.0", "kept"))
    write_history(root, ("1.0.0", "kept"), dataset="visites")
    return root


async def test_a_dataset_s_releases(told: Path, site: Site) -> None:
    got = await site.client.get("/lieux/feed.atom")
    assert got.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert entries(got) == [
        "Lieux partagés 1.0.0 – Cette version a été retirée",
        "Lieux partagés 1.1.0",
    ]
    assert f"<id>{HOST}/download/lieux/1.1.0/datapackage.json</id>" in got.text
    assert '<summary xml:lang="en">first release</summary>' in got.text
    assert got.text.count('<category term="withdrawn"') == 1


async def test_codes_are_told_in_the_language_of_the_feed(told: Path, site: Site) -> None:
    path = told / "releases" / "lieux" / "releases.json"
    index = json.loads(path.read_text("utf-8"))
    index["releases"][1]["changes"] = [{"code": "first-release"}]
    path.write_text(json.dumps(index), encoding="utf-8")
    french, english = [
        await site.client.get(f"/lieux/feed.atom?_lang={language}") for language in ("fr", "en")
    ]
    assert "<summary>Première version</summary>" in french.text
    assert "<summary>First version</summary>" in english.text


async def test_the_releases_of_all(told: Path, site: Site) -> None:
    got = await site.client.get("/feed.atom")
    assert sorted(title.split(" ")[0] for title in entries(got)) == [
        "Fréquentation",
        "Lieux",
        "Lieux",
    ]


async def test_who_read_it_already_gets_nothing(told: Path, site: Site) -> None:
    plain = {"accept-encoding": "identity"}
    got = await site.client.get("/feed.atom", headers=plain)
    again = await site.client.get("/feed.atom", headers={"if-none-match": got.headers["etag"]})
    head = await site.client.head("/feed.atom", headers=plain)
    assert (again.status_code, head.content) == (304, b"")
    assert head.headers["content-length"] == str(len(got.content))


async def test_pages_announce_them(told: Path, site: Site) -> None:
    link = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">'
    first, page = await site.client.get("/"), await site.client.get("/lieux/places")
    assert link.format("Nouvelles versions", "/feed.atom") in first.text
    assert (
        link.format("Versions\N{NO-BREAK SPACE}: Lieux partagés", "/lieux/feed.atom") in page.text
    )


@pytest.mark.parametrize("path", ["/rien/feed.atom", "/.x/feed.atom"])
async def test_what_is_no_dataset_has_none(path: str, told: Path, still: Site) -> None:
    assert (await still.client.get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/feed.atom", "/lieux/feed.atom", "/visites/feed.atom"])
async def test_it_is_valid_atom(
    path: str, told: Path, site: Site, shared: Path, tmp_path: Path
) -> None:
    jing = shutil.which("jing")
    if jing is None:
        pytest.skip("jing is not installed (apt-get install jing)")
    feed = tmp_path / "feed.atom"
    feed.write_bytes((await site.client.get(path)).content)
    command = [jing, "-c", str(shared / "atom.rnc"), str(feed)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
