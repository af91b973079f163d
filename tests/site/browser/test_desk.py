"""The desk in a browser: on a phone, with the keyboard, for who sees it otherwise."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from publish.bakehouse.corrections.contributors import make_key
from publish.corrections.decisions import accept
from publish.corrections.live import Settled, live, settle
from publish.corrections.proposals import Edit, propose
from publish.corrections.sealed import public_key
from publish.people.answering import serve_requests
from publish.people.clock import now
from publish.people.links import make_link
from tests.desk.entering import FORM, Desk, open_site
from tests.servers import serving
from tests.site.browser.kinds import LANGUAGES, THEMES, WIDTHS
from tests.site.browser.test_accessibility import AXE
from tests.sites import DATASET, DAY, declare

pytestmark = pytest.mark.slow("drives a browser")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site with both doors."""
    mail = "{host: 127.0.0.1, port: 9, tls: none, from: desk@example.org}"
    said = f"{{mail: {mail}, trust: {{founders: [Ada], on: lieux.places}}}}"
    site = open_site(tmp_path_factory.mktemp("desk") / "site", said)
    with (site.root / "metadata.yaml").open("a", encoding="utf-8") as metadata:
        metadata.write("address: https://data.example.org\n")
    with serving(site.root) as server:
        yield Desk(site, server.address)


def looked_at(page: Page, axe: str) -> list[str]:
    """What is wrong with a page, in every width and theme."""
    page.evaluate(axe)
    found = []
    for width in WIDTHS:
        for theme in THEMES:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found += [f"{width} px: {over} too wide"] if over > 0 else []
            found += [f"{width} px, {theme}: {json.dumps(one)}" for one in page.evaluate(AXE)]
    return found


def conflict(desk: Desk) -> None:
    """A correction whose row is gone."""
    path, row = desk.site.desk, ("lieux", "places", ("99",))
    edits = {"kind": Edit("bar", "pub")}
    accept(path, propose(path, row, edits, why="", evidence="", day=DAY), DAY)
    [number, *_] = live(path, "lieux", "places")[-1]
    settle(path, [Settled(int(str(number)), "orphan", '["99"]', None, None)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_page(
    browser: Browser, desk: Desk, validators: Path, language: str
) -> None:
    axe = (validators / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(bypass_csp=True)
    page, said = context.new_page(), f"?_lang={language}"
    for path in ("/desk/", "/desk/thanks", "/desk/inbox", "/desk/news", "/desk/reuses/add", FORM):
        page.goto(f"{desk.address}{path}{said}")
        assert looked_at(page, axe) == [], path
    page.locator("#_evidence").fill("https://elsewhere")
    page.get_by_role("button").last.click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert looked_at(page, axe) == [], "a form that does not fit"
    sent = {"form": desk.sealed(), "cell.name": "Bar " * 20, "evidence": "https://example.org/a"}
    assert desk.send(FORM, sent).status_code == 303
    page.goto(f"{desk.address}/desk/sign-in{said}&link={desk.link('Ada')}")
    assert looked_at(page, axe) == [], "signing in"
    page.locator("main").get_by_role("button").click()
    expect(page.get_by_role("checkbox").first).to_be_visible()
    assert looked_at(page, axe) == [], "the inbox"
    page.get_by_role("link", name="(pro").first.click()
    expect(page.locator("[name=reason]")).to_be_visible()
    assert looked_at(page, axe) == [], "a proposal"
    conflict(desk)
    page.goto(f"{desk.address}/desk/conflicts{said}")
    expect(page.locator("#key")).to_be_visible()
    assert looked_at(page, axe) == [], "conflicts"
    page.goto(f"{desk.address}/desk/trust{said}")
    page.locator("#name").fill("Zoé")
    page.get_by_role("button").last.click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert looked_at(page, axe) == [], "vouches"
    page.goto(f"{desk.address}/desk/tokens{said}")
    page.locator("main").get_by_role("button").last.click()
    expect(page.get_by_role("status")).to_be_visible()
    assert looked_at(page, axe) == [], "a token, shown once"
    for path in ("/desk/", "/desk/reuses", "/desk/clearance", "/desk/log"):
        page.goto(f"{desk.address}{path}{said}")
        assert looked_at(page, axe) == [], path
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_where_people_get_what_is_held_of_them(
    browser: Browser, desk: Desk, validators: Path, language: str
) -> None:
    axe = (validators / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    make_key(desk.site)
    declare(
        desk.site, DATASET.replace("primary_key: id", "primary_key: id\n    contributor: author")
    )
    key, who = public_key(desk.site.desk.parent), "ada@example.org"
    secret = make_link(desk.site.desk, key, ["lieux"], who, now())
    context = browser.new_context(bypass_csp=True)
    page, said = context.new_page(), f"?_lang={language}"
    for path in ("/desk/me", "/desk/me/answer"):
        page.goto(f"{desk.address}{path}{said}")
        assert looked_at(page, axe) == [], path
    page.goto(f"{desk.address}/desk/me/enter{said}&link={secret}")
    assert looked_at(page, axe) == [], "a link"
    button = page.locator("main form button")
    button.click()
    button.click()
    expect(page.get_by_role("status")).to_be_visible()
    assert looked_at(page, axe) == [], "a key, shown once"
    shown = page.locator("code").inner_text()
    assert serve_requests(desk.site, now()).answered == 1
    page.goto(f"{desk.address}/desk/me/answer{said}")
    page.locator("#key").fill(shown)
    button.click()
    expect(page.locator("details").first).to_be_visible()
    assert looked_at(page, axe) == [], "an answer"
    context.close()


def test_on_a_phone_a_visitor_proposes_and_a_member_accepts_by_keyboard(
    browser: Browser, desk: Desk
) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, locale="en-GB", java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{desk.address}/lieux/places/02")
    page.get_by_role("link", name="Suggest a correction").click()
    page.get_by_label("name").fill("Jardin de la phone")
    page.get_by_label("How do you know?").fill("I was there.")
    # A person takes longer over a form than a browser that is driven.
    row = ("lieux", "places", "02")
    page.locator("[name=form]").evaluate(
        "(field, seal) => { field.value = seal }", desk.sealed(row=row)
    )
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert context.cookies() == []
    [one] = [one for one in desk.waiting() if one.key == ("02",)]

    page.goto(f"{desk.address}/desk/sign-in?link={desk.link('Bob')}")
    page.get_by_role("button", name="Sign in").press("Enter")
    [cookie] = context.cookies()
    assert (cookie["path"], cookie["httpOnly"], cookie["sameSite"]) == ("/desk/", True, "Lax")
    page.get_by_role("checkbox", name=f"Proposal {one.id}: Jardin d’Éole").press("Space")
    page.get_by_role("button", name="Accept what is ticked").press("Enter")
    expect(page.get_by_role("status")).to_have_text(
        "1 proposal accepted: the next publication shows it."
    )
    assert not any(left.id == one.id for left in desk.waiting())
    page.get_by_role("button", name="Sign out").press("Enter")
    assert context.cookies() == []
    context.close()


def test_the_browser_complains_of_nothing(page: Page, desk: Desk) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.type} {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in ("/desk/", FORM, "/desk/thanks"):
        page.goto(f"{desk.address}{path}?_lang=fr", wait_until="networkidle")
    assert complaints == []
