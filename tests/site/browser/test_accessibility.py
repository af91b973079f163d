"""Every kind of page, in each language, theme and width, with and without scripts: no finding."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route

from tests.site.browser.conftest import CHROMIUM
from tests.site.browser.kinds import FAILING, KINDS, LANGUAGES, THEMES, WIDTHS, url
from tests.site.browser.validators import ENVIRONMENT, TOOLS

pytestmark = pytest.mark.slow("looks at every page in every guise")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = f"""async () => {{
  const rules = {{runOnly: {json.dumps(RULES)}, resultTypes: ["violations"]}};
  const found = await axe.run(document, rules);
  return found.violations.map(v => [v.id, v.nodes.map(n => n.html + " " + n.failureSummary)]);
}}"""


@pytest.fixture(scope="module")
def axe(validators: Path) -> str:
    """The script that looks."""
    return (validators / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(params=["with scripts", "without scripts"])
def tab(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A tab, whose scripts do or do not arrive."""
    context = browser.new_context(bypass_csp=True)
    opened = context.new_page()
    if request.param == "without scripts":
        opened.route("**/*.js*", lambda route: _unless_data(route))
    yield opened
    context.close()


def _unless_data(route: Route) -> None:
    if route.request.resource_type == "script":
        route.abort()
    else:
        route.continue_()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(tab: Page, address: str, axe: str, kind: str, language: str) -> None:
    response = tab.goto(url(address, kind, language), wait_until="load")
    assert response is not None
    assert response.status == FAILING.get(kind, 200)
    assert tab.locator("html").get_attribute("lang") == language
    tab.evaluate(axe)
    found = [
        (width, theme, finding)
        for width in WIDTHS
        for theme in THEMES
        for finding in _looked_at(tab, width, theme)
    ]
    assert found == []


def _looked_at(tab: Page, width: int, theme: str) -> list[Any]:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    over = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    wide = [["page scrolls sideways", over]] if over > 0 else []
    return wide + list(tab.evaluate(AXE))


@pytest.mark.parametrize("kind", KINDS)
def test_the_browser_complains_of_nothing(page: Page, address: str, kind: str) -> None:
    """Content-Security-Policy included: nothing inline, nothing from elsewhere."""
    complaints: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda message: _note(complaints, message))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.add(request.url))
    page.goto(url(address, kind, "fr"), wait_until="networkidle")
    assert [one for one in complaints if "the server responded with" not in one] == []
    assert {one for one in asked if not one.startswith((address, "data:"))} == set()
    assert page.context.cookies() == []


def _note(complaints: list[str], message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        complaints.append(message.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pa11y_finds_nothing(address: str, validators: Path, language: str) -> None:
    urls = [url(address, kind, language) for kind in KINDS]
    done = subprocess.run(
        ["node", TOOLS / "pa11y.mjs", *urls],
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT | {"CHROMIUM": CHROMIUM},
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line] == []
