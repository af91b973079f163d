"""The rules of every request, in one place."""

from html import unescape
from pathlib import Path
from sqlite3 import connect
from urllib.parse import quote

import pytest

from publish.release.whole import seal
from publish.site.app.datasette_site import Site
from publish.site.http.arguments import tilde_encode, whole
from tests.site.conftest import opened


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("7", 7), ("007", 7), ("999999999", 999_999_999)],
)
def test_a_whole_number_has_nine_digits_at_most(text: str, number: int) -> None:
    assert whole(text) == number


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.0", "1e3", "1000000000", "٣", "²", " 1", "x"])
def test_all_else_is_none(text: str) -> None:
    assert whole(text) is None


DOES_NOT_FIT = {
    "seats__gte=abc": "seats__gte: 'abc' is no number",
    "seats=1_000": "seats: '1_000' is no number",
    "seats__not=0x10": "seats__not: '0x10' is no number",
    "opened__lt=01/02/2026": "opened__lt: '01/02/2026' is no date; write 2026-11-21",
    "seats__in=3,abc": "seats__in: 'abc' is no number",
    "opened__notin=2026-03-01,hier": "opened__notin: 'hier' is no date; write 2026-11-21",
    "name__date=hier": "name__date: 'hier' is no date; write 2026-11-21",
    "kind__isnull=2": "kind__isnull: '2' is neither 1 nor 0",
    "kind__nosuch=1": "kind__nosuch: no filter 'nosuch'; known: arraycontains",
}
FITS = {
    "seats__gte=3": 3, "seats__gte=2.5": 3, "seats__gt=1e1": 0, "seats=+3": 1, "seats=": 0,
    "opened__gte=2026": 6, "opened__gte=2026-03": 4, "opened=2026-03-01": 1,
    "opened__in=2026-03-01,2026-03-02": 1, "seats__in=[3,%221%22]": 2,
    "kind__isnull=0": 6, "kind__isnull=1": 0, "kind__notnull=0": 0, "kind__notblank": 6,
}  # fmt: skip


@pytest.mark.parametrize("query", DOES_NOT_FIT)
@pytest.mark.parametrize("form", ["", ".json", ".csv"])
async def test_a_value_that_a_column_cannot_have_is_named(
    query: str, form: str, still: Site
) -> None:
    answer = await still.client.get(f"/lieux/places{form}?{query}&_lang=en")
    assert answer.status_code == 400
    assert DOES_NOT_FIT[query] in unescape(answer.text)


@pytest.mark.parametrize("query", FITS)
async def test_page_and_data_agree_on_what_fits(query: str, still: Site) -> None:
    rows = (await still.client.get(f"/lieux/places.json?{query}&_size=max")).json()["rows"]
    assert len(rows) == FITS[query]
    csv = (await still.client.get(f"/lieux/places.csv?{query}")).text.splitlines()
    assert len(csv) - 1 == FITS[query]
    page = (await still.client.get(f"/lieux/places?{query}&_lang=en")).text
    assert all(f'href="/lieux/places/{row["id"]}' in page for row in rows)


@pytest.mark.parametrize("form", ["", ".json"])
async def test_a_key_opens_however_it_is_encoded(form: str, root: Path) -> None:
    keys = ("a/b", "à b", "50%", "a,b")
    with connect(root / "releases/lieux/1.0.0/lieux.db") as database:
        for n, key in enumerate(keys):
            database.execute("update places set id = ? where id = ?", [key, f"l-{n}"])
    seal(root / "releases/lieux/1.0.0")
    async with opened(root) as site:
        for key in keys:
            for encoded in (tilde_encode(key), quote(key, safe="")):
                answer = await site.client.get(f"/lieux/places/{encoded}{form}")
                assert answer.status_code == 200, encoded


async def test_json_says_how_many_rows_have_no_value(root: Path) -> None:
    with connect(root / "releases/lieux/1.0.0/lieux.db") as database:
        database.execute("update places set kind = null where seats < 2")
    seal(root / "releases/lieux/1.0.0")
    async with opened(root) as site:
        for query, missing in (("", 2), ("&seats__gte=1", 1), ("&kind=a", 2)):
            path = f"/lieux/places.json?_facet=kind&_extra=facet_results{query}"
            facets = (await site.client.get(path)).json()["facet_results"]["results"]
            assert facets["kind"]["missing"] == missing
