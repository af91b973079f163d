"""Who gives the rows of a merged table is told on pages of their own and wherever rows are."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from publish.site.app.datasette_site import Site
from tests import factory
from tests.site.conftest import opened

BOTH = "Les jardins d’ici et Repair Network"
CARD = '<li class="panel">'


@pytest.fixture
def given(root: Path) -> Path:
    """A site with a table that two partners feed."""
    factory.commons(root)
    return root


async def page(site: Site, path: str) -> str:
    response = await site.client.get(path)
    assert response.status_code == 200
    return str(response.text)


async def license_of(site: Site, path: str) -> Any:
    return (await site.client.get(path)).json()["license"]


async def test_the_list_says_who_gives_what_how_fresh_and_under_which_licence(
    given: Path, site: Site
) -> None:
    shown = await page(site, "/partners")
    _before, gardens, repair = shown.split(CARD)
    assert '<a href="/partners/jardins">Les jardins d’ici</a>' in gardens
    assert "2 lignes · Acteurs" in gardens
    assert '<time datetime="2026-11-20">20 novembre 2026</time>' in gardens
    assert 'href="/licenses/etalab-2.0"' in gardens
    assert "Licence Ouverte 2.0" in gardens
    assert "aucune plus récente" not in gardens
    assert "<strong>aucune plus récente n’a pu être obtenue</strong>" in repair


async def test_the_page_of_a_row_that_became_one_with_another_leads_there(
    given: Path, site: Site
) -> None:
    for path in ("/commun/actors/old", "/commun/actors/old.json?_shape=objects"):
        answer = await site.client.get(path)
        to = answer.headers["location"]
        assert (answer.status_code, to) == (301, path.replace("old", "p1"))
        assert answer.headers["cache-control"] == "no-store"
        assert (await site.client.get(to)).status_code == 200
    assert (await site.client.get("/commun/actors/older")).status_code == 404


async def test_a_logo_is_a_file_of_the_release_and_nothing_is_linked_from_elsewhere(
    given: Path, site: Site
) -> None:
    address = "/download/commun/1.0.0/logo-jardins.png"
    for path in ("/partners", "/partners/jardins"):
        assert f'src="{address}"' in await page(site, path)
    image = await site.client.get(address)
    assert image.headers["content-type"] == "image/png"
    assert image.content.startswith(b"\x89PNG")
    assert "<img" not in (await page(site, "/partners/repair")).partition("<main")[2]


async def test_a_logo_that_the_release_does_not_hold_is_not_shown(root: Path) -> None:
    factory.commons(root, factory.GARDENS | {"logo": "https://example.org/spy.png"})
    async with opened(root) as site:
        shown = await page(site, "/partners")
    assert '<a href="/partners/jardins">' in shown
    assert "spy.png" not in shown


async def test_a_partner_has_a_page_with_its_rows_in_each_table(given: Path, site: Site) -> None:
    shown = await page(site, "/partners/jardins")
    assert "<h1>Les jardins d’ici</h1>" in shown
    assert 'href="/commun/actors?source__arraycontains=jardins"' in shown
    assert '<a href="https://jardins.example.org" rel="external">' in shown
    assert 'href="mailto:bonjour@jardins.example.org"' in shown
    assert '<time datetime="2026-11-02">2 novembre 2026</time>' in shown
    rows = await site.client.get("/commun/actors.json?source__arraycontains=jardins")
    assert [row["id"] for row in rows.json()["rows"]] == ["p1", "p3"]


async def test_a_contact_is_shown_only_where_the_release_names_one(given: Path, site: Site) -> None:
    assert (
        "mailto"
        not in (await page(site, "/partners/repair")).partition("<main")[2].partition("<footer")[0]
    )


async def test_two_that_two_datasets_call_alike_are_not_taken_for_one(
    given: Path, root: Path
) -> None:
    factory.commons(root, factory.GARDENS | {"title": "Autres jardins", "rows": 1}, dataset="plus")
    async with opened(root) as site:
        shown = await page(site, "/partners/jardins")
        listed = await page(site, "/partners")
    assert "<h1>Les jardins d’ici / Autres jardins</h1>" in shown
    assert '<h3>Les jardins d’ici\u00a0: <a href="/commun/actors?' in shown
    assert '<h3>Autres jardins\u00a0: <a href="/plus/actors?' in shown
    assert "Les jardins d’ici / Autres jardins</a>" in listed
    main = shown.partition("<main")[2].partition("</main")[0]
    assert not any(words in main for words in ("mailto", "jardins.example.org", "<img"))


async def test_nobody_else_has_a_page(given: Path, site: Site) -> None:
    response = await site.client.get("/partners/personne")
    assert response.status_code == 404


async def test_an_english_reader_reads_english(given: Path, site: Site) -> None:
    shown = await page(site, "/partners?_lang=en")
    assert "no newer one could be had" in shown
    assert '<span lang="fr">Les jardins d’ici</span>' in shown


async def test_without_partners_the_page_says_so_and_no_footer_leads_there(site: Site) -> None:
    assert "Aucun tableau" in await page(site, "/partners")
    assert 'href="/partners"' not in await page(site, "/")


async def test_the_footer_leads_to_them(given: Path, site: Site) -> None:
    assert '<a href="/partners">Partenaires</a>' in await page(site, "/")


async def test_a_site_map_lists_their_pages(given: Path, site: Site) -> None:
    text = (await site.client.get("/sitemap.xml")).text
    for path in ("partners", "partners/jardins", "partners/repair"):
        assert f"<loc>http://localhost/{path}</loc>" in text


@pytest.mark.parametrize(
    ("path", "there", "missing"),
    [
        ("/commun/actors", ["jardins", "repair"], []),
        ("/commun", ["jardins", "repair"], []),
        ("/commun/actors?id=p1", ["jardins"], ["repair"]),
        ("/commun/actors?_search=&name__contains=Caf%C3%A9", ["jardins", "repair"], []),
        ("/commun/actors?id=p2&_nocol=source", ["repair"], ["jardins"]),
        ("/commun/actors/p1", ["jardins"], ["repair"]),
        ("/commun/actors/p3", ["jardins", "repair"], []),
        ("/commun/actors/-/chart?_column=source", ["jardins", "repair"], []),
        ("/commun/actors/-/chart?_column=source&id=p1", ["jardins"], ["repair"]),
        ("/commun/actors/-/chart?_column=source&id=p1&_embed=1", ["jardins"], ["repair"]),
        ("/commun/actors_sources?partner=repair", ["repair"], ["jardins"]),
        ("/commun/actors_sources/jardins,j-1", ["jardins"], ["repair"]),
    ],
)
async def test_the_notice_names_those_whose_rows_are_shown(
    given: Path, site: Site, path: str, there: list[str], missing: list[str]
) -> None:
    titles = {"jardins": "Les jardins d’ici", "repair": "Repair Network"}
    shown = await page(site, path)
    [_before, *notices] = shown.split('data-copy="attribution">')
    said = notices[-1].partition("</")[0]
    assert "avec des données fournies par " in said
    assert all(titles[name] in said for name in there)
    assert not any(titles[name] in said for name in missing)


async def test_each_stands_in_the_notice_with_its_licence(given: Path, site: Site) -> None:
    shown = await page(site, "/commun/actors?id=p1")
    assert (
        '<a href="/partners/jardins">Les jardins d’ici</a> '
        '(<a href="/licenses/etalab-2.0">etalab-2.0</a>)'
    ) in shown


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/commun/actors.json", ["jardins", "repair"]),
        ("/commun/actors.json?id=p2", ["repair"]),
        ("/commun/actors/p1.json", ["jardins"]),
    ],
)
async def test_json_names_them(given: Path, site: Site, path: str, names: list[str]) -> None:
    license = await license_of(site, path)
    [covered] = license["licenses"]
    assert [one["name"] for one in covered["partners"]] == names
    for title in {"jardins": "Les jardins d’ici", "repair": "Repair Network"}.items():
        assert (title[1] in license["attribution"]) == (title[0] in names)


@pytest.mark.parametrize(
    "file", ["chart.svg?_column=source&", "chart.svg?_column=source&_lang=en&"]
)
async def test_a_drawing_of_a_selection_names_them(given: Path, site: Site, file: str) -> None:
    drawn = " ".join((await page(site, f"/commun/actors/-/{file}id=p2")).split())
    assert "Repair Network" in drawn
    assert "Les jardins" not in drawn


async def test_a_table_with_a_partner_that_it_does_not_list_names_all(
    given: Path, root: Path
) -> None:
    with closing(sqlite3.connect(root / "releases/commun/1.0.0/commun.db")) as database:
        database.execute("update actors set source = '[\"other\"]' where id = 'p1'")
        database.commit()
    factory.write_sums(root / "releases/commun/1.0.0")
    async with opened(root) as site:
        license = await license_of(site, "/commun/actors.json?id=p1")
    assert [one["name"] for one in license["licenses"][0]["partners"]] == ["jardins", "repair"]


async def test_a_csv_of_a_selection_leads_to_what_names_them(given: Path, site: Site) -> None:
    response = await site.client.get("/commun/actors.csv?id=p2")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [json.loads(row["source"]) for row in rows] == [["repair"]]
    link = response.headers["link"].partition("<")[2].partition(">")[0]
    license = await license_of(site, link.removeprefix("http://localhost"))
    assert [one["name"] for one in license["licenses"][0]["partners"]] == ["repair"]


async def test_the_cover_of_a_spreadsheet_of_a_selection_names_them(
    given: Path, site: Site
) -> None:
    response = await site.client.get("/commun/actors.xlsx?id=p2")
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        texts = [
            "".join(ElementTree.fromstring(book.read(name)).itertext())
            for name in book.namelist()
            if name.startswith("xl/") and name.endswith(".xml")
        ]
    assert any("with data from Repair Network" in text for text in texts)
    assert not any("jardins d’ici" in text for text in texts)


async def test_a_site_without_partners_says_nothing_of_them(site: Site) -> None:
    license = await license_of(site, "/lieux/places.json?id=l-1")
    assert "partners" not in license["licenses"][0]
    assert "avec des données fournies par" not in await page(site, "/lieux/places")


async def test_a_hundred_partners_are_all_named(root: Path) -> None:
    many = [
        factory.REPAIR | {"name": f"n{number}", "title": f"Réseau {number}"}
        for number in range(100)
    ]
    factory.commons(root, *many)
    async with opened(root) as site:
        shown = await page(site, "/commun/actors")
    said = shown.partition('data-copy="attribution">')[2].partition("</")[0]
    assert all(f"Réseau {number}" in said for number in range(100))
    assert len(shown.encode()) < 100_000


async def test_an_item_held_against_whole_lists_is_asked_for_as_an_item(
    given: Path, site: Site
) -> None:
    shown = await page(site, "/commun/actors?source=jardins&name=Jardin+d%E2%80%99%C3%89ole")
    assert "Ces colonnes portent des listes. Par un de leurs éléments\u00a0:" in shown
    words = "Source\u00a0: avec «\u00a0Les jardins d’ici\u00a0»"
    there = "/commun/actors?name=Jardin+d%E2%80%99%C3%89ole&amp;source__arraycontains=jardins"
    assert f'<a href="{there}" rel="nofollow">{words}</a>' in shown
    assert "Jardin d’Éole" in await page(site, there.replace("&amp;", "&"))


@pytest.mark.parametrize(
    "asked", ["source=%5B%22x%22%5D", "name=jardins", "source__arraycontains=nobody"]
)
async def test_no_item_is_told_where_none_was_meant(asked: str, given: Path, site: Site) -> None:
    shown = await page(site, f"/commun/actors?{asked}")
    assert "Aucune ligne ne correspond" in shown
    assert "portent des listes" not in shown


@pytest.mark.parametrize("path", ["/commun/actors", "/commun/actors/p3", "/commun/actors_sources"])
async def test_a_page_of_rows_names_partners_as_they_are_called(
    path: str, given: Path, site: Site
) -> None:
    shown = (await page(site, path)).partition('<footer class="license')[0]
    badges = re.findall(r'<(?:li class="badge"|t[dh][^>]*|span)>(?:<a[^>]*>)?([^<]*)', shown)
    assert "Les jardins d’ici" in badges
    assert not {"jardins", "repair"} & {*badges}


async def test_data_have_the_names_of_partners_that_stay(given: Path, site: Site) -> None:
    rows = (await site.client.get("/commun/actors.json?_shape=array")).json()
    assert rows[0]["source"] == '["jardins"]'
    assert "Les jardins" not in await page(site, "/commun/actors.csv")
