"""GeoJSON (RFC 7946): a point per row, all columns as properties.

A row without coordinates, or with some that are no point on Earth, is an unlocated feature
(its geometry is null, §3.2), so that this form holds as many rows as the others.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from publish.bake.form import Form, joined, quoted
from publish.bake.json_lines import row_as_json
from publish.bake.notices import notices

SEPARATOR = ",\n"
FEATURE = b'{"type":"Feature",'


def has_map(form: Form) -> bool:
    """Whether the table declares where its rows lie."""
    return form.table.browse.map is not None


def bake_geojson(form: Form, path: Path) -> None:
    """Write the rows as one FeatureCollection, with the licence as members of its own."""
    with path.open("wb") as file:
        for part in _parts(form):
            file.write(part)


def geojson_whole(form: Form, path: Path) -> bool:
    """Whether there is a feature per row, each a line of its own."""
    with path.open("rb") as file:
        return sum(line.startswith(FEATURE) for line in file) == form.rows


def _parts(form: Form) -> Iterator[bytes | memoryview]:
    head = json.dumps(_head(form), ensure_ascii=False, indent=1)
    yield f'{head.removesuffix("}").rstrip()},\n "features": [\n'.encode()
    unwanted = len(SEPARATOR)
    for part in form.texts(_feature(form)):
        yield part[unwanted:]
        unwanted = 0
    yield b"\n]}\n"


def _head(form: Form) -> dict[str, str]:
    said = notices(form.package, form.resource)["en"]
    version = form.package.get("version")
    return {
        "type": "FeatureCollection",
        "name": form.name,
        "title": form.resource["title"],
        "license": said.id,
        "license_url": said.url,
        "attribution": said.attribution,
        **({"version": version} if version else {}),
    }


def _feature(form: Form) -> str:
    """SQL for a separator and a feature."""
    members = [
        f"'{SEPARATOR}{FEATURE.decode()}'",
        *_id(form),
        "'\"geometry\":'",
        _geometry(form),
        "',\"properties\":'",
        row_as_json(form),
        "'}'",
    ]
    return joined(members)


def _id(form: Form) -> list[str]:
    key = form.table.primary_key
    if len(key) != 1 or form.kinds[key[0]] not in ("string", "integer"):
        return []
    column = quoted(key[0])
    return [f"coalesce('\"id\":' || to_json({column})::VARCHAR || ',', '')"]


def _geometry(form: Form) -> str:
    lat, lon = (quoted(name) for name in form.table.browse.map or ())
    point = f'\'{{"type":"Point","coordinates":\' || json_array({lon}, {lat})::VARCHAR || \'}}\''
    return (
        f"CASE WHEN {lat} BETWEEN -90 AND 90 AND {lon} BETWEEN -180 AND 180 "
        f"THEN {point} ELSE 'null' END"
    )
