"""A column of GeoJSON is what a map draws, and the geometries of the GeoJSON file."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from publish.describe.notices import notices
from publish.forms.geojson import feature_collection, features
from publish.forms.heading import Heading
from publish.forms.kinds import Kind
from publish.release.package import Package
from tests.bakehouse.bake.tables import baked, dataset

TYPES: dict[str, str] = {"id": "string", "name": "string", "zone": "json"}
KINDS: dict[str, Kind] = {"id": "string", "name": "string", "zone": "json"}
SQUARE = '{"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]}'
ROWS = (
    ("a", "Carré", SQUARE),
    ("b", "Voie", '{"coordinates":[[55.5,-21.25],[55.75,-21]],"type":"LineString"}'),
    ("c", "Sans lieu", None),
    ("d", "Autre chose", '{"kind": "zone"}'),
)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    declared = dataset(TYPES, browse={"map": ("zone",), "label": "name"})
    with baked(tmp_path_factory.mktemp("shapes"), ROWS, declared) as folder:
        yield folder


def package(release: Path) -> Package:
    return Package(json.loads((release / "datapackage.json").read_text("utf-8")))


def test_each_shape_has_its_box_and_the_place_of_its_name(release: Path) -> None:
    with closing(sqlite3.connect(release / "lieux.db")) as connection:
        found = connection.execute(
            "SELECT places.id, lat, lon, west, south, east, north, vertices, overview"
            ' FROM _shapes JOIN places ON places.rowid = "row" ORDER BY 1'
        ).fetchall()
    assert [row[:-1] for row in found] == [
        ("a", 2.0, 2.0, 0.0, 0.0, 4.0, 4.0, 5),
        ("b", -21.0, 55.75, 55.5, -21.25, 55.75, -21.0, 2),
    ]
    assert json.loads(found[0][-1]) == json.loads(SQUARE)


def test_shapes_are_the_geometries_of_geojson(release: Path) -> None:
    tree = json.loads((release / "places.geojson").read_text("utf-8"))
    assert [feature["geometry"] for feature in tree["features"]] == [
        json.loads(SQUARE), json.loads(str(ROWS[1][2])), None, None,
    ]  # fmt: skip
    assert tree["features"][0]["properties"] == {"id": "a", "name": "Carré"}


def test_a_selection_is_written_as_the_bake_writes_it(release: Path) -> None:
    table = package(release).tables["places"]
    notice = notices(package(release), table)["en"]
    heading = Heading("places", "L'été", KINDS, notice, "1.0.0", key="id", shape="zone")
    written = b"".join(map(bytes, feature_collection(heading, features(heading, ROWS))))
    said = (release / "places.geojson").read_bytes()
    assert written.split(b'"features"')[1] == said.split(b'"features"')[1]


def test_a_release_covers_its_shapes(release: Path) -> None:
    assert package(release).tree["coverage"]["bbox"] == [0, -21.25, 55.75, 4]


def test_without_a_map_of_shapes_there_is_no_such_table(tmp_path: Path) -> None:
    with baked(tmp_path) as folder, closing(sqlite3.connect(folder / "lieux.db")) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    assert "places" in names and "_shapes" not in names
