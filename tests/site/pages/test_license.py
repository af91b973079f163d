"""The licence of what is shown stands on every page and in every format."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from publish.site.app.datasette_site import Site
from publish.site.pages import licenses as license_pages
from tests import factory

ODBL = factory.ODBL["path"]
LO2 = factory.LO2["path"]
BOTH = [ODBL, LO2]
ODBL_NOTICE = (
    "Collectif des lieux, Lieux partagés, sous licence Open Database License (ODbL) 1.0 "
    "(https://opendatacommons.org/licenses/odbl/1-0/)"
)
LO2_NOTICE = (
    "Source\xa0: Collectif des lieux, Fréquentation, mise à jour du 15 novembre 2026, "
    "Licence Ouverte 2.0 (https://www.etalab.gouv.fr/licence-ouverte-open-licence)"
)


def linked(response: Any) -> list[str]:
    """The licences of the Link headers, in order."""
    return re.findall(r'<([^>]+)>; rel="license"', ", ".join(response.headers.get_list("link")))


def heads(html: str) -> list[str]:
    """The licences of the page's head."""
    start = '<link rel="license" href="'
    lines = html.partition("</head>")[0].splitlines()
    return [line[len(start) : -2] for line in lines if line.startswith(start)]


SHOWN = {
    "/": BOTH,
    "/lieux": BOTH,
    "/visites": [LO2],
    "/lieux/kinds": [LO2],
    "/lieux/kinds/a": [LO2],
    "/lieux/notes": [ODBL],
    "/lieux/notes/1": [ODBL],
    "/lieux/places": BOTH,  # the labels of kinds stand in its cells
    "/lieux/places/l-1": BOTH,
    "/lieux/open_places": BOTH,
    "/visites/days": [LO2],
    "/visites/days/2026-01-01": [LO2],
    "/lieux/-/query?sql=select name from places": [ODBL],
    "/lieux/-/query?sql=select label from kinds": [LO2],
    "/lieux/-/query?sql=select * from open_places": BOTH,
}


@pytest.mark.parametrize("path", SHOWN)
async def test_a_page_names_its_licences(path: str, still: Site) -> None:
    response = await still.client.get(path)
    assert response.status_code == 200
    assert linked(response) == SHOWN[path]
    assert heads(response.text) == SHOWN[path]
    body = response.text.partition("</head>")[2]
    assert all(f'<a rel="license" href="{url}">' in body for url in SHOWN[path])


@pytest.mark.parametrize("format", ["json", "csv", "csv?_stream=on"])
async def test_every_format_has_the_header(format: str, still: Site) -> None:
    table = await still.client.get(f"/lieux/places.{format}")
    view = await still.client.get(f"/lieux/open_places.{format}")
    assert (linked(table), linked(view)) == ([ODBL], BOTH)


async def test_the_database_file_has_the_header(site: Site) -> None:
    assert linked(await site.client.get("/lieux.db")) == BOTH


async def test_other_link_headers_stay(site: Site) -> None:
    response = await site.client.get("/lieux/places.json?_size=1")
    assert [link.rpartition("; ")[2] for link in response.headers.get_list("link")] == [
        'rel="next"',
        'rel="license"',
    ]


@pytest.mark.parametrize("path", ["/nowhere", "/lieux/nowhere", "/lieux/places?_facet=x"])
async def test_an_error_has_no_licence(path: str, still: Site) -> None:
    response = await still.client.get(path)
    assert linked(response) == []
    assert "rel=license" not in response.text


async def test_head_has_the_header(site: Site) -> None:
    assert linked(await site.client.head("/lieux/kinds.csv")) == [LO2]


async def test_the_notice_says_what_the_licence_asks(site: Site) -> None:
    places = (await site.client.get("/lieux/notes")).text
    days = (await site.client.get("/visites/days")).text
    assert f'<q data-copy="attribution">{ODBL_NOTICE}</q>' in places
    assert "une base que vous en dérivez et partagez reste sous la même licence" in places
    assert "Les droits sur ses contenus pris un à un sont sous Database Contents License" in places
    assert f'<q data-copy="attribution">{LO2_NOTICE}</q>' in days


async def test_fictional_data_says_so(site: Site) -> None:
    sentence = "Données fictives"
    assert sentence in (await site.client.get("/lieux/places")).text
    assert sentence not in (await site.client.get("/visites/days")).text


async def test_licences_of_one_dataset_name_their_tables(site: Site) -> None:
    html = (await site.client.get("/lieux")).text
    assert (
        'Tables concernées\xa0: <a href="/lieux/places">Lieux</a>, <a href="/lieux/notes">Notes</a>'
        in html
    )
    assert 'Tables concernées\xa0: <a href="/lieux/kinds">Genres</a>' in html


async def test_json_has_a_license_beside_its_rows(site: Site) -> None:
    answer = (await site.client.get("/visites/days.json?_size=0")).json()
    assert answer["license"] == {
        "id": "etalab-2.0",
        "title": "Licence Ouverte 2.0",
        "url": LO2,
        "attribution": LO2_NOTICE,
        "licenses": [
            {
                "id": "etalab-2.0",
                "title": "Licence Ouverte 2.0",
                "url": LO2,
                "attribution": LO2_NOTICE,
                "share_alike": False,
                "dataset": "visites",
            }
        ],
    }


