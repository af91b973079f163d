"""A visitor browses the demo in a real browser: every page answers and names its licence."""

from collections import deque
from urllib.parse import urldefrag, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow("drives a browser")

ODBL = "https://opendatacommons.org/licenses/odbl/1-0/"
ETALAB = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
LINKS = 400


def open_page(page: Page, url: str) -> None:
    """Go there, and fail on a bad status or an error in the browser's console."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    response = page.goto(url)
    assert response is not None and response.status == 200, url
    assert errors == []


def cells(page: Page, column: str) -> list[str]:
    """The texts of a column's cells."""
    heads = page.locator(".rows thead th")
    names = [heads.nth(place).get_attribute("data-column") for place in range(heads.count())]
    place = names.index(column) + 1
    found = page.locator(f".rows tbody tr > :nth-child({place})").all_text_contents()
    return [text.strip() for text in found]


def test_home_lists_the_datasets_with_their_licences(page: Page, address: str) -> None:
    open_page(page, f"{address}/")
    for name in ("lieux-partages", "enquete-habitants", "reseau-transition", "frequentation"):
        expect(page.locator(f'a[href^="/{name}"]').first).to_be_visible()
    assert page.locator(f'a[href="{ODBL}"], a[href^="/licenses/ODbL-1.0"]').count() > 0


def test_a_table_shows_its_licence_and_says_that_it_is_fictional(page: Page, address: str) -> None:
    open_page(page, f"{address}/lieux-partages/places")
    assert page.locator(f'link[rel~="license"][href="{ODBL}"]').count() == 1
    expect(page.get_by_text("Open Database License", exact=False).first).to_be_visible()
    expect(page.get_by_text("fictives", exact=False).first).to_be_visible()


def test_search_folds_accents(page: Page, address: str) -> None:
    open_page(page, f"{address}/lieux-partages/places?_search=cafe")
    assert page.locator(".rows tbody tr").count() > 0


def test_a_facet_is_followed_to_its_rows(page: Page, address: str) -> None:
    open_page(page, f"{address}/lieux-partages/places")
    with page.expect_navigation():
        page.get_by_role("checkbox", name="Café associatif").check()
    assert set(cells(page, "kind")) == {"Café associatif"}


def test_a_column_sorts(page: Page, address: str) -> None:
    open_page(page, f"{address}/lieux-partages/places?_sort_desc=seats")
    seats = [int(text.replace("\u202f", "")) for text in cells(page, "seats") if text]
    assert seats == sorted(seats, reverse=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_header_has_a_menu_for_the_keyboard(
    browser: Browser, address: str, scripts: bool
) -> None:
    context = browser.new_context(locale="fr-FR", java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{address}/lieux-partages/places?_size=20")
    button = page.get_by_role(
        "button",
        name="Que faire de la colonne «\N{NO-BREAK SPACE}Places assises\N{NO-BREAK SPACE}»",
    )
    menu = page.locator("div.deeds", has_text="Places assises")
    expect(menu).to_be_hidden()
    button.press("Enter")
    expect(menu).to_be_visible()
    button.press("Tab")
    expect(menu.get_by_role("button", name="Par ordre croissant")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    button.press("Enter")
    menu.get_by_role("link", name="Sens et chiffres").press("Enter")
    expect(page.get_by_role("link", name="de 50 à 99")).to_be_visible()
    context.close()


def test_a_row_has_its_page_and_licence(page: Page, address: str) -> None:
    open_page(page, f"{address}/lieux-partages/places")
    page.locator(".rows tbody th a").first.click()
    page.wait_for_load_state()
    assert page.locator(f'link[rel~="license"][href="{ODBL}"]').count() == 1


def test_sql_carries_the_licence_of_what_it_read(page: Page, address: str) -> None:
    sql = "select kind, count(*) from places group by kind"
    open_page(page, f"{address}/lieux-partages/-/query?sql={sql}")
    assert page.locator(f'link[rel~="license"][href="{ODBL}"]').count() == 1


@pytest.mark.parametrize(
    ("path", "license"),
    [
        ("/lieux-partages/places.json", ODBL),
        ("/lieux-partages/places.csv?_stream=on", ODBL),
        ("/lieux-partages/-/query.json?sql=select+1+from+places", ODBL),
        ("/frequentation/features_week.json", ETALAB),
        ("/frequentation/features_week.csv", ETALAB),
        ("/download/frequentation/features_week.csv", ETALAB),
    ],
)
def test_every_form_names_its_licence(address: str, path: str, license: str) -> None:
    answer = httpx.get(address + path, timeout=30)
    assert answer.status_code == 200
    assert f'<{license}>; rel="license"' in answer.headers["link"]


def test_json_rows_come_with_a_licence(address: str) -> None:
    answer = httpx.get(f"{address}/frequentation/features_week.json", timeout=30).json()
    assert answer["license"]["id"] == "etalab-2.0"
    assert answer["license"]["url"] == ETALAB


def test_no_link_is_dead_and_nothing_comes_from_elsewhere(address: str, page: Page) -> None:
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url))
    queue, seen = deque([f"{address}/"]), {f"{address}/"}
    while queue and len(seen) < LINKS:
        answer = httpx.get(queue.popleft(), timeout=30, follow_redirects=True)
        assert answer.status_code == 200, answer.url
        if "text/html" not in answer.headers["content-type"]:
            continue
        for link in _links(page, str(answer.url)):
            if link.startswith(address) and link not in seen:
                seen.add(link)
                queue.append(link)
    assert [url for url in elsewhere if urlsplit(url).hostname != "127.0.0.1"] == []


def _links(page: Page, base: str) -> list[str]:
    """The addresses that a page leads to, without query variants of the same table."""
    page.goto(base)
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return [urldefrag(link).url for link in found if link.count("&") < 2]
