"""Areas with most rows of a large table: their first rows are found, and nothing is counted."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
import pytest_asyncio

from publish.figures.near import Circle
from publish.site.app.datasette_site import Site
from publish.site.rows import sought
from tests import factory
from tests.site.conftest import opened

ROWS = 400
LYON = Circle(45.74846, 4.84671, 500)


def rows() -> list[tuple[str, str, float, float]]:
    """Every tenth row within 4 km of Lyon, the others up to 400 km away."""
    return [
        (f"p{n:03}", "ab"[n % 2], 45.74846 + (n % 10) * 0.4 + n / 1e4, 4.84671 - (n % 7) * 0.01)
        for n in range(ROWS)
    ]


@pytest_asyncio.fixture
async def site(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Site]:
    """A site whose table counts as large, and areas with 50 rows as wide."""
    for room in ("rows.selection", "maps.map"):
        monkeypatch.setattr(f"publish.site.{room}.WIDE", 50)
    monkeypatch.setattr(sought, "LARGE", 50)
    root = factory.site(tmp_path_factory.mktemp("wide") / "site")
    folder = root / "releases" / "grand" / "1.0.0"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "grand.db")) as connection:
        connection.execute(
            "create table places (id text primary key, kind text, lat real, lon real) strict"
        )
        connection.execute("create index places_lat_lon on places (lat, lon)")
        connection.executemany("insert into places values (?, ?, ?, ?)", rows())
        connection.commit()
    fields = [("id", "string"), ("kind", "string"), ("lat", "number"), ("lon", "number")]
    places = {
        "name": "places", "path": "places.csv", "rows": ROWS, "licenses": [factory.ODBL],
        "about": "things", "browse": {"map": ["lat", "lon"], "label": "id", "facets": ["kind"]},
        "schema": {"fields": [{"name": a, "type": b} for a, b in fields], "primaryKey": ["id"]},
    }  # fmt: skip
    package = factory.places_package("1.0.0", 0) | {"name": "grand", "resources": [places]}
    factory.finish(root, "grand", "1.0.0", package)
    async with opened(root) as started:
        yield started


def nearest() -> list[str]:
    """All rows by their distance to Lyon, as Python has it."""
    return [key for _, key in sorted((LYON.distance(lat, lon), key) for key, _, lat, lon in rows())]


async def told(site: Site, query: str) -> dict[str, object]:
    answer = await site.client.get(f"/grand/places.json?{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


async def test_all_pages_of_json_come_by_distance(site: Site) -> None:
    found: list[str] = []
    mark: object = ""
    while mark is not None:
        page = await told(site, f"_near=Lyon,500&_size=30&_next={mark}")
        found += [row["id"] for row in page["rows"]]  # type: ignore[attr-defined]
        mark = page["next"]
    assert found == nearest()
    assert page["total"] is None


async def test_filters_and_boxes_narrow_it(site: Site) -> None:
    page = await told(site, "_near=Lyon,500&kind=b&_size=20")
    odd = [key for key in nearest() if int(key[1:]) % 2]
    assert [row["id"] for row in page["rows"]] == odd[:20]  # type: ignore[attr-defined]
    box = await told(site, "_bbox=-5,46,10,60&_size=3&_extra=count")
    inside = [key for key, _, lat, _ in rows() if lat >= 46]
    assert [row["id"] for row in box["rows"]] == inside[:3]  # type: ignore[attr-defined]
    assert box["count"] == len(inside)


async def test_what_is_counted_is_counted_whole(site: Site) -> None:
    page = await told(site, "_near=Lyon,500&_size=2&_extra=count")
    assert (page["count"], page["total"]) == (ROWS, None)
    facets = await told(site, "_near=Lyon,500&_size=2&_facet=kind")
    results = json.loads(json.dumps(facets))["facet_results"]["results"]["kind"]["results"]
    assert [one["count"] for one in results] == [200, 200]


async def test_the_page_shows_the_nearest_and_counts_nothing(site: Site) -> None:
    page = (await site.client.get("/grand/places?_near=Lyon,500&_size=20&_lang=en")).text
    assert "Rows 1–20</p>" in page and "Counting takes too long here" in page
    places = [page.index(f"/grand/places/{key}?") for key in nearest()[:20]]
    assert places == sorted(places)
    second = (await site.client.get("/grand/places?_near=Lyon,500&_size=20&_page=20")).text
    assert all(f"/grand/places/{key}?" in second for key in nearest()[380:])


async def test_the_map_shows_the_area(site: Site) -> None:
    page = (await site.client.get("/grand/places/-/map?_near=Lyon,500&_lang=en")).text
    assert "More than 50 points, from " in page and "data-view" in page
    narrow = (await site.client.get("/grand/places/-/map?_near=Lyon,4&_lang=en")).text
    inside = sum(LYON.distance(lat, lon) <= 4 for _, _, lat, lon in rows())
    assert f"{inside} points, from " in narrow and 0 < inside < 50
