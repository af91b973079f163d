"""A line as small as a word."""

from xml.etree import ElementTree

from publish.site.charts.spark import spark


def points(drawing: str) -> list[list[float]]:
    """Where the line goes through."""
    [_below, line, _last] = list(ElementTree.fromstring(drawing))
    return [[float(one) for one in place.split()] for place in line.attrib["d"][1:].split("L")]


def test_the_least_is_0_and_the_most_is_at_the_top() -> None:
    assert points(spark([0, 10, 5])) == [[4, 52], [120, 4], [236, 28]]


def test_amounts_below_0_lie_below() -> None:
    assert points(spark([-10, 10])) == [[4, 52], [236, 4]]


def test_nothing_at_all_is_a_flat_line() -> None:
    assert points(spark([0, 0])) == [[4, 52], [236, 52]]


def test_a_gap_is_a_gap_and_one_alone_a_dot() -> None:
    [below, line, last] = list(ElementTree.fromstring(spark([10, None, 5, 10, None, 10])))
    assert line.attrib["d"] == "M4 4h.01M96.8 28L143.2 4M236 4h.01"
    assert below.attrib["d"].count("Z") == 3
    assert (last.attrib["cx"], last.attrib["cy"]) == ("236", "4")


def test_screen_readers_pass_it_over() -> None:
    assert 'aria-hidden="true"' in spark([1, 2])
