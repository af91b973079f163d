"""How far rows are: the plane of SQL against the sphere, boxes around circles, the poles."""

import sqlite3
from contextlib import closing
from math import asin, cos, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.figures.near import EARTH_KM, Circle, within_box, within_circle
from publish.figures.places import Box
from publish.release.table import Table

TABLE = Table({"name": "t", "browse": {"map": ["lat", "lon"]}})
KM = st.floats(0.1, 500)


def haversine(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """The great circle on the sphere, https://en.wikipedia.org/wiki/Haversine_formula."""
    high, wide = radians(to_lat - lat), radians(to_lon - lon)
    part = sin(high / 2) ** 2 + cos(radians(lat)) * cos(radians(to_lat)) * sin(wide / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(part))


@given(st.floats(-65, 65), st.floats(-180, 180), st.floats(-4, 4), st.floats(-4, 4))
def test_distances_are_right_to_a_thousandth(
    lat: float, lon: float, high: float, wide: float
) -> None:
    exact = haversine(lat, lon, lat + high, lon + wide)
    assert Circle(lat, lon, 1).distance(lat + high, lon + wide) == pytest.approx(
        exact, rel=2e-3, abs=1e-6
    )


@given(st.floats(-89, 89), st.floats(-180, 180), KM, st.floats(-5, 5), st.floats(-6, 6))
def test_sql_selects_what_python_measures(
    lat: float, lon: float, km: float, high: float, wide: float
) -> None:
    at, along = max(-90.0, min(90.0, lat + high)), (lon + wide + 540) % 360 - 180
    circle = Circle(lat, lon, km)
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("create table t (lat real, lon real)")
        database.execute("insert into t values (?, ?), (null, null)", [at, along])
        sql = f"select {circle.squared('lat', 'lon')} from t"
        [(squared,), (nothing,)] = database.execute(sql, dict(circle.parameters)).fetchall()
        condition, parameters = within_circle(TABLE, circle)
        found = database.execute(f"select 1 from t where {condition}", dict(parameters)).fetchall()
    assert nothing is None
    assert sqrt(squared) == pytest.approx(circle.distance(at, along), rel=1e-9, abs=1e-6)
    if abs(lat) < 65:
        margin = 0.003 * km
        exact = haversine(lat, lon, at, along)
        assert found or exact > km - margin
        assert not found or exact < km + margin


@pytest.mark.parametrize(
    ("circle", "box"),
    [
        (Circle(0, 0, 111.195), (-1.0, -1.0, 1.0, 1.0)),
        (Circle(60, 10, 111.195), (8.0, 59.0, 12.0, 61.0)),
        (Circle(-16, 179.9, 55.6), (179.38, -16.5, -179.58, -15.5)),
        (Circle(89.9, 10, 55.6), (-180, 89.4, 180, 90.0)),
    ],
)
def test_a_circle_has_a_box(circle: Circle, box: tuple[float, ...]) -> None:
    found = circle.box
    sides = (found.west, found.south, found.east, found.north)
    assert sides == pytest.approx(box, abs=0.01)


def test_a_box_over_the_antimeridian_selects_both_sides() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("create table t (lat real, lon real)")
        database.execute("insert into t values (0, 179), (0, -179), (0, 0)")
        condition, parameters = within_box(TABLE, Box(170, -1, -170, 1))
        found = database.execute(f"select lon from t where {condition}", dict(parameters))
        assert found.fetchall() == [(179.0,), (-179.0,)]


def test_what_is_scanned_is_the_same() -> None:
    box, circle = Box(1, 2, 3, 4), Circle(3, 2, 10)
    for plain, scanned in (
        (within_box(TABLE, box), within_box(TABLE, box, scanned=True)),
        (within_circle(TABLE, circle), within_circle(TABLE, circle, scanned=True)),
    ):
        assert scanned[0].replace("+l", "l") == plain[0] != scanned[0]
        assert scanned[1] == plain[1]
