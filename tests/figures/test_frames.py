"""A map shows its largest group first, on a phone as on a large screen."""

from publish.figures.frames import first_view, whole_view, zooms
from publish.figures.places import Box, PointGroup

FRANCE = Box(-5.2, 41.3, 9.6, 51.1)


def test_the_largest_group_is_shown_with_a_margin() -> None:
    groups = [PointGroup(9, FRANCE), PointGroup(1, Box(55, -21, 55, -21))]
    assert first_view(groups) == FRANCE.around(0.4)
    assert first_view(groups[1:]) == Box(55, -21, 55, -21).around(9)
    assert first_view([]) == Box(-170, -56, 180, 75)


def test_what_lies_in_one_town_is_seen_street_by_street() -> None:
    town = PointGroup(7, Box(4.82, 45.74, 4.83, 45.75))
    assert first_view([town]) == whole_view([town]) == town.box.around(0.08)
    apart = PointGroup(1, Box(55, -21, 55, -21))
    assert whole_view([town, apart]) == Box(4.82, -21, 55, 45.75).around(0.08)


def test_a_country_is_shown_at_the_zooms_of_its_size() -> None:
    assert list(zooms(FRANCE.around(0.4))) == [4, 5]
    assert list(zooms(first_view([]))) == [0, 1, 2]


def test_a_town_is_shown_nearer_than_what_is_counted_whole() -> None:
    assert list(zooms(Box(2.2, 48.8, 2.5, 48.9))) == []
