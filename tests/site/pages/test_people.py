"""Rows of tables about people have no address: no page, no row id, no link."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from publish.site.app.datasette_site import Site
from tests import factory
from tests.site.conftest import opened

SQL = """\
create table answers (place text, said text) strict;
create index idx_answers_place on answers (place);
create table members (name text) strict;
create virtual table answers_fts using fts5 (place, content='answers');
"""
ANSWERS = [("north", "yes"), ("north", "no"), ("south", "yes"), (None, "yes")]


def resource(name: str, rows: int, columns: list[str], **said: Any) -> dict[str, Any]:
    fields = [{"name": column, "type": "string"} for column in columns]
    words = {"name": name, "path": f"{name}.csv", "rows": rows, "licenses": [factory.LO2]}
    return words | {"about": "people", "schema": {"fields": fields}} | said


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    root = factory.site(tmp_path / "site")
    browse = {"facets": ["place"], "search": ["place"]}
    resources = [
        resource("answers", 4, ["place", "said"], browse=browse),
        resource("members", 1, ["name"], named=True),
    ]
    rows = {"answers": ANSWERS, "answers_fts (answers_fts)": [("rebuild",)], "members": [("Ada",)]}
    factory.tables(root, "enquete", SQL, rows, resources)
    async with opened(root) as started:
        yield started


@pytest.mark.parametrize("format", ["", ".json"])
async def test_a_row_has_no_page(format: str, site: Site) -> None:
    response = await site.client.get(f"/enquete/answers/1{format}?_lang=fr")
    assert response.status_code == 404
    assert "Cette table parle de personnes" in response.text
    assert "north" not in response.text


async def test_the_page_shows_values_and_no_row_id(site: Site) -> None:
    page = (await site.client.get("/enquete/answers")).text
    assert "north" in page
    assert "rowid" not in page
    assert "/enquete/answers/1" not in page


async def test_nor_do_the_other_formats(site: Site) -> None:
    rows = (await site.client.get("/enquete/answers.json")).json()["rows"]
    assert rows[0] == {"place": "north", "said": "yes"}
    csv = (await site.client.get("/enquete/answers.csv?_stream=1")).text
    assert csv.split() == ["place,said", "north,yes", "north,no", "south,yes", ",yes"]


@pytest.mark.parametrize("asked", ["_col=rowid", "_sort=rowid", "rowid=1", "rowid__exact=1"])
async def test_row_ids_cannot_be_asked_for(asked: str, site: Site) -> None:
    response = await site.client.get(f"/enquete/answers.json?{asked}")
    assert response.status_code == 400


async def test_pages_facets_filters_and_search_work(site: Site) -> None:
    async def rows(asked: str) -> Any:
        return (await site.client.get(f"/enquete/answers.json?{asked}")).json()

    first = await rows("_size=3")
    assert [row["said"] for row in first["rows"]] == ["yes", "no", "yes"]
    assert (await rows(f"_size=3&_next={first['next']}"))["rows"] == [
        {"place": None, "said": "yes"}
    ]
    assert len((await rows("place=north"))["rows"]) == 2
    assert len((await rows("_search=south"))["rows"]) == 1
    facets = await rows("_facet=said&_extra=facet_results,count")
    counts = facets["facet_results"]["results"]["said"]["results"]
    assert [(one["value"], one["count"]) for one in counts] == [("yes", 3), ("no", 1)]
    assert facets["count"] == 4


async def test_people_who_asked_to_be_listed_have_pages(site: Site) -> None:
    response = await site.client.get("/enquete/members/1.json")
    assert response.json()["rows"] == [{"rowid": 1, "name": "Ada"}]
