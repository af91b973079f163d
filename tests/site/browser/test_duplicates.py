"""Rows that may be one thing, in a browser: on a phone, by keyboard alone, without scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from publish.corrections.pairs import decided, listed
from tests.desk.entering import Desk
from tests.desk.pairing import PATH, PLACE, fed_site, pair, tell
from tests.servers import serving
from tests.site.browser.kinds import LANGUAGES
from tests.site.browser.test_desk import looked_at

pytestmark = pytest.mark.slow("drives a browser")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of places that partners feed."""
    site = fed_site(tmp_path_factory.mktemp("duplicates") / "site")
    with serving(site.root) as server:
        yield Desk(site, server.address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(browser: Browser, desk: Desk, validators: Path, language: str) -> None:
    axe = (validators / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    tell(desk.site, pair("alpha/1", f"beta/{'7' * 40}"), pair("alpha/3", "delta/4", 0.62))
    context = browser.new_context(bypass_csp=True)
    page, said = context.new_page(), f"?_lang={language}"
    page.goto(f"{desk.address}/desk/sign-in{said}&link={desk.link('Ada')}")
    page.locator("main").get_by_role("button").click()
    page.goto(f"{desk.address}{PATH}{said}")
    page.locator("summary").first.click()
    expect(page.locator("svg").first).to_be_visible()
    assert looked_at(page, axe) == [], "pairs"
    page.locator("[value=different]").last.check()
    page.locator("[value=decide]").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("[value=undo]").first).to_be_visible()
    assert looked_at(page, axe) == [], "what was said"
    page.locator("[value=undo]").first.click()
    expect(page.get_by_role("status")).to_be_visible()
    page.goto(f"{desk.address}{PATH}{said}&table=places&row=p3")
    expect(page.locator("[name=other]").first).to_be_visible()
    assert looked_at(page, axe) == [], "a merged row"
    context.close()


def test_on_a_phone_pairs_are_decided_by_keyboard_alone(browser: Browser, desk: Desk) -> None:
    tell(desk.site, pair("alpha/1", "beta/x/7"), pair("alpha/3", "delta/4", 0.62))
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, locale="en-GB", java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{desk.address}/desk/sign-in?link={desk.link('Ada')}")
    page.locator("main").get_by_role("button").click()
    page.goto(f"{desk.address}{PATH}")
    page.locator("h1").click()
    # "Later" is chosen: one up is "not the same", two "one thing".
    for ups in (2, 1):
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.type") != "radio":
            page.keyboard.press("Tab")
        for _up in range(ups):
            page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("2 pairs decided")
    expect(page.locator(".lead")).to_contain_text("No pair of rows waits for a decision.")
    assert listed(desk.site.desk) == []
    found = decided(desk.site.desk, *PLACE)
    assert found == ({("alpha/1", "beta/x/7")}, {("alpha/3", "delta/4")})
    context.close()
