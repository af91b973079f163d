"""Boxes of degrees: west, south, east, north."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from math import atan, degrees, isfinite, log, pi, radians, sinh, tan

from datasette.utils.asgi import BadRequest

# As far as Mercator's map goes.
POLE = 85.05


@dataclass(frozen=True)
class Box:
    """A part of the Earth, in degrees (WGS 84)."""

    west: float
    south: float
    east: float
    north: float

    def around(self, least: float, share: float = 0.08) -> "Box":
        """The box with a margin: a share of its sides, and at least `least` degrees across."""
        wide = max(self.east - self.west, least) * (0.5 + share)
        high = max(self.north - self.south, least) * (0.5 + share)
        x, y = (self.west + self.east) / 2, (self.south + self.north) / 2
        return Box(
            max(-180.0, x - wide), max(-POLE, y - high), min(180.0, x + wide), min(POLE, y + high)
        )

    @property
    def text(self) -> str:
        """As addresses write it."""
        return ",".join(f"{side:.4f}" for side in astuple(self))


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all."""
    west, south, east, north = zip(*(astuple(box) for box in boxes), strict=True)
    return Box(min(west), min(south), max(east), max(north))


def read_box(value: str | None) -> Box | None:
    """The box of an address; raises BadRequest naming the value."""
    if not value:
        return None
    try:
        west, south, east, north = (float(side) for side in value.split(","))
    except ValueError:
        raise BadRequest(f"_bbox: {value!r} is no box; write west,south,east,north") from None
    if not all(map(isfinite, (west, south, east, north))) or west > east or south > north:
        raise BadRequest(f"_bbox: {value!r} is no box; write west,south,east,north in degrees")
    return Box(west, south, east, north)


def mercator(lat: float) -> float:
    """Where a latitude stands on the map, in the degrees of the equator."""
    lat = max(-POLE, min(POLE, lat))
    return degrees(log(tan(pi / 4 + radians(lat) / 2)))


def latitude(y: float) -> float:
    """The latitude at a place of the map: the inverse of `mercator`."""
    return degrees(atan(sinh(radians(y))))
