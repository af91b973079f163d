"""Rows of a box and rows near a place: on every form of a table alike, said, and nearest first."""

import csv
import html
import io
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from python_calamine import CalamineWorkbook

from publish.figures.first_view import write_first_views
from publish.release.package import Package
from publish.site.app.datasette_site import Site
from tests import factory
from tests.site.conftest import opened

ROWS = [
    ("a", "Café de la gare", "café", 46.1675, 1.8700),
    ("b", "Café du bourg", "café", 46.2200, 1.9500),
    ("c", "Jardin des Pierres", "jardin", 46.1700, 1.8730),
    ("d", "Café d’Aubusson", "café", 45.9560, 2.1690),
    ("e", "Café de Paris", "café", 48.8566, 2.3522),
    ("f", "Café sans place", "café", None, None),
]
FIELDS = [
    {"name": "id", "type": "string"},
    {"name": "name", "type": "string", "title": "Nom"},
    {"name": "kind", "type": "string", "title": "Type"},
    {"name": "lat", "type": "number"},
    {"name": "lon", "type": "number"},
]
AROUND = "_bbox=1.8,46.1,2,46.3"


@pytest_asyncio.fixture(scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site with places around Guéret, far from it, and nowhere; and a table without a map."""
    root = factory.site(tmp_path_factory.mktemp("near") / "site")
    _write(root / "releases" / "creuse" / "1.0.0")
    said = {"licenses": [factory.ODBL], "about": "things"}
    places: dict[str, Any] = {
        "name": "places", "path": "places.csv", "rows": len(ROWS), **said,
        "schema": {"fields": FIELDS, "primaryKey": ["id"]},
        "browse": {"map": ["lat", "lon"], "label": "name", "facets": ["kind"], "sort": "name"},
        "charts": [{"kind": "bars", "column": "kind"}],
    }  # fmt: skip
    notes = {"name": "notes", "path": "notes.csv", "rows": 0, **said, "schema": {"fields": []}}
    package = factory.places_package("1.0.0", 0) | {"name": "creuse", "resources": [places, notes]}
    factory.finish(root, "creuse", "1.0.0", package)
    folder = root / "releases" / "creuse" / "1.0.0"
    write_first_views(folder, Package(package))
    factory.write_sums(folder)
    async with opened(root) as started:
        yield started


def _write(folder: Path) -> None:
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "creuse.db")) as connection:
        connection.execute(
            "create table places (id text primary key, name text, kind text,"
            " lat real, lon real) strict"
        )
        connection.execute("create table notes (body text) strict")
        connection.executemany("insert into places values (?, ?, ?, ?, ?)", ROWS)
        connection.commit()


async def text(site: Site, path: str, status: int = 200) -> str:
    answer = await site.client.get(f"/creuse/places{path}")
    assert answer.status_code == status, answer.text
    return str(answer.text)


async def ids(site: Site, query: str) -> list[str]:
    """The rows of the CSV and of the JSON, which are the same in the same order."""
    lines = csv.DictReader(io.StringIO(await text(site, f".csv?{query}")))
    found = [line["id"] for line in lines]
    told = json.loads(await text(site, f".json?{query}"))
    assert [row["id"] for row in told["rows"]] == found
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (AROUND, "abc"),
        (f"{AROUND}&kind=jardin", "c"),
        ("_bbox=170,-90,2,90", "abc"),
        ("_near=Guéret", "cab"),
        ("_near=23000,10", "cab"),
        ("_near=Guéret (23),5", "ca"),
        ("_near=gueret,50", "cabd"),
        ("_near=gueret,50&kind=café", "abd"),
        ("_near=gueret,50&_bbox=1.8,46.1,2,46.3", "cab"),
        ("_near=gueret,500&_sort=name", "eabdc"),
        ("_near=gueret,50&_sort_desc=name", "cdba"),
        ("_near=gueret,0.5", "c"),
        ("_near=Marseille,20", ""),
        ("_near=&_bbox=", "abcdef"),
    ],
)
async def test_rows_lie_where_they_must_nearest_first(
    site: Site, query: str, expected: str
) -> None:
    found = await ids(site, query)
    assert sorted(found) == sorted(expected)
    if "_near" in query:
        assert "".join(found) == expected or "_near=&" in query


async def test_every_form_shows_the_same_rows(site: Site) -> None:
    near = "_near=Guéret,10&_lang=en"
    points = json.loads(await text(site, f"/-/points.json?{near}"))["points"]
    assert sorted(point[3] for point in points) == ["a", "b", "c"]
    assert "3 points" in await text(site, f"/-/map?{near}")
    assert "3 points" in await text(site, f"/-/map.svg?{near}")
    chart = await text(site, f"/-/chart.csv?_chart=bars&_column=kind&{near}")
    assert chart.splitlines()[1:] == ["café,2", "jardin,1"]
    features = json.loads(await text(site, f".geojson?{near}"))["features"]
    assert [one["properties"]["name"] for one in features] == [ROWS[2][1], ROWS[0][1], ROWS[1][1]]
    facets = json.loads(await text(site, f".json?{near}&_facet=kind"))["facet_results"]["results"]
    assert [(one["value"], one["count"]) for one in facets["kind"]["results"]] == [
        ("café", 2), ("jardin", 1),
    ]  # fmt: skip


async def test_points_tell_what_a_person_needs(site: Site) -> None:
    told = json.loads(await text(site, "/-/points.json?_near=Guéret,1&_facts=1&_lang=fr"))
    assert told["facts"] == ["Type"]
    assert [point[2:] for point in told["points"]] == [
        ["Café de la gare", "a", ["café"]], ["Jardin des Pierres", "c", ["jardin"]],
    ]  # fmt: skip


async def test_points_have_the_same_categories_in_every_view(site: Site) -> None:
    whole = json.loads(await text(site, "/-/points.json?_color=kind"))
    assert whole["categories"] == ["café", "jardin"]
    assert [point[4] for point in whole["points"]] == [0, 0, 1, 0, 0]
    part = json.loads(await text(site, "/-/points.json?_color=kind&_facts=1&kind=jardin"))
    assert (part["categories"], part["points"][0][4:]) == (["café", "jardin"], [["jardin"], 1])
    refused = await site.client.get("/creuse/places/-/points.json?_color=colour")
    assert refused.json()["error"] == "_color: no column 'colour'; known: id, name, kind, lat, lon"
    assert 'data-color="kind"' in await text(site, "/-/map")


@pytest.mark.parametrize("form", ["", ".json", ".csv"])
async def test_an_area_that_is_left_empty_says_nothing(site: Site, form: str) -> None:
    for empty in ("_near=%20", "_near=+&_near=", "_bbox=%20"):
        path = f"/creuse/places{form}?{AROUND}&_sort=id&{empty}"
        found = await site.client.get(path, follow_redirects=True)
        assert (found.status_code, "du bourg" in found.text) == (200, True)
        assert "Aubusson" not in found.text
    told = await site.client.get("/creuse/places.json?_near=%20&_near=Gu%C3%A9ret,5")
    assert [row["_distance_km"] for row in told.json()["rows"]] == [0.23, 0.5]


async def test_the_name_of_a_file_says_the_area(site: Site) -> None:
    names = {
        f"{AROUND}&kind=jardin": "places-bbox-1-8-46-1-2-46-3-kind-jardin-",
        "_near=Gu%C3%A9ret,5": "places-near-gueret-5-",
    }
    for query, name in names.items():
        answer = await site.client.get(f"/creuse/places.csv?{query}")
        assert f'filename="{name}' in answer.headers["content-disposition"]


async def test_pages_of_json_go_on_by_distance(site: Site) -> None:
    first = json.loads(await text(site, ".json?_near=gueret,50&_size=2&_extra=count"))
    assert (first["count"], [row["id"] for row in first["rows"]]) == (4, ["c", "a"])
    more = f".json?_near=gueret,50&_size=2&_next={first['next']}"
    second = json.loads(await text(site, more))
    assert [row["id"] for row in second["rows"]] == ["b", "d"]
    assert not second["next"]


async def test_json_says_how_far(site: Site) -> None:
    told = json.loads(await text(site, ".json?_near=Guéret,50"))
    assert [row["_distance_km"] for row in told["rows"]] == [0.23, 0.5, 8.1, 33]
    assert told["distance"] == {
        "column": "_distance_km",
        "unit": "km",
        "description": "À vol d’oiseau depuis Guéret (Creuse), arrondi comme sur les pages",
    }
    bare = json.loads(await text(site, ".json?_near=Guéret,50&_col=name"))
    assert "_distance_km" not in bare["rows"][0] and "distance" not in bare
    assert "distance" not in json.loads(await text(site, ".json"))


async def test_files_say_how_far(site: Site) -> None:
    near = "_near=Guéret,50&_lang=en"
    described = "In a straight line from Guéret (Creuse), rounded as on pages"
    lines = list(csv.DictReader(io.StringIO(await text(site, f".csv?{near}"))))
    assert [line["_distance_km"] for line in lines] == ["0.23", "0.5", "8.1", "33"]
    excel = await text(site, f".csv?{near.replace('=en', '=fr')}&_excel=1")
    assert excel.splitlines()[3].endswith(";8,1")
    told = json.loads(await text(site, f".geojson?{near}&_col=name"))
    assert "_distance_km" not in told["features"][0]["properties"] and "distance" not in told
    told = json.loads(await text(site, f".geojson?{near}"))
    assert told["distance"]["description"] == described
    assert told["features"][2]["properties"]["_distance_km"] == 8.1
    rows = [json.loads(line) for line in (await text(site, f".jsonl?{near}")).splitlines()]
    assert [row["_distance_km"] for row in rows] == [0.23, 0.5, 8.1, 33]
    book = await site.client.get(f"/creuse/places.xlsx?{near}&_sort=name")
    sheets = CalamineWorkbook.from_object(io.BytesIO(book.content))
    data, cover = (sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names)
    assert [line[-1] for line in data[:2]] == ["_distance_km", 0.5]
    last = cover[-1]
    assert last[:4] == ["_distance_km", "number", "km", "Distance"] and last[-1] == described


async def test_a_file_without_a_place_or_its_columns_says_no_distance(site: Site) -> None:
    for query in (AROUND, "_near=Gu%C3%A9ret,50&_col=name", "_near=Gu%C3%A9ret,50&_nocol=lat"):
        assert "_distance_km" not in await text(site, f".csv?{query}")
    whole = await text(site, ".csv?_near=Gu%C3%A9ret,50&_header=off")
    assert whole.splitlines()[0].endswith(",0.23")


async def test_the_page_says_the_place_and_how_far(site: Site) -> None:
    page = await text(site, "?_near=Guéret,50&_lang=en")
    assert "Within 50 km: Guéret (Creuse)<span" in page
    assert page.index("230\N{NO-BREAK SPACE}m") < page.index("8.1\N{NO-BREAK SPACE}km")
    assert (
        '<th scope="col" data-column="map.distance" aria-sort="ascending" class="number">' in page
    )
    french = await text(site, "?_near=Guéret,50&_lang=fr")
    assert "Dans un rayon de 50 km\N{NO-BREAK SPACE}: Guéret (Creuse)<span" in french
    assert "8,1\N{NO-BREAK SPACE}km" in french


async def test_an_area_can_be_taken_off(site: Site) -> None:
    page = await text(site, f"?{AROUND}&kind=caf%C3%A9&_near=Gu%C3%A9ret,5&_lang=en")
    assert "Area: from 46.1° N to 46.3° N and from 1.8° E to 2° E<span" in page
    assert 'class="chip" href="/creuse/places?kind=caf%C3%A9&amp;_near=Gu%C3%A9ret%2C5' in page
    assert 'class="clear" href="/creuse/places?_lang=en"' in page


async def test_an_area_without_rows_says_what_is_without_it(site: Site) -> None:
    page = await text(site, "?_near=Marseille,20&_lang=en")
    assert "without “Within 20 km: Marseille (Bouches-du-Rhône)”</a> – 6 rows" in page


async def test_links_keep_the_area(site: Site) -> None:
    page = await text(site, "?_near=Guéret,10&_lang=en")
    for form in (".csv", ".json", ".xlsx", ".geojson", "/-/map", "/-/map.svg", "/-/points.json"):
        assert f"/creuse/places{form}?_near=Gu%C3%A9ret%2C10" in page
    assert 'name="_near" value="Guéret,10"' in page


async def test_the_form_leads_to_one_address(site: Site) -> None:
    answer = await site.client.get("/creuse/places?kind=caf%C3%A9&_place=Gu%C3%A9ret&_km=20")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/creuse/places?kind=caf%C3%A9&_near=Gu%C3%A9ret%2C20"
    empty = await site.client.get("/creuse/places?_place=&_km=20")
    assert (empty.status_code, empty.headers["location"]) == (303, "/creuse/places")


async def test_places_of_the_same_name_are_offered(site: Site) -> None:
    page = await text(site, "?_near=Saint-Denis,5&_lang=en")
    assert "Other places with this name: " in page
    # These rows lie in mainland France.
    assert "Within 5 km: Saint-Denis (Seine-Saint-Denis)" in page
    assert "_near=Saint-Denis+%28974%29%2C5" in page
    near = json.loads(await text(site, ".json?_near=Saint-Denis,50"))
    assert [(row["id"], row["_distance_km"]) for row in near["rows"]] == [("e", 8.8)]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("_bbox=1,2,3", "_bbox: '1,2,3' is no box; write west,south,east,north"),
        ("_bbox=1,2,3,x", "_bbox: '1,2,3,x' is no box; write west,south,east,north"),
        ("_bbox=1,3,3,2", "_bbox: '1,3,3,2' is no box; write west,south,east,north in degrees"),
        ("_bbox=1,2,3,nan", "_bbox: '1,2,3,nan' is no box; write west,south,east,north"),
        (f"{AROUND}&_bbox=1,2,3,4", "_bbox: stands twice; write it once"),
        ("_near=Guéret,dix", "_near: “dix” km is no distance; write a number from 0.1 to 500"),
        ("_near=Guéret,0", "_near: “0” km is no distance; write a number from 0.1 to 500"),
        ("_near=Guéret,501", "_near: “501” km is no distance; write a number from 0.1 to 500"),
        ("_near=Guéret,1_0", "_near: “1_0” km is no distance; write a number from 0.1 to 500"),
        ("_near=Guéret,-5", "_near: “-5” km is no distance; write a number from 0.1 to 500"),
        ("_near=Guéret,1e999", "_near: “1e999” km is no distance; write a number from 0.1 to 500"),
        ("_near=Guéret,nan", "_near: “nan” km is no distance; write a number from 0.1 to 500"),
        (
            "_near=Ambutrix,10",
            "_near: where Ambutrix (Ain) lies is not known here, for positions are those of places "
            "over 1,000 inhabitants; name a larger place near it, such as Ambérieu-en-Bugey",
        ),
        (
            "_near=Gueretz,10",
            "_near: no place called “Gueretz” is known here; known are French communes, by name, "
            "postcode or INSEE code, as in “Guéret,10” or “Saint-Denis (974),10”; did you mean "
            "Guéret?",
        ),
    ],
)
@pytest.mark.parametrize("end", [".json", ".csv", "/-/points.json", "/-/chart.csv", ""])
async def test_what_does_not_fit_is_refused_by_name(
    site: Site, query: str, error: str, end: str
) -> None:
    answer = await site.client.get(f"/creuse/places{end}?{query}&_lang=en")
    assert answer.status_code == 400
    if end in ("", ".csv", "/-/chart.csv"):
        assert error.replace("'", "&#39;") in answer.text or error in answer.text
    else:
        assert answer.json()["error"] == error


@pytest.mark.parametrize("end", ["", ".json", ".csv"])
async def test_a_table_without_a_map_has_no_areas(site: Site, end: str) -> None:
    answer = await site.client.get(f"/creuse/notes{end}?_near=Guéret,10&_lang=en")
    assert answer.status_code == 400
    assert "_near: the rows of this table have no place on a map; leave it out" in answer.text
    assert 'name="_place"' not in (await site.client.get("/creuse/notes")).text


async def test_the_sql_to_copy_selects_the_same_rows(site: Site) -> None:
    page = await text(site, "?_near=Guéret,10&_lang=en")
    sql = page.partition('data-copy="SQL">')[2].partition("</pre>")[0]
    assert "46.17185" in sql


async def test_a_row_offers_those_around_it(site: Site) -> None:
    page = html.unescape((await site.client.get("/creuse/places/a?_lang=en")).text)
    near = page.partition('<h2 id="around">')[2].partition("</section>")[0]
    row = r'<a href="([^"]*)"><span lang="fr">([^<]*)</span></a> <span class="quiet">\(([^)]*)\)'
    assert re.findall(row, near) == [
        ("/creuse/places/c?_lang=en", "Jardin des Pierres", "360\xa0m"),
        ("/creuse/places/b?_lang=en", "Café du bourg", "8.5\xa0km"),
    ]
    [every] = re.findall('<a href="([^"]*)" rel="nofollow">All rows around here', near)
    assert every.startswith("/creuse/places?_bbox=")
    table = html.unescape((await site.client.get(every)).text)
    assert "4 rows" in table
    for lonely in ("d", "e", "f"):
        assert 'id="around"' not in (await site.client.get(f"/creuse/places/{lonely}")).text


async def test_rows_near_a_place_are_walked_by_their_distance(site: Site) -> None:
    table = html.unescape((await site.client.get("/creuse/places?_near=Gu%C3%A9ret,50")).text)
    links = re.findall('<th scope="row"><a href="([^"]*)"', table)
    assert len(links) == 4
    walked, here = [], links[:1]
    while here:
        walked += here
        page = html.unescape((await site.client.get(walked[-1])).text)
        here = re.findall('rel="next[^"]*" href="([^"]*)"', page)
    assert walked == links
    assert re.search("Retour aux lignes choisies\xa0: [^<]*50 km[^<]*Guéret", page)


@pytest.mark.parametrize("end", [".json", ".csv", "/-/points.json", "/-/chart.csv"])
async def test_what_a_form_sends_is_not_left_out_elsewhere(site: Site, end: str) -> None:
    answer = await site.client.get(f"/creuse/places{end}?_place=Lyon&_km=5&_lang=en")
    assert answer.status_code == 400
    assert "_place: only the forms of pages send it; write _near=Lyon,5" in answer.text


@pytest.mark.parametrize(
    ("place", "found"), [("L’Haÿ-les-Roses", True), ("L'Hay les roses", True), ('"Guéret"', True)]
)
async def test_names_with_quotes_are_known(site: Site, place: str, found: bool) -> None:
    answer = await site.client.get("/creuse/places", params={"_near": f"{place},5"})
    assert (answer.status_code == 200) is found


async def test_boxes_reach_over_poles_and_the_antimeridian(site: Site) -> None:
    for query in ("_bbox=170,-90,-170,90", "_bbox=0,89,10,90", "_bbox=-180,-90,180,-89"):
        assert await ids(site, query) == []
    assert sorted(await ids(site, "_bbox=-180,-90,180,90")) == [*"abcde"]
