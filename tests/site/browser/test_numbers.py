"""Whoever asks what share of the under-30s trusts their town hall finds it, with its base."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow("drives a browser")

WORDS = {
    "fr": ("Enquête auprès des habitants", "Qui fait confiance à sa mairie", "moins de 30 ans",
           ("Plutôt confiance", "Entière confiance"), "ont répondu", "n’ont pas répondu"),
    "en": ("Survey of inhabitants", "Who trusts their town hall", "under 30 years",
           ("Rather trust", "Full trust"), "answered", "people did not answer"),
}  # fmt: skip


def counted(demo: Path) -> tuple[int, int, int]:
    """Of the release: the under-30s who trust, those who answered, all who did not answer."""
    path = demo / "releases" / "enquete-habitants" / "current" / "answers_trust_by_age.csv"
    with path.open(encoding="utf-8") as file:
        rows = [(row["age"], row["trust"], int(row["people"])) for row in csv.DictReader(file)]
    young = [(trust, people) for age, trust, people in rows if age == "<30"]
    trusting = sum(people for trust, people in young if trust in ("4", "5"))
    answered = sum(people for trust, people in young if trust)
    return trusting, answered, sum(people for _age, trust, people in rows if not trust)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_share_of_the_young_who_trust(
    language: str, page: Page, address: str, demo: Path
) -> None:
    dataset, table, young, trusting, answered, silent = WORDS[language]
    page.goto(f"{address}/?_lang={language}")
    page.locator("main").get_by_role("link", name=dataset).first.click()
    page.locator("main").get_by_role("link", name=table).first.click()
    pivot = page.locator("table.pivot")
    heads = [one.strip() for one in pivot.locator("thead th").all_inner_texts()]
    line = pivot.get_by_role("row", name=young)
    cells = line.locator("th, td").all_inner_texts()
    found = dict(zip(heads, cells, strict=True))
    trust, base, nobody = counted(demo)
    assert sum(people(found[name]) for name in trusting) == trust
    assert round(sum(share(found[name]) for name in trusting)) == round(100 * trust / base)
    assert int(found[answered]) == base
    expect(page.get_by_text(re.compile(f"{nobody} .*{silent}")).first).to_be_visible()


def test_the_source_of_the_share_is_copied(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/enquete-habitants/answers_trust_by_age?_lang=fr")
    page.get_by_role("button", name="Copier : attribution").click()
    expect(page.locator("#live")).to_have_text("Copié")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "Source\u00a0: Observatoire des quatre vallées, Enquête auprès des habitants, mise à jour"
    )
    assert "Licence Ouverte 2.0" in copied and "«" not in copied


def test_paper_has_the_numbers_and_no_boxes(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 700, "height": 1000})
    page.goto(f"{address}/enquete-habitants/answers_trust_by_age?_lang=fr")
    page.emulate_media(media="print")
    for shown in ("table.pivot", ".charts figure", ".rows", ".license q"):
        expect(page.locator(shown).first).to_be_visible()
    for left_out in ("#search", ".filters", "#download", "header.top", ".copy"):
        expect(page.locator(left_out).first).to_be_hidden()
    tops = page.locator(".charts figure").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(({left}) => Math.round(left))"
    )
    assert len(tops) == 3 and len(set(tops)) == 1


def people(cell: str) -> int:
    """`24,1 % (87)` is 87 people."""
    found = re.search(r"\((\d+)\)", cell)
    assert found is not None
    return int(found[1])


def share(cell: str) -> float:
    """`24,1 % (87)` is 24.1 per cent."""
    return float(cell.split("\u00a0")[0].split("%")[0].replace(",", "."))
