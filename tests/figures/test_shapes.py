"""Geometries as maps need them: where a name stands, how few vertices do."""

import json
from itertools import pairwise
from math import atan2, cos, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.figures.shapes import OVERVIEW, Line, Shape, read_shape

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLE = [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]


def shape(kind: str, coordinates: object) -> Shape:
    found = read_shape(json.dumps({"type": kind, "coordinates": coordinates}))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "coordinates", "middle", "box"),
    [
        ("Point", [2.35, 48.85, 30], (2.35, 48.85), (2.35, 48.85, 2.35, 48.85)),
        ("MultiPoint", [[1, 2], [3, 4]], (1, 2), (1, 2, 3, 4)),
        ("LineString", [[0, 0], [1, 5], [2, 0]], (1, 5), (0, 0, 2, 5)),
        ("MultiLineString", [[[0, 0], [1, 1]], [[5, 5], [9, 9], [8, 5]]], (9, 9), (0, 0, 9, 9)),
        ("Polygon", [SQUARE], (2, 2), (0, 0, 4, 4)),
        ("Polygon", [SQUARE, HOLE], (0.5, 2), (0, 0, 4, 4)),
        ("MultiPolygon", [[[[9, 9], [10, 9], [9, 10], [9, 9]]], [SQUARE]], (2, 2), (0, 0, 10, 10)),
    ],
)
def test_a_name_stands_on_the_largest_part(
    kind: str, coordinates: object, middle: tuple[float, float], box: tuple[float, ...]
) -> None:
    found = shape(kind, coordinates)
    assert (found.middle, found.box) == (middle, box)


@pytest.mark.parametrize(
    "text",
    [
        None, "", "null", "{", "12", '{"type": "Point"}', '{"type": "Point", "coordinates": []}',
        '{"type": "Point", "coordinates": ["a", "b"]}', '{"type": "Polygon", "coordinates": []}',
        '{"type": "Circle", "coordinates": [1, 2]}', '{"type": "Polygon", "coordinates": 3}',
        '{"type": "GeometryCollection", "geometries": []}', "[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_geometry_has_no_shape(text: str | None) -> None:
    assert read_shape(text) is None


def test_a_collection_is_its_parts() -> None:
    point = {"type": "Point", "coordinates": [9, 9]}
    line = {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}
    found = read_shape(json.dumps({"type": "GeometryCollection", "geometries": [point, line]}))
    assert found is not None
    assert (found.vertices, found.middle) == (3, (1, 1))
    assert json.loads(found.text) == {"type": "GeometryCollection", "geometries": [point, line]}


def star(points: int, ragged: float) -> Line:
    """A ring around 0, 0."""
    ways = [(1 + ragged * (n % 2), 2 * pi * n / points) for n in range(points)]
    ring = [(far * cos(angle), far * sin(angle)) for far, angle in ways]
    return [*ring, ring[0]]


def holds(ring: Line, x: float, y: float) -> bool:
    """Whether a point lies in a ring: how often one goes around it, seen from the point."""
    turned = 0.0
    for (bx, by), (cx, cy) in pairwise(ring):
        turn = atan2(cy - y, cx - x) - atan2(by - y, bx - x)
        turned += (turn + pi) % (2 * pi) - pi
    return abs(turned) > pi


@given(st.integers(3, 400), st.floats(-0.8, 3))
def test_a_name_stands_inside(points: int, ragged: float) -> None:
    ring = star(points, ragged)
    x, y = shape("Polygon", [ring]).middle
    assert holds(ring, x, y)


@given(st.integers(3, 4000), st.floats(-0.5, 0.5), st.floats(0.001, 0.5))
def test_fewer_vertices_stay_as_near_as_a_step(points: int, ragged: float, step: float) -> None:
    ring = star(points, ragged)
    simpler = shape("Polygon", [ring]).simpler(step)
    if simpler is None:
        return
    [[kept]] = [part.lines for part in simpler.parts]
    assert set(kept) <= set(ring) and kept[0] == kept[-1] == ring[0]
    far = [abs(bx - ax) + abs(by - ay) for (ax, ay), (bx, by) in pairwise(kept[:-1])]
    assert all(one >= step for one in far)


def test_what_is_smaller_than_a_step_is_not_drawn() -> None:
    assert shape("Polygon", [SQUARE]).simpler(20) is None
    assert shape("Point", [1, 2]).simpler(20) is not None
    hole_gone = shape("Polygon", [SQUARE, [[1, 1], [1.1, 1], [1, 1.1], [1, 1]]]).simpler(1)
    assert hole_gone is not None and [len(part.lines) for part in hole_gone.parts] == [1]


def test_an_overview_is_a_few_hundred_vertices() -> None:
    overview = shape("Polygon", [star(100_000, 0)]).overview
    assert overview is not None and overview.vertices < 4 * OVERVIEW
