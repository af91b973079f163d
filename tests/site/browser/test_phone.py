"""A table on a phone: a sheet of filters that counts, rows as cards; and by keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow("drives a browser")

PLACES = "/lieux-partages/places"
LABELS = """() => [...document.querySelectorAll(".rows tbody tr:first-child td")]
  .filter((cell) => cell.offsetParent).map((cell) => cell.dataset.label)"""

# Placeholders that are wider than their boxes.
CUT = """() => [...document.querySelectorAll("input[placeholder]")].filter((one) => {
  const pen = document.createElement("canvas").getContext("2d");
  const style = getComputedStyle(one);
  pen.font = `${style.fontSize} ${style.fontFamily}`;
  const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return one.offsetParent && pen.measureText(one.placeholder).width > room;
}).map((one) => one.placeholder)"""


@pytest.fixture(params=["with scripts", "without scripts"])
def any_phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A small screen that is touched."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
        locale="fr-FR",
        java_script_enabled=request.param == "with scripts",
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """The same, with scripts."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale="fr-FR"
    )
    yield context.new_page()
    context.close()


def test_filters_count_while_they_are_ticked_and_apply_once(phone: Page, address: str) -> None:
    phone.goto(f"{address}{PLACES}")
    before = phone.url
    phone.locator(".filters > summary").tap()
    apply = phone.locator(".apply button")
    phone.get_by_role("checkbox", name="Café associatif").check()
    expect(apply).to_have_text("Voir 486 résultats")
    phone.get_by_role("checkbox", name="Jardin partagé").check()
    expect(apply).to_have_text("Voir 1 042 résultats".replace(" 042", "\u202f042"))
    assert phone.url == before
    with phone.expect_navigation():
        apply.tap()
    expect(phone.locator("#count")).to_contain_text("1\u202f042")
    expect(phone.locator(".filters")).not_to_have_attribute("open", "")


def test_a_sheet_holds_the_keyboard_and_escape_closes_it(phone: Page, address: str) -> None:
    phone.goto(f"{address}{PLACES}")
    phone.locator(".filters > summary").tap()
    assert phone.locator("header.top").evaluate("one => one.inert") is True
    phone.keyboard.press("Escape")
    expect(phone.locator(".filters > summary")).to_be_focused()
    assert phone.locator("header.top").evaluate("one => one.inert") is False


def test_without_scripts_a_form_applies_them(any_phone: Page, address: str) -> None:
    any_phone.goto(f"{address}{PLACES}?_lang=fr")
    any_phone.locator(".filters > summary").tap()
    any_phone.get_by_role("checkbox", name="Café associatif").check()
    with any_phone.expect_navigation():
        any_phone.locator(".apply button").tap()
    expect(any_phone.locator("#count")).to_contain_text("486")


