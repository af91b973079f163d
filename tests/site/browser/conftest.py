"""The demo site, published and served by real processes, and a real browser to look at it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import ROOT
from tests.servers import COMMAND, PATIENCE, serving
from tests.site.browser.validators import fetched

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a copy of the demo's data, published."""
    root = tmp_path_factory.mktemp("demo")
    shutil.copytree(ROOT / "data", root / "data")
    for name in ("metadata.yaml", "datasette.yaml"):
        shutil.copy(ROOT / name, root / name)
    command = [*COMMAND, "--site", str(root), "publish"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="session")
def address(demo: Path) -> Iterator[str]:
    """Where the demo is served."""
    with serving(demo) as server:
        yield server.address


# Not for the session: Playwright's event loop would stand in the way of asynchronous tests.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no chromium here; `make test` installs it")
    flags = ["--no-sandbox"] if os.geteuid() == 0 and sys.platform == "linux" else []
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[*flags, *quiet])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page 1280 pixels wide."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def validators() -> Path:
    """The npm packages that look at pages."""
    folder = fetched()
    if folder is None:
        pytest.skip("npm is needed for the validators of tests/site/browser/tools")
    return folder
