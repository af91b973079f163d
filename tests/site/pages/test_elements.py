"""Maps answer as those of GoGoCarto: elements full, compact and linked, their filters, refusals."""

import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio
from openapi_spec_validator import validate

from publish.site.app.datasette_site import Site
from tests import factory
from tests.site.conftest import opened

MAP = "/commun/places/-"
COLUMNS = {
    "id": "string", "title": "string", "name": "string", "kinds": "array", "postcode": "string",
    "town": "string", "open": "boolean", "lat": "number", "lon": "number", "source": "array",
    "source_updated": "date",
}  # fmt: skip
ROWS = [
    ("p/1", "Café du Canal", "x", '["cafe","repair"]', "59000", "Lille", 1, 50.6, 3.1,
     '["jardins"]', "2026-10-01"),
    ("p2", "Jardin des Rives", None, '["garden"]', None, "Roubaix", None, 50.7, 3.2,
     '["repair"]', None),
    ("p3", "Case à palabres", None, "[]", "97400", "Saint-Denis", 0, -20.9, 55.5,
     '["jardins","repair"]', "2025-01-02"),
    ("p4", "Nulle part", None, '["cafe"]', None, None, 1, None, None, '["repair"]', None),
]  # fmt: skip
CAFE: dict[str, Any] = {
    "id": "p/1",
    "name": "Café du Canal",
    "geo": {"latitude": 50.6, "longitude": 3.1},
    "address": {"postalCode": "59000", "addressLocality": "Lille"},
    "categories": ["cafe", "repair"],
    "updatedAt": "2026-10-01",
    "name_": "x",
    "open": True,
    "source": ["jardins"],
    "categoriesFull": [{"id": "cafe", "name": "Café"}, {"id": "repair", "name": "repair"}],
}


def commons(root: Path) -> Path:
    """A release of `commun` with a map that two partners feed, and a table without one."""
    fields = [{"name": name, "type": kind} for name, kind in COLUMNS.items()]
    fields[3] |= {"labels": {"cafe": {"fr": "Café", "en": "Coffee house"}}}  # type: ignore[dict-item]
    browse = {"map": ["lat", "lon"], "label": "title", "facets": ["source", "open", "kinds"]}
    said: dict[str, Any] = {"licenses": [factory.ODBL], "about": "things", "titles": {"fr": "X"}}
    places = said | {
        "name": "places", "path": "places.csv", "rows": 4, "browse": browse,
        "schema": {"fields": fields, "primaryKey": ["id"]},
        "partners": [factory.GARDENS | {"logo": ""}, factory.REPAIR],
    }  # fmt: skip
    notes = said | {"name": "notes", "path": "notes.csv", "rows": 0, "schema": {"fields": []}}
    sql = (
        "create table places (id text primary key, title text, name text, kinds text,"
        " postcode text, town text, open integer, lat real, lon real, source text,"
        " source_updated text) strict; create table notes (body text) strict;"
    )
    folder = root / "releases" / "commun" / "1.0.0"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "commun.db")) as connection:
        connection.executescript(sql)
        connection.executemany(f"insert into places values ({','.join('?' * 11)})", ROWS)
        connection.commit()
    package = factory.places_package("1.0.0", 0) | {"resources": [places, notes]}
    return factory.finish(root, "commun", "1.0.0", package)


