"""Boxes around points, and neighbourhoods of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.figures.places import Box, cell_of, latitude, mercator, neighbourhoods, union


def test_a_point_has_a_view_around_it() -> None:
    assert Box(2, 48, 2, 48).around(0.4, 0) == Box(1.8, 47.8, 2.2, 48.2)


def test_a_point_at_a_pole_is_at_the_edge_of_the_map() -> None:
    box = Box(180, -90, 180, -90).around(0.4, 0)
    assert box.south < box.north < -84
    assert mercator(box.south) < mercator(box.north)


def test_boxes_together() -> None:
    assert union([Box(0, 1, 2, 3), Box(-1, 2, 1, 4)]) == Box(-1, 1, 2, 4)


def test_a_box_over_the_antimeridian_holds_what_lies_beyond_its_sides() -> None:
    box = Box(170, -30, -170, 0)
    assert [box.holds((-20, lon, 1)) for lon in (175, -175, 0, 169)] == [True, True, False, False]
    assert not box.holds((10, 175, 1))


def test_a_wider_box_over_the_antimeridian_ends_as_the_whole_world() -> None:
    assert Box(170, -30, -170, 0).wider(5) == Box(165, -35, -165, 5)
    assert Box(10, -30, 5, 0).wider(5) == Box(-180, -35, 180, 5)


@given(st.floats(-85, 85))
def test_the_projection_leads_back(lat: float) -> None:
    assert latitude(mercator(lat)) == pytest.approx(lat, abs=1e-9)


CELLS = st.sets(st.tuples(st.integers(0, 12), st.integers(0, 12)))


def test_islands_stand_alone() -> None:
    found = sorted(map(sorted, neighbourhoods({(0, 0), (1, 1), (5, 5)})))
    assert found == [[(0, 0), (1, 1)], [(5, 5)]]


@given(CELLS)
def test_no_cell_is_lost_or_counted_twice(cells: set[tuple[int, int]]) -> None:
    found = list(neighbourhoods(cells))
    assert sum(map(len, found)) == len(cells)
    assert set().union(*found) == cells


def test_cells_halve_with_each_zoom() -> None:
    assert cell_of(0) == 45
    assert cell_of(10) == cell_of(9) / 2
