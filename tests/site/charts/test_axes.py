"""The axes of charts: ticks, and labels that find room."""

from hypothesis import given
from hypothesis import strategies as st

from publish.site.charts.axes import few, ticks


def test_ticks_read_well() -> None:
    assert ticks(3072) == [0, 1000, 2000, 3000, 4000]
    assert ticks(0.7) == [0, 0.2, 0.4, 0.6, 0.8]
    assert ticks(2, whole=True) == [0, 1, 2]
    assert ticks(0) == [0, 1]


@given(st.floats(0, 1e12), st.floats(-1e12, 0))
def test_ticks_hold_every_amount(high: float, low: float) -> None:
    found = ticks(high, low=low)
    invisible = max((high - low) * 1e-6, 1e-300)
    assert found[0] <= low + invisible
    assert found[-1] >= high - invisible
    assert len(found) <= 8


@given(st.lists(st.floats(0, 1), max_size=200), st.integers(1, 20))
def test_labels_that_find_room_begin_with_the_first(values: list[float], most: int) -> None:
    found = few(values, most)
    assert len(found) <= most
    assert found[:1] == ([0] if values else [])
