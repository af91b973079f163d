"""Where the rows of a table lie: their groups, and counts of a grid."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from math import atan, degrees, log, pi, radians, sinh, tan
from typing import Any

from publish.figures.asking import Asking, Counted, Query
from publish.words.sql import sql_name

# As far as Mercator's map goes.
POLE = 85.05


@dataclass(frozen=True)
class Box:
    """A part of the Earth, in degrees (WGS 84).

    One that crosses the antimeridian begins east of its end (RFC 7946, 5.2).
    """

    west: float
    south: float
    east: float
    north: float

    def around(self, least: float, share: float = 0.08) -> "Box":
        """The box with a margin: a share of its sides, and at least `least` degrees across."""
        wide = max(self.east - self.west, least) * (0.5 + share)
        high = max(self.north - self.south, least) * (0.5 + share)
        # Beyond these latitudes there is no map; a box of points there lies at its edge.
        south, north = (max(-POLE, min(POLE, side)) for side in (self.south, self.north))
        x, y = (self.west + self.east) / 2, (south + north) / 2
        return Box(
            max(-180.0, x - wide), max(-POLE, y - high), min(180.0, x + wide), min(POLE, y + high)
        )

    @property
    def crosses(self) -> bool:
        """Whether it goes over the antimeridian."""
        return self.west > self.east

    def wider(self, margin: float) -> "Box":
        """The box with so many degrees more at each side."""
        west, east = self.west - margin, self.east + margin
        if self.crosses and west <= east:
            west, east = -180.0, 180.0
        return Box(west, self.south - margin, east, self.north + margin)

    def holds(self, dot: "Dot") -> bool:
        """Whether a point lies in it."""
        lat, lon = dot[:2]
        sides = (self.west <= lon, lon <= self.east)
        wide = any(sides) if self.crosses else all(sides)
        return wide and self.south <= lat <= self.north

    @property
    def text(self) -> str:
        """As addresses write it."""
        return ",".join(f"{side:.4f}" for side in astuple(self))


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all."""
    west, south, east, north = zip(*(astuple(box) for box in boxes), strict=True)
    return Box(min(west), min(south), max(east), max(north))


def mercator(lat: float) -> float:
    """Where a latitude stands on the map, in the degrees of the equator."""
    lat = max(-POLE, min(POLE, lat))
    return degrees(log(tan(pi / 4 + radians(lat) / 2)))


def latitude(y: float) -> float:
    """The latitude at a place of the map: the inverse of `mercator`."""
    return degrees(atan(sinh(radians(y))))


# Degrees of a cell when looking for groups that lie far apart, such as islands overseas.
COARSE = 4.0
# Points of one answer; beyond, rows are counted by cells of so many pixels at each zoom.
POINTS = 5000
CELL_PIXELS = 32
# Up to this zoom there are few cells, and what is counted for one view serves all.
FARTHEST_WHOLE = 6
ON_GLOBE = "[map.lat] between -90 and 90 and [map.lon] between -180 and 180"
SHAPE_COLUMNS = (
    *("lat", "lon", "west", "south", "east", "north"),
    *("vertices", "overview_vertices", "overview"),
)
Cell = tuple[int, int]
# Latitude, longitude, number.
Dot = tuple[float, float, int]


@dataclass(frozen=True)
class PointGroup:
    """Points near each other: how many, and where."""

    points: int
    box: Box


def placed(counted: Counted, box: Box | None = None) -> tuple[str, dict[str, Any]]:
    """SQL of the rows that have a place, with `map.lat` and `map.lon`, names that no column has.

    Of shapes, these are where their names stand; a box selects what may reach into it.
    """
    if counted.resource.shape:
        return _shapes(counted, box)
    lat, lon = (sql_name(name) for name in counted.resource.point or ())
    sql, parameters = counted.from_sql()
    found = dict(parameters)
    inside = ON_GLOBE
    if box:
        wide = "not between :east and :west" if box.crosses else "between :west and :east"
        inside = f"[map.lat] between :south and :north and [map.lon] {wide}"
        found |= {"west": box.west, "south": box.south, "east": box.east, "north": box.north}
    return f"from (select *, {lat} as [map.lat], {lon} as [map.lon] {sql}) where {inside}", found


