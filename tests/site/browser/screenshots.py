"""`make screenshots`: a picture of every kind of page, language, theme and width.

`python -m tests.site.browser.screenshots [WORDS…]` takes those whose name holds one of the words.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from publish.bakehouse.publication import publish_all
from publish.declare.site import SiteFolder
from publish.progress import Silent
from tests.conftest import ROOT
from tests.servers import serving
from tests.site.browser.conftest import CHROMIUM
from tests.site.browser.kinds import KINDS, LANGUAGES, THEMES, WIDTHS, url
from tests.sites import DAY

FOLDER = ROOT / "screenshots"
# A page of a million rows is long: what stands below this is not looked at.
TALLEST = 4000


def main(wanted: list[str]) -> None:
    """Publishes the demo, serves it, takes the pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = _published(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with serving(root) as server:
            for name, kind, language, theme, width in _pictures():
                if not wanted or any(word in name for word in wanted):
                    _take(browser, url(server.address, kind, language), name, theme, width)
        browser.close()


def _published(root: Path) -> Path:
    shutil.copytree(ROOT / "data", root / "data")
    for name in ("metadata.yaml", "datasette.yaml"):
        shutil.copy(ROOT / name, root / name)
    publish_all(SiteFolder(root), (), DAY, Silent())
    return root


def _pictures() -> list[tuple[str, str, str, str, int]]:
    return [
        (f"{kind.replace(' ', '-')}-{language}-{theme}-{width}", kind, language, theme, width)
        for kind in KINDS
        for language in LANGUAGES
        for theme in THEMES
        for width in WIDTHS
    ]


def _take(browser: Browser, address: str, name: str, theme: str, width: int) -> None:
    size = {"width": width, "height": 800}
    context = browser.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    tall = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": max(800, tall)})
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()
    print(name)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
