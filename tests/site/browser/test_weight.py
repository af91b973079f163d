"""The first view is light, also on a slow phone."""

import gzip

import pytest
from playwright.sync_api import Page

from publish.site.base.folders import shipped
from tests.site.browser.kinds import FAST, url

pytestmark = pytest.mark.slow("drives a browser")

FIRST_VIEW, STYLE = 100_000, 20_000
TRANSFERRED = """() => [...performance.getEntriesByType("navigation"),
  ...performance.getEntriesByType("resource")].reduce((sum, one) => sum + one.transferSize, 0)"""


@pytest.mark.parametrize("kind", FAST)
def test_the_first_view_is_under_100_kb(page: Page, address: str, kind: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(url(address, kind, "fr"), wait_until="networkidle")
    assert 0 < page.evaluate(TRANSFERRED) < FIRST_VIEW


def test_the_style_is_under_20_kb() -> None:
    assert len(gzip.compress((shipped("static") / "app.css").read_bytes())) < STYLE
