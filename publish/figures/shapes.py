"""Geometries of GeoJSON (RFC 7946) as maps need them: where they lie, and with few vertices."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from publish.forms.geojson import GEOMETRIES

# Vertices of the longest line of a shape as it is seen whole.
OVERVIEW = 200

Position = tuple[float, float]
Line = list[Position]


@dataclass(frozen=True)
class Part:
    """Lines of one kind: a point, a line, or the rings of a polygon, the outer one first."""

    kind: str
    lines: list[Line]


@dataclass(frozen=True)
class Shape:
    """What a geometry is made of, in degrees; at least one part."""

    parts: list[Part]

    @property
    def vertices(self) -> int:
        """How many positions it has."""
        return sum(len(line) for part in self.parts for line in part.lines)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        return _box([position for part in self.parts for line in part.lines for position in line])

    @property
    def middle(self) -> Position:
        """A position on it, of its largest part: where its name stands on a map."""
        largest = max(self.parts, key=lambda part: (_extent(part.lines[0]), len(part.lines[0])))
        line = largest.lines[0]
        return _inside(largest.lines) if largest.kind == "Polygon" else line[len(line) // 2]

    def simpler(self, step: float) -> "Shape | None":
        """The shape without vertices that are nearer than `step` to the one before, and without
        what is smaller than that; None where nothing is left."""
        parts = [part for part in (_simpler(part, step) for part in self.parts) if part]
        return Shape(parts) if parts else None

    @property
    def overview(self) -> "Shape | None":
        """The shape as it is drawn where all of it is seen."""
        west, south, east, north = self.box
        return self.simpler(max(east - west, north - south) / OVERVIEW)

    @property
    def text(self) -> str:
        """As GeoJSON, to a metre."""
        written = [_written(part) for part in self.parts]
        tree = {"type": "GeometryCollection", "geometries": written} if written[1:] else written[0]
        return json.dumps(tree, separators=(",", ":"))


def read_shape(text: str | None) -> Shape | None:
    """The shape of a geometry's text; None for what is no geometry or has no position."""
    try:
        parts = list(_parts(json.loads(text or "null")))
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    return Shape(parts) if parts else None


def _parts(tree: Any) -> Iterator[Part]:
    if not isinstance(tree, Mapping) or tree.get("type") not in GEOMETRIES:
        return
    kind = str(tree["type"])
    if kind == "GeometryCollection":
        for one in tree["geometries"]:
            yield from _parts(one)
        return
    single = kind.removeprefix("Multi")
    several = tree["coordinates"] if kind.startswith("Multi") else [tree["coordinates"]]
    for one in several:
        lines = one if single == "Polygon" else [one] if single == "LineString" else [[one]]
        read = [[(float(at[0]), float(at[1])) for at in line] for line in lines if line]
        if read:
            yield Part(single, read)


def _simpler(part: Part, step: float) -> Part | None:
    if part.kind == "Point":
        return part
    least = 4 if part.kind == "Polygon" else 2
    lines = [_thinned(line, step) for line in part.lines]
    if len(lines[0]) < least:
        return None
    return Part(part.kind, [line for line in lines if len(line) >= least])


def _thinned(line: Line, step: float) -> Line:
    kept = line[:1]
    for position in line[1:-1]:
        if abs(position[0] - kept[-1][0]) + abs(position[1] - kept[-1][1]) >= step:
            kept.append(position)
    return kept + line[1:][-1:]


def _inside(rings: list[Line]) -> Position:
    """The middle of the longest way through a polygon, from west to east, at half its height."""
    _, south, _, north = _box(rings[0])
    y = (south + north) / 2
    crossings = sorted(x for ring in rings for x in _crossings(ring, y))
    ways = list(zip(crossings[::2], crossings[1::2], strict=False))
    if not ways:
        return rings[0][0]
    start, end = max(ways, key=lambda way: way[1] - way[0])
    return (start + end) / 2, y


def _crossings(ring: Line, y: float) -> Iterator[float]:
    for (x, before), (other, after) in pairwise(ring):
        if (before > y) != (after > y):
            yield x + (other - x) * (y - before) / (after - before)


def _box(line: Line) -> tuple[float, float, float, float]:
    xs, ys = zip(*line, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _extent(line: Line) -> float:
    west, south, east, north = _box(line)
    return (east - west) * (north - south)


def _written(part: Part) -> dict[str, Any]:
    lines = [[[round(x, 5), round(y, 5)] for x, y in line] for line in part.lines]
    coordinates: Any = lines
    if part.kind != "Polygon":
        coordinates = lines[0][0] if part.kind == "Point" else lines[0]
    return {"type": part.kind, "coordinates": coordinates}
