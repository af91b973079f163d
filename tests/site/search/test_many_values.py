"""Each value of a facet is found by its beginning, however many there are."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio

from publish.declare.site import SiteFolder
from publish.site.app.datasette_site import Site
from tests.site.conftest import opened
from tests.sites import ABOUT, copied, declare, make_site, publish_one

pytestmark = pytest.mark.slow("publishes a dataset")
MANY = 2_100
TABLES = """\
  towns:
    title: {fr: Communes, en: Towns}
    about: things
    primary_key: id
    sources: [{path: exports/towns.csv}]
    columns:
      id: {type: string, role: open}
      name: {type: string, role: open}
    browse: {label: name}
  places:
    title: {fr: Lieux, en: Places}
    about: things
    primary_key: id
    sources: [{path: exports/places.csv}]
    columns:
      id: {type: string, role: open}
      town: {type: string, role: open, title: {fr: Commune, en: Town}}
      street: {type: string, role: open, title: {fr: Voie, en: Street}}
      tags: {type: list, role: open}
    foreign_keys: [{columns: [town], references: {table: towns, columns: [id]}}]
    browse: {facets: [town, street, tags]}
"""


def town(number: int) -> str:
    return "Œuilly" if number == MANY - 1 else f"Saint-Martin-{number:04}"


def write(folder: Path) -> None:
    rows = [f'P{n},T{n},Impasse {n:04},"[""t{n:04}"", ""été {n:04}""]"' for n in range(MANY)] + [
        "Q1,T7,Impasse,",
        "Q2,T7,Impasse 0003,",
    ]
    (folder / "places.csv").write_text("\n".join(["id,town,street,tags", *rows]))
    towns = [f"T{n},{town(n)}" for n in range(MANY)]
    (folder / "towns.csv").write_text("\n".join(["id,name", *towns]))


def make(root: Path) -> SiteFolder:
    folder = make_site(root)
    declare(folder, ABOUT + TABLES)
    write(folder.data / "lieux" / "exports")
    assert publish_one(folder).status == "published"
    return folder


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    copied(tmp_path, make)
    async with opened(tmp_path) as started:
        yield started


async def filters(site: Site, typed: str) -> list[tuple[str, str, int]]:
    response = await site.client.get(f"/search.json?{urlencode({'q': typed})}")
    found: list[Any] = response.json()["filters"]
    return [(one["title"], one["value"], one["count"]) for one in found]


async def test_each_value_is_found(site: Site) -> None:
    assert await filters(site, "oeui") == [("Commune = Œuilly", f"T{MANY - 1}", 1)]
    assert await filters(site, "commune st martin 0007") == [
        ("Commune = Saint-Martin-0007", "T7", 3)
    ]
    assert await filters(site, "impasse 2088") == [("Voie = Impasse 2088", "Impasse 2088", 1)]
    assert (await filters(site, "impasse"))[:2] == [
        ("Voie = Impasse", "Impasse", 1),
        ("Voie = Impasse 0003", "Impasse 0003", 2),
    ]
    assert await filters(site, "t2099") == [("tags = t2099", "t2099", 1)]
    assert await filters(site, "impasse 9999") == []
    for odd in ('"', "impasse AND", "NEAR(impasse)", "*", "a\0b", "impasse*", "_%", "😀", "ىلع"):
        await filters(site, odd)


async def test_the_list_is_not_for_sql(site: Site) -> None:
    for table in ("_values", "_facets", "_values_fts"):
        response = await site.client.get(f"/lieux/-/query.json?sql=select+*+from+{table}")
        assert response.status_code == 400, table


async def test_each_facet_has_its_part_of_the_list(site: Site) -> None:
    path = site.databases["lieux"].release.database
    with closing(sqlite3.connect(path)) as connection:
        facets = connection.execute("select * from _facets").fetchall()
        first = connection.execute("select value, label, n from _values limit 2").fetchall()
    assert facets == [
        ("places", "town", 1, MANY),
        ("places", "street", MANY + 1, 2 * MANY + 1),
        ("places", "tags", 2 * MANY + 2, 4 * MANY + 1),
    ]
    assert first == [(f"T{MANY - 1}", "Œuilly", 1), ("T7", "Saint-Martin-0007", 3)]
