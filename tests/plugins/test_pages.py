"""What stands around every page: links in the language asked for, colours, files, numbers."""

from pathlib import Path

import pytest
from datasette.utils.asgi import NotFound, Request

from publish.serving.assets import asset_page
from publish.serving.datasette_site import Site
from publish.serving.languages import Shown, speaking
from publish.serving.links import changed, link
from publish.serving.look import theme
from publish.serving.words import readable_date, readable_number, readable_size, tell, text

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
async def test_no_other_file_is_served(site: Site, path: str) -> None:
    with pytest.raises(NotFound):
        await asset_page(site, Request.fake("/", url_vars={"path": path}))


async def test_the_site_has_files_of_its_own(site: Site, root: Path) -> None:
    (root / "static").mkdir()
    (root / "static" / "logo.svg").write_text("<svg/>")
    assert (await site.client.get("/static/logo.svg")).text == "<svg/>"
