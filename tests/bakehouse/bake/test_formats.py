"""Every form holds the rows of the database, its licence where it can, the same bytes each time."""

import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from publish.bakehouse.bake.baked_table import Baker
from publish.bakehouse.bake.formats import baker
from publish.forms.formats import ALWAYS, FORMATS
from tests.bakehouse.bake.tables import COLUMNS, READ, ROWS, baked, dataset, told

ATTRIBUTION = (
    "Le Collectif de l'été, Shared places, licensed under Open Database License (ODbL) 1.0 "
    "(https://opendatacommons.org/licenses/odbl/1-0/)"
)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with baked(tmp_path_factory.mktemp("baked")) as folder:
        yield folder


def stored(folder: Path) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(folder / "lieux.db")) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM places ORDER BY rowid")]


def listed(folder: Path) -> list[str]:
    [resource] = json.loads((folder / "datapackage.json").read_text())["resources"]
    return [one["format"] for one in resource["distributions"]]


@pytest.mark.parametrize("format", FORMATS)
def test_every_form_names_its_baker_and_what_people_read(format: str) -> None:
    assert isinstance(baker(format), Baker)
    for words in (FORMATS[format].name, FORMATS[format].purpose):
        assert set(words) == {"fr", "en"} and all(words.values())
    assert FORMATS.keys().isdisjoint(ALWAYS)


@pytest.mark.slow("writes every form of a table of many types")
@pytest.mark.parametrize("format", FORMATS)
def test_the_same_rows_in_every_form(format: str, release: Path) -> None:
    found = READ[format](release / f"places.{format}")
    expected = [told(row, format) for row in stored(release)]
    if format == "csv.gz":
        numbers = ("ratio", "lat", "lon")
        for row in found:
            row |= {key: float(row[key]) for key in numbers if row[key] is not None}
    if format in ("csv.gz", "xlsx"):
        # Neither tells an empty text from none.
        expected = [{k: v if v != "" else None for k, v in row.items()} for row in expected]
    assert found == expected


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_table(format: str, tmp_path: Path) -> None:
    with baked(tmp_path, rows=()) as folder:
        assert READ[format](folder / f"places.{format}") == []


@pytest.mark.parametrize("format", FORMATS)
def test_a_table_of_nothing_but_nulls(format: str, tmp_path: Path) -> None:
    rows = [(str(number), *[None] * (len(COLUMNS) - 1)) for number in range(3)]
    with baked(tmp_path, rows) as folder:
        found = READ[format](folder / f"places.{format}")
        assert [set(row.values()) - {None} for row in found] == [{"0"}, {"1"}, {"2"}]


@pytest.mark.slow("writes every form of a table of many types")
def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    with baked(tmp_path / "a") as one, baked(tmp_path / "b") as other:
        names = sorted(path.name for path in one.iterdir())
        assert names == sorted(path.name for path in other.iterdir())
        differing = [n for n in names if (one / n).read_bytes() != (other / n).read_bytes()]
        assert differing == []


def test_the_descriptor_lists_every_file_with_its_digest(release: Path) -> None:
    package = json.loads((release / "datapackage.json").read_text())
    assert listed(release) == ["csv", *FORMATS]
    assert [one["path"] for one in package["distributions"]] == [
        "lieux.db",
        "lieux.zip",
        "dictionary.csv",
    ]
    for one in [*package["resources"][0]["distributions"], *package["distributions"]]:
        assert (release / one["path"]).is_file()
        assert one["format"] == "zip" or one["bytes"] == (release / one["path"]).stat().st_size


def test_only_the_declared_forms_are_made(tmp_path: Path) -> None:
    with baked(tmp_path, declared=dataset(formats=("parquet",))) as folder:
        assert listed(folder) == ["csv", "parquet"]
        assert sorted(folder.glob("places.*")) == [
            *(folder / f"places.{end}" for end in ("csv", "csv-metadata.json", "parquet"))
        ]


def test_a_table_without_a_map_has_no_geojson(tmp_path: Path) -> None:
    with baked(tmp_path, [("1", "a")], dataset({"id": "string", "text": "string"})) as folder:
        assert listed(folder) == ["csv", "csv.gz", "jsonl.gz", "parquet", "xlsx"]


def test_a_text_too_long_for_a_cell_means_no_spreadsheet(tmp_path: Path) -> None:
    declared = dataset({"id": "string", "text": "string"})
    with baked(tmp_path, [("1", "a" * 32_768)], declared) as folder:
        assert "xlsx" not in listed(folder)


