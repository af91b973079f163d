"""Where a draft's rows lie: found by names and values, and asked where several systems fit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from publish.bakehouse.draft import draft
from publish.bakehouse.engine import Workspace
from publish.declare.declaration import Table
from tests.bakehouse.draft.test_promises import declared, read
from tests.tables import bench, rows_of

FRANCE = [(48.85, 2.35), (45.75, 4.85), (None, None)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with bench(tmp_path_factory.mktemp("places")) as opened:
        yield opened


def drafted(folder: Path, header: str, *rows: str) -> tuple[Table, str]:
    """The table of a draft and its text, of a CSV with a column `nom` before these."""
    file = folder / "lieux.csv"
    lines = [f"nom;{header}", *(f"Lieu {number};{row}" for number, row in enumerate(rows))]
    file.write_text("\n".join(lines), encoding="utf-8")
    text = draft(file)
    [table] = declared(text, folder)
    return table, text


@pytest.mark.parametrize(
    ("header", "rows", "system"),
    [
        ("X;Y", ("652381;6862305", "800000;6520000"), "EPSG:2154"),
        ("x_lambert93;y_lambert93", ("652381,5;6862305", "800000;6520000,25"), "EPSG:2154"),
        ("coordonnee_x;coordonnee_y", ("708540;1615650", "660000;1794000"), None),
        ("x_utm20n;y_utm20n", ("708540;1615650", "660000;1794000"), "EPSG:5490"),
        ("Easting;Northing", ("338660;7690760", "345000;7640000"), "EPSG:2975"),
        ("X;Y", ("524590;8587480", "510000;8590000"), "EPSG:4471"),
        ("X_RGNC;Y_RGNC", ("446018;215530", "400000;300000"), "EPSG:3163"),
        ("X;Y", ("354042;545912", "354000;610000"), "EPSG:2972"),
        ("longitude;latitude", ("652381;6862305", "800000;6520000"), "EPSG:2154"),
    ],
)
def test_metres_are_recognised(
    tmp_path: Path, header: str, rows: tuple[str, ...], system: str | None
) -> None:
    table, text = drafted(tmp_path, header, *rows)
    assert [pair.system for pair in table.coordinates] == ([system] if system else [])
    if system:
        x, y = header.split(";")
        columns = table.columns
        assert table.browse.map == tuple(table.columns)[:0:-1]
        assert {columns["lat"].header or "lat", columns["lon"].header or "lon"} <= {
            *(x, y), "lat", "lon",
        }  # fmt: skip
        assert f"metres of {system} (" in text


@pytest.mark.parametrize(
    ("header", "rows", "latitude", "expected"),
    [
        ("geo_point_2d", ("48.85, 2.35", "45.75,4.85", ""), 0, FRANCE),
        ("Position GPS", ("48.85 2.35 120 5", "45.75 4.85 0 0"), 0, FRANCE),
        ("coordonnees", ("[2.35, 48.85]", "[4.85, 45.75]"), 1, FRANCE),
        ("location", ("-21.1, 55.5", "-20.9, 55.4"), 0, [(-21.1, 55.5), (-20.9, 55.4)]),
    ],
)
def test_points_in_one_cell_are_two_columns_and_a_map(
    tmp_path: Path,
    place: Workspace,
    header: str,
    rows: tuple[str, ...],
    latitude: int,
    expected: list[tuple[float | None, float | None]],
) -> None:
    table, text = drafted(tmp_path, f"n;{header}", *(f"{len(row)};{row}" for row in rows))
    lat, lon = table.columns["lat"], table.columns["lon"]
    assert (lat.header, lat.type, lat.part) == (header, "number", latitude)
    assert (lon.header, lon.type, lon.part) == (header, "number", 1 - latitude)
    assert table.browse.map == ("lat", "lon")
    assert "number of each cell, degrees" in text
    shaped = read(table, tmp_path / "lieux.csv", place)
    points = [(row["lat"], row["lon"]) for row in rows_of(shaped.table)]
    assert (points, shaped.rejected.total()) == (expected[: len(rows)], 0)


@pytest.mark.parametrize(
    ("header", "rows"),
    [("notes", ("48.85, 2.35", "45.75, 4.85")), ("geo_point", ("48.85, 2.35", "Lyon")),
     ("position", ("148.85, 202.35", "199, 201"))],
)  # fmt: skip
def test_what_is_no_point_stays_a_text(tmp_path: Path, header: str, rows: tuple[str, ...]) -> None:
    table, _ = drafted(tmp_path, f"n;{header}", *(f"{len(row)};{row}" for row in rows))
    assert (table.columns[header].type, table.browse.map) == ("string", None)


def test_where_several_systems_fit_it_asks(tmp_path: Path) -> None:
    table, text = drafted(tmp_path, "X;Y", "354042;245912", "354000;310000")
    assert (table.coordinates, table.browse.map) == ((), None)
    assert {name: table.columns[name].type for name in "xy"} == {"x": "integer", "y": "integer"}
    assert (
        "    # y and x may be metres of EPSG:2972 (UTM 22N (French Guiana)), EPSG:3163 (Lambert "
        "New Caledonia).\n"
        "    # For degrees and a map, uncomment with the right one (and `type: number` in both):\n"
        "    # coordinates: [{lat: y, lon: x, system: EPSG:2972}]\n"
    ) in text


def test_a_header_that_names_the_system_decides(tmp_path: Path) -> None:
    table, _ = drafted(tmp_path, "x_2972;y_2972", "354042;245912", "354000;310000")
    assert table.coordinates[0].system == "EPSG:2972"


def test_degrees_come_before_metres(tmp_path: Path) -> None:
    table, _ = drafted(tmp_path, "x;y;lat;long", "652381;6862305;48.86;2", "8000;6520000;45.7;4.2")
    [pair] = table.coordinates
    assert (pair.lat, pair.lon, pair.system) == ("lat", "long", None)
    assert table.browse.map == ("lat", "long")
    assert table.columns["x"].type == "integer"


def test_numbers_that_are_no_place_are_none(tmp_path: Path) -> None:
    for header, row in (("x;y", "12;7"), ("lat;lon", "1200000;1"), ("lat;lon", ";")):
        table, _ = drafted(tmp_path, header, row, row)
        assert (table.coordinates, table.browse.map) == ((), None)
