"""The drawn map: what lies inside its frames, and nothing outside."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.figures.frames import HEIGHT, WIDTH, frames
from publish.figures.places import Box
from publish.site.charts import svg
from publish.site.maps import still
from publish.site.maps.still import clipped, drawn

FRANCE = Box(-5.2, 41.3, 9.6, 51.1)
PLACES = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


def test_a_ring_is_cut_at_the_box() -> None:
    square = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
    assert set(clipped(square, Box(0, 0, 2, 2))) == {(0, 0), (1, 0), (1, 1), (0, 1)}


@given(st.lists(PLACES, max_size=12), st.floats(-170, 100), st.floats(-80, 20))
def test_nothing_is_left_outside(
    ring: list[tuple[float, float]], west: float, south: float
) -> None:
    box = Box(west, south, west + 60, south + 50)
    for lon, lat in clipped(ring, box):
        assert box.west - 1e-6 <= lon <= box.east + 1e-6
        assert box.south - 1e-6 <= lat <= box.north + 1e-6


def test_groups_far_away_have_frames_of_their_own() -> None:
    found = frames([FRANCE, Box(55, -21.5, 56, -20.8), Box(-62, 15.8, -61, 16.6)])
    assert found[0].width == WIDTH and found[0].height < HEIGHT
    assert [frame.y + frame.height for frame in found[1:]] == [HEIGHT, HEIGHT]


def test_a_point_stands_in_its_frame() -> None:
    [frame] = frames([FRANCE])
    x, y = frame.place(2.35, 48.85)
    assert 0 < x < WIDTH and 0 < y < HEIGHT / 2


def test_counts_are_written_where_they_find_room() -> None:
    [frame] = frames([FRANCE])
    drawing = drawn([(frame, [(48.85, 2.35, 300), (45.0, 3.0, 1)])])
    root = ElementTree.fromstring(svg.bare(drawing, "Carte", "301 points"))
    assert [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")] == ["300"]
    assert len(list(root.iter("{http://www.w3.org/2000/svg}circle"))) == 2


@pytest.mark.parametrize("rivers", [True, False])
def test_rivers_are_drawn_where_they_were_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rivers: bool
) -> None:
    land = {"type": "MultiPolygon", "coordinates": [[[[-5, 42], [9, 42], [9, 51], [-5, 42]]]]}
    line = {"type": "MultiLineString", "coordinates": [[[3, 47], [-1, 47.2]]]}
    features = [{"geometry": one} for one in (land, line, *([line] if rivers else []))]
    (tmp_path / "contours.json").write_text(json.dumps({"features": features}))
    monkeypatch.setattr(still, "BUILT", tmp_path)
    still._outlines.cache_clear()
    try:
        inside = drawn([(frames([FRANCE])[0], [])]).inside
        town = drawn([(frames([Box(0, 47, 0.2, 47.2)])[0], [])]).inside
    finally:
        still._outlines.cache_clear()
    told = {name: path for path, name in re.findall(r'<path d="([^"]*)" class="(\w+)"', inside)}
    assert told["border"].startswith("M")
    assert told["river"] == (told["border"] if rivers else "")
    # They are too coarse for streets.
    assert 'd="" class="river"' in town and 'd="M' in town
