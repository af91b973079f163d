"""What people come for, done as they do it."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow("drives a browser")

PLACES = "/lieux-partages/places"
CAFES, GARDENS = "Café associatif", "Jardin partagé"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone that speaks French."""
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True, locale="fr-FR"
    )
    yield context.new_page()
    context.close()


def narrowed(page: Page, address: str) -> None:
    """Two kinds of accessible places of the Loire, by the boxes."""
    page.goto(f"{address}{PLACES}")
    for label in (CAFES, GARDENS, "Loire", "Oui"):
        box = page.locator("form#filters label.choice", has_text=re.compile(f"^{label}")).first
        with page.expect_navigation():
            box.click()
    expect(page.locator(".chips .x")).to_have_count(4)


def rows(page: Page) -> int:
    """How many rows the page says there are."""
    told = page.locator("#count").inner_text()
    return int(re.sub(r"\D", "", re.split(r" sur | of ", told)[-1]))


def test_a_place_is_found_on_a_phone_by_a_misspelt_name(phone: Page, address: str) -> None:
    phone.goto(f"{address}/")
    phone.get_by_role("searchbox").first.fill("bricoteque tanneri")
    phone.keyboard.press("Enter")
    phone.get_by_role("link", name=re.compile("Bricothèque de la Tannerie")).first.tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("La Bricothèque de la Tannerie")


def test_just_the_selected_rows_are_downloaded(page: Page, address: str) -> None:
    narrowed(page, address)
    count = rows(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Ces lignes en CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text)))
    assert len(found) == count > 0
    assert {row["kind"] for row in found} == {CAFES, GARDENS}
    assert {(row["department"], row["accessible"]) for row in found} == {("Loire", "true")}


def test_a_filter_is_taken_away_again(page: Page, address: str) -> None:
    narrowed(page, address)
    count = rows(page)
    with page.expect_navigation():
        page.locator(".chips a", has_text="Loire").first.click()
    expect(page.locator(".chips .x")).to_have_count(3)
    assert rows(page) > count


def test_the_selection_stays_in_english(page: Page, address: str) -> None:
    narrowed(page, address)
    count = rows(page)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert rows(page) == count
    expect(page.locator(".chips .x")).to_have_count(4)
    page.locator("tbody a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_back_and_forward_find_the_same_selection(page: Page, address: str) -> None:
    narrowed(page, address)
    count, selected = rows(page), page.url
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Lieux")
    page.go_back()
    assert (page.url, rows(page)) == (selected, count)
    expect(page.get_by_role("checkbox", name=re.compile(f"^{CAFES}"))).to_be_checked()
    page.go_back()
    page.go_forward()
    assert (page.url, rows(page)) == (selected, count)


def test_a_row_is_cited(page: Page, address: str) -> None:
    page.goto(f"{address}{PLACES}")
    page.locator("tbody a").first.click()
    cited = page.locator("pre[data-copy]", has_text="Collectif").first
    expect(cited).to_contain_text("Collectif des lieux partagés")
    expect(cited).to_contain_text(page.url.partition("?")[0])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copier : citation").click()
    expect(page.locator("#live")).to_have_text("Copié")
    assert page.evaluate("navigator.clipboard.readText()") == cited.inner_text().strip()


def test_the_licence_says_what_to_do(page: Page, address: str) -> None:
    page.goto(f"{address}/lieux-partages")
    page.locator("summary", has_text="Ce que vous pouvez et devez faire").click()
    expect(page.get_by_text("Vous pouvez").first).to_be_visible()
    expect(page.get_by_text("Vous devez").first).to_be_visible()
    page.locator('main a[href*="/licenses/ODbL-1.0"]:visible').first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Open Database License")
    expect(page.locator("pre")).to_contain_text("Open Data Commons Open Database License")


def test_the_keyboard_alone_filters_and_reads(page: Page, address: str) -> None:
    page.goto(f"{address}{PLACES}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    reach(page, f'form#filters input[value="{CAFES}"]')
    with page.expect_navigation():
        page.keyboard.press("Space")
    expect(page.locator(".chips .x")).to_have_count(1)
    reach(page, "tbody a")
    title = page.evaluate("document.activeElement.textContent.trim()")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def reach(page: Page, selector: str) -> None:
    """Presses Tab until the element has the focus, which must be seen each time."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style != "none", f"the focus on {selector} is not seen"
            return
    pytest.fail(f"{selector} is not reached by the keyboard")


def test_everything_is_there_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{address}{PLACES}")
    page.locator("form#filters label.choice", has_text=CAFES).first.click()
    page.locator('form#filters button[type="submit"]').first.click()
    expect(page.locator(".chips .x")).to_have_count(1)
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()
