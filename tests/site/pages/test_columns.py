"""What the API says of the columns of a table: their texts, their figures, the licence."""

from pathlib import Path
from typing import Any

import pytest

from publish.release.cards import Card, ClassCount, ValueCount
from publish.site.app.datasette_site import Site
from tests import factory
from tests.site.conftest import opened

COLUMNS = "/lieux/places/-/columns.json"
SEATS = Card(
    6,
    5,
    6,
    least=0,
    quartiles=(1, 2, 4),
    most=5,
    classes=(ClassCount(0, 5, 4), ClassCount(5, None, 1)),
)
KIND = Card(6, 6, 2, values=(ValueCount("a", 3), ValueCount("b", 3)))


async def columns(site: Site) -> dict[str, dict[str, Any]]:
    answer = await site.client.get(COLUMNS)
    assert answer.status_code == 200
    return {one["name"]: one for one in answer.json()["columns"]}


async def test_columns_have_their_figures(root: Path) -> None:
    factory.give_cards(root, {"places": {"seats": SEATS, "kind": KIND}})
    async with opened(root) as site:
        found = await columns(site)
        answer = await site.client.get(COLUMNS)
    assert found["seats"] == {
        "name": "seats", "title": "Seats", "description": "La colonne seats", "type": "integer",
        "unit": "sièges", "counted": "rows", "number": 6, "filled": 5, "distinct": 6, "least": 0,
        "quartiles": [1, 2, 4], "most": 5,
        "classes": [{"low": 0, "high": 5, "number": 4}, {"low": 5, "high": None, "number": 1}],
    }  # fmt: skip
    assert found["kind"]["values"] == [{"value": "a", "number": 3}, {"value": "b", "number": 3}]
    assert "number" not in found["name"]
    assert answer.json()["license"]["id"] == "ODbL-1.0"
    assert (answer.json()["version"], answer.headers["access-control-allow-origin"]) == (
        "1.0.0",
        "*",
    )
    assert 'rel="license"' in answer.headers["link"]


async def test_a_release_of_before_has_columns_without_figures(still: Site) -> None:
    found = await columns(still)
    assert [*found] == ["id", "name", "kind", "insee", "opened", "seats", "tags"]
    assert found["kind"].keys() == {"name", "title", "description", "type"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/lieux/nothing/-/columns.json", 404),
        ("/nothing/places/-/columns.json", 404),
        (f"{COLUMNS}?kind=a", 400),
    ],
)
async def test_what_is_not_there_is_refused(path: str, status: int, still: Site) -> None:
    answer = await still.client.get(path)
    assert (answer.status_code, answer.json()["ok"]) == (status, False)
