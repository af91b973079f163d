"""A chart drawn by keyboard alone, without scripts, and its picture."""

import struct
from urllib.parse import unquote
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.slow("drives a browser")


def test_a_chart_is_built_by_keyboard_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/lieux-partages/places?department=Gironde&_lang=fr")
    page.get_by_role("link", name="Dessiner un autre graphique").press("Enter")
    for name, typed in (("_column", "Type"), ("_split", "Acces"), ("_chart", "des barres")):
        page.locator(f"select[name={name}]").focus()
        page.keyboard.type(typed)
    page.get_by_label("en pour cent").press("Space")
    page.get_by_label("Titre").focus()
    page.keyboard.type("Lieux accessibles")
    page.keyboard.press("Enter")
    page.wait_for_url("**/-/chart?department=Gironde&_chart=bars&**")
    assert "_column=kind&_split=accessible&_share=1&_title=Lieux+accessibles" in unquote(page.url)
    assert "Département = Gironde" in page.locator("h1").inner_text()
    caption = page.locator("figure figcaption").inner_text()
    assert "Lieux accessibles" in caption and "titre d’un visiteur" in caption
    picture = page.get_by_role("link", name="Image (PNG)").get_attribute("href")
    with urlopen(f"{address}{picture}") as answer:
        wide, high = struct.unpack(">II", answer.read()[16:24])
    assert wide == 1396 and high > 600
    context.close()
