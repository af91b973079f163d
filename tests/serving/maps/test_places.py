"""Cells that touch are one neighbourhood; a grid does not move with the view."""

from hypothesis import given
from hypothesis import strategies as st

from publish.serving.maps.places import cell_of, neighbourhoods

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
