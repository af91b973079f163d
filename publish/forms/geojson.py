"""GeoJSON (RFC 7946): a feature per row, its columns as properties, the licence as own members.

A feature is the point of a row, with all columns as properties, or the shape in one of them, which
is then no property.

A row without coordinates, or with some that are no point on Earth, is an unlocated feature
(its geometry is null, §3.2), so that this form holds as many rows as the others.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from publish.forms.heading import Heading
from publish.forms.json_lines import json_row, json_text, json_value
from publish.forms.kinds import Cell, Chunk, Kind, Kinds, Row

SEPARATOR = ",\n"
FEATURE = '{"type":"Feature",'
FOOT = "\n]}\n"
GEOMETRIES = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip
# The kinds of key that a feature may have as its id.
ID_KINDS: tuple[Kind, ...] = ("string", "integer")


def feature_collection(heading: Heading, features: Iterable[Chunk]) -> Iterator[Chunk]:
    """The whole file; each feature comes with a SEPARATOR before it, several may come at once."""
    yield head(heading)
    unwanted = len(SEPARATOR)
    for part in features:
        yield part[unwanted:]
        unwanted = 0
    yield FOOT.encode()


def features(heading: Heading, rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as features, a SEPARATOR before each."""
    for row in rows:
        yield f"{SEPARATOR}{feature(heading, row)}".encode()


def feature(heading: Heading, row: Row) -> str:
    """A row as a feature."""
    cells = dict(zip(heading.kinds, row, strict=True))
    id = cells[heading.key] if heading.key else None
    members = [
        *([] if id is None else [f'"id":{json_text(id)}']),
        f'"geometry":{_geometry(heading, cells)}',
        f'"properties":{json_row(*_properties(heading, cells))}',
    ]
    return f"{FEATURE}{','.join(members)}}}"


def properties(heading: Heading) -> Kinds:
    """The kinds of the columns that are properties."""
    return {name: kind for name, kind in heading.kinds.items() if name != heading.shape}


def _properties(heading: Heading, cells: Mapping[str, Cell]) -> tuple[Kinds, Row]:
    kinds = properties(heading)
    return kinds, [cells[name] for name in kinds]


def _geometry(heading: Heading, cells: Mapping[str, Cell]) -> str:
    if heading.shape:
        return _shape(heading.kinds[heading.shape], cells[heading.shape])
    return _point(*(cells[name] for name in heading.point or ()))


def _shape(kind: Kind, cell: Cell) -> str:
    found = json_value(kind, cell) if kind == "json" else None
    fits = isinstance(found, dict) and found.get("type") in GEOMETRIES
    return json_text(found) if fits else "null"


def _point(lat: Cell = None, lon: Cell = None) -> str:
    if not (isinstance(lat, int | float) and isinstance(lon, int | float)):
        return "null"
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return "null"
    return json_text({"type": "Point", "coordinates": [lon, lat]})


def head(heading: Heading) -> bytes:
    """What stands before the features."""
    members = {
        "type": "FeatureCollection",
        "name": heading.name,
        "title": heading.title,
        "license": heading.notice.id,
        "license_url": heading.notice.url,
        "attribution": heading.notice.attribution,
        **({"version": heading.version} if heading.version else {}),
        **({"filter": heading.filter} if heading.filter else {}),
        **({"distance": dict(heading.distance)} if heading.distance else {}),
    }
    text = json.dumps(members, ensure_ascii=False, indent=1)
    return f'{text.removesuffix("}").rstrip()},\n "features": [\n'.encode()
