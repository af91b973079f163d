"""Checks on where rows lie: on the globe, where they are said to be, in shapes that are some."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.modes.protected import PublishedTable
from publish.bakehouse.projected import area
from publish.bakehouse.shapes import absent, box, is_geometry
from publish.declare.declaration import Coordinates, Table
from publish.errors import Problem, Severity
from publish.words.systems import fitting

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Finding:
    """Where points are not as they should be, and what is said of it.

    Of `all_block`, one that is true of all points is a blocker.
    """

    condition: Any
    what: str
    fix: str = ""
    all_block: bool = False


def coordinates(inspection: Inspection) -> Iterator[Problem]:
    """Coordinates and shapes: on the globe, not swapped, inside their bounds."""
    for table in inspection.published.values():
        for pair in _pairs(table.declared):
            yield from _problems(table, pair)
        if table.declared.browse.shape:
            yield from _shape_problems(table, table.declared.browse.shape)


def _pairs(table: Table) -> Iterator[Coordinates]:
    """The declared pairs, and that of the map, which nobody needs to declare twice."""
    yield from table.coordinates
    drawn = table.browse.point
    if drawn and drawn not in [(pair.lat, pair.lon) for pair in table.coordinates]:
        yield Coordinates(lat=drawn[0], lon=drawn[1])


def _problems(table: PublishedTable, pair: Coordinates) -> Iterator[Problem]:
    place = f"{table.name}.{pair.lat}+{pair.lon}"
    lat, lon = table.rows[pair.lat], table.rows[pair.lon]
    findings = _findings(pair, lat, lon)
    counts = {code: finding.condition.sum() for code, finding in findings.items()}
    points = (lat.notnull() & lon.notnull()).sum()
    [found] = table.rows.aggregate(**counts, points=points).to_pyarrow().to_pylist()
    for code, finding in findings.items():
        if rows := found[code]:
            severity = _severity(rows, found["points"]) if finding.all_block else "warning"
            fix = _of_metres(table, pair) if code == "coordinates-off-globe" else finding.fix
            yield Problem(code, place, f"{rows} rows {finding.what}", fix, severity)


def _shape_problems(table: PublishedTable, column: str) -> Iterator[Problem]:
    text = table.rows[column]
    west, south, east, north = box(text)
    some = ~absent(text)
    off_globe = (west < -180) | (south < -90) | (east > 180) | (north > 90)
    counts = {"some": some, "none": some & ~is_geometry(text), "off": some & off_globe}
    sums = {name: condition.sum() for name, condition in counts.items()}
    [found] = table.rows.aggregate(**sums).to_pyarrow().to_pylist()
    place = f"{table.name}.{column}"
    if found["none"]:
        what = f"{found['none']} values are no geometry of GeoJSON (RFC 7946)"
        fix = 'write for example {"type": "Point", "coordinates": [2.35, 48.85]}'
        yield Problem("no-geometry", place, what, fix, _severity(found["none"], found["some"]))
    if found["off"]:
        what = f"{found['off']} shapes off the globe"
        fix = "write degrees (WGS 84), as `ogr2ogr -t_srs EPSG:4326 new.geojson old.geojson` does"
        severity = _severity(found["off"], found["some"])
        yield Problem("coordinates-off-globe", place, what, fix, severity)


def _severity(rows: int, points: int) -> Severity:
    """A blocker where it is true of all."""
    return "blocker" if rows == points else "warning"


def _findings(pair: Coordinates, lat: Any, lon: Any) -> dict[str, Finding]:
    off_globe = (lat.abs() > 90) | (lon.abs() > 180)
    zero = (lat == 0) & (lon == 0)
    found = {
        "coordinates-off-globe": Finding(off_globe, "off the globe", all_block=True),
        "coordinates-zero": Finding(zero, "at 0, 0, in the sea", "leave them empty"),
    }
    if pair.system:
        found["coordinates-outside-system"] = Finding(
            ~_within(area(pair.system), lat, lon),
            f"outside of where {pair.system} is used",
            "write the `system` of the export, `lat` for its northings (Y) and `lon` for its "
            "eastings (X)",
            all_block=True,
        )
    if pair.bounds:
        inside = _within(pair.bounds, lat, lon)
        swapped = ~inside & _within(pair.bounds, lon, lat)
        outside = ~inside & ~swapped & ~off_globe
        found |= {
            "coordinates-swapped": Finding(swapped, "with latitude and longitude swapped"),
            "coordinates-out-of-bounds": Finding(outside, "outside the declared bounds"),
        }
    return found


def _within(bounds: Box, lat: Any, lon: Any) -> Any:
    """Whether a point lies in a box; one that crosses the antimeridian begins east of its end."""
    west, south, east, north = bounds
    wide = lon.between(west, east) if west <= east else (lon >= west) | (lon <= east)
    return lat.between(south, north) & wide


def _of_metres(table: PublishedTable, pair: Coordinates) -> str:
    """The way out for values that are no degrees: the systems on whose land they lie."""
    lat, lon = table.rows[pair.lat], table.rows[pair.lon]
    far = table.rows.filter((lat.abs() > 90) | (lon.abs() > 180))
    ends = {"west": lon.min(), "south": lat.min(), "east": lon.max(), "north": lat.max()}
    [extent] = far.aggregate(**ends).to_pyarrow().to_pylist()
    known = {} if None in extent.values() else fitting(tuple(extent.values()))
    names = [f"{code} ({system.name})" for code, system in known.items()]
    looks = f"these look like metres of {' or '.join(names)}: " if known else "of metres, "
    code = next(iter(known), "EPSG:2154")
    return (
        f"write degrees (WGS 84); {looks}declare `coordinates: [{{lat: {pair.lat}, "
        f"lon: {pair.lon}, system: {code}}}]`"
    )
