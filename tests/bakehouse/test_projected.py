"""Metres of a projected system become degrees by declaration, or are refused with a way out."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from publish.bakehouse import projected
from publish.bakehouse.projected import area, degrees, unusable
from publish.bakehouse.read.exports import Reject
from publish.bakehouse.shape import Shaped, shape
from publish.declare.declaration import Table
from publish.words.systems import SYSTEMS
from tests.sites import DATASET, HEADER, declare, deliver, make_site, publish_one
from tests.tables import Row, bench, column, export, rows_of, source, table

# Points in towns: (x, y) in metres, and (lat, lon) to a hundredth of a degree.
TOWNS = {
    "EPSG:2154": ((652381.7, 6862305.1), (48.8590202, 2.3509797)),
    "EPSG:2972": ((354042.0, 545912.0), (4.9371874, -52.3164245)),
    "EPSG:2975": ((338660.0, 7690760.0), (-20.8776612, 55.4496886)),
    "EPSG:3163": ((446018.0, 215530.0), (-22.2721, 166.4467)),
    "EPSG:4471": ((524590.0, 8587480.0), (-12.7820, 45.2265)),
    "EPSG:5490": ((708540.0, 1615650.0), (14.6072, -61.0639)),
}


def places(system: str | None = "EPSG:2154", **declared: Any) -> Table:
    """A table whose `lat` and `lon` are read from Y and X."""
    columns = {
        "id": column(),
        "lat": column("number", **{"from": "Y"}),
        "lon": column("number", **{"from": "X"}),
    }
    pair = {"lat": "lat", "lon": "lon", **({"system": system} if system else {})}
    return table(columns, coordinates=(pair,), **declared)


def shaped(folder: Path, of: Table, rows: Sequence[Row]) -> tuple[Shaped, list[dict[str, Any]]]:
    """What becomes of rows (id, X, Y)."""
    with bench(folder) as place:
        found = shape(of, [(source(), export(place, ["id", "X", "Y"], rows))], place)
        return found, rows_of(found.table)


@pytest.mark.parametrize("system", TOWNS)
def test_metres_become_degrees(tmp_path: Path, system: str) -> None:
    (x, y), (lat, lon) = TOWNS[system]
    _, [row] = shaped(tmp_path, places(system), [("a", str(x), str(y))])
    assert (row["lat"], row["lon"]) == pytest.approx((lat, lon), abs=0.02)
    assert [len(str(row[name]).partition(".")[2]) <= 7 for name in ("lat", "lon")] == [True, True]


@pytest.mark.parametrize("system", SYSTEMS)
@given(share=st.tuples(st.floats(0, 1), st.floats(0, 1)))
@settings(deadline=None, max_examples=40)
def test_degrees_lead_back_to_the_metres_that_were_read(
    system: str, share: tuple[float, float]
) -> None:
    west, south, east, north = SYSTEMS[system].land
    x, y = west + share[0] * (east - west), south + share[1] * (north - south)
    lat, lon = degrees(system, np.array([x]), np.array([y]))
    back = Transformer.from_crs("EPSG:4326", system, always_xy=True).transform(lon[0], lat[0])
    assert np.hypot(back[0] - x, back[1] - y) < 0.01


def test_rows_keep_their_order_and_empty_places_stay_empty(tmp_path: Path) -> None:
    rows = [("b", "652381.7", "6862305.1"), ("c", None, None), ("a", "800000", "6520000")]
    found, told = shaped(tmp_path, places(), rows)
    assert told == [
        {"id": "b", "lat": 48.8590202, "lon": 2.3509797},
        {"id": "c", "lat": None, "lon": None},
        {"id": "a", "lat": 45.7722772, "lon": 4.2868395},
    ]
    assert found.rejected == {}


def test_what_is_no_point_is_a_reject(tmp_path: Path) -> None:
    rows = [("a", "652381.7", None), ("b", "652381.7", "x"), ("c", "1e300", "6862305")]
    found, told = shaped(tmp_path, places(), rows)
    assert told == []
    assert found.rejected == {("lat", "is no point of EPSG:2154"): 2, ("lat", "is not a number"): 1}
    assert found.samples[0] == Reject("lieux.csv", 2, "lat", "is no point of EPSG:2154")


def test_metres_stay_as_they_are_without_a_system(tmp_path: Path) -> None:
    _, [row] = shaped(tmp_path, places(None), [("a", "652381.7", "6862305.1")])
    assert (row["lat"], row["lon"]) == (6862305.1, 652381.7)


def test_a_cell_of_two_numbers_may_be_projected(tmp_path: Path) -> None:
    columns = {
        name: column("number", part=part, **{"from": "geo"})
        for part, name in enumerate(("lon", "lat"))
    }
    pair = {"lat": "lat", "lon": "lon", "system": "EPSG:2154"}
    with bench(tmp_path) as place:
        given = export(place, ["geo"], [("652381.7 6862305.1",)])
        found = shape(table(columns, coordinates=(pair,)), [(source(), given)], place)
        assert rows_of(found.table) == [{"lon": 2.3509797, "lat": 48.8590202}]


@pytest.mark.parametrize("system", ["EPSG:4326", "EPSG:99999", "EPSG:2229"])
def test_what_is_no_projected_system_is_refused(system: str) -> None:
    [problem] = unusable("lieux", places(system))
    assert str(problem) == (
        f"blocker unusable-system: lieux.lat+lon: {system} is no projected system in "
        "metres that PROJ knows; write such a code as EPSG:2154, or remove `system` where "
        "these are degrees"
    )


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projected, "find_spec", lambda name: None)
    monkeypatch.setattr("sys.executable", "python3")
    [problem] = unusable("lieux", places())
    assert problem.what == "`system: EPSG:2154` needs pyproj, which is not installed"
    assert problem.fix == "run `python3 -m pip install pyproj==3.7.2`"


def test_an_area_is_in_degrees() -> None:
    assert area("EPSG:2154") == (-9.86, 41.15, 10.38, 51.56)


@pytest.mark.slow("publishes twice")
def test_the_way_out_of_a_map_of_metres_works_as_printed(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    declared = DATASET.replace(
        "    browse: {", "      lat: {type: number, role: open, description: {fr: Latitude}}\n"
        "      lon: {type: number, role: open, description: {fr: Longitude}}\n"
        "    browse: {map: [lat, lon], "
    )  # fmt: skip
    declare(site, declared)
    deliver(site, "01;Four;café;oui;ada;6862305.1;652381.7", header=f"{HEADER};lat;lon")
    refused = publish_one(site)
    [blocker] = [one for one in refused.problems if one.severity == "blocker"]
    assert blocker.code == "coordinates-off-globe"
    printed = blocker.fix.split("declare `")[1].removesuffix("`")
    declare(site, declared.replace("    browse:", f"    {printed}\n    browse:"))
    assert publish_one(site).status == "published"
    features = json.loads((site.releases / "lieux/current/places.geojson").read_text("utf-8"))
    assert features["features"][0]["geometry"] == {
        "type": "Point",
        "coordinates": [2.3509797, 48.8590202],
    }