def _shapes(counted: Counted, box: Box | None) -> tuple[str, dict[str, Any]]:
    """The same for a table of shapes, each row beside its own of `_shapes` ([map.shape])."""
    sql, parameters = counted.from_sql()
    found = {**parameters, "shapes_of": counted.resource.name}
    inside = ON_GLOBE
    if box:
        sides = ("[map.east] >= :west", "[map.west] <= :east")
        wide = f"({' or '.join(sides)})" if box.crosses else " and ".join(sides)
        inside += f" and [map.north] >= :south and [map.south] <= :north and {wide}"
        found |= {"west": box.west, "south": box.south, "east": box.east, "north": box.north}
    names = ", ".join(f"[map.shape].[{name}] as [map.{name}]" for name in SHAPE_COLUMNS)
    joined = "[map.shape].[of] = :shapes_of and [map.shape].[row] = [map.of].[map.row]"
    rows = f"(select *, rowid as [map.row] {sql}) as [map.of]"
    beside = f"join [_shapes] as [map.shape] on {joined}"
    return f"from (select [map.of].*, {names} from {rows} {beside}) where {inside}", found  # noqa: S608


def groups(counted: Counted) -> Asking[list[PointGroup]]:
    """The points by neighbourhood, the largest group first."""
    source, parameters = placed(counted)
    sides = SHAPE_COLUMNS[2:6] if counted.resource.shape else ("lon", "lat", "lon", "lat")
    west, south, east, north = (f"[map.{side}]" for side in sides)
    sql = (
        "select cast(([map.lat] + 90) / :coarse as integer),"
        " cast(([map.lon] + 180) / :coarse as integer),"
        f" count(*), min({west}), min({south}), max({east}), max({north})"
        f" {source} group by 1, 2"
    )
    found = yield Query(sql, parameters | {"coarse": COARSE})
    cells = {(row[0], row[1]): PointGroup(row[2], Box(*row[3:])) for row in found}
    joined = [
        PointGroup(sum(cells[one].points for one in near), union(cells[one].box for one in near))
        for near in neighbourhoods(set(cells))
    ]
    return sorted(joined, key=lambda group: (-group.points, group.box.west))


def neighbourhoods(cells: set[Cell]) -> Iterator[set[Cell]]:
    """Cells that touch, also at a corner, together."""
    left = set(cells)
    while left:
        near, edge = set[Cell](), [left.pop()]
        while edge:
            row, column = cell = edge.pop()
            near.add(cell)
            beside = {(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & left
            left -= beside
            edge += beside
        yield near


def cell_of(zoom: int) -> float:
    """The side of a cell in degrees, the same at each place and for every view of a zoom."""
    return float(360 / 256 * CELL_PIXELS / 2**zoom)


def cells(counted: Counted, box: Box | None, zoom: int) -> Asking[list[Dot]]:
    """The cells of a zoom that a box touches, and a few around it; all without a box."""
    cell = cell_of(zoom)
    if box is None or zoom > FARTHEST_WHOLE:
        return (yield from grid(counted, box, cell))
    wide = box.wider(cell)
    return [dot for dot in (yield from grid(counted, None, cell)) if wide.holds(dot)]


def grid(counted: Counted, box: Box | None, cell: float) -> Asking[list[Dot]]:
    """Latitude and longitude (means) and number of the points of each cell."""
    source, parameters = placed(counted, box)
    sql = (
        f"select round(avg([map.lat]), 5), round(avg([map.lon]), 5), count(*) {source}"
        " group by cast(([map.lat] + 90) / :cell as integer),"
        " cast(([map.lon] + 180) / :cell as integer)"
    )
    found = yield Query(sql, parameters | {"cell": cell})
    return [(row[0], row[1], row[2]) for row in found]
