"""The boxes that addresses ask for."""

import pytest

from publish.figures.places import Box
from publish.site.base.refusals import BadRequest
from publish.site.rows.area import read_box


def test_a_box_is_read() -> None:
    assert read_box("-5.2,41.3,9.6,51.1") == Box(-5.2, 41.3, 9.6, 51.1)


@pytest.mark.parametrize("value", ["1,2,3", "a,b,c,d", "9,51,-5,41", "0,nan,1,2", "0,0,inf,1"])
def test_what_is_no_box_is_refused_by_name(value: str) -> None:
    with pytest.raises(BadRequest, match=f"_bbox: '{value}' is no box; write west,south,east,"):
        read_box(value)
