"""The figures of columns on the page of a table: each leads to the rows that it counts."""

import html
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from publish.release.release import CARDS, read_package
from publish.site.app.datasette_site import Site
from tests import factory
from tests.bakehouse.bake.tables import baked, dataset
from tests.site.conftest import opened

TYPES = {
    "id": "string", "kind": "string", "seats": "integer", "ratio": "number", "opened": "date",
    "month": "date", "seen": "datetime", "tags": "list", "open": "boolean", "code": "string",
}  # fmt: skip
ROWS = [
    (f"{n:03}", f"é & {n % 4}" if n else "", n * n if n else None, n / 8,
     f"{2000 + n // 4}-0{n % 9 + 1}-28", f"2026-0{n % 7 + 1}-28", f"2026-0{n % 9 + 1}-28T10:00:00",
     json.dumps(["été", f"t{n % 3}"]) if n % 2 else None, n % 3 == 0 if n % 5 else None, f"c{n}")
    for n in range(90)
]  # fmt: skip
PLACES = "/lieux/places"


def a_site(root: Path) -> Path:
    """A site whose release was baked, with the figures of its columns."""
    site = factory.site(root / "site")
    with baked(root / "baked", ROWS, dataset(TYPES)) as folder:
        kept = site / "releases" / "lieux" / "1.0.0"
        kept.parent.mkdir()
        folder.rename(kept)
    factory.finish(site, "lieux", "1.0.0", dict(read_package(kept).tree))
    return site


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_site(tmp_path_factory.mktemp("cards"))


@pytest_asyncio.fixture
async def counted(made: Path) -> AsyncIterator[Site]:
    async with opened(made) as site:
        yield site


async def article(site: Site, column: str, query: str = "") -> str:
    """The article of a column on the page of its table."""
    page = await site.client.get(f"{PLACES}?{query}")
    [found] = re.findall(
        rf'<article class="column" id="column-{column}">(.*?)</article>', page.text
    )
    return html.unescape(found)


def said(article: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", article).split())


def items(article: str) -> list[tuple[str, str, int]]:
    """The address, the words and the number of each value or class."""
    found = re.findall(r'<li><a href="([^"]*)"[^>]*>(.*?)</a><svg.*?"count">(\d+)<', article)
    return [(href, words, int(number)) for href, words, number in found]


@pytest.mark.parametrize("column", [name for name in TYPES if name not in ("id", "code")])
@pytest.mark.parametrize("query", ["", "_lang=en"])
async def test_each_leads_to_the_rows_that_it_counts(
    column: str, query: str, counted: Site
) -> None:
    found = items(await article(counted, column, query))
    assert 2 <= len(found) <= 10
    for href, _words, number in found:
        path, _mark, arguments = href.partition("?")
        answer = await counted.client.get(f"{path}.json?{arguments}&_extra=count&_size=0")
        assert answer.json()["count"] == number, href
        assert ("_lang=en" in arguments) == bool(query)


async def test_numbers_and_dates_are_told_as_they_are_read(counted: Site) -> None:
    seats, opened = await article(counted, "seats"), await article(counted, "opened")
    assert "renseigné à 98,9\N{NO-BREAK SPACE}%" in seats
    assert '<a href="/lieux/places?seats__isnull=1" rel="nofollow">1 sans valeur</a>' in seats
    assert "de 1 à 7921" in seats
    assert "du 28 janvier 2000 au 28 septembre 2022" in opened
    assert "la moitié entre le 28 " in opened
    assert next(words for _, words, _ in items(opened)) == "de 2000 à 2004"
    months = [words for _, words, _ in items(await article(counted, "month"))]
    assert (months[:2], len(months)) == (["janvier 2026", "février 2026"], 7)


async def test_values_are_told_as_cells_tell_them(counted: Site) -> None:
    kinds = items(await article(counted, "kind"))
    assert [(words, number) for _, words, number in kinds] == [
        ("é & 1", 23), ("é & 0", 22), ("é & 2", 22), ("é & 3", 22), ("(vide)", 1)
    ]  # fmt: skip
    assert {words for _, words, _ in items(await article(counted, "open"))} == {"Oui", "Non"}
    assert "été" in said(await article(counted, "tags"))


async def test_a_column_of_codes_of_its_own_tells_how_many(counted: Site) -> None:
    code = await article(counted, "code")
    assert items(code) == []
    assert "90 valeurs différentes" in code


async def test_the_page_of_the_dataset_has_them_in_short(counted: Site, still: Site) -> None:
    page = html.unescape((await counted.client.get("/lieux")).text)
    assert "renseigné à 98,9\N{NO-BREAK SPACE}%" in page
    assert '<a href="/lieux/places?seats__gte=0&seats__lte=999" rel="nofollow">' in page
    assert '<a href="/lieux/places#column-seats">Chiffres' in page
    before = (await still.client.get("/lieux")).text
    assert ("#column-seats" in before, "Chiffres</th>" in before) == (False, False)


async def test_a_release_of_before_says_what_columns_mean(root: Path) -> None:
    async with opened(root) as site:
        seats = await article(site, "seats")
    assert "La colonne seats" in seats
    assert "renseigné" not in seats


async def test_cards_that_are_not_those_listed_are_not_shown(tmp_path: Path) -> None:
    root = a_site(tmp_path)
    (root / "releases" / "lieux" / "1.0.0" / CARDS).write_text(
        '{"places": {"kind": {"number": 7}}}'
    )
    async with opened(root) as site:
        assert said(await article(site, "kind")) == "kind kind =Colonne « été »"
