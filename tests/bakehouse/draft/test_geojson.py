"""Features of GeoJSON are drafted as a table, which publishes them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.draft import draft
from publish.bakehouse.engine import Workspace
from tests.bakehouse.draft.test_promises import published
from tests.tables import bench, rows_of

POINT = {"type": "Point", "coordinates": [2.35, 48.85]}
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with bench(tmp_path_factory.mktemp("features")) as opened:
        yield opened


def features(*geometries: Any) -> list[dict[str, Any]]:
    """A feature for each geometry, with properties."""
    return [
        {"type": "Feature", "properties": {"nom": f"Lieu {n}", "places": n}, "geometry": geometry}
        for n, geometry in enumerate(geometries)
    ]


def written(folder: Path, found: list[dict[str, Any]], name: str = "lieux.geojson") -> Path:
    file = folder / name
    file.write_text(json.dumps({"type": "FeatureCollection", "features": found}), "utf-8")
    return file


@pytest.mark.parametrize("name", ["lieux.geojson", "lieux.json"])
def test_points_give_latitudes_and_longitudes(tmp_path: Path, place: Workspace, name: str) -> None:
    file = written(tmp_path, features(POINT, None), name)
    table, shaped = published(file, tmp_path, place)
    assert rows_of(shaped.table) == [
        {"nom": "Lieu 0", "places": 0, "lat": 48.85, "lon": 2.35},
        {"nom": "Lieu 1", "places": 1, "lat": None, "lon": None},
    ]
    assert [column.header for column in table.columns.values() if column.dropped] == [
        "type",
        "geometry.type",
    ]
    assert table.browse.map == ("lat", "lon")


def test_other_shapes_stay_geojson(tmp_path: Path, place: Workspace) -> None:
    table, shaped = published(written(tmp_path, features(POINT, SQUARE, None)), tmp_path, place)
    assert [json.loads(row["geometry"] or "null") for row in rows_of(shaped.table)] == [
        *(POINT, SQUARE, None)
    ]
    assert list(table.columns) == ["nom", "places", "feature_type", "geometry"]
    assert (table.columns["geometry"].type, table.browse.map) == ("json", ("geometry",))
    assert "# GeoJSON: 1 Point, 1 Polygon; nothing personal seen" in draft(
        tmp_path / "lieux.geojson"
    )


def test_altitudes_ids_and_members_of_others_are_columns(tmp_path: Path, place: Workspace) -> None:
    [feature] = features({"type": "Point", "coordinates": [2.35, 48.85, 35.5]})
    feature |= {"id": "w12", "geometry_name": "geom"}
    feature["properties"]["type"] = "four"
    table, shaped = published(written(tmp_path, [feature]), tmp_path, place)
    assert rows_of(shaped.table) == [
        {"nom": "Lieu 0", "places": 0, "type": "four", "id": "w12", "geometry_name": "geom",
         "lat": 48.85, "lon": 2.35, "altitude": 35.5}
    ]  # fmt: skip
    assert table.columns["feature_type"].header == "type"


def test_features_without_any_geometry_are_a_table_without_a_map(
    tmp_path: Path, place: Workspace
) -> None:
    table, shaped = published(written(tmp_path, features(None, None)), tmp_path, place)
    assert [row["places"] for row in rows_of(shaped.table)] == [0, 1]
    assert table.browse.map is None


def test_points_in_metres_of_an_older_geojson_are_recognised(
    tmp_path: Path, place: Workspace
) -> None:
    metres = {"type": "Point", "coordinates": [652381.7, 6862305.1]}
    table, shaped = published(written(tmp_path, features(metres)), tmp_path, place)
    assert table.coordinates[0].system == "EPSG:2154"
    [row] = rows_of(shaped.table)
    assert (row["lat"], row["lon"]) == (48.8590202, 2.3509797)
