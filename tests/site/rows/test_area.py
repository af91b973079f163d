"""The boxes that addresses ask for."""

import pytest
from datasette.utils import MultiParams

from publish.figures.places import Box, PointGroup
from publish.site.base.refusals import BadRequest
from publish.site.rows.area import read_box, read_near, smaller


def test_a_box_is_read() -> None:
    assert read_box("-5.2,41.3,9.6,51.1") == Box(-5.2, 41.3, 9.6, 51.1)


@pytest.mark.parametrize(
    "value", ["1,2,3", "a,b,c,d", "9,51,-5,41", "0,nan,1,2", "0,0,inf,1", "1_0,2,30,4", "٣,1,4,2"]
)
def test_what_is_no_box_is_refused_by_name(value: str) -> None:
    with pytest.raises(BadRequest, match=f"_bbox: '{value}' is no box; write west,south,east,"):
        read_box(value)


def test_a_name_of_several_places_means_the_one_among_the_rows() -> None:
    mainland = PointGroup(900, Box(-4, 43, 8, 50))
    overseas = PointGroup(40, Box(55.2, -21.3, 55.8, -20.9))
    said = {
        (mainland, overseas): "Saint-Denis (93)",
        (overseas,): "Saint-Denis (974)",
        (): "Saint-Denis (974)",
    }
    for homes, address in said.items():
        assert read_near("Saint-Denis,10", homes).place.address == address
    assert read_near("Saint-Denis (974)", (mainland,)).place.department == "974"
    others = [one.address for one in read_near("Saint-Denis", (mainland,)).others]
    assert others == ["Saint-Denis (974)"]


@pytest.mark.parametrize(
    ("asked", "instead"),
    [
        ([("_near", "Lyon,500")], "_near=Lyon,50"),
        ([("_near", "Saint-Denis (974),20")], "_near=Saint-Denis (974),2"),
        ([("_near", "Guéret, Creuse, 40")], "_near=Guéret, Creuse,4"),
        ([("_near", "Lyon")], "_near=Lyon,1"),
        ([("_near", "Lyon,0.3")], "_near=Lyon,0.1"),
    ],
)
def test_a_way_out_works_as_it_is_printed(asked: list[tuple[str, str]], instead: str) -> None:
    assert smaller(MultiParams(asked)).endswith(f" {instead}")
    assert read_near(instead.removeprefix("_near=")).circle.km >= 0.1


def test_a_box_has_no_smaller_one_to_name() -> None:
    assert smaller(MultiParams([("_bbox", "1,2,3,4")])).endswith("ask for a smaller one")
    assert smaller(MultiParams([("kind", "a")])) == ""