@pytest.mark.parametrize("format", ["csv.gz", "jsonl.gz"])
def test_gzip_tells_no_time_and_no_system(format: str, release: Path) -> None:
    content = (release / f"places.{format}").read_bytes()
    assert content[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    assert gzip.decompress(content)


def test_json_keeps_numbers_nested_values_and_nulls(release: Path) -> None:
    first, *_ = gzip.decompress((release / "places.jsonl.gz").read_bytes()).splitlines()
    assert first.decode() == (
        '{"id":"01004","text":"Café « Œuf »","big":9007199254740993,"ratio":0.1,"open":true,'
        '"opened":"2026-02-28","seen":"2026-01-02T03:04:05Z","local":"2026-01-02T03:04:05",'
        '"tags":["été","b"],"extra":{"a":[1,2.5,null]},"lat":45.5,"lon":4.25}'
    )


def test_parquet_keeps_types_and_says_its_licence(release: Path) -> None:
    schema = pq.read_schema(release / "places.parquet")
    assert {name: str(schema.field(name).type) for name in COLUMNS} == {
        "id": "string",
        "text": "string",
        "big": "int64",
        "ratio": "double",
        "open": "bool",
        "opened": "date32[day]",
        "seen": "timestamp[us, tz=UTC]",
        "local": "timestamp[us]",
        "tags": "list<element: string>",
        "extra": "string",
        "lat": "double",
        "lon": "double",
    }
    said = {key.decode(): text.decode() for key, text in (schema.metadata or {}).items()}
    assert (said["license"], said["source"], said["version"], said["attribution"]) == (
        "ODbL-1.0",
        "Le Collectif de l'été",
        "1.0.0",
        ATTRIBUTION,
    )


def test_parquet_is_compressed_with_zstd(release: Path) -> None:
    group = pq.ParquetFile(release / "places.parquet").metadata.row_group(0)
    assert {group.column(number).compression for number in range(group.num_columns)} == {"ZSTD"}


@pytest.mark.parametrize(
    ("type", "value", "expected"),
    [
        ("date", "2026-03", pa.string()),
        ("datetime", "lundi", pa.string()),
        ("list", "a, b", pa.string()),
        ("json", "{", pa.string()),
    ],
)
def test_a_text_that_is_not_of_its_type_stays_text(
    type: str, value: str, expected: pa.DataType, tmp_path: Path
) -> None:
    declared = dataset({"id": "string", "odd": type})
    with baked(tmp_path, [("1", value)], declared) as folder:
        assert pq.read_schema(folder / "places.parquet").field("odd").type == expected
        assert READ["jsonl.gz"](folder / "places.jsonl.gz") == [{"id": "1", "odd": value}]


def test_datetimes_with_and_without_a_zone_stay_text(tmp_path: Path) -> None:
    rows = [("1", "2026-01-02T03:04:05"), ("2", "2026-01-02T03:04:05Z")]
    with baked(tmp_path, rows, dataset({"id": "string", "seen": "datetime"})) as folder:
        assert pq.read_schema(folder / "places.parquet").field("seen").type == pa.string()


def test_geojson_has_points_ids_and_a_licence(release: Path) -> None:
    tree = json.loads((release / "places.geojson").read_text(encoding="utf-8"))
    assert (tree["type"], tree["license"], tree["attribution"]) == (
        "FeatureCollection",
        "ODbL-1.0",
        ATTRIBUTION,
    )
    first, second, third, *_ = tree["features"]
    assert (first["id"], first["geometry"]) == (
        "01004",
        {"type": "Point", "coordinates": [4.25, 45.5]},
    )
    # No latitude; a latitude that is none.
    assert (second["geometry"], third["geometry"]) == (None, None)


def sheet(release: Path, number: int) -> list[list[Any]]:
    return (
        CalamineWorkbook.from_path(release / "places.xlsx").get_sheet_by_index(number).to_python()
    )


def test_the_spreadsheet_has_a_cover(release: Path) -> None:
    cover = sheet(release, 1)
    cells = {cell for row in cover for cell in row}
    assert cover[0][0] == "Lieux partagés – L'été"
    assert ATTRIBUTION in cells
    assert "https://opendatacommons.org/licenses/odbl/1-0/" in cells
    assert ["big", "integer", "", "", "=Colonne « été »", "", ""] in cover


def test_no_cell_is_a_formula(release: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(release / "places.xlsx")
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert kinds == {"s", "n", "b", "d"}
    assert [row[0].value for row in book.worksheets[0].iter_rows()][-1] == "=08"
    assert book.active.title == "Licence"


def test_the_database_says_its_licence_and_columns(release: Path) -> None:
    with closing(sqlite3.connect(release / "lieux.db")) as connection:
        [license] = connection.execute("SELECT [table], version, attribution_en FROM _license")
        columns = connection.execute("SELECT name, type FROM _columns").fetchall()
    assert license == ("places", "1.0.0", ATTRIBUTION)
    assert [name for name, _ in columns] == list(COLUMNS)


def test_the_dictionary_has_a_line_per_column(release: Path) -> None:
    header, first, *others = (release / "dictionary.csv").read_text("utf-8").splitlines()
    assert header == (
        "table,name,type,unit,title_fr,description_fr,title_en,description_en,"
        "role,protection,constraints,number,filled,distinct,least,lower_quartile,median,"
        "upper_quartile,most,values,unit_en,labels,order,weight"
    )
    assert first == "places,id,string,,,=Colonne « été »,,,open,,,8,8,8,,,,,,,,,,"
    assert len(others) == len(COLUMNS) - 1


def test_there_are_rows_to_compare(release: Path) -> None:
    assert len(stored(release)) == len(ROWS)