def test_rows_are_cards_of_four_columns(phone: Page, address: str) -> None:
    phone.goto(f"{address}{PLACES}?_lang=fr")
    labels = phone.evaluate(LABELS)
    assert labels == ["Type de lieu", "Département", "Région", "Accessible en fauteuil"]
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("path", ["/", "/lieux-partages", PLACES, "/search"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_a_box_is_for_is_read_whole(
    path: str, language: str, phone: Page, address: str
) -> None:
    phone.goto(f"{address}{path}?_lang={language}")
    assert phone.evaluate(CUT) == []


def test_the_rows_are_within_five_tabs(page: Page, address: str) -> None:
    page.goto(f"{address}{PLACES}?_lang=fr")
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller aux lignes")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.rows, #rows') !== null")


@pytest.mark.parametrize(("to", "inside"), [("search", "#search"), ("filters", "#filters")])
def test_links_lead_to_search_and_filters(to: str, inside: str, page: Page, address: str) -> None:
    page.goto(f"{address}{PLACES}?_lang=fr")
    page.locator(f'.skip[href="#{to}"]').focus()
    page.keyboard.press("Enter")
    assert page.evaluate(f"document.activeElement.closest('{inside}') !== null")


def test_a_long_list_is_searched_and_turned_round(page: Page, address: str) -> None:
    page.goto(f"{address}{PLACES}?_lang=fr&_more=department")
    group = page.locator("#filter-department")
    names = group.locator(".choice:visible span:first-of-type")
    expect(names.first).to_have_text("Ain")
    group.get_by_role("button", name="Les plus fréquents d’abord").click()
    expect(names.first).to_have_text("Loire")
    group.get_by_role("button", name="De A à Z").click()
    expect(names.first).to_have_text("Ain")
    group.get_by_role("searchbox", name="Chercher : Département".replace(" :", "\u00a0:")).fill(
        "ardec"
    )
    assert names.all_inner_texts() == ["Ardèche"]


def test_filters_and_rows_have_headings(page: Page, address: str) -> None:
    page.goto(f"{address}{PLACES}?_lang=fr")
    for name in ("Filtres", "Lignes"):
        expect(page.get_by_role("heading", name=name, level=2, exact=True)).to_have_count(1)


def top(page: Page, selector: str) -> float:
    """How far down the page an element begins, in pixels."""
    return float(page.locator(selector).first.evaluate("one => one.getBoundingClientRect().top"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_first_row_is_seen_at_once(any_phone: Page, address: str, language: str) -> None:
    any_phone.goto(f"{address}{PLACES}?_lang={language}")
    assert top(any_phone, ".rows tbody tr") < 640
    lines = {
        one.evaluate("one => Math.round(one.getBoundingClientRect().top)")
        for one in any_phone.locator(".tools .button").all()
    }
    assert len(lines) == 1


def test_a_card_near_a_place_says_where_and_not_what_all_are(phone: Page, address: str) -> None:
    query = "kind=Caf%C3%A9+associatif&_near=Gu%C3%A9ret,50&_lang=fr"
    phone.goto(f"{address}{PLACES}?{query}")
    assert phone.evaluate(LABELS) == ["Distance", "Adresse", "Code postal", "Commune"]


def test_a_table_of_three_columns_stays_a_table(phone: Page, address: str) -> None:
    phone.goto(f"{address}/enquete-habitants/answers_trust_by_age?_lang=fr")
    first = phone.locator(".rows tbody tr").first
    assert first.evaluate("one => getComputedStyle(one).display") == "table-row"
    assert phone.locator(".rows").evaluate("one => one.scrollWidth - one.clientWidth") <= 1


def test_shares_are_read_without_scrolling_sideways(phone: Page, address: str) -> None:
    phone.goto(f"{address}/enquete-habitants/answers_trust_by_age?_lang=fr")
    pivot = phone.locator("table.pivot")
    assert pivot.evaluate("one => one.getBoundingClientRect().right") <= 390
    cell = pivot.locator('tbody tr:first-child td[data-label="Plutôt confiance"]')
    assert cell.evaluate("one => getComputedStyle(one, '::before').content") == (
        '"Plutôt confiance"'
    )
    assert cell.bounding_box()["y"] < 844  # type: ignore[index]
    expect(pivot.get_by_role("row", name="moins de 30 ans")).to_contain_text("24,1")


def test_facts_of_a_row_are_short_until_they_are_asked_to_explain(
    any_phone: Page, address: str
) -> None:
    any_phone.goto(f"{address}{PLACES}?_size=1&_sort=id&_lang=fr")
    any_phone.locator(".rows tbody a").first.tap()
    opened = any_phone.locator("dl.facts.row dt", has_text="Ouvert le")
    assert top(any_phone, "dl.facts.row dt:has-text('Ouvert le')") < 844
    said = opened.locator("+ dd .quiet")
    expect(said).to_be_hidden()
    any_phone.get_by_role("checkbox", name="Expliquer chaque ligne").check()
    expect(said).to_be_visible()


def test_a_desk_explains_facts_without_being_asked(page: Page, address: str) -> None:
    page.goto(f"{address}{PLACES}?_size=1&_sort=id&_lang=fr")
    page.locator(".rows tbody a").first.click()
    expect(page.locator("dl.facts.row dd .quiet").first).to_be_visible()
    expect(page.get_by_role("checkbox", name="Expliquer chaque ligne")).to_be_hidden()


def test_filters_of_the_first_page_are_folded_and_led_to(any_phone: Page, address: str) -> None:
    any_phone.goto(f"{address}/?_lang=fr")
    box = any_phone.get_by_role("checkbox", name="GeoJSON")
    expect(box).to_be_hidden()
    any_phone.get_by_role("link", name="Filtrer les jeux de données").tap()
    expect(box).to_be_visible()
    box.check()
    any_phone.get_by_role("button", name="Voir les jeux de données").tap()
    expect(any_phone.locator(".card")).to_have_count(2)


def test_a_partner_s_long_name_of_a_row_breaks_and_the_partner_has_its_name(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}/reseau-transition/organisations?source__arraycontains=archipel")
    phone.locator(".rows tbody a").first.click()
    tags = phone.locator("ul.tags li.badge")
    expect(tags.filter(has_text="https://archipel.example.net/organizations/")).to_be_visible()
    expect(tags.filter(has_text="L’Archipel des communs")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
