"""A person sends their archive from a real browser to a real place of their own, over https."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from publish.desk.policy import SEND
from tests.desk.entering import Desk, open_site
from tests.desk.places import PASSWORD, TOKEN, USER, Place, place_of_mine
from tests.servers import serving
from tests.site.browser.kinds import LANGUAGES
from tests.site.browser.test_accessibility import AXE

pytestmark = pytest.mark.slow("drives a browser")

CONTENT = b"PK\x05\x06" + bytes(18)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site with both doors."""
    site = open_site(tmp_path_factory.mktemp("send") / "site")
    with serving(site.root) as server:
        yield Desk(site, server.address)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with place_of_mine(tmp_path) as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that takes the certificate of the place."""
    opened = browser.new_context(ignore_https_errors=True, locale="en-GB")
    yield opened
    opened.close()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "my data é.zip"
    path.write_bytes(CONTENT)
    return path


def ready(page: Page, desk: Desk, address: str, archive: Path) -> None:
    """The form that sends, with the archive chosen."""
    page.goto(f"{desk.address}{SEND}?_lang=en")
    page.get_by_label("Address of the folder").fill(address)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("The ZIP that you took with you").set_input_files(archive)


def send(page: Page, secret: str, user: str = "") -> None:
    page.get_by_label("Name to sign in with").fill(user)
    page.get_by_label("Token, or password for apps").fill(secret)
    page.get_by_role("button", name="Send").click()


def told(page: Page, words: str) -> None:
    expect(page.locator("#outcome .notice:visible")).to_contain_text(words)


@pytest.mark.parametrize(("secret", "user"), [(TOKEN, ""), (PASSWORD, USER)])
def test_it_goes_from_the_browser_to_the_place_and_to_nobody_else(
    context: BrowserContext, desk: Desk, place: Place, archive: Path, secret: str, user: str
) -> None:
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda one: asked.append(f"{one.method} {one.url} {one.post_data or ''}"))
    ready(page, desk, f"{place.address}/dav/", archive)
    asked.clear()
    send(page, secret, user)
    told(page, f"It is there: {place.address}/dav/my%20data%20%C3%A9.zip")
    assert place.files == {"/dav/my data é.zip": CONTENT}
    # The site is asked for nothing, and the token goes into no address.
    assert {one.split("/dav/")[0] for one in asked} == {f"PUT {place.address}"}
    [headers] = [headers for method, _path, headers in place.asked if method == "PUT"]
    assert headers["Content-Type"] == "application/zip"
    assert not {"Cookie", "Referer"} & headers.keys()
    assert page.get_by_label("Token, or password for apps").input_value() == ""
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_name_at_the_end_of_the_address_is_that_of_the_file(
    context: BrowserContext, desk: Desk, place: Place, archive: Path
) -> None:
    page = context.new_page()
    for _ in range(2):
        # As a Solid pod takes a resource (LDP): by its own address.
        ready(page, desk, f"{place.address}/dav/mine.zip", archive)
        send(page, TOKEN)
        told(page, f"It is there: {place.address}/dav/mine.zip")
    assert place.files == {"/dav/mine.zip": CONTENT}


def test_a_cozy_takes_it_by_its_own_interface(
    context: BrowserContext, desk: Desk, place: Place, archive: Path
) -> None:
    page = context.new_page()
    for words in ("It is there", "or it has a file of this name already"):
        ready(page, desk, place.address, archive)
        page.get_by_label("What is there").select_option("cozy")
        send(page, TOKEN)
        told(page, words)
    assert place.files == {"/files/io.cozy.files.root-dir/my data é.zip": CONTENT}


def test_what_a_place_refuses_is_told_with_what_to_do(
    context: BrowserContext, desk: Desk, place: Place, archive: Path
) -> None:
    page = context.new_page()
    ready(page, desk, f"{place.address}/dav/", archive)
    send(page, "wrong")
    told(page, "The place refuses this name, token or password, or writing with it.")
    # What was typed stays, to be mended.
    assert page.get_by_label("Token, or password for apps").input_value() == "wrong"
    page.get_by_label("Address of the folder").fill(f"{place.address}/other/")
    send(page, TOKEN)
    told(page, "There is no such folder, or it has a file of this name already.")
    page.get_by_label("Address of the folder").fill(f"{place.address}/dav/")
    place.room = 1
    send(page, TOKEN)
    told(page, "The place has no room for a file of this size.")
    assert place.files == {}


def test_a_place_that_lets_no_other_site_write_is_told_with_the_way_out(
    context: BrowserContext, desk: Desk, place: Place, archive: Path
) -> None:
    page = context.new_page()
    place.origins = ("https://elsewhere.example",)
    ready(page, desk, f"{place.address}/dav/", archive)
    send(page, TOKEN)
    told(page, "lets no page of another site write there (CORS)")
    told(page, f"upload the ZIP there by hand. Or have whoever runs the service allow PUT, with "
               f"Authorization and Content-Type, from: {desk.address}")  # fmt: skip
    assert place.files == {}
    # The browser asked first, without the token.
    assert [(method, "Authorization" in headers) for method, _path, headers in place.asked] == [
        ("OPTIONS", False)
    ]
    # What the words say to allow is enough.
    place.origins = (desk.address,)
    send(page, TOKEN)
    told(page, "It is there")


# What a script would do that got into the page.
REACHED = "(url) => fetch(url, {mode: 'no-cors'}).then(() => true, () => false)"


def test_scripts_of_the_page_reach_that_place_alone(
    browser: Browser,
    context: BrowserContext,
    desk: Desk,
    place: Place,
    archive: Path,
    tmp_path: Path,
) -> None:
    (tmp_path / "evil").mkdir()
    with place_of_mine(tmp_path / "evil") as evil:
        page = context.new_page()
        ready(page, desk, f"{place.address}/dav/", archive)
        page.get_by_label("Address of the folder").fill(f"{evil.address}/dav/")
        send(page, TOKEN)
        told(page, f"The address is of another place than {place.address}")
        # Neither elsewhere, nor to the pages of the desk, in whose answers there is something.
        assert not page.evaluate(REACHED, f"{evil.address}/dav/")
        assert not page.evaluate(REACHED, f"{desk.address}/desk/me")
        assert evil.asked == []
        assert page.evaluate(REACHED, f"{place.address}/dav/")
        # It is the policy of the page that holds it.
        free = browser.new_context(ignore_https_errors=True, bypass_csp=True).new_page()
        ready(free, desk, f"{place.address}/dav/", archive)
        assert free.evaluate(REACHED, f"{evil.address}/dav/")
        assert [method for method, _path, _headers in evil.asked] == ["GET"]
        free.context.close()


def test_no_other_page_may_reach_anything_elsewhere(desk: Desk) -> None:
    for path in ("/desk/", "/desk/me", "/desk/me/answer", SEND):
        assert "connect-src 'self';" in desk.get(path).headers["content-security-policy"]
    answer = desk.send(SEND, {"to": "https://cloud.example.org/dav/"})
    policy = answer.headers["content-security-policy"]
    assert "connect-src https://cloud.example.org;" in policy
    assert "script-src 'self';" in policy
    assert answer.headers["cache-control"] == "no-store"
    for wrong in ("", "http://cloud.example.org/", "https://a.example; script-src *"):
        answer = desk.send(SEND, {"to": wrong})
        assert answer.status_code == 422
        assert "connect-src 'self';" in answer.headers["content-security-policy"]
        assert "This is no https address of a place" in answer.text


def test_no_other_site_leads_here_with_an_address_filled_in(desk: Desk) -> None:
    evil = "https://evil.example/dav/"
    elsewhere = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert desk.send(SEND, {"to": evil}, elsewhere).status_code == 403
    assert evil not in desk.get(SEND, to=evil, address=evil).text.split("<main")[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(browser: Browser, desk: Desk, validators: Path, language: str) -> None:
    axe = (validators / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(bypass_csp=True, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{desk.address}{SEND}?_lang={language}")
    page.evaluate(axe)
    assert json.dumps(page.evaluate(AXE)) == "[]"
    page.locator("#to").fill("https://cloud.example.org/dav/")
    page.locator("main form button").click()
    expect(page.locator("#file")).to_be_visible()
    page.locator("#outcome .notice").evaluate_all(
        "all => all.forEach(one => { one.hidden = false })"
    )
    page.evaluate(axe)
    assert json.dumps(page.evaluate(AXE)) == "[]"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()
