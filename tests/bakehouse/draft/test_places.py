"""Where a draft's rows lie: found by names and values, and asked where several systems fit."""

from pathlib import Path

import pytest

from publish.bakehouse.draft import draft
from publish.declare.declaration import Table
from tests.bakehouse.draft.test_promises import declared


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
