"""A map of shapes, from the export to the page: drawn, named, bounded, and what is left out."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from publish.site.app.datasette_site import Site
from publish.site.maps import shapes
from tests.site.conftest import opened
from tests.sites import ABOUT, declare, make_site, publish

pytestmark = pytest.mark.slow("publishes a dataset of shapes and opens its site")

ZONES = """\
  zones:
    title: {fr: Zones, en: Zones}
    about: things
    primary_key: id
    sources: [{path: exports/zones.geojson}]
    columns:
      id: {type: string, role: open, from: properties.id, description: {fr: Identifiant}}
      nom: {type: string, role: open, from: properties.nom, description: {fr: Nom}}
      feature: {type: string, role: open, from: type, protect: drop}
      zone: {type: json, role: open, from: geometry, description: {fr: Contour}}
    browse: {search: nom, label: nom, map: zone}
"""
# A coast of 3,001 vertices from 2° to 3° east, a square inside its box, a way far away.
COAST = [[2 + n / 3000, 48 + (n % 2) / 1000] for n in range(3000)]
SHAPES: dict[str, Any] = {
    "Côte": {"type": "Polygon", "coordinates": [[*COAST, [2.5, 49], COAST[0]]]},
    "Place": {
        "type": "Polygon",
        "coordinates": [[[2.5, 48.5], [2.51, 48.5], [2.51, 48.51], [2.5, 48.51], [2.5, 48.5]]],
    },
    "Sentier": {"type": "LineString", "coordinates": [[55.5, -21.2], [55.6, -21.1]]},
    "Puits": {"type": "Point", "coordinates": [2.2, 48.2]},
    "Perdu": None,
}


def feature(number: int, name: str) -> dict[str, Any]:
    properties = {"id": f"z{number}", "nom": name}
    return {"type": "Feature", "properties": properties, "geometry": SHAPES[name]}


@pytest_asyncio.fixture(scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    folder = make_site(tmp_path_factory.mktemp("shapes") / "site", "zones")
    tree = {"type": "FeatureCollection", "features": [feature(*one) for one in enumerate(SHAPES)]}
    (folder.data / "zones/exports/zones.geojson").write_text(json.dumps(tree), "utf-8")
    declare(folder, ABOUT + ZONES, "zones")
    [outcome] = publish(folder)
    assert outcome.status == "published", outcome
    async with opened(folder.root) as started:
        yield started


async def asked(site: Site, query: str) -> Any:
    answer = await site.client.get(f"/zones/zones/-/points.json?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def text(site: Site, path: str) -> str:
    answer = await site.client.get(path, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


async def test_points_name_shapes_and_shapes_are_drawn(site: Site) -> None:
    found = await asked(site, "_view=-180,-90,180,90&_zoom=10")
    assert {point[2] for point in found["points"]} == {"Côte", "Place", "Sentier", "Puits"}
    assert [(label, end) for label, end, _ in found["shapes"]] == [
        ("Côte", "z0"), ("Sentier", "z2"), ("Place", "z1"), ("Puits", "z3"),
    ]  # fmt: skip
    assert found["shapes"][1][2] == SHAPES["Sentier"]
    assert found["left_out"] == 0


async def test_elements_of_shapes_stand_where_their_names_do(site: Site) -> None:
    answer = await site.client.get(
        "/zones/zones/-/elements.json?bounds=2.1,48,2.3,48.3;55,-22,56,-21"
    )
    path, well = answer.json()["data"]
    assert well == {
        "id": "z3",
        "name": "Puits",
        "geo": {"latitude": 48.2, "longitude": 2.2},
        "categories": [],
        "categoriesFull": [],
    }
    assert path["name"] == "Sentier"
    every = await site.client.get("/zones/zones/-/elements.json")
    assert len(every.json()["data"]) == 4


async def test_a_shape_is_as_fine_as_the_zoom_shows(site: Site) -> None:
    def vertices(found: Any) -> int:
        return len(found["shapes"][0][2]["coordinates"][0])

    box = "_view=1,47,4,50"
    far, near = await asked(site, f"{box}&_zoom=6"), await asked(site, f"{box}&_zoom=17")
    assert (vertices(far), vertices(near)) == (33, 3002)


async def test_a_view_inside_a_shape_shows_it(site: Site) -> None:
    found = await asked(site, "_view=2.3,48.0,2.31,48.01&_zoom=15")
    assert [label for label, *_ in found["shapes"]] == ["Côte"]
    assert [label for label, *_ in (await asked(site, "_view=10,10,11,11&_zoom=9"))["shapes"]] == []


async def test_what_is_too_much_is_left_out_and_told(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shapes, "SENT", 5)
    found = await asked(site, "_view=-180,-90,180,90&_zoom=0")
    assert (len(found["shapes"]), found["left_out"]) == (2, 0)
    monkeypatch.setattr(shapes, "READ", 100)
    found = await asked(site, "_view=-180,-90,180,91&_zoom=17")
    assert (found["shapes"], found["left_out"]) == ([], 4)


async def test_pages_show_the_map_and_say_how_many(site: Site) -> None:
    page = await text(site, "/zones/zones/-/map?_lang=fr")
    assert "4 formes, de 21,2° S à 49° N et de 2° E à 55,6° E. 1 est loin des autres." in page
    assert "data-shapes" in page
    filtered = await text(site, "/zones/zones/-/map?nom=Place&_lang=en")
    assert "1 shape, from 48.5° N to 48.51° N and from 2.5° E to 2.51° E." in filtered


async def test_the_picture_has_the_shapes(site: Site) -> None:
    drawing = await text(site, "/zones/zones/-/map.svg?_lang=fr")
    assert (drawing.count("fill-opacity"), drawing.count('fill="none" stroke="#1')) == (2, 1)


async def test_a_page_of_rows_holds_the_beginning_of_a_shape_and_its_own_page_all(
    site: Site,
) -> None:
    assert len(await text(site, "/zones/zones?_lang=fr")) < 60_000
    row = await text(site, "/zones/zones/z0?_lang=fr")
    assert len(re.findall(r"48\.001", row)) == 1500
    assert "data-shapes" in row
