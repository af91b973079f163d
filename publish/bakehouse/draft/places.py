"""Where a draft's rows lie: columns of degrees, or metres of a projected system."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from publish.bakehouse.draft.browse import DraftColumn
from publish.bakehouse.draft.degrees import numbers, order_of
from publish.bakehouse.draft.geojson import GEOMETRY
from publish.bakehouse.draft.types import TypeGuess
from publish.bakehouse.draft.vocabulary import EASTINGS, LATITUDES, LONGITUDES, NORTHINGS, POINTS
from publish.bakehouse.draft.yaml_text import Line
from publish.words.systems import SYSTEMS, fitting, spoken_of

NUMBERS = ("integer", "number")
NAMES = ("lat", "lon")
_NUMBER = r"(-?\d{1,3}(?:\.\d+)?)"
POINT = re.compile(rf"\s*\[?\s*{_NUMBER}(?:\s*,\s*|\s+){_NUMBER}(?:[\s,]+-?[\d.]+)*\s*\]?\s*")


@dataclass(frozen=True)
class Place:
    """The columns of latitudes and longitudes, and the system in whose metres they are."""

    lat: str
    lon: str
    system: str | None = None

    @property
    def pair(self) -> dict[str, object]:
        """As an item of `coordinates`."""
        system = {"system": self.system} if self.system else {}
        return {"lat": self.lat, "lon": self.lon, **system}


@dataclass(frozen=True)
class Placed:
    """The columns of a table, where it lies, and what is said of what nobody can tell."""

    columns: list[DraftColumn]
    place: Place | None = None
    notes: tuple[str, ...] = ()


def placed(columns: Sequence[DraftColumn]) -> Placed:
    """The columns with those that say where rows lie found: degrees before metres."""
    shown = [column for column in columns if column.open and column.type.type in NUMBERS]
    lat, lon = _first(shown, LATITUDES), _first(shown, LONGITUDES)
    if lat and lon and (order := order_of(_values(lat), _values(lon))):
        return _of_degrees(columns, lat, lon, swapped=order == "swapped")
    if both := _both_in_one(columns):
        return placed(both)
    y, x = _first(shown, NORTHINGS | LATITUDES), _first(shown, EASTINGS | LONGITUDES)
    return _of_metres(columns, y, x) if y and x else Placed(list(columns))


def map_of(columns: Sequence[DraftColumn], where: Placed) -> dict[str, object]:
    """The `map` of a draft: of points, or of the shapes of GeoJSON."""
    if where.place:
        return {"map": [where.place.lat, where.place.lon]}
    shapes = [one for one in columns if (one.name, one.type.type) == (GEOMETRY, "json")]
    return {"map": GEOMETRY} if shapes and shapes[0].open else {}


def place_lines(where: Placed) -> Iterator[Line]:
    """The `coordinates` of a draft, and what is said of them."""
    yield from where.notes
    if where.place:
        yield "Add `bounds: [west, south, east, north]` to find points outside."
        yield "coordinates", [where.place.pair]


def _both_in_one(columns: Sequence[DraftColumn]) -> list[DraftColumn] | None:
    """The columns with one of points (`48.85, 2.35`, a geopoint of Kobo) as two, where one is."""
    if {column.name for column in columns}.intersection(NAMES):
        return None
    for number, column in enumerate(columns):
        texts = [text for text in column.counts if text.strip()] if _of_points(column) else []
        points = [point for text in texts if (point := POINT.fullmatch(text))]
        if not texts or len(points) < len(texts):
            continue
        firsts, seconds = ([float(point[at]) for point in points] for at in (1, 2))
        order = order_of(firsts, seconds)
        if order:
            names = NAMES if order == "as named" else NAMES[::-1]
            parts = [_part(column, name, part) for part, name in enumerate(names)]
            return [*columns[:number], *parts, *columns[number + 1 :]]
    return None


def _of_points(column: DraftColumn) -> bool:
    return column.open and column.type.type == "string" and column.speaks_of(POINTS)


def _part(column: DraftColumn, name: str, part: int) -> DraftColumn:
    which = "second" if part else "first"
    type = TypeGuess("number", {"part": part}, (f"the {which} number of each cell, degrees",))
    counts: Counter[str] = Counter()
    for text, count in column.counts.items():
        point = POINT.fullmatch(text)
        counts[point[part + 1] if point else ""] += count
    return replace(column, name=name, counts=counts, type=type)


def _of_degrees(
    columns: Sequence[DraftColumn], lat: DraftColumn, lon: DraftColumn, *, swapped: bool
) -> Placed:
    found = [_as_number(one) if one.name in (lat.name, lon.name) else one for one in columns]
    if not swapped:
        return Placed(found, Place(lat.name, lon.name))
    notes = (
        f"{lon.name} holds latitudes and {lat.name} longitudes: taken for what they hold;",
        "swap the names of the two columns, and tell who makes the export.",
    )
    return Placed(found, Place(lon.name, lat.name), notes)


def _of_metres(columns: Sequence[DraftColumn], y: DraftColumn, x: DraftColumn) -> Placed:
    known = _systems(y, x)
    if len(known) != 1:
        return Placed(list(columns), notes=tuple(_asked(y, x, known)))
    [system] = known
    names = {y.name: _name(NAMES[0], y, columns), x.name: _name(NAMES[1], x, columns)}
    why = f"metres of {system} ({SYSTEMS[system].name}), published in degrees"
    found = [
        replace(_as_number(one, why), name=names[one.name]) if one.name in names else one
        for one in columns
    ]
    return Placed(found, Place(names[y.name], names[x.name], system))


def _systems(y: DraftColumn, x: DraftColumn) -> list[str]:
    """The systems on whose land all values lie; of those that a header names where one does."""
    northings, eastings = _values(y), _values(x)
    if not northings or not eastings:
        return []
    extent = (min(eastings), min(northings), max(eastings), max(northings))
    known = list(fitting(extent))
    spoken = spoken_of(y.header) | spoken_of(x.header)
    return [code for code in known if code in spoken] or known


def _asked(y: DraftColumn, x: DraftColumn, known: Sequence[str]) -> Iterator[str]:
    if known:
        names = ", ".join(f"{code} ({SYSTEMS[code].name})" for code in known)
        yield f"{y.name} and {x.name} may be metres of {names}."
        yield "For degrees and a map, uncomment with the right one (and `type: number` in both):"
        yield f"coordinates: [{{lat: {y.name}, lon: {x.name}, system: {known[0]}}}]"


def _first(columns: Sequence[DraftColumn], words: frozenset[str]) -> DraftColumn | None:
    return next((column for column in columns if column.speaks_of(words)), None)


def _name(wanted: str, column: DraftColumn, columns: Sequence[DraftColumn]) -> str:
    """What a column of degrees is called, where nothing else is."""
    return column.name if any(one.name == wanted for one in columns) else wanted


def _as_number(column: DraftColumn, *why: str) -> DraftColumn:
    said = tuple(dict.fromkeys((*column.type.why, *why)))
    return replace(column, type=TypeGuess("number", column.type.keys, said))


def _values(column: DraftColumn) -> list[float]:
    return numbers(column.counts, column.type.keys)
