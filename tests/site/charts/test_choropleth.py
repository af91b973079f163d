"""Charts of départements and régions as maps: by name, by code, with what lies outside."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Any
from xml.etree import ElementTree

import pytest
import pytest_asyncio

from publish.site.app.datasette_site import Site
from publish.site.charts.choropleth import levels
from tests import factory
from tests.site.conftest import opened

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [
    ("Gironde", 33, "Nouvelle-Aquitaine", "a", 10),
    ("Gironde", 33, "Nouvelle-Aquitaine", "b", 20),
    ("Creuse", 23, "Nouvelle-Aquitaine", "a", 5),
    ("Ain", 1, "Auvergne-Rhône-Alpes", "b", 7),
    ("Corse-du-Sud", 201, "Corse", "c", 1),
    ("La Réunion", 974, "La Réunion", "a", 9),
]
NAMES = ("department", "code", "region", "kind", "seats")


@pytest_asyncio.fixture(scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site whose rows lie in départements."""
    root = factory.site(tmp_path_factory.mktemp("choropleth") / "site")
    folder = root / "releases" / "lieux" / "1.0.0"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "lieux.db")) as connection:
        connection.execute(
            "create table places (department text, code integer, region text, kind text,"
            " seats integer) strict"
        )
        connection.executemany("insert into places values (?, ?, ?, ?, ?)", ROWS)
        connection.commit()
    fields = [
        {"name": name, "type": "integer" if name in ("code", "seats") else "string"}
        for name in NAMES
    ]
    places: dict[str, Any] = {
        "name": "places", "path": "places.csv", "rows": len(ROWS), "about": "things",
        "licenses": [factory.ODBL], "schema": {"fields": fields}, "browse": {"facets": ["code"]},
    }  # fmt: skip
    package = factory.places_package("1.0.0", 0) | {"resources": [places]}
    factory.finish(root, "lieux", "1.0.0", package)
    async with opened(root) as started:
        yield started


async def chart(site: Site, query: str) -> str:
    answer = await site.client.get(f"/lieux/places/-/chart?_chart=bars&_lang=en&{query}")
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def drawn(page: str) -> dict[str, str]:
    """Département -> its shade and what it says."""
    found = re.findall(r'<path d="[^"]+" class="(shade\d)"><title>([^<]+)</title>', page)
    told = (text.partition(": ") for _, text in found)
    return {
        name: f"{shade} {said}" for (shade, _), (name, _mark, said) in zip(found, told, strict=True)
    }


async def test_each_departement_has_the_shade_of_its_count(site: Site) -> None:
    page = await chart(site, "_column=department")
    found = drawn(page)
    assert len(found) == 96
    assert found["Gironde"] == "shade5 2"
    assert found["Creuse"] == found["Ain"] == found["Corse-du-Sud"]
    assert found["Creuse"].endswith(" 1")
    assert found["Nord"] == "shade0 –"
    assert '<span class="swatch shade5"></span>2<' in page
    assert "1 row lies overseas or elsewhere: it is in the figures, not in the drawing." in page
    assert '<th scope="row">La Réunion</th><td class="number">1</td>' in page


async def test_a_measure_is_drawn_too(site: Site) -> None:
    found = drawn(await chart(site, "_column=department&_sum=seats"))
    assert [found[name].split()[1] for name in ("Gironde", "Creuse", "Ain")] == ["30", "5", "7"]
    shades = [found[name].split()[0] for name in ("Corse-du-Sud", "Creuse", "Ain", "Gironde")]
    assert shades == sorted(shades) and len(set(shades)) == 4


async def test_a_region_shades_its_departements(site: Site) -> None:
    found = drawn(await chart(site, "_column=region&kind=a"))
    assert found["Gironde"] == found["Creuse"] == found["Landes"] == "shade5 2"
    assert found["Nord"] == "shade0 –"


async def test_codes_are_known_as_numbers(site: Site) -> None:
    found = drawn(await chart(site, "_column=code&_sum=seats&code__lt=100"))
    assert [found[name].split()[1] for name in ("Gironde", "Creuse", "Ain")] == ["30", "5", "7"]


@pytest.mark.parametrize("query", ["_column=kind", "_column=department&_split=kind"])
async def test_what_is_no_division_has_no_map(site: Site, query: str) -> None:
    assert drawn(await chart(site, query)) == {}


async def test_the_page_stays_small(site: Site) -> None:
    answer = await site.client.get(
        "/lieux/places/-/chart?_chart=bars&_column=department",
        headers={"accept-encoding": "gzip"},
    )
    assert int(answer.headers["content-length"]) < 60_000


def test_codes_and_names_lead_to_the_same() -> None:
    departments, regions = levels()
    assert departments["33"] == departments["gironde"] == ("33",)
    assert departments["2a"] == departments["corse du sud"] == ("2A",)
    assert regions["75"] == regions["nouvelle aquitaine"]
    assert len(regions["nouvelle aquitaine"]) == 12


async def test_the_map_is_a_file_with_its_filters_and_sources(site: Site) -> None:
    query = "_chart=bars&_column=department&_sum=seats&kind=a&_lang=en"
    page = await chart(site, query.replace("_chart=bars&", ""))
    assert re.search(r'href="/lieux/places/-/chart.png\?[^"]*kind=a[^"]*_map=1', page)
    assert re.search(r'href="/lieux/places/-/chart.svg\?[^"]*kind=a[^"]*_map=1', page)
    answer = await site.client.get(f"/lieux/places/-/chart.svg?{query}&_map=1")
    svg = ElementTree.fromstring(answer.text)
    texts = " ".join("".join(one.itertext()) for one in svg.iter(f"{SVG}text"))
    assert "kind = a" in (svg.findtext(f"{SVG}title") or "")
    for said in ("kind = a", "ODbL", "/lieux/places?kind=a", "svg-maps", "lies overseas", "10"):
        assert said in texts, said
    assert len(list(svg.iter(f"{SVG}path"))) == 96
    assert "class=" not in answer.text


async def test_the_map_is_a_picture_too(site: Site) -> None:
    query = "_chart=bars&_column=department&_map=1"
    answer = await site.client.get(f"/lieux/places/-/chart.png?{query}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\x89PNG")
    bars = await site.client.get(f"/lieux/places/-/chart.png?{query[:-7]}")
    assert bars.content != answer.content


async def test_a_chart_that_is_no_map_has_no_such_file(site: Site) -> None:
    answer = await site.client.get(
        "/lieux/places/-/chart.svg?_chart=bars&_column=kind&_map=1&_lang=en"
    )
    assert answer.status_code == 404
    assert "its values are no départements or régions" in answer.text
