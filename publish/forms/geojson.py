"""GeoJSON (RFC 7946): a point per row, all columns as properties, the licence as own members.

A row without coordinates, or with some that are no point on Earth, is an unlocated feature
(its geometry is null, §3.2), so that this form holds as many rows as the others.
"""

import json
from collections.abc import Iterable, Iterator

from publish.forms.heading import Heading
from publish.forms.json_lines import json_row, json_text
from publish.forms.kinds import Cell, Chunk, Kind, Row

SEPARATOR = ",\n"
FEATURE = '{"type":"Feature",'
FOOT = "\n]}\n"
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
        f'"geometry":{_geometry(*(cells[name] for name in heading.point or ()))}',
        f'"properties":{json_row(heading.kinds, row)}',
    ]
    return f"{FEATURE}{','.join(members)}}}"


def _geometry(lat: Cell = None, lon: Cell = None) -> str:
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
    }
    text = json.dumps(members, ensure_ascii=False, indent=1)
    return f'{text.removesuffix("}").rstrip()},\n "features": [\n'.encode()
