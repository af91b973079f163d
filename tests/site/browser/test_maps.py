"""The map and the charts in a real browser: clusters, keyboard, popups, filters, no JavaScript."""

import re
from collections.abc import Iterator, Sequence
from math import hypot
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.slow("drives a browser")

MAP = "/lieux-partages/places/-/map?_lang=fr"
TOLD = ".map-view [role=status]"
MARKERS = ".leaflet-marker-icon"


@pytest.fixture
def quiet(page: Page) -> Iterator[Page]:
    """A page that fails on any error of a script, and on a request to elsewhere."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: "127.0.0.1" in request.url or errors.append(request.url))
    yield page
    assert errors == []


def test_the_map_counts_every_point_in_view(quiet: Page, address: str) -> None:
    quiet.goto(address + MAP)
    expect(quiet.locator(".points").first).to_be_visible()
    counts = [int(text) for text in quiet.locator(".points span").all_text_contents()]
    single = quiet.locator(".point").count()
    told = quiet.locator(TOLD).inner_text()
    assert f"{sum(counts) + single}" == "".join(filter(str.isdigit, told))


def test_the_keyboard_alone_leads_from_the_map_to_a_row(quiet: Page, address: str) -> None:
    quiet.goto(address + MAP + "&name=" + _a_name(quiet, address))
    marker = quiet.locator(MARKERS).first
    expect(marker).to_be_visible()
    for _ in range(40):
        quiet.keyboard.press("Tab")
        if "leaflet-marker-icon" in (quiet.evaluate("document.activeElement.className") or ""):
            break
    quiet.keyboard.press("Enter")
    link = quiet.locator(".leaflet-popup-content a").first
    expect(link).to_be_focused()
    close = quiet.locator(".leaflet-popup-close-button")
    assert close.get_attribute("aria-label") == "Fermer"
    quiet.keyboard.press("Enter")
    quiet.wait_for_url("**/lieux-partages/places/lp-*")


def _a_name(page: Page, address: str) -> str:
    """The name of some place that has a point, as an address writes it."""
    points = page.request.get(f"{address}/lieux-partages/places/-/points.json").json()["points"]
    names = [point[2] for point in points]
    found = next(name for name in names if names.count(name) == 1)
    return str(page.evaluate("name => encodeURIComponent(name)", found))


def test_a_point_says_what_a_person_needs(quiet: Page, address: str) -> None:
    quiet.goto(address + MAP + "&name=" + _a_name(quiet, address))
    quiet.locator(".point").first.click()
    popup = quiet.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("Type de lieu")
    expect(popup).to_contain_text("Adresse")
    expect(quiet.locator(".legend")).to_contain_text("Jardin partagé")


def test_the_list_says_what_helps_and_leads_on(quiet: Page, address: str) -> None:
    quiet.set_viewport_size({"width": 1280, "height": 900})
    quiet.goto(f"{address}{MAP}&_near=Lyon,10")
    first = quiet.locator(".map-view details li").first
    expect(first.locator(".facts-line")).to_contain_text("Lyon")
    expect(first.locator("strong")).to_have_text(re.compile(r"^\d+\sm$"))
    rows = quiet.request.get(f"{address}/lieux-partages/places.json?_near=Lyon,10").json()["rows"]
    expect(first.locator("a")).to_have_text(rows[0]["name"])
    first.locator("a").click()
    expect(quiet.locator(".pager")).to_contain_text("Retour aux lignes choisies")
    expect(quiet.locator("a[rel^=next]")).to_contain_text(rows[1]["name"])


def test_another_colour_keeps_the_view(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}{MAP}&_view=1.5,46,2.2,46.4")
    expect(quiet.locator(TOLD)).not_to_be_empty()
    before = quiet.locator(TOLD).inner_text()
    quiet.get_by_label("Couleur selon").select_option("")
    quiet.get_by_role("button", name="Colorer les points").click()
    quiet.wait_for_url("**_color=**")
    expect(quiet.locator(TOLD)).to_have_text(before)
    expect(quiet.locator(".legend")).to_be_hidden()


def test_the_view_stays_in_the_address(quiet: Page, address: str) -> None:
    quiet.goto(address + MAP + "&_view=1.5,46,2.2,46.4")
    expect(quiet.locator(TOLD)).not_to_be_empty()
    quiet.get_by_role("button", name="Agrandir").click()
    quiet.wait_for_url("**_view=1.*")
    before = quiet.url
    assert "_view=1.5%2C" not in before
    told = quiet.locator(TOLD).inner_text()
    quiet.reload()
    expect(quiet.locator(TOLD)).to_have_text(told)


BOXES = """(chosen) => [...document.querySelectorAll(chosen)].map((one) => {
  const { left, right, top, bottom } = one.getBoundingClientRect();
  return [left, right, top, bottom];
})"""


@pytest.mark.parametrize("view", ["-5,42,8,51", "1.5,46,2.2,46.4", "2.2,48.8,2.5,48.95"])
@pytest.mark.parametrize("chosen", [".points, .point", ".place-name"])
def test_nothing_on_the_map_covers_its_like(
    quiet: Page, address: str, view: str, chosen: str
) -> None:
    quiet.goto(f"{address}{MAP}&_view={view}")
    expect(quiet.locator(".place-name").first).to_be_visible()
    expect(quiet.locator(TOLD)).not_to_be_empty()
    boxes = quiet.evaluate(BOXES, chosen)
    assert boxes
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            assert _apart(one, other, round=chosen != ".place-name"), (one, other)


def _apart(one: Sequence[float], other: Sequence[float], round: bool) -> bool:
    """Whether two boxes do not touch, or the circles in them."""
    (left, right, top, bottom), (west, east, north, south) = one, other
    if round:
        way = hypot((left + right - west - east) / 2, (top + bottom - north - south) / 2)
        return way >= (right - left + east - west) / 2
    return right <= west or east <= left or bottom <= north or south <= top


def test_a_map_loads_little(quiet: Page, address: str) -> None:
    sizes: list[int] = []
    quiet.on("requestfinished", lambda one: sizes.append(one.sizes()["responseBodySize"]))
    quiet.goto(address + MAP)
    expect(quiet.locator(".place-name").first).to_be_visible()
    quiet.wait_for_load_state("networkidle")
    assert 150_000 < sum(sizes) < 300_000


RIVER = """() => {
  const canvas = document.querySelector(".leaflet-outlines-pane canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let found = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at + 2] - data[at] > 40) found += 1;
  return found;
}"""


def test_rivers_are_drawn_from_afar_only(quiet: Page, address: str) -> None:
    quiet.goto(f"{address}{MAP}&_view=3,44,7,47")
    expect(quiet.locator(".place-name").first).to_be_visible()
    if "river" not in quiet.request.get(contours(quiet)).text():
        pytest.skip("built before there were rivers: run make")
    assert quiet.evaluate(RIVER) > 200
    quiet.goto(f"{address}{MAP}&_view=4.8,45.7,4.9,45.8")
    expect(quiet.locator(".place-name").first).to_be_visible()
    assert quiet.evaluate(RIVER) == 0


def contours(page: Page) -> str:
    """The address of the outlines."""
    script = "new URL(document.querySelector('[data-map]').dataset.contours, location).href"
    return str(page.evaluate(script))


def test_a_number_leads_nearer(quiet: Page, address: str) -> None:
    quiet.goto(address + MAP)
    biggest = quiet.locator(".points").first
    expect(biggest).to_be_visible()
    before = quiet.locator(TOLD).inner_text()
    biggest.click()
    expect(quiet.locator(TOLD)).not_to_have_text(before)


def test_zoom_buttons_speak_the_language_of_the_page(quiet: Page, address: str) -> None:
    quiet.goto(address + MAP)
    expect(quiet.get_by_role("button", name="Agrandir")).to_be_visible()
    quiet.goto(address + MAP.replace("fr", "en"))
    expect(quiet.get_by_role("button", name="Zoom in")).to_be_visible()


def test_a_map_out_of_sight_loads_nothing(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + MAP)
    expect(page.locator(".points").first).to_be_visible()
    assert any("/leaflet." in url and url.endswith(".js") for url in asked)
    asked.clear()
    page.set_viewport_size({"width": 1280, "height": 100})
    page.goto(address + MAP)
    page.wait_for_load_state("networkidle")
    assert not any("leaflet" in url or "contours" in url for url in asked)


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
@pytest.mark.parametrize("rows", ["", "?department=Gironde"])
def test_what_is_below_a_map_stays_where_it_is(
    quiet: Page, address: str, width: int, rows: str
) -> None:
    quiet.set_viewport_size({"width": width, "height": 900})
    quiet.goto(f"{address}/lieux-partages/places{rows}")
    before = _top(quiet)
    quiet.locator(".map-view").scroll_into_view_if_needed()
    expect(quiet.locator(TOLD)).to_have_text(re.compile("^Points visibles"))
    assert _top(quiet) == before


def _top(page: Page) -> int:
    """How far down the page the charts begin."""
    return int(
        page.evaluate(
            "Math.round(document.getElementById('charts').getBoundingClientRect().top + scrollY)"
        )
    )


def test_a_click_while_a_map_opens_arrives(quiet: Page, address: str) -> None:
    held: list[Route] = []
    quiet.route("**/leaflet*.js*", lambda route: held.append(route))
    quiet.goto(f"{address}/lieux-partages/places?department=Gironde")
    with quiet.expect_request("**/leaflet*.js*"):
        quiet.get_by_role("link", name="Lieux par type", exact=True).hover()
    quiet.mouse.down()
    held[0].continue_()
    expect(quiet.locator(TOLD)).to_have_text(re.compile("^Points visibles"))
    quiet.mouse.up()
    quiet.wait_for_url("**/-/chart?**")


def test_without_javascript_there_is_a_picture(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + MAP)
    picture = page.locator(".map-view img")
    expect(picture).to_be_visible()
    assert "points, de" in (picture.get_attribute("alt") or "")
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_charts_are_read_at_every_width(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/lieux-partages/places/-/chart?_chart=bars&_column=kind")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator("figure svg:visible").count() == 1
    drawn = page.evaluate(SIZE)
    assert drawn >= (12 if width >= 390 else 10.5)


# The height of a letter as it is seen, in pixels.
SIZE = """() => {
  const svg = [...document.querySelectorAll("figure svg")].find((one) => one.clientWidth);
  const text = svg.querySelector("text");
  return parseFloat(getComputedStyle(text).fontSize) * svg.clientWidth / svg.viewBox.baseVal.width;
}"""


def test_a_chart_s_file_opens(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/frequentation/features_day/-/chart?_chart=line&_column=day&_sum=visits")
    with page.expect_download() as download:
        page.get_by_role("link", name="Image (SVG)").click()
    file = tmp_path / "chart.svg"
    download.value.save_as(file)
    page.goto(file.as_uri())
    assert page.locator("svg > title").count() == 1
    assert page.locator("text=Licence Ouverte").count() >= 1


def test_a_map_that_comes_later_asks_its_own_page(quiet: Page, address: str) -> None:
    page = f"{address}/lieux-partages/places/-/map?_lang=fr&open_on_sunday=1"
    there = quiet.request.get(f"{address}{MAP}").text()

    def later(route: Route) -> None:
        body = re.sub(r'data-view="[^"]*" data-all="[^"]*"', f'data-page="{MAP}"', there)
        assert "data-view" not in body
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    quiet.route(page, later)
    quiet.goto(page)
    expect(quiet.locator(".points").first).to_be_visible()
    expect(quiet.locator(TOLD)).not_to_be_empty()
