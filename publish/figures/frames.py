"""The parts of a map: a frame around the largest group of points, small ones around the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor, log2

from publish.figures.asking import Asking, Counted
from publish.figures.places import (
    FARTHEST_WHOLE,
    Box,
    Dot,
    PointGroup,
    cells,
    grid,
    groups,
    latitude,
    mercator,
    union,
)

WIDTH, HEIGHT = 640, 460
INSET, GAP = 104, 8
INSETS = 6
# Degrees across of the view of a single point, and of several that are close together.
LEAST, CLOSE = 0.4, 0.08
# Pixels of the map of a phone and of a large screen.
SCREENS = ((300, 300), (1300, 640))
# A point by itself is shown with the coasts and borders around it.
ALONE = 9.0


@dataclass(frozen=True)
class Frame:
    """A box of degrees on a part of the drawing, north up, as large as fits."""

    x: float
    y: float
    width: float
    height: float
    box: Box

    @cached_property
    def scale(self) -> float:
        """Pixels of a degree of longitude."""
        high = mercator(self.box.north) - mercator(self.box.south)
        return min(self.width / (self.box.east - self.box.west), self.height / high)

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point stands, in pixels of the drawing."""
        middle = (mercator(self.box.north) + mercator(self.box.south)) / 2
        x = self.x + self.width / 2 + (lon - (self.box.west + self.box.east) / 2) * self.scale
        return x, self.y + self.height / 2 + (middle - mercator(lat)) * self.scale

    @cached_property
    def around(self) -> Box:
        """The degrees that the frame shows, and a little more."""
        wide, high = self.width / self.scale * 0.55, self.height / self.scale * 0.55
        x = (self.box.west + self.box.east) / 2
        y = (mercator(self.box.south) + mercator(self.box.north)) / 2
        return Box(x - wide, latitude(y - high), x + wide, latitude(y + high))

    @property
    def zoom(self) -> float:
        """The zoom of a map of 256 pixels a tile that shows as much."""
        return log2(self.scale * 360 / 256)

    @property
    def cell(self) -> float:
        """Degrees of a cell that is 20 pixels wide."""
        return 20 / self.scale


def frames(boxes: Sequence[Box]) -> list[Frame]:
    """The first box large, the next ones small beneath it."""
    small = boxes[1 : INSETS + 1]
    height = HEIGHT - (INSET + GAP if small else 0)
    width = (WIDTH + GAP) / INSETS - GAP
    beneath = [
        Frame(number * (width + GAP), height + GAP, width, INSET, box)
        for number, box in enumerate(small)
    ]
    return [Frame(0, 0, WIDTH, height, box) for box in boxes[:1]] + beneath


def first_view(found: Sequence[PointGroup]) -> Box:
    """The largest group, with a margin; the world where there is none."""
    if not found:
        return Box(-170.0, -56.0, 180.0, 75.0)
    box = found[0].box
    alone = found[0].points == 1 and box.west == box.east
    return box.around(ALONE if alone else _least(found[0]))


def whole_view(found: Sequence[PointGroup]) -> Box:
    """What holds every point, of which there is one at least."""
    every = PointGroup(sum(one.points for one in found), union(one.box for one in found))
    return every.box.around(_least(every))


def _least(group: PointGroup) -> float:
    return CLOSE if group.points > 1 else LEAST


def still(counted: Counted) -> Asking[tuple[list[tuple[Frame, list[Dot]]], list[PointGroup]]]:
    """The frames of a map with their dots, and the groups of its points."""
    found = yield from groups(counted)
    boxes = [first_view(found), *(group.box.around(LEAST, 0.2) for group in found[1:])]
    dots = []
    for frame in frames(boxes):
        dots.append((frame, (yield from grid(counted, frame.around, frame.cell))))
    return dots, found


def zooms(view: Box) -> range:
    """The zooms at which screens show a box first, from small to large ones."""
    wide, high = view.east - view.west, mercator(view.north) - mercator(view.south)
    least, most = (floor(log2(360 / 256 * min(x / wide, y / high))) for x, y in SCREENS)
    return range(max(0, least), min(most, FARTHEST_WHOLE) + 1)


def first_cells(counted: Counted) -> Asking[None]:
    """The cells that a map which can be moved asks for at first."""
    view = first_view((yield from groups(counted)))
    for zoom in zooms(view):
        yield from cells(counted, None, zoom)
