"""What stands around every page: links in the language asked for, colours, files, numbers."""

import re
from pathlib import Path

import httpx
import pytest
from datasette.utils.asgi import Request

from publish.declare.model import RESERVED_DATASETS
from publish.site.app.datasette_site import Site
from publish.site.base.refusals import NotFound
from publish.site.frame.assets import asset, asset_page, theme
from publish.site.frame.links import changed, link
from publish.site.text.languages import Shown, speaking
from publish.site.text.words import readable_date, readable_number, readable_size, tell, text

PLACES = {"title": "Lieux", "titles": {"fr": "Lieux", "en": "Places"}}
FRENCH = {"title": "Lieux <b>", "titles": {"fr": "Lieux <b>"}}
ENGLISH = Shown("en", asked=True)


def test_links_keep_a_language_that_was_asked_for() -> None:
    with speaking(ENGLISH):
        assert link("/lieux?_sort=name#top") == "/lieux?_sort=name&_lang=en#top"


def test_links_leave_a_language_to_the_browser() -> None:
    with speaking(Shown("en")):
        assert link("/lieux") == "/lieux"


def test_an_address_changes_one_argument() -> None:
    request = Request.fake("/lieux/places?kind=caf%C3%A9&_page=2&open=")
    assert changed(request, _page=None, _lang="en") == "/lieux/places?kind=caf%C3%A9&open=&_lang=en"


def test_a_text_in_another_language_says_so() -> None:
    with speaking(ENGLISH):
        assert tell(PLACES, "title") == "Places"
        assert tell(FRENCH, "title") == '<span lang="fr">Lieux &lt;b&gt;</span>'
        assert text(FRENCH, "title") == "Lieux <b>"


@pytest.mark.parametrize(
    ("language", "number", "size", "day"),
    [
        ("fr", "3\u202f500,5", "1,2\u00a0Mo", "1er novembre 2026"),
        ("en", "3,500.5", "1.2 MB", "1 November 2026"),
    ],
)
def test_numbers_sizes_and_days(language: str, number: str, size: str, day: str) -> None:
    with speaking(Shown(language)):
        assert readable_number(3500.5) == number
        assert readable_size(1_234_567) == size.replace("\u00a0", " ")
        assert readable_date("2026-11-01T00:00:00Z") == day


def test_sizes_have_units_up_to_the_largest() -> None:
    with speaking(Shown("en")):
        assert [readable_size(10**power) for power in (0, 2, 3, 4, 9, 13)] == [
            "1 byte", "100 bytes", "1 kB", "10 kB", "1 GB", "10,000 GB",
        ]  # fmt: skip


def test_the_colours_of_the_night_are_lighter() -> None:
    sheet = theme({"color": "#123456", "accent": "#7a1f00"})
    day, night = sheet.split("@media")
    assert "--brand:#123456;--accent:#7a1f00;" in day
    assert "#123456" not in night


async def test_files_are_served_for_ever_under_their_digest(site: Site) -> None:
    page = (await site.client.get("/licenses")).text
    address = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    answer = await site.client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in (await site.client.get("/static/app.css")).headers["cache-control"]


@pytest.mark.parametrize("path", ["../metadata.yaml", "../base.html", "nothing.css", "..", ""])
async def test_no_other_file_is_served(still: Site, path: str) -> None:
    with pytest.raises(NotFound):
        await asset_page(still, Request.fake("/", url_vars={"path": path}))


async def test_the_site_has_files_of_its_own(site: Site, root: Path) -> None:
    (root / "static").mkdir()
    (root / "static" / "logo.svg").write_text("<svg/>")
    assert (await site.client.get("/static/logo.svg")).text == "<svg/>"


async def test_no_dataset_can_take_the_address_of_a_page(site: Site) -> None:
    written = (re.match(r"\^?/([a-z]+)\b", regex.pattern) for regex, _ in site._routes())
    pages = {found.group(1) for found in written if found}
    assert {"search", "status", "download", "licenses", "catalog", "feed"} <= pages
    assert pages <= RESERVED_DATASETS


async def test_an_asset_lasts_under_a_name_with_its_digest(root: Path, site: Site) -> None:
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', (await site.client.get("/lieux")).text)
    assert named
    for path in named:
        assert re.fullmatch(r"/static/[\w-]+\.[0-9a-f]{12}\.\w+", path), path
        lasting = await site.client.get(path)
        assert lasting.headers["cache-control"] == "public, max-age=31536000, immutable"
        plain = re.sub(r"\.[0-9a-f]{12}\.", ".", path)
        asked_again = await site.client.get(plain)
        assert asked_again.headers["cache-control"] == "no-cache"
        assert asked_again.content == lasting.content
        old = await site.client.get(re.sub(r"\.[0-9a-f]{12}\.", ".0123456789ab.", path))
        assert (old.content, old.headers["cache-control"]) == (lasting.content, "no-cache")
        held = {"if-none-match": asked_again.headers["etag"]}
        assert (await site.client.get(plain, headers=held)).status_code == 304


async def test_what_a_script_imports_lasts_too(root: Path, site: Site) -> None:
    before = asset(site, "app.js")
    [shared] = re.findall(r'from "\./(shared\.[0-9a-f]{12}\.js)"', (await get(site, before)).text)
    lasting = (await get(site, f"/static/{shared}")).headers["cache-control"]
    assert lasting.endswith("immutable")
    (root / "static").mkdir()
    (root / "static" / "shared.js").write_text("export const _ = 1;")
    assert asset(site, "app.js") != before


async def get(site: Site, path: str) -> httpx.Response:
    """An answer."""
    answer: httpx.Response = await site.client.get(path)
    return answer
