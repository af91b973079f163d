"""Tiles of the site's own file in a real browser: drawn below the points, from this site alone."""

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests import tiles
from tests.servers import PATIENCE, serving

pytestmark = pytest.mark.slow("drives a browser")

MAP = "/lieux-partages/places/-/map?_lang=en"
DECLARED = "\nmap: {tiles: world.pmtiles, attribution: {fr: © les <i>gens, en: © <i>people}}\n"
# The colours in the middle of every tile that was drawn.
COLORS = """() => [...document.querySelectorAll(".leaflet-tile-pane canvas")]
  .filter((one) => one.width)
  .map((one) => one.getContext("2d").getImageData(one.width / 2, one.height / 2, 1, 1).data)
  .map(([...color]) => color.slice(0, 3).join())"""


@pytest.fixture
def site(demo: Path, tmp_path: Path) -> Path:
    """The demo's releases on a site that declares tiles; their file is not there yet."""
    shutil.copytree(demo / "releases", tmp_path / "site" / "releases", symlinks=True)
    for name in ("metadata.yaml", "datasette.yaml"):
        shutil.copy(demo / name, tmp_path / "site" / name)
    with (tmp_path / "site" / "metadata.yaml").open("a", encoding="utf-8") as file:
        file.write(DECLARED)
    return tmp_path / "site"


@pytest.fixture
def asked(page: Page) -> Iterator[list[str]]:
    """The addresses that a page asks for: none elsewhere, and no error in its console."""
    errors: list[str] = []
    asked: list[str] = []
    page.on("console", lambda said: said.type == "error" and errors.append(said.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield asked
    assert errors == []
    assert [url for url in asked if not url.startswith("http://127.0.0.1:")] == []


def colors(page: Page, address: str) -> set[str]:
    """The colours of the tiles, once some are drawn and the points are there."""
    page.goto(address + MAP)
    expect(page.locator(".points").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    # A canvas is black until it is painted; `wait_for_function` would need `eval`.
    for _ in range(10 * PATIENCE):
        if (found := set(page.evaluate(COLORS))) - {"0,0,0"}:
            break
        page.wait_for_timeout(100)
    return found


def test_pictures_lie_below_the_points(page: Page, asked: list[str], site: Path) -> None:
    tiles.raster(site / "static" / "world.pmtiles")
    with serving(site) as server:
        assert colors(page, server.address) == {",".join(map(str, tiles.COLOR))}
    names = {PurePosixPath(urlsplit(url).path).name.partition(".")[0] for url in asked}
    assert "pmtiles" in names and "protomaps-leaflet" not in names
    said = page.locator(".leaflet-control-attribution")
    expect(said).to_contain_text("© <i>people")
    assert said.locator("i").count() == 0


def test_vectors_are_drawn_in_the_colours_of_day_and_night(
    page: Page, asked: list[str], site: Path
) -> None:
    tiles.vector(site / "static" / "world.pmtiles")
    with serving(site) as server:
        day = colors(page, server.address)
        page.emulate_media(color_scheme="dark")
        night = colors(page, server.address)
    assert len(day) == len(night) == 1
    assert sum(map(int, day.pop().split(","))) > 600 > 300 > sum(map(int, night.pop().split(",")))
    assert any("/static/protomaps-leaflet." in url for url in asked)


def test_without_tiles_nothing_draws_them(page: Page, asked: list[str], address: str) -> None:
    page.goto(address + MAP)
    expect(page.locator(".points").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "tiles" in url or "pmtiles" in url]