@pytest_asyncio.fixture(scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    root = factory.site(tmp_path_factory.mktemp("elements") / "site")
    commons(root)
    async with opened(root) as started:
        yield started


async def told(site: Site, asked: str = "", name: str = "elements.json") -> Any:
    answer = await site.client.get(f"{MAP}/{name}{asked}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    return answer.json()


async def ids(site: Site, asked: str) -> list[str]:
    return [one["id"] for one in (await told(site, asked))["data"]]


async def test_an_element_has_all_columns_under_the_names_of_gogocarto(site: Site) -> None:
    said = await told(site)
    assert said["ontology"] == "gogofull"
    assert said["licence"] == factory.ODBL["path"]
    assert said["data"][0] == CAFE
    assert said["data"][1]["address"] == {"postalCode": None, "addressLocality": "Roubaix"}
    assert said["data"][2]["categories"] == said["data"][2]["categoriesFull"] == []


async def test_rows_without_a_place_are_no_elements(site: Site) -> None:
    assert await ids(site, "") == ["p/1", "p2", "p3"]


async def test_a_compact_element_has_what_a_map_draws(site: Site) -> None:
    said = await told(site, "?ontology=GoGoCompact&limit=1")
    assert said["mapping"] == ["id", ["name"], "latitude", "longitude", "categories"]
    assert said["data"] == [["p/1", ["Café du Canal"], 50.6, 3.1, ["cafe", "repair"]]]
    assert said["licence"] == factory.ODBL["path"]


async def test_json_ld_names_the_pages_and_needs_no_other_file(site: Site) -> None:
    said = await told(site, "?limit=1", "elements.jsonld")
    page = "http://localhost/commun/places"
    row = {"@id": f"{page}/p~2F1", "@type": "Place"}
    assert said["@graph"] == [row | CAFE]
    assert (said["@id"], said["license"]) == (page, factory.ODBL["path"])
    context = said["@context"]
    assert context["@vocab"] == f"{page}#"
    assert context["postalCode"] == "https://schema.org/postalCode"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?bounds=3,50,3.15,51", ["p/1"]),
        ("?bounds=3,50,3.15,51;55,-21,56,-20", ["p/1", "p3"]),
        ("?bounds=50,-30,4,60", ["p/1", "p2", "p3"]),
        ("?bounds=", ["p/1", "p2", "p3"]),
        ("?categories=garden,repair", ["p/1", "p2"]),
        (f"?categories={quote(json.dumps(['garden']))}", ["p2"]),
        ("?categories=a'b", []),
        ("?categories=cafe&bounds=55,-21,56,-20", []),
        ("?limit=2", ["p/1", "p2"]),
        ("?limit=1&_sort_desc=id", ["p3"]),
        ("?town=Roubaix&limit=", ["p2"]),
    ],
)
async def test_filters_of_gogocarto_stand_beside_those_of_tables(
    site: Site, asked: str, found: list[str]
) -> None:
    assert await ids(site, asked) == found


async def test_the_licence_names_those_alone_whose_rows_are_told(site: Site) -> None:
    said = await told(site, "?bounds=3,50,3.15,51")
    [license] = said["license"]["licenses"]
    assert [one["name"] for one in license["partners"]] == ["jardins"]
    answer = await site.client.get(f"{MAP}/elements.json")
    assert f'<{factory.ODBL["path"]}>; rel="license"' in answer.headers["link"]


@pytest.mark.parametrize("form", ["map", "map.svg"])
async def test_a_map_names_those_alone_whose_rows_it_shows(site: Site, form: str) -> None:
    whole, cafe = [
        (await site.client.get(f"{MAP}/{form}{asked}")).text for asked in ("", "?id=p/1")
    ]
    given = [text.partition("fournies")[2].partition("licence")[0] for text in (whole, cafe)]
    assert ["Repair" in said for said in given] == [True, False]
    assert ["Les jardins" in said for said in given] == [True, True]


async def test_the_taxonomy_names_the_categories(site: Site) -> None:
    [group] = await told(site, "?_lang=en", "taxonomy.json")
    assert group["options"] == [
        {"id": "cafe", "name": "Coffee house", "index": 0},
        {"id": "garden", "name": "garden", "index": 1},
        {"id": "repair", "name": "repair", "index": 2},
    ]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("?bounds=1,2,3", "bounds: '1,2,3' is no box; write west,south,east,north"),
        ("?bounds=0,0,1,1;0,0,1,1;0,0,1,1;0,0,1,1;0,0,1,1", "bounds: more than 4 values"),
        ("?limit=many", "limit must be a positive integer"),
        ("?limit=-1", "limit must be a positive integer"),
        ("?ontology=other", "ontology: write gogofull or gogocompact"),
        ("?_size=3", "_size: a file holds all rows; leave it out"),
        ("?categories=[1", "categories: not a JSON list"),
        ("?mainOptionId=1", "no column 'mainOptionId'"),
    ],
)
async def test_what_does_not_fit_is_refused_in_json(site: Site, asked: str, words: str) -> None:
    answer = await site.client.get(f"{MAP}/elements.json{asked}")
    assert answer.status_code == 400
    assert words in answer.json()["error"]


