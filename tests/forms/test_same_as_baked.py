"""What is written of SQLite's rows is what the bake writes of the same rows with DuckDB."""

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from isal import igzip

from publish.describe.cover import cover
from publish.describe.notices import notices
from publish.forms import workbook
from publish.forms.delimited import FALSE, TRUE, write_csv
from publish.forms.geojson import feature_collection, features
from publish.forms.heading import Heading
from publish.forms.json_lines import json_lines
from publish.forms.kinds import Chunk, Kind, Row
from publish.forms.spreadsheet import fits, sheet, sheet_rows, write_spreadsheet
from publish.release.package import Package
from tests.bakehouse.bake.tables import ROWS, baked

KINDS: dict[str, Kind] = {
    "id": "string", "text": "string", "big": "integer", "ratio": "number", "open": "boolean",
    "opened": "date", "seen": "moment", "local": "datetime", "tags": "list", "extra": "json",
    "lat": "number", "lon": "number",
}  # fmt: skip
# SQLite keeps no sign before 0, and DuckDB's JSON writes 1e22 where Python's has 1e+22,
# and \u001F where that has \u001f.
GIVEN = [(*row[:3], {0.0: 0.0, 1e22: 1e15}.get(row[3], row[3]), *row[4:]) for row in ROWS]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with baked(tmp_path_factory.mktemp("baked"), GIVEN) as folder:
        yield folder


@pytest.fixture(scope="module")
def rows(release: Path) -> list[Row]:
    with closing(sqlite3.connect(release / "lieux.db")) as connection:
        found = connection.execute("SELECT * FROM places ORDER BY rowid").fetchall()
    assert len(found) == len(ROWS)
    return found


@pytest.fixture(scope="module")
def package(release: Path) -> Package:
    return Package(json.loads((release / "datapackage.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def heading(package: Package) -> Heading:
    [table] = package.tables.values()
    notice = notices(package, table)["en"]
    return Heading("places", "L'été", KINDS, notice, "1.0.0", key="id", point=("lat", "lon"))


def text(parts: Iterable[Chunk]) -> str:
    return b"".join(parts).decode().replace("\\u001f", "\\u001F")


def test_json_lines(release: Path, rows: list[Row]) -> None:
    with igzip.open(release / "places.jsonl.gz", "rb") as file:
        assert text(json_lines(KINDS, rows)) == file.read().decode()


def test_geojson(release: Path, rows: list[Row], heading: Heading) -> None:
    made = text(feature_collection(heading, features(heading, rows)))
    assert made == (release / "places.geojson").read_text("utf-8")


def test_an_empty_feature_collection(heading: Heading) -> None:
    tree = json.loads(text(feature_collection(heading, features(heading, []))))
    assert (tree["license"], tree["version"], tree["features"]) == ("ODbL-1.0", "1.0.0", [])


def test_a_table_without_key_and_version(heading: Heading, rows: list[Row]) -> None:
    bare = Heading("places", "L'été", KINDS, heading.notice, point=("lat", "lon"))
    tree = json.loads(text(feature_collection(bare, features(bare, rows))))
    assert "version" not in tree
    assert not [one for one in tree["features"] if "id" in one]


def test_a_sheet(release: Path, rows: list[Row]) -> None:
    with ZipFile(release / "places.xlsx") as file:
        baked_sheet = file.read(workbook.DATA).decode()
    made = text(sheet(KINDS, sheet_rows(KINDS, rows)))
    assert made == baked_sheet


def test_a_whole_spreadsheet(
    release: Path, rows: list[Row], package: Package, tmp_path: Path
) -> None:
    [table] = package.tables.values()
    path = tmp_path / "places.xlsx"
    data = sheet(KINDS, sheet_rows(KINDS, rows))
    write_spreadsheet(path, "places", cover(package, table), data)
    with ZipFile(path) as made, ZipFile(release / "places.xlsx") as theirs:
        assert made.namelist() == theirs.namelist()
        assert [made.read(name) for name in made.namelist()] == [
            theirs.read(name) for name in theirs.namelist()
        ]


def test_a_large_sheet_does_not_fit() -> None:
    noise = (Random(number).randbytes(1 << 20) for number in range(20))
    assert not fits(noise)
    assert next(noise, None) is not None, "it reads no further than it must"
    assert fits(sheet(KINDS, []))


def test_csv(release: Path, rows: list[Row]) -> None:
    words = {None: None, 0: FALSE, 1: TRUE}
    cells = [[*row[:4], words[row[4]], *row[5:]] for row in rows]  # type: ignore[index]
    file = StringIO(newline="")
    write_csv(file, [list(KINDS), *cells])
    header, *_ = file.getvalue().splitlines(keepends=True)
    assert header == f"{','.join(KINDS)}\n"
    with (release / "places.csv").open(encoding="utf-8", newline="") as theirs:
        assert list(csv.reader(StringIO(file.getvalue(), newline=""))) == list(csv.reader(theirs))


@pytest.mark.parametrize("number", [1e22, -1.5e-300, 5e-324, 2.0**70])
def test_numbers_of_any_size_are_told_whole(number: float) -> None:
    [line] = json_lines({"x": "number"}, [(number,)])
    assert json.loads(line) == {"x": number}
