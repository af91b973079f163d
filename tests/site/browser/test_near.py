"""The nearest café from Guéret on a phone: by name, without scripts too, and by one's position."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.servers import serving

pytestmark = pytest.mark.slow("drives a browser")

TABLE = "/lieux-partages/places?kind=Caf%C3%A9+associatif&_lang=fr"
# Somewhere in Guéret, with digits that stand in no other number.
HERE = {"latitude": 46.17337, "longitude": 1.86813}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that may know where it is."""
    context = browser.new_context(
        viewport=PHONE, locale="fr-FR", geolocation=HERE, permissions=["geolocation"]
    )
    yield context
    context.close()


def nearest(page: Page, address: str) -> str:
    """The café that is nearest to Guéret, as the JSON has it."""
    query = "kind=Caf%C3%A9%20associatif&_near=Gu%C3%A9ret,100"
    rows = page.request.get(f"{address}/lieux-partages/places.json?{query}").json()["rows"]
    return str(rows[0]["name"])


def by_name(page: Page, address: str) -> None:
    page.goto(address + TABLE)
    page.get_by_label("Près de").fill("guéret")
    page.get_by_label("Distance maximale").select_option("100")
    page.get_by_role("button", name="Voir les plus proches").click()
    expect(page.locator(".chips")).to_contain_text("Dans un rayon de 100 km")
    assert page.locator("tbody th a").first.inner_text() == nearest(page, address)
    assert re.search(r"\d\N{NO-BREAK SPACE}k?m$", page.locator("tbody td").first.inner_text())
    assert "_near=gu%C3%A9ret%2C100" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_near_gueret_by_its_name(phone: BrowserContext, address: str) -> None:
    by_name(phone.new_page(), address)


def test_near_gueret_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    by_name(page, address)
    assert page.get_by_role("button", name="Autour de moi").count() == 0
    context.close()


def digits(text: str) -> set[str]:
    """What of the position a text holds: more than its tenth of a degree."""
    return set(re.findall(r"46[.,]1[0-9]|1[.,]8[0-9]|46173|186813", text))


def test_the_nearest_around_me_and_nobody_is_told_where(
    phone: BrowserContext, demo: Path, tmp_path: Path
) -> None:
    page, told = phone.new_page(), list[str]()
    page.on("request", lambda one: told.append(f"{one.url} {one.headers} {one.post_data or ''}"))
    log = tmp_path / "access.log"
    with serving(demo, 1, "--access-log", str(log)) as server:
        page.goto(server.address + TABLE)
        page.get_by_label("Distance maximale").select_option("100")
        before = len(told)
        page.get_by_role("button", name="Autour de moi").click()
        first = page.locator("#nearest li").first
        expect(first).to_contain_text(nearest(page, server.address))
        expect(first).to_contain_text(re.compile(r"\d\sk?m"))
        expect(first).to_contain_text("Café associatif")
        expect(page.get_by_role("heading", name="Autour de moi")).to_be_focused()
        [asked] = [one for one in told[before:] if "points.json" in one]
        assert "_bbox=0.4%2C45.2%2C3.3%2C47.1 " in asked
        address_after = page.url
        page.wait_for_load_state("networkidle")
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, document.cookie])"
    )
    assert [one for one in told if digits(one)] == []
    assert digits(kept) == set()
    assert address_after == server.address + TABLE
    written = log.read_text("utf-8")
    assert digits(written) == set() and "bbox" not in written
    assert all("kind" in json.loads(line) for line in written.splitlines())


def test_a_browser_that_says_no_is_led_to_places(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, locale="fr-FR")
    page = context.new_page()
    page.goto(address + TABLE)
    page.get_by_role("button", name="Autour de moi").click()
    expect(page.locator("#nearest")).to_contain_text("écrivez plutôt un lieu")
    context.close()


BOXES = """async (positions) => {
  const { box } = await import(new URL("near.js", document.baseURI));
  const { distance } = await import(new URL("/static/facts.js", document.baseURI));
  return positions.map(([lat, lon, km]) => [box(lat, lon, km), distance(lat, lon, 46, 2)]);
}"""


def test_boxes_tell_a_tenth_of_a_degree_at_most(page: Page, address: str) -> None:
    page.goto(address + TABLE)
    script = page.locator("script[src*='near']").get_attribute("src")
    found = page.evaluate(
        BOXES.replace("near.js", str(script)),
        [[46.11, 1.81, 10], [46.19, 1.89, 10], [-17.5, 179.95, 20], [89.95, 5, 50]],
    )
    boxes = [box for box, _ in found]
    assert boxes[0] == boxes[1] == "1.6,46,2.1,46.3"
    assert boxes[2] == "179.7,-17.7,-179.8,-17.2"
    assert boxes[3] == "-180,89.4,180,90"
    assert found[0][1] == pytest.approx(19.103, abs=0.01)
