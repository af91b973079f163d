"""Drawings are well-formed, titled, and hold a mark for each figure."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.site.charts import draw, svg
from publish.site.charts.draw import NARROW, WIDE, Item

SVG = "{http://www.w3.org/2000/svg}"
AMOUNTS = st.none() | st.floats(-1e9, 1e9, allow_nan=False) | st.integers(-(10**9), 10**9)
ITEMS = st.lists(st.builds(Item, st.text(), AMOUNTS, st.text(max_size=12)), min_size=1, max_size=60)
WIDTHS = st.sampled_from([NARROW, WIDE])


def drawing(kind: str, items: list[Item], width: int) -> svg.Drawing:
    if kind == "bars":
        return draw.bars(items, width)
    if kind == "line":
        labels = [(number, item.label) for number, item in enumerate(items)]
        return draw.line(items, labels, width, str, whole=False)
    return draw.histogram(items, [item.label for item in items], width, str)


@pytest.mark.parametrize("kind", ["bars", "line", "histogram"])
@given(items=ITEMS, width=WIDTHS, title=st.text(), description=st.text())
def test_any_figures_make_a_file(
    kind: str, items: list[Item], width: int, title: str, description: str
) -> None:
    text = svg.file(drawing(kind, items, width), title, description, ["Licence"])
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title") is not None and root.find(f"{SVG}desc") is not None
    assert "class=" not in text


@pytest.mark.parametrize("kind", ["bars", "line", "histogram"])
@given(items=ITEMS, width=WIDTHS)
def test_any_figures_make_a_part_of_a_page(kind: str, items: list[Item], width: int) -> None:
    markup = svg.inline(drawing(kind, items, width), "chart-1", "Un <titre>", "Une phrase")
    root = ElementTree.fromstring(markup)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "chart-1-title chart-1-desc"
    assert root.find("title").text == "Un <titre>"  # type: ignore[union-attr]
    assert "style=" not in markup


def test_the_longest_bar_fills_the_width() -> None:
    found = draw.bars([Item("a", 10, "10"), Item("b", 5, "5")], NARROW)
    widths = [
        float(one.attrib["width"])
        for one in ElementTree.fromstring(f"<g>{found.inside}</g>").iter("rect")
    ]
    assert widths == [320, 160]


def test_a_gap_breaks_the_line() -> None:
    items = [Item("a", 1, "1"), Item("b", None, "–"), Item("c", 2, "2"), Item("d", 3, "3")]
    found = draw.line(items, [], NARROW, str, whole=True)
    [path] = ElementTree.fromstring(f"<g>{found.inside}</g>").iter("path")
    assert path.attrib["d"].count("M") == 2


def test_a_long_label_is_cut() -> None:
    assert svg.shortened("Bibliothèque d’objets et de jeux", 80) == "Biblioth…"
    assert svg.shortened("Café", 80) == "Café"
