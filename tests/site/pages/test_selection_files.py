"""Selected rows as a file: what the release's own file says, of these rows only, or why not."""

import json
import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
import pytest_asyncio
from isal import igzip
from python_calamine import CalamineWorkbook

from publish.forms import spreadsheet, workbook
from publish.site.app.datasette_site import Site
from tests import factory
from tests.bakehouse.bake.tables import ROWS, baked
from tests.site.conftest import opened

ALL, SAID = "?id__notnull=1&_sort=id", "id\N{NO-BREAK SPACE}: renseigné"
SOME = "?id__in=01004,02&_sort=id"
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "geojson": "application/geo+json",
}
# SQLite keeps no sign before 0; DuckDB's JSON writes 1e22 where Python's has 1e+22.
GIVEN = sorted(
    (*row[:3], {0.0: 0.0, 1e22: 1e15}.get(row[3], row[3]), *row[4:])  # type: ignore[call-overload]
    for row in ROWS
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a release as the bake makes it, of values that forms stumble over."""
    place = tmp_path_factory.mktemp("selections")
    root = factory.site(place / "site")
    with baked(place / "baked", GIVEN) as folder:
        (root / "releases" / "lieux").mkdir()
        factory.write_sums(folder)
        folder.rename(root / "releases" / "lieux" / "1.0.0")
    factory.make_current(root, "lieux", "1.0.0")
    return root


@pytest_asyncio.fixture(scope="module")
async def site(root: Path) -> AsyncIterator[Site]:
    async with opened(root) as started:
        yield started


@pytest.fixture(scope="module")
def release(root: Path) -> Path:
    return root / "releases" / "lieux" / "1.0.0"


def same_escapes(text: str) -> str:
    return text.replace("\\u001f", "\\u001F")


async def test_a_filter_that_leaves_all_gives_the_bytes_of_json_lines(
    site: Site, release: Path
) -> None:
    got = await site.client.get(f"/lieux/places.jsonl{ALL}")
    with igzip.open(release / "places.jsonl.gz", "rb") as file:
        assert same_escapes(got.text) == file.read().decode()


async def test_a_filter_that_leaves_all_gives_the_bytes_of_geojson(
    site: Site, release: Path
) -> None:
    got = await site.client.get(f"/lieux/places.geojson{ALL}")
    told = got.text.replace(f',\n "filter": "{SAID}"', "", 1)
    assert same_escapes(told) == (release / "places.geojson").read_text("utf-8")


async def test_a_filter_that_leaves_all_gives_the_parts_of_the_spreadsheet(
    site: Site, release: Path
) -> None:
    got = await site.client.get(f"/lieux/places.xlsx{ALL}")
    with ZipFile(BytesIO(got.content)) as made, ZipFile(release / "places.xlsx") as theirs:
        assert made.testzip() is None
        cover = workbook.COVER
        assert f"# filter: {SAID}" in made.read(cover).decode()
        assert {name: made.read(name) for name in made.namelist() if name != cover} == {
            name: theirs.read(name) for name in theirs.namelist() if name != cover
        }


@pytest.mark.parametrize("form", MEDIA)
async def test_what_a_file_is_called_and_under_what_licence(
    site: Site, release: Path, form: str
) -> None:
    today = json.loads((release / "datapackage.json").read_text())["created"][:10]
    got = await site.client.get(f"/lieux/places.{form}{SOME}")
    assert got.status_code == 200
    assert got.headers["content-type"] == MEDIA[form]
    name = f"places-id-01004-02-{today}.{form}"
    assert got.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert f'<{factory.ODBL["path"]}>; rel="license"' in got.headers["link"]
    plain = {"accept-encoding": "identity"}
    head = await site.client.head(f"/lieux/places.{form}{SOME}", headers=plain)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(got.content))


@pytest.mark.parametrize("form", ["xlsx", "geojson"])
async def test_a_whole_table_is_the_release_s_file(site: Site, release: Path, form: str) -> None:
    got = await site.client.get(f"/lieux/places.{form}")
    assert got.content == (release / f"places.{form}").read_bytes()


async def test_a_spreadsheet_of_some_rows_opens_with_its_licence(site: Site) -> None:
    got = await site.client.get(f"/lieux/places.xlsx{SOME}&_col=text&_col=opened")
    book = CalamineWorkbook.from_filelike(BytesIO(got.content))
    rows = book.get_sheet_by_name("places").to_python()
    assert [row[:2] for row in rows] == [
        ["id", "text"], ["01004", "Café « Œuf »"], ["02", ROWS[1][1]]
    ]  # fmt: skip
    said = [row[0] for row in book.get_sheet_by_name("Licence").to_python()]
    assert "https://opendatacommons.org/licenses/odbl/1-0/" in said
    assert said[0] == "# filter: id = 01004 ou 02"


async def test_features_know_where_they_are_whatever_columns_are_chosen(site: Site) -> None:
    got = await site.client.get(f"/lieux/places.geojson{SOME}&_col=text")
    tree = json.loads(got.text)
    assert (tree["license"], tree["version"]) == ("ODbL-1.0", "1.0.0")
    assert tree["filter"] == "id = 01004 ou 02"
    [first, second] = tree["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [4.25, 45.5]}
    assert first["properties"] == {"id": "01004", "text": "Café « Œuf »", "lat": 45.5, "lon": 4.25}
    assert second["geometry"] is None


@pytest.mark.parametrize("form", MEDIA)
async def test_no_row_is_a_file_too(site: Site, form: str) -> None:
    got = await site.client.get(f"/lieux/places.{form}?id=none")
    assert got.status_code == 200
    if form == "geojson":
        assert got.json()["features"] == []
    if form == "jsonl":
        assert got.content == b""


async def test_a_condition_in_sql_selects_too(site: Site) -> None:
    got = await site.client.get("/lieux/places.jsonl?_where=big=0&_col=id")
    assert got.text == '{"id":"03"}\n'


@pytest.mark.parametrize("said", ["1", "on", "true"])
async def test_a_csv_has_a_mark_for_excel_where_it_is_asked_for(site: Site, said: str) -> None:
    plain = await site.client.get(f"/lieux/places.csv{SOME}")
    marked = await site.client.get(f"/lieux/places.csv{SOME}&_bom={said}")
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    whole = await site.client.get(f"/lieux/places.csv?_bom={said}")
    assert whole.content.startswith(b"\xef\xbb\xbfid,text,")
    query = await site.client.get(f"/lieux/-/query.csv?sql=select+1+as+n&_bom={said}")
    assert query.content == b"\xef\xbb\xbfn\n1\n"


async def test_no_mark_is_no_mark(site: Site) -> None:
    got = await site.client.get(f"/lieux/places.csv{SOME}&_bom=0")
    assert got.content.startswith(b"id,text,")


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("places.csv?_bom=perhaps", 400, "_bom: 'perhaps' is neither 1 nor 0"),
        ("places.xlsx?_bom=1", 400, "_bom: only a CSV has one; leave it out"),
        ("places.jsonl?_header=off", 400, "_header: only a CSV has one; leave it out"),
        ("places.xlsx?_next=02", 400, "_next: a file holds all rows; leave it out"),
        ("places.geojson?colour=red", 400, "colour: no column 'colour'"),
        ("places.xlsx?_colour=red", 400, "_colour: no such parameter here; leave it out"),
        ("nowhere.xlsx", 404, "Table not found"),
    ],
)
async def test_what_does_not_fit_is_told(site: Site, address: str, status: int, told: str) -> None:
    got = await site.client.get(f"/lieux/{address}")
    assert (got.status_code, got.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert told in got.text


async def test_a_table_without_a_map_has_no_geojson(still: Site) -> None:
    got = await still.client.get("/lieux/places.geojson?kind=a&_lang=en")
    assert got.status_code == 404
    known = "Nothing ends in .geojson here; there are: .json, .csv, .xlsx, .jsonl."
    assert known in got.text


async def test_a_view_has_csv_only(still: Site) -> None:
    got = await still.client.get("/lieux/open_places.xlsx?_lang=en")
    assert got.status_code == 404
    assert "there are: .json, .csv." in got.text


@pytest.mark.parametrize(
    ("bound", "most", "told"),
    [
        ("MOST_ROWS", 1, "This spreadsheet has more than 1 rows; filter more, or ask for .csv"),
        (
            "MOST_BYTES",
            10,
            "This spreadsheet is larger than 1e-05 MB; filter more, or ask",
        ),
        ("MOST_IN_CELL", 8, "This spreadsheet holds more than 8 signs in a cell; filter more, or"),
    ],
)
async def test_a_spreadsheet_that_is_too_large_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch, bound: str, most: int, told: str
) -> None:
    monkeypatch.setattr(spreadsheet, bound, most)
    got = await site.client.get(f"/lieux/places.xlsx{SOME}")
    assert got.status_code == 413
    assert told in got.text


async def test_the_page_of_some_rows_leads_to_their_files(site: Site) -> None:
    page = (await site.client.get("/lieux/places?id=02&_lang=en")).text
    for form, name in (("xlsx", "Excel"), ("geojson", "GeoJSON"), ("jsonl", "JSON Lines")):
        assert f'<a href="/lieux/places.{form}?id=02" download>{name}</a>' in page
    marked = (
        '<a href="/lieux/places.csv?id=02&amp;_excel=1&amp;_lang=en" download>CSV for Excel</a>'
    )
    assert marked in page


async def test_the_page_of_all_rows_leads_to_the_whole_files(site: Site) -> None:
    page = (await site.client.get("/lieux/places")).text
    assert 'href="/download/lieux/places.xlsx"' in page
    assert 'href="/lieux/places.csv?_excel=1"' in page


async def test_openapi_knows_them(site: Site) -> None:
    paths = (await site.client.get("/openapi.json")).json()["paths"]
    said = paths["/lieux/places.{form}"]["get"]
    form, size, marked, excel, *filters = said["parameters"]
    assert form["schema"]["enum"] == ["csv", "xlsx", "jsonl", "geojson", "ics"]
    assert [size["name"], marked["name"], excel["name"]] == ["_size", "_bom", "_excel"]
    assert "_next" not in [one["name"] for one in filters]
    assert set(said["responses"]["200"]["content"]) >= set(MEDIA.values())


async def test_a_csv_for_excel_has_the_signs_of_the_language(site: Site) -> None:
    asked = "/lieux/places.csv?id__in=03,01004,=08&_sort=id&_col=ratio&_col=text&_excel=1"
    french = (await site.client.get(asked)).content.decode()
    assert french == ("\ufeffid;ratio;text\n01004;0,1;Café « Œuf »\n03;0,0;'=1+1\n'=08;1,0;\n")
    english = (await site.client.get(f"{asked}&_lang=en")).content.decode()
    assert english.startswith("\ufeffid,ratio,text\n01004,0.1,Café « Œuf »\n")
    refused = await site.client.get("/lieux/places.xlsx?id=02&_excel=1")
    assert (refused.status_code, refused.text) == (
        400, "_excel: only a CSV has one; leave it out"
    )  # fmt: skip
    refused = await site.client.get("/lieux/places.csv?_excel=fr")
    assert refused.text == "_excel: 'fr' is neither 1 nor 0"


@pytest.mark.parametrize("form", ["csv", "jsonl"])
async def test_what_has_no_room_for_words_says_where_they_are(site: Site, form: str) -> None:
    got = await site.client.get(f"/lieux/places.{form}?id=02&_lang=en")
    [link] = re.findall('<([^>]*)>; rel="describedby"', got.headers["link"])
    assert link.endswith("/lieux/places.json?id=02&_size=0&_lang=en")
    path = urlsplit(link)
    told = (await site.client.get(f"{path.path}?{path.query}")).json()
    assert (told["ok"], told["rows"]) == (True, [])
