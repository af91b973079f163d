"""The move of a row: its distance, its way, and a drawing whose names stand at their points."""

import re
from base64 import b64decode
from collections.abc import Iterator

import pytest

from publish.desk.moved import Move, Point
from publish.site.text.languages import Shown, speaking


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with speaking(Shown("en")):
        yield


PARIS = Point(48.85, 2.35)


@pytest.mark.parametrize(
    ("to", "metres", "way"),
    [
        (Point(48.851, 2.35), 111, "to the north"),
        (Point(48.85, 2.36), 732, "to the east"),
        (Point(48.84, 2.34), 1332, "to the south-west"),
        (Point(2.35, 48.85), 6_738_206, "to the south-east"),
        (Point(48.85, -177.65), 9_151_000, "to the north"),
    ],
)
def test_a_move_has_a_length_and_a_way(to: Point, metres: int, way: str) -> None:
    assert PARIS.metres(to) == pytest.approx(metres, rel=0.01)
    assert PARIS.towards(to) == way


@pytest.mark.parametrize("to", [Point(48.852, 2.352), Point(48.848, 2.352)])
def test_each_name_stands_nearest_to_its_own_point(to: Point) -> None:
    drawing = b64decode(Move(PARIS, to, "#000000").day.partition(",")[2]).decode()
    heights = {float(r): float(y) for y, r in re.findall(r'cy="([\d.]+)" r="(\d)"', drawing)}
    names = {
        word: float(y) for y, word in re.findall(r'y="([\d.]+)"[^>]*>(before|after)<', drawing)
    }
    for word, radius, other in (("before", 9, 6), ("after", 6, 9)):
        near = abs(names[word] - heights[radius])
        assert near < abs(names[word] - heights[other]), word
