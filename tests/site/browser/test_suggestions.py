"""A search box proposes while one types, by keyboard and aloud; nobody is asked by letter."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.slow("drives a browser")

LIST = "/search/suggestions.json"


def entered(page: Page, address: str) -> Locator:
    """The box of the first page, once its proposals are there."""
    page.goto(f"{address}/")
    with page.expect_response(re.compile(LIST)):
        page.get_by_role("searchbox").focus()
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    return box


def test_a_value_is_chosen_by_keyboard(page: Page, address: str) -> None:
    box = entered(page, address)
    box.press_sequentially("ardeche")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.first).to_contain_text("Ardèche Département · Lieux (59)")
    expect(page.get_by_role("status").last).to_have_text(re.compile("Suggestions\u00a0: 2"))
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    chosen = options.first.get_attribute("id") or "?"
    expect(box).to_have_attribute("aria-activedescendant", chosen)
    box.press("Enter")
    page.wait_for_url(re.compile(r"/lieux-partages/places\?department=Ard%C3%A8che"))


def test_escape_leaves_what_was_typed(page: Page, address: str) -> None:
    box = entered(page, address)
    box.press_sequentially("jardin")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("jardin")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search\?(_lang=fr&)?q=jardin"))


def test_nothing_is_asked_letter_by_letter(page: Page, address: str) -> None:
    box = entered(page, address)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    box.press_sequentially("jardin partage lyon")
    box.fill("bretagne")
    expect(page.get_by_role("option").first).to_contain_text("Bretagne")
    assert asked == []


def test_a_value_is_chosen_by_touch(page: Page, address: str) -> None:
    entered(page, address).press_sequentially("tiers")
    page.get_by_role("option", name=re.compile("^Tiers-lieu")).click()
    page.wait_for_url(re.compile(r"kind=Tiers-lieu"))


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser without scripts."""
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    yield context.new_page()
    context.close()


def test_without_scripts_the_box_searches(plain: Page, address: str) -> None:
    plain.goto(f"{address}/")
    plain.get_by_role("searchbox").fill("ardeche")
    plain.keyboard.press("Enter")
    found = plain.get_by_role("link", name=re.compile("Département = Ardèche"))
    expect(found.first).to_be_visible()
