"""Maps of real releases: points, counts of a grid beyond, a drawing, and what they refuse."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import pytest_asyncio

from publish.site.app.datasette_site import Site
from publish.site.maps import places
from tests import factory
from tests.site.conftest import opened

FIELDS = [
    {"name": "id", "type": "string"},
    {"name": "name", "type": "string"},
    {"name": "kind", "type": "string"},
    {"name": "lat", "type": "number"},
    {"name": "lon", "type": "number"},
]
ROWS = [
    ("p/1", "Paris", "city", 48.85, 2.35),
    ("p2", "Lyon", "city", 45.76, 4.84),
    ("p3", "Saint-Denis", "city", -20.88, 55.45),
    ("p4", "Nowhere", "dream", None, None),
]


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """A site with four towns, one without a place, and a table without a map."""
    root = factory.site(tmp_path / "site")
    folder = root / "releases" / "villes" / "1.0.0"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "villes.db")) as connection:
        connection.execute(
            "create table towns (id text primary key, name text, kind text,"
            " lat real, lon real) strict"
        )
        connection.execute("create table notes (body text) strict")
        connection.executemany("insert into towns values (?, ?, ?, ?, ?)", ROWS)
        connection.commit()
    said = {"licenses": [factory.ODBL], "about": "things"}
    towns: dict[str, Any] = {
        "name": "towns", "path": "towns.csv", "rows": 4, **said,
        "schema": {"fields": FIELDS, "primaryKey": ["id"]},
        "browse": {"map": ["lat", "lon"], "label": "name", "facets": ["kind"]},
    }  # fmt: skip
    notes = {"name": "notes", "path": "notes.csv", "rows": 0, **said, "schema": {"fields": []}}
    package = factory.places_package("1.0.0", 0) | {"resources": [towns, notes]}
    factory.finish(root, "villes", "1.0.0", package)
    async with opened(root) as started:
        yield started


async def asked(site: Site, query: str) -> dict[str, Any]:
    answer = await site.client.get(f"/villes/towns/-/points.json?{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_points_have_a_label_and_lead_to_their_rows(site: Site) -> None:
    found = await asked(site, "")
    assert found["points"] == [
        [48.85, 2.35, "Paris", "p~2F1"],
        [45.76, 4.84, "Lyon", "p2"],
        [-20.88, 55.45, "Saint-Denis", "p3"],
    ]
    assert found["table"] == "/villes/towns"
    assert found["license"]["id"] == "ODbL-1.0"
    row = await site.client.get("/villes/towns/p~2F1")
    assert row.status_code == 200


async def test_points_follow_filters_and_the_box(site: Site) -> None:
    assert (await asked(site, "kind=dream"))["points"] == []
    inside = await asked(site, "_view=-5,41,10,47&_zoom=6")
    assert [point[2] for point in inside["points"]] == ["Lyon"]
    over_the_antimeridian = await asked(site, "_view=50,-50,3,50&_zoom=6")
    assert "Lyon" not in [point[2] for point in over_the_antimeridian["points"]]
    assert "Saint-Denis" in [point[2] for point in over_the_antimeridian["points"]]


async def test_many_points_come_as_counts_that_lose_none(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "POINTS", 2)
    whole = await asked(site, "_zoom=0")
    assert "points" not in whole
    assert sum(cell[2] for cell in whole["cells"]) == 3
    near = await asked(site, "_zoom=12")
    assert sorted(cell[2] for cell in near["cells"]) == [1, 1, 1]


async def test_the_cells_of_a_zoom_are_counted_once_for_all_views(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "POINTS", 1)
    europe = await asked(site, "_view=-5,41,10,50&_zoom=6")
    assert europe["cells"] == [[45.76, 4.84, 1], [48.85, 2.35, 1]]
    counted = len(site.kept)
    world = await asked(site, "_view=-180,-90,180,90&_zoom=6")
    assert [cell[2] for cell in world["cells"]] == [1, 1, 1]
    assert (counted, len(site.kept)) == (1, 1)
    await asked(site, "_view=-180,-90,180,90&_zoom=7")
    await asked(site, "_view=-180,-90,180,89&_zoom=7")
    assert len(site.kept) == 3


async def test_cells_follow_a_box_over_the_antimeridian(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "POINTS", 1)
    found = await asked(site, "_view=50,-50,3,50&_zoom=6")
    assert found["cells"] == [[-20.88, 55.45, 1], [48.85, 2.35, 1]]


async def test_the_page_says_where_the_points_are(site: Site) -> None:
    page = (await site.client.get("/villes/towns/-/map?_lang=en")).text
    told = "3 points, from 20.9° S to 48.9° N and from 2.4° E to 55.5° E."
    assert told in page
    assert "from the others." in page
    assert 'src="/villes/towns/-/map.svg?_bare=1"' in page
    assert re.search(r"/static/leaflet\.[0-9a-f]{12}\.js", page) and "<script>" not in page


async def test_the_colour_is_chosen_by_a_form(site: Site) -> None:
    page = (await site.client.get("/villes/towns/-/map?_lang=en&id__not=p4&_view=1,2,3,4")).text
    form = page.partition('<form id="colors"')[2].partition("</form>")[0]
    assert '<option value="kind" selected>kind</option>' in form
    assert '<option value="">one colour</option>' in form
    assert 'name="id__not" value="p4"' in form and 'name="_lang" value="en"' in form
    plain = (await site.client.get("/villes/towns/-/map?_lang=en&_color=")).text
    assert "data-color" not in plain and '<option value="" selected>' in plain
    assert "/villes/towns/-/map?_color=&amp;amp;_lang=en&amp;amp;_embed=1" in plain
    assert 'id="colors"' not in (await site.client.get("/villes/towns/-/map?_embed=1")).text


async def test_only_a_category_colours_points(site: Site) -> None:
    answer = await site.client.get("/villes/towns/-/map?_lang=en&_color=name")
    assert answer.status_code == 400
    assert "_color: points cannot be coloured by “name”; known: kind" in answer.text


async def test_the_map_has_the_form_of_near_a_place(site: Site) -> None:
    page = (await site.client.get("/villes/towns/-/map?_lang=en&_view=1,2,3,4&_color=")).text
    form = page.partition('<form id="near"')[2].partition("</form>")[0]
    assert 'action="/villes/towns/-/map"' in form
    assert 'name="_color" value=""' in form and "_view" not in form
    sent = await site.client.get("/villes/towns/-/map?_color=&_place=Lyon&_km=5")
    assert sent.status_code == 303
    assert sent.headers["location"] == "/villes/towns/-/map?_color=&_near=Lyon%2C5"
    near = (await site.client.get(sent.headers["location"] + "&_lang=en")).text
    assert "1 point, " in near and 'data-near="45.74846,4.84671"' in near
    assert 'data-way="?_near=Lyon%2C5"' in near


async def test_points_tell_their_category_and_town_briefly(site: Site) -> None:
    found = await asked(site, "_facts=brief&kind=city")
    assert (found["facts"], found["points"][1]) == (
        ["kind"], [45.76, 4.84, "Lyon", "p2", ["city"]],
    )  # fmt: skip


async def test_a_small_drawing_shows_the_largest_group_alone(site: Site) -> None:
    small = await site.client.get("/villes/towns/-/map.svg?_bare=1&_small=1")
    root = ElementTree.fromstring(small.text)
    assert (root.get("width"), root.get("height")) == ("640", "280")
    circles = list(root.iter("{http://www.w3.org/2000/svg}circle"))
    assert len(circles) == 2
    assert all(0 < float(one.get("cy") or 0) < 280 for one in circles)


async def test_no_point_is_told(site: Site) -> None:
    page = (await site.client.get("/villes/towns/-/map?_lang=en&kind=dream")).text
    assert "None of these rows has a place on the map." in page
    assert "data-map" not in page


async def test_the_map_is_a_file_too(site: Site) -> None:
    answer = await site.client.get("/villes/towns/-/map.svg?_lang=en")
    root = ElementTree.fromstring(answer.text)
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "Map: towns"
    assert "Natural Earth" in answer.text and "ODbL" in answer.text
    bare = await site.client.get("/villes/towns/-/map.svg?_bare=1&kind=city")
    circles = ElementTree.fromstring(bare.text).iter("{http://www.w3.org/2000/svg}circle")
    assert len(list(circles)) == 3


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("_view=1,2,3", "_view: '1,2,3' is no box; write west,south,east,north"),
        ("_zoom=20", "_zoom: '20' is no zoom; write a whole number from 0 to 19"),
        ("_zoom=-1", "_zoom: '-1' is no zoom; write a whole number from 0 to 19"),
        ("size=1", "size: no column 'size'; known: id, name, kind, lat, lon"),
    ],
)
async def test_what_does_not_fit_is_refused_by_name(site: Site, query: str, error: str) -> None:
    answer = await site.client.get(f"/villes/towns/-/points.json?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"] == error


@pytest.mark.parametrize("end", ["map", "map.svg", "points.json"])
async def test_a_table_without_coordinates_has_no_map(site: Site, end: str) -> None:
    answer = await site.client.get(f"/villes/notes/-/{end}?_lang=fr")
    assert answer.status_code == 404
    assert "pas de carte" in answer.text


async def test_the_map_of_a_part_of_a_large_table_comes_after_its_rows(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.site.rows.selection.LARGE", 3)
    whole = (await site.client.get("/villes/towns?_lang=en")).text
    assert "3 points" in whole and "data-view" in whole
    page = (await site.client.get("/villes/towns?_lang=en&kind=city")).text
    assert "Where the rows selected lie." in page and "data-view" not in page
    assert 'data-page="/villes/towns/-/map?kind=city&amp;_lang=en"' in page
    assert '<img src="/villes/towns/-/map.svg?kind=city&amp;_bare=1"' in page
    # What was asked for the whole table, and nothing more.
    assert len([query for _, query in site.kept._known if "map.lat" in query]) == 1


async def test_a_filtered_map_says_so_wherever_it_goes(site: Site) -> None:
    said = "Map: towns – kind = city"
    page = (await site.client.get("/villes/towns/-/map?kind=city&_lang=en")).text
    assert f"<h1>{said}</h1>" in page
    assert 'class="chip" href="/villes/towns/-/map?_lang=en"' in page
    assert 'alt="Map: kind = city. 3 points, ' in page
    embed = (await site.client.get("/villes/towns/-/map?kind=city&_embed=1&_lang=en")).text
    assert f"<h1>{said}</h1>" in embed
    svg = (await site.client.get("/villes/towns/-/map.svg?kind=city&_lang=en")).text
    assert f"<title>{said}</title>" in svg
    assert f">{said}</text>" in svg
    points = (await site.client.get("/villes/towns/-/points.json?kind=city")).json()
    assert points["selection"] == "kind = city"
    table = (await site.client.get("/villes/towns?kind=city&_lang=en")).text
    assert "<strong>kind = city</strong> – 3 points, " in table
    row = (await site.client.get("/villes/towns/p2?_lang=en")).text
    assert "id = p2" not in row
