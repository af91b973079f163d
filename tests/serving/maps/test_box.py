"""Boxes of degrees, as addresses write them and maps show them."""

import pytest
from datasette.utils.asgi import BadRequest
from hypothesis import given
from hypothesis import strategies as st

from publish.serving.maps.box import Box, latitude, mercator, read_box, union


def test_a_box_is_read() -> None:
    assert read_box("-5.2,41.3,9.6,51.1") == Box(-5.2, 41.3, 9.6, 51.1)
    assert read_box(None) is None


@pytest.mark.parametrize("value", ["1,2,3", "a,b,c,d", "9,41,-5,51", "0,nan,1,2", "0,0,inf,1"])
def test_what_is_no_box_is_refused_by_name(value: str) -> None:
    with pytest.raises(BadRequest, match=f"_bbox: '{value}' is no box; write west,south,east,"):
        read_box(value)


def test_a_point_has_a_view_around_it() -> None:
    assert Box(2, 48, 2, 48).around(0.4, 0) == Box(1.8, 47.8, 2.2, 48.2)


def test_boxes_together() -> None:
    assert union([Box(0, 1, 2, 3), Box(-1, 2, 1, 4)]) == Box(-1, 1, 2, 4)


@given(st.floats(-85, 85))
def test_the_projection_leads_back(lat: float) -> None:
    assert latitude(mercator(lat)) == pytest.approx(lat, abs=1e-9)
