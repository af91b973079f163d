"""Bars of parts are well-formed, fit in their width, and are told apart."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.site.charts import svg
from publish.site.charts.draw import NARROW, WIDE, Item, lines
from publish.site.charts.draw_parts import Named, Stack, grouped, legend, stacked

AMOUNTS = st.none() | st.integers(0, 10**9) | st.floats(0, 1e9, allow_nan=False)
PARTS = 3
ITEMS = st.lists(
    st.builds(Item, st.text(max_size=30), AMOUNTS, st.text(max_size=12)),
    min_size=PARTS, max_size=PARTS,
)  # fmt: skip
STACKS = st.lists(st.builds(Stack, st.text(), st.text(max_size=12), ITEMS), max_size=20)
NAMES = [Named(number, f"part {number}") for number in range(1, PARTS + 1)]


@pytest.mark.parametrize("draw", [stacked, grouped])
@given(stacks=STACKS, width=st.sampled_from([NARROW, WIDE]))
def test_no_part_is_outside(draw: object, stacks: list[Stack], width: int) -> None:
    found = draw(stacks, NAMES, width)  # type: ignore[operator]
    text = svg.file(found, "title", "words", ["licence"])
    assert "class=" not in text
    ElementTree.fromstring(text)
    for rect in ElementTree.fromstring(f"<g>{found.inside}</g>").iter("rect"):
        x, wide = float(rect.attrib["x"]), float(rect.attrib["width"])
        assert x >= 0 and wide >= 0
        assert x + wide <= width + 0.5 or rect.find("title") is None


def test_parts_follow_each_other_and_fill_the_longest_bar() -> None:
    items = [Item("a", 10, "10"), Item("b", 30, "30"), Item("c", None, "hidden")]
    found = stacked([Stack("first", "40", items)], NAMES, NARROW)
    bars = [
        (one.attrib["class"], float(one.attrib["x"]), float(one.attrib["width"]))
        for one in ElementTree.fromstring(f"<g>{found.inside}</g>").iter("rect")
        if one.find("title") is not None
    ]
    assert bars == [("part1", 0, 80), ("part2", 80, 240), ("part3", 320, 0)]


def test_a_legend_breaks_where_there_is_no_room() -> None:
    _, low = legend(NAMES, WIDE)
    _, high = legend([Named(n, "a long name of a part") for n in range(1, 8)], NARROW)
    assert high > 5 * low / 2


def test_lines_differ_without_their_colours() -> None:
    items = [Item("a", 1, "1"), Item("b", 2, "2")]
    text = svg.file(lines([("1", items), ("2", items)], [], WIDE, str, whole=True), "t", "w", [])
    assert 'stroke-dasharray="7 3"' in text and text.count("stroke-dasharray") == 1
