"""The page of a dataset in a browser, and the lines that it offers, run as they are."""

import html
import json
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow("drives a browser")

PAGES = (
    "/lieux-partages", "/enquete-habitants", "/lieux-partages/-/query?sql=select+1", "/about",
    "/api", "/accessibility", "/legal", "/takedown", "/licenses/ODbL-1.0",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_the_browser_has_nothing_to_complain_of(path: str, address: str, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + path)
    assert said == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("path", PAGES)
def test_a_narrow_phone_does_not_scroll_sideways(path: str, address: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("path", ["/lieux-partages", "/enquete-habitants"])
def test_a_dataset_is_three_screens_of_a_phone(path: str, address: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + path, wait_until="networkidle")
    end = page.evaluate("document.querySelector('main').getBoundingClientRect().bottom")
    assert end <= 3 * 844
    files = page.get_by_role("link", name="Excel").first.bounding_box()
    assert files is not None
    assert files["y"] + files["height"] < 844


@pytest.mark.parametrize("path", ["/lieux-partages", "/enquete-habitants"])
def test_nothing_that_is_unfolded_is_wider_than_a_phone(
    path: str, address: str, page: Page
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address + path)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_what_a_link_leads_to_is_unfolded(address: str, page: Page) -> None:
    page.goto(f"{address}/lieux-partages")
    expect(page.get_by_text("Vous devez").first).to_be_hidden()
    page.locator('main a[href="#license"]').first.click()
    expect(page.get_by_text("Vous devez").first).to_be_visible()


def test_the_attribution_can_be_copied(address: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/lieux-partages#license")
    page.get_by_role("button", name="attribution").click()
    expect(page.get_by_role("status")).to_have_text("Copié")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Collectif des lieux partagés, Lieux partagés, http")
    assert page.locator(".told").all_inner_texts().count("Copié") == 1


@pytest.mark.parametrize("allowed", [True, False])
def test_what_has_no_clipboard_still_copies(allowed: bool, address: str, page: Page) -> None:
    """As over plain http, where browsers give pages none; some forbid the older way too."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    if not allowed:
        page.add_init_script("document.execCommand = () => false")
    page.goto(f"{address}/lieux-partages#license")
    page.get_by_role("button", name="attribution").click()
    told = "Copié" if allowed else "Sélectionné : copiez avec Ctrl+C."
    expect(page.get_by_role("status")).to_have_text(told)
    expect(page.locator(".told", has_text=told)).to_be_visible()
    if allowed:
        page.locator("#find").focus()
        page.keyboard.press("Control+V")
        expect(page.locator("#find")).to_have_value(re.compile("^Collectif des lieux partagés"))
    else:
        selected = page.evaluate("getSelection().toString()")
        assert selected.startswith("Collectif des lieux partagés")


def examples(address: str) -> list[str]:
    """The lines of code on the page of a dataset."""
    text = httpx.get(f"{address}/lieux-partages", timeout=30).text
    return [html.unescape(one) for one in re.findall(r"<pre[^>]*><code>(.*?)</code>", text, re.S)]


def test_the_lines_for_curl_run(address: str, tmp_path: Path) -> None:
    [lines] = [one for one in examples(address) if "curl" in one]
    command = ["bash", "-ec", lines]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (tmp_path / "places.csv").stat().st_size > 1_000_000
    assert [row["kind"] for row in json.loads(done.stdout)] == ["Atelier de réparation"] * 5


def test_the_lines_for_python_run(address: str) -> None:
    [lines] = [one for one in examples(address) if "urlopen" in one]
    told = "\nprint(len(table), len(rows), {row['kind'] for row in rows})"
    command = [sys.executable, "-c", lines + told]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "3500 5 {'Atelier de réparation'}\n"