async def test_a_table_without_a_map_has_no_elements(site: Site) -> None:
    for name in ("elements.json", "taxonomy.json"):
        answer = await site.client.get(f"/commun/notes/-/{name}")
        assert answer.status_code == 404
        assert "has no map" in answer.json()["error"]


async def test_an_answer_is_kept_as_other_json_is(site: Site) -> None:
    first = await site.client.get(f"{MAP}/elements.json?limit=2")
    again = {"if-none-match": first.headers["etag"]}
    answer = await site.client.get(f"{MAP}/elements.json?limit=2", headers=again)
    assert answer.status_code == 304


async def test_what_does_not_fit_is_refused_in_json_of_json_ld_too(site: Site) -> None:
    answer = await site.client.get(f"{MAP}/elements.jsonld?bounds=1")
    assert (answer.status_code, answer.json()["ok"]) == (400, False)


async def test_openapi_knows_them(site: Site) -> None:
    described = (await site.client.get("/openapi.json")).json()
    validate(described)
    paths = described["paths"]
    read = {one["name"] for one in paths[f"{MAP}/elements.json"]["get"]["parameters"]}
    assert {"bounds", "categories", "limit", "ontology", "town", "_bbox"} <= read
    assert not {"_size", "_next"} & read
    assert "ontology" not in str(paths[f"{MAP}/elements.jsonld"]["get"]["parameters"])
    assert f"{MAP}/taxonomy.json" in paths
    assert not any(path.startswith("/commun/notes/-/elements") for path in paths)


async def test_openapi_knows_whose_rows_can_be_reconciled(still: Site) -> None:
    paths = (await still.client.get("/openapi.json")).json()["paths"]
    assert [path for path in paths if "reconcile" in path] == ["/lieux/places/-/reconcile"]
    assert (await still.client.get("/lieux/places/-/reconcile")).json()["versions"] == ["0.2"]


DOTTED = ("name", "geo.latitude", "geo.longitude", "address.postalCode", "categories", "id")


def at(path: str, element: Any) -> Any:
    """What apiviz finds: a path of names with dots between, each of which has to be there."""
    for name in path.split("."):
        element = element[name]
    return element


@pytest.mark.parametrize("asked", ["", "?bounds=3,50,4,51", "?categories=garden", "?limit=1"])
async def test_the_paths_of_apiviz_lead_somewhere_in_every_element(site: Site, asked: str) -> None:
    """Also where a row says nothing, for apiviz stops at a name that is not there."""
    elements = at("data", await told(site, asked))
    found = {one["id"]: [at(path, one) for path in DOTTED] for one in elements}
    whole: dict[str, list[Any]] = {
        "p/1": ["Café du Canal", 50.6, 3.1, "59000", ["cafe", "repair"], "p/1"],
        "p2": ["Jardin des Rives", 50.7, 3.2, None, ["garden"], "p2"],
        "p3": ["Case à palabres", -20.9, 55.5, "97400", [], "p3"],
    }
    assert found == {id: whole[id] for id in found} and found
    # What it draws on a map are numbers, and its categories a list, whatever a row has.
    assert {type(number) for _, *degrees, _, _, _ in found.values() for number in degrees} == {
        float
    }
    assert {type(listed) for *_, listed, _ in found.values()} == {list}


async def test_the_paths_that_are_promised_are_those_that_are_tried(site: Site) -> None:
    said = (Path(__file__).parents[3] / "docs" / "reuse.md").read_text("utf-8")
    promised = re.findall(r"`([\w.]+)`", said.partition("in every element (")[2].partition(")")[0])
    assert len(promised) == 4 and {*promised} <= {*DOTTED}
    with pytest.raises(KeyError):
        at("address.town", (await told(site))["data"][0])
