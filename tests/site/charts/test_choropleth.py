"""Charts of départements and régions as maps: by name, by code, with what lies outside."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Any

import pytest
import pytest_asyncio

from publish.site.app.datasette_site import Site
from publish.site.charts.choropleth import levels
from tests import factory
from tests.site.conftest import opened

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