@pytest.mark.parametrize(
    ("path", "license"),
    [
        ("/lieux/places.json", "ODbL-1.0"),
        ("/lieux/places.json?_labels=on", "ODbL-1.0 AND etalab-2.0"),
        ("/lieux/kinds.json", "etalab-2.0"),
        ("/lieux/places/l-1.json", "ODbL-1.0"),
        ("/lieux/open_places.json", "ODbL-1.0 AND etalab-2.0"),
        ("/lieux/places.json?_where=kind in (select id from kinds)", "ODbL-1.0 AND etalab-2.0"),
        ("/lieux/-/query.json?sql=select 1 from places, kinds", "ODbL-1.0 AND etalab-2.0"),
    ],
)
async def test_json_names_every_licence(path: str, license: str, still: Site) -> None:
    assert (await still.client.get(path)).json()["license"]["id"] == license


async def test_two_licences_name_their_tables_in_json(site: Site) -> None:
    answer = (await site.client.get("/lieux/open_places.json?_size=0")).json()["license"]
    assert "url" not in answer
    assert [(item["id"], item["tables"]) for item in answer["licenses"]] == [
        ("ODbL-1.0", ["places"]),
        ("etalab-2.0", ["kinds"]),
    ]


@pytest.mark.parametrize("shape", ["array", "arrays", "object", "arrayfirst", "array&_nl=on"])
async def test_other_shapes_are_untouched(shape: str, still: Site) -> None:
    response = await still.client.get(f"/visites/days.json?_size=2&_shape={shape}")
    assert "license" not in response.text
    assert linked(response) == [LO2]


async def test_a_json_error_is_untouched(site: Site) -> None:
    answer = (await site.client.get("/lieux/-/query.json?sql=select x from places")).json()
    assert "license" not in answer


async def test_a_query_that_reads_nothing_has_no_licence(site: Site) -> None:
    response = await site.client.get("/lieux/-/query.json?sql=select 1")
    assert linked(response) == []
    assert "license" not in response.json()


READS = {
    "with x as (select * from kinds) select 1 from x": [LO2],
    "with x as (select * from kinds) select name from places": [ODBL],
    "select (select count(*) from kinds) from places": BOTH,
    "select 1 where exists (select 1 from kinds)": [LO2],
    "select id from places union select id from kinds": BOTH,
    "select * from places_fts where places_fts match 'cafe'": [ODBL],
    "select highlight(places_fts, 0, '', '') from places_fts": [ODBL],
    "select count(*) from PLACES": [ODBL],
    "select p.name from places p join kinds using (id)": BOTH,
    'select * from "open_places" where 0': BOTH,
    "select * from places where id = :id": [ODBL],
    "select value from places, json_each(tags)": [ODBL],
    "explain select * from kinds": [LO2],
    "select body from notes where escape_fts(body) is not null": [ODBL],
    "select value from json_each('[1]')": [],
}


@pytest.mark.parametrize("sql", READS)
async def test_a_query_carries_the_licences_of_what_it_read(sql: str, still: Site) -> None:
    response = await still.client.get("/lieux/-/query.json", params={"sql": sql})
    assert response.status_code == 200
    assert linked(response) == READS[sql]


async def test_the_licences_are_shown_in_full(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ODbL-1.0.txt").write_text("## ODC <Open> Database License")
    monkeypatch.setattr(license_pages, "LICENSE_TEXTS", tmp_path)
    shown = await site.client.get("/licenses/ODbL-1.0")
    assert "## ODC &lt;Open&gt; Database License" in shown.text
    assert ODBL in shown.text


async def test_a_text_that_was_not_built_is_linked(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(license_pages, "LICENSE_TEXTS", tmp_path)
    shown = await site.client.get("/licenses/DbCL-1.0")
    assert 'href="https://opendatacommons.org/licenses/dbcl/1-0/"' in shown.text


async def test_the_list_of_licences_links_each(site: Site) -> None:
    shown = (await site.client.get("/licenses")).text
    assert '<a href="/licenses/etalab-2.0">Licence Ouverte 2.0</a>' in shown
    assert '<a href="/licenses/DbCL-1.0">' in shown


async def test_an_unknown_licence_is_not_found(site: Site) -> None:
    assert (await site.client.get("/licenses/GPL-3.0")).status_code == 404


async def test_a_shown_value_is_escaped(root: Path, site: Site) -> None:
    descriptor = root / "releases" / "visites" / "1.0.0" / "datapackage.json"
    package = json.loads(descriptor.read_text())
    factory.visits(root, "1.0.1")
    package["titles"] = {"fr": "<b>Gras</b>"}
    factory.finish(root, "visites", "1.0.1", package)
    await site.watch.look()
    html = (await site.client.get("/visites")).text
    assert "&lt;b&gt;Gras&lt;/b&gt;" in html
    assert "<b>Gras</b>" not in html
