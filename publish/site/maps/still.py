"""A map as a drawing: the outlines of land, and the points or their counts, by neighbourhood."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from math import sqrt

from publish.figures.frames import HEIGHT, WIDTH, Frame
from publish.figures.places import Box, Dot
from publish.figures.shapes import Part, Shape
from publish.site.charts.svg import Drawing, element, words
from publish.site.frame.assets import BUILT
from publish.site.maps.circles import Circle, apart

Ring = list[tuple[float, float]]
# The height of a small drawing; the radius of a circle with room for a number.
LOW, READ = 280, 7
# Nearer than this zoom, the coarse lines of rivers would run where no river is.
RIVERS = 8


@dataclass(frozen=True)
class Outline:
    """A ring or a line, and the box around it."""

    line: Ring
    box: Box

    def touches(self, other: Box) -> bool:
        """Whether something of it may lie in another box."""
        apart = self.box.east < other.west or self.box.west > other.east
        return not (apart or self.box.north < other.south or self.box.south > other.north)


def drawn(
    placed: Sequence[tuple[Frame, Sequence[Dot]]], shapes: Sequence[Sequence[Shape]] = ()
) -> Drawing:
    """Each frame with its land, its shapes and its dots (latitude, longitude, number).

    Dots that would cover each other are one.
    """
    parts = [
        _framed(frame, dots, of or (), f"frame-{i}")
        for i, ((frame, dots), of) in enumerate(zip_longest(placed, shapes))
    ]
    return Drawing(WIDTH, HEIGHT, "".join(parts))


def small(
    placed: Sequence[tuple[Frame, Sequence[Dot]]], shapes: Sequence[Sequence[Shape]] = ()
) -> Drawing:
    """The first frame alone, low enough for a card, which no number would be read on."""
    [(frame, dots), *_] = placed
    low = replace(frame, height=LOW)
    inside = _framed(low, dots, next(iter(shapes), ()), "frame-0", numbers=False)
    return Drawing(WIDTH, LOW, inside)


def _framed(
    frame: Frame, dots: Sequence[Dot], shapes: Sequence[Shape], id: str, *, numbers: bool = True
) -> str:
    parts = [_part(frame, part) for shape in shapes for part in shape.parts]
    circles = [_circle(circle, numbers) for circle in apart(_placed(frame, dots))]
    return framed(frame, id, *parts, *circles)


def framed(frame: Frame, id: str, *inside: str) -> str:
    """The frame with its land, and what is drawn (SVG) upon it; `id` is unique in the drawing."""
    sides = {"x": frame.x, "y": frame.y, "width": frame.width, "height": frame.height}
    outlines = _outlines()
    land = "".join(_path(frame, ring, closed=True) for ring in outlines.land)
    borders = "".join(_path(frame, line, closed=False) for line in outlines.borders)
    shown = outlines.rivers if frame.zoom <= RIVERS else ()
    rivers = "".join(_path(frame, line, closed=False) for line in shown)
    ground = element(
        "g",
        element("path", d=land, class_="land"),
        element("path", d=rivers, class_="river"),
        element("path", d=borders, class_="border"),
        *inside,
        clip_path=f"url(#{id})",
    )
    clip = element("clipPath", element("rect", **sides), id=id)
    edge = element("rect", **sides, class_="border")
    return clip + element("rect", **sides, class_="sea") + ground + edge


def _part(frame: Frame, part: Part) -> str:
    """A line or a polygon; a point is a dot."""
    if part.kind == "Point":
        return ""
    closed = part.kind == "Polygon"
    lines = "".join(_path(frame, _outline(line), closed=closed) for line in part.lines)
    even = "evenodd" if closed else None
    return element("path", d=lines, class_="area" if closed else "way", fill_rule=even)


def _placed(frame: Frame, dots: Iterable[Dot]) -> Iterator[Circle]:
    for lat, lon, number in dots:
        yield Circle(*frame.place(lon, lat), number)


def _circle(circle: Circle, numbers: bool) -> str:
    """A circle; its number in it where there is room."""
    x, y, radius = circle.x, circle.y, circle.radius
    drawn = element("circle", cx=x, cy=y, r=radius, class_="ring")
    if not numbers or radius < READ:
        return drawn
    size = min(11, 2.6 * radius / sqrt(len(str(circle.number))))
    told = str(circle.number)
    return drawn + words(told, x, y + size / 3, text_anchor="middle", font_size=size, class_="on")


def _path(frame: Frame, outline: Outline, *, closed: bool) -> str:
    """The part of a line inside a frame, to the pixel."""
    box = frame.around
    if not outline.touches(box):
        return ""
    kept = clipped(outline.line, box) if closed else outline.line
    steps: list[tuple[int, int]] = []
    for x, y in (frame.place(lon, lat) for lon, lat in kept):
        if not steps or abs(x - steps[-1][0]) + abs(y - steps[-1][1]) >= 1.5:
            steps.append((round(x), round(y)))
    if len(steps) < 2:
        return ""
    return "M" + "L".join(f"{x} {y}" for x, y in steps) + ("Z" if closed else "")


def clipped(ring: Ring, box: Box) -> Ring:
    """The part of a ring inside a box (Sutherland and Hodgman)."""
    for axis, limit, sign in (
        (0, box.west, 1), (0, box.east, -1), (1, box.south, 1), (1, box.north, -1)
    ):  # fmt: skip
        kept: Ring = []
        for before, point in zip([ring[-1:][0], *ring] if ring else [], ring, strict=False):
            was, is_now = ((one[axis] - limit) * sign >= 0 for one in (before, point))
            if was != is_now:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                x, y = (b + (p - b) * share for b, p in zip(before, point, strict=True))
                kept.append((x, y))
            if is_now:
                kept.append(point)
        ring = kept
    return ring


@dataclass(frozen=True)
class Outlines:
    """Rings of land, lines of borders and of rivers."""

    land: Sequence[Outline] = ()
    borders: Sequence[Outline] = ()
    rivers: Sequence[Outline] = ()


@cache
def _outlines() -> Outlines:
    """What is drawn below the points; nothing where `make` has not built it."""
    path = BUILT / "contours.json"
    if not path.is_file():
        return Outlines()
    # What an older `make` built has no rivers.
    land, *lines = json.loads(path.read_text(encoding="utf-8"))["features"]
    rings = [ring for polygon in land["geometry"]["coordinates"] for ring in polygon]
    drawn = ([_outline(line) for line in one["geometry"]["coordinates"]] for one in lines)
    return Outlines([_outline(ring) for ring in rings], *drawn)


def _outline(points: Iterable[Sequence[float]]) -> Outline:
    line = [(lon, lat) for lon, lat in points]
    lons, lats = zip(*line, strict=True)
    return Outline(line, Box(min(lons), min(lats), max(lons), max(lats)))
