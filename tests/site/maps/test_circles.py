"""No circle of a drawing covers another, and none is lost."""

from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from publish.site.maps.circles import GAP, LARGEST, Circle, apart

SIDES = st.floats(-20, 90)
CIRCLES = st.lists(st.builds(Circle, SIDES, SIDES, st.integers(1, 5_000)), max_size=60)


@given(CIRCLES)
def test_circles_are_apart_and_hold_every_point(circles: list[Circle]) -> None:
    found = apart(circles)
    assert sum(one.number for one in found) == sum(one.number for one in circles)
    for one, other in combinations(found, 2):
        way = hypot(one.x - other.x, one.y - other.y)
        assert way >= one.radius + other.radius + GAP - 1e-9


def test_two_that_touch_stand_between_both() -> None:
    assert apart([Circle(0, 0, 3), Circle(4, 0, 1)]) == [Circle(1, 0, 4)]
    assert apart([Circle(0, 0, 3), Circle(40, 0, 1)]) == [Circle(0, 0, 3), Circle(40, 0, 1)]
    assert apart([]) == []


def test_a_circle_has_a_largest_size() -> None:
    assert (Circle(0, 0, 1).radius, Circle(0, 0, 10**9).radius) == (3.5, LARGEST)
