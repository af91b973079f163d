"""Rows in a part of the Earth: a box of degrees, or all that is near a place, as SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import asin, cos, degrees, radians, sin, sqrt

from publish.figures.places import Box
from publish.release.table import Table
from publish.words.sql import sql_name

# The mean radius of the Earth, and what a degree of a great circle is long.
EARTH_KM = 6371.0088
DEGREE_KM = radians(EARTH_KM)
Condition = tuple[str, Mapping[str, object]]


@dataclass(frozen=True)
class Circle:
    """All that is at most so many kilometres from a point."""

    lat: float
    lon: float
    km: float

    @cached_property
    def box(self) -> Box:
        """The smallest box around it."""
        high = self.km / DEGREE_KM
        south, north = max(-90.0, self.lat - high), min(90.0, self.lat + high)
        if south == -90 or north == 90:
            return Box(-180, south, 180, north)
        wide = degrees(asin(sin(radians(high)) / cos(radians(self.lat))))
        west, east = self.lon - wide, self.lon + wide
        return Box(
            west + 360 if west < -180 else west, south, east - 360 if east > 180 else east, north
        )

    def distance(self, lat: float, lon: float) -> float:
        """Kilometres to a point: as `squared` has it."""
        half = radians(lat - self.lat) / 2
        shrink = cos(radians(self.lat)) * (1 - half**2 / 2) - sin(radians(self.lat)) * half
        wide = abs(lon - self.lon)
        return DEGREE_KM * sqrt((lat - self.lat) ** 2 + (min(wide, 360 - wide) * shrink) ** 2)

    def squared(self, lat: str, lon: str) -> str:
        """SQL of the square of the distance in kilometres: SQLite may lack roots and sines.

        On a plane as the latitude halfway has it: right to a thousandth up to 500 km.
        """
        half = f"(({lat} - :near_lat) * {radians(1) / 2!r})"
        shrink = f"(:near_cos * (1 - {half} * {half} / 2) - :near_sin * {half})"
        wide = f"(min(abs({lon} - :near_lon), 360 - abs({lon} - :near_lon)) * {shrink})"
        high = f"({lat} - :near_lat)"
        return f"({DEGREE_KM**2!r} * ({high} * {high} + {wide} * {wide}))"

    @property
    def parameters(self) -> Mapping[str, object]:
        """What `squared` takes."""
        lat = radians(self.lat)
        return {
            "near_lat": self.lat, "near_lon": self.lon, "near_cos": cos(lat), "near_sin": sin(lat),
        }  # fmt: skip


def within_box(table: Table, box: Box, scanned: bool = False) -> Condition:
    """The rows in a box; of shapes, those that may reach into it.

    `scanned` keeps SQLite from its index of points: of most rows the first come sooner without it.
    """
    sides = {"box_west": box.west, "box_south": box.south, "box_east": box.east}
    return _inside(table, box, "box", scanned), {**sides, "box_north": box.north, **_of(table)}


def within_circle(table: Table, circle: Circle, scanned: bool = False) -> Condition:
    """The rows near a point; of shapes, those whose name stands near it. As `within_box`."""
    box = circle.box
    sides = {"near_west": box.west, "near_south": box.south, "near_east": box.east}
    found = {**sides, "near_north": box.north, "near_km": circle.km, **circle.parameters}
    near = "{} <= :near_km * :near_km"
    if table.point:
        lat, lon = map(sql_name, table.point)
        exact = near.format(circle.squared(lat, lon))
        return f"{_inside(table, box, 'near', scanned)} and {exact}", found
    exact = near.format(circle.squared("lat", "lon"))
    return _of_shapes(exact), {**found, **_of(table)}


def squared_distance(table: Table, circle: Circle) -> str:
    """SQL of how far each row is, squared; what it takes stands in `within_circle` too."""
    if table.point:
        return circle.squared(*map(sql_name, table.point))
    squared, row = circle.squared("lat", "lon"), f"{sql_name(table.name)}.rowid"
    return f"(select {squared} from _shapes where [of] = :shape_of and row = {row})"  # noqa: S608


def _inside(table: Table, box: Box, name: str, scanned: bool) -> str:
    if table.point:
        lat, lon = (f"{'+' * scanned}{sql_name(name)}" for name in table.point)
        wide = (
            f"({lon} >= :{name}_west or {lon} <= :{name}_east)"
            if box.crosses
            else f"{lon} between :{name}_west and :{name}_east"
        )
        return f"{lat} between :{name}_south and :{name}_north and {wide}"
    sides = (f"east >= :{name}_west", f"west <= :{name}_east")
    wide = f"({' or '.join(sides)})" if box.crosses else " and ".join(sides)
    high = f"north >= :{name}_south and south <= :{name}_north"
    return _of_shapes(f"{high} and {wide}")


def _of_shapes(condition: str) -> str:
    return f"rowid in (select row from _shapes where [of] = :shape_of and {condition})"  # noqa: S608


def _of(table: Table) -> Mapping[str, object]:
    return {} if table.point else {"shape_of": table.name}
