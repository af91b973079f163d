"""What people chose is said wherever it goes: on charts and embeds, in files, from row to row."""

import csv
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Download, Page, expect
from python_calamine import CalamineWorkbook

from publish.forms.picture import fonts, png

pytestmark = pytest.mark.slow("drives a browser")

PLACES = "/lieux-partages/places"
GIRONDE = "Département = Gironde"
# What scripts of other sites ask for.
ANSWERS = (
    f"{PLACES}.json?_size=1",
    "/lieux-partages.json",
    "/lieux-partages/-/query.json?sql=select+1",
    f"{PLACES}/-/points.json?_bbox=4,45,5,46&_zoom=9",
    f"{PLACES}/-/chart.csv?_chart=bars&_column=kind",
    f"{PLACES}/-/chart.svg?_chart=bars&_column=kind",
    f"{PLACES}/-/map.svg?department=Gironde",
    f"{PLACES}/-/columns.json",
    "/search.json?q=lyon",
    "/status.json",
    "/download/lieux-partages/places.csv",
    f"{PLACES}.csv?department=Gironde",
    f"{PLACES}.xlsx?department=Gironde",
    f"{PLACES}.geojson?department=Gironde",
    f"{PLACES}.jsonl?department=Gironde",
)


def gironde(page: Page, address: str) -> int:
    """The places of Gironde; how many there are."""
    page.goto(f"{address}{PLACES}?department=Gironde")
    return int(re.sub(r"\D", "", page.locator("#count").inner_text()))


def test_a_chart_of_some_rows_says_so_on_its_page_in_its_embed_and_its_picture(
    page: Page, address: str
) -> None:
    gironde(page, address)
    page.get_by_role("link", name="Lieux par type", exact=True).click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(f"Lieux par type – {GIRONDE}")
    with page.expect_download() as picture:
        page.get_by_role("link", name=re.compile(r"^Image \(SVG\)")).click()
    assert GIRONDE in _texts(picture.value)
    embed = re.findall(
        'src="([^"]*)"', page.locator("pre", has_text="iframe").text_content() or ""
    )[0]
    alone = page.context.new_page()
    alone.goto(embed.replace("&amp;", "&"))
    expect(alone.get_by_role("heading", level=1)).to_have_text(f"Lieux par type – {GIRONDE}")
    with page.expect_navigation():
        page.locator(".chips a", has_text="Gironde").click()
    expect(title).to_have_text("Lieux par type")


def test_a_png_of_kinds_in_gironde_says_gironde(page: Page, address: str) -> None:
    gironde(page, address)
    chart = page.locator("figure.chart", has_text="Lieux par type").first
    drawn = page.request.get(
        address + str(chart.get_by_role("link", name="SVG").get_attribute("href"))
    ).text()
    assert GIRONDE in drawn
    with page.expect_download() as picture:
        chart.get_by_role("link", name=re.compile("PNG")).click()
    assert "gironde" in picture.value.suggested_filename
    made = Path(picture.value.path()).read_bytes()
    width = int.from_bytes(made[16:20], "big")
    assert made == png(drawn, width, fonts())
    assert made != png(drawn.replace("Gironde", "France"), width, fonts())


def _texts(picture: Download) -> str:
    tree = ElementTree.parse(picture.path())
    return " ".join(text.text or "" for text in tree.iter("{http://www.w3.org/2000/svg}text"))


def test_a_map_of_some_rows_says_so_and_leads_to_the_same_rows(page: Page, address: str) -> None:
    count = gironde(page, address)
    page.goto(f"{address}{PLACES}/-/map?department=Gironde")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Carte : Lieux – {GIRONDE}")
    same = page.get_by_role("navigation", name="Ces lignes autrement")
    with page.expect_download() as file:
        same.get_by_role("link", name="CSV", exact=True).click()
    with Path(file.value.path()).open(encoding="utf-8", newline="") as text:
        assert len(list(csv.DictReader(text))) == count
    same.get_by_role("link", name="Table", exact=True).click()
    expect(page.locator(".chips .x")).to_have_count(1)


def test_selected_rows_open_in_a_spreadsheet_that_says_which(page: Page, address: str) -> None:
    count = gironde(page, address)
    with page.expect_download() as file:
        page.locator("section[aria-labelledby=download]").get_by_role(
            "link", name="Excel", exact=True
        ).click()
    name = file.value.suggested_filename
    assert re.fullmatch(r"places-department-gironde-\d{4}-\d\d-\d\d\.xlsx", name)
    book = CalamineWorkbook.from_path(str(file.value.path()))
    head, *rows = book.get_sheet_by_name("places").to_python()
    assert len(rows) == count
    assert {row[head.index("department")] for row in rows} == {"Gironde"}
    assert book.get_sheet_by_name("Licence").to_python()[0][0] == f"# filter: {GIRONDE}"


def test_a_csv_for_french_excel_has_its_signs(page: Page, address: str) -> None:
    gironde(page, address)
    with page.expect_download() as file:
        page.get_by_role("link", name="CSV pour Excel").click()
    text = Path(file.value.path()).read_text("utf-8")
    assert text.startswith("\ufeffid;name;kind;")
    assert re.search(r";4\d,\d+;-?\d,\d+;", text)


def test_rows_are_gone_through_one_after_the_other_and_back(page: Page, address: str) -> None:
    gironde(page, address)
    names = page.locator("tbody th a").all_inner_texts()
    page.locator("tbody th a").first.click()
    title = page.get_by_role("heading", level=1)
    for name in names[1:3]:
        page.get_by_role("link", name=re.compile("^Ligne suivante")).click()
        expect(title).to_have_text(name)
    page.get_by_role("link", name=re.compile("^Ligne précédente")).click()
    expect(title).to_have_text(names[1])
    page.get_by_role("link", name=f"Retour aux lignes choisies : {GIRONDE}").click()
    assert page.locator("tbody th a").all_inner_texts() == names


def test_a_value_of_a_row_leads_to_those_who_share_it(page: Page, address: str) -> None:
    gironde(page, address)
    page.locator("tbody th a").first.click()
    expect(page.get_by_role("heading", name="À proximité")).to_be_visible()
    commune = page.locator("dl.row dd a[href*='commune=']")
    name = commune.inner_text()
    commune.click()
    expect(page.locator(".chips")).to_contain_text(f"Commune = {name}")


def test_scripts_of_other_sites_read_every_answer(page: Page, address: str) -> None:
    # The same server by another name is another site.
    page.goto(f"{address.replace('127.0.0.1', 'localhost')}/-/healthz")
    fetched = page.evaluate(
        """async ([address, paths]) => Promise.all(paths.map(path =>
            fetch(address + path).then(answer => answer.status, error => error.message)))""",
        [address, list(ANSWERS)],
    )
    assert dict(zip(ANSWERS, fetched, strict=True)) == dict.fromkeys(ANSWERS, 200)
