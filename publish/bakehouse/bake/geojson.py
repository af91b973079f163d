"""GeoJSON with DuckDB: the features that `publish.forms.geojson` writes."""

from pathlib import Path

from publish.bakehouse.bake.baked_table import BakedTable, Baker, joined
from publish.bakehouse.bake.json_lines import row_as_json
from publish.forms.geojson import (
    FEATURE,
    GEOMETRIES,
    SEPARATOR,
    feature_collection,
    properties,
)
from publish.words.sql import literal, quoted


def has_map(table: BakedTable) -> bool:
    """Whether the table declares where its rows lie."""
    return table.declared.browse.map is not None


def bake_geojson(table: BakedTable, path: Path) -> None:
    """Write the rows as one FeatureCollection."""
    with path.open("wb") as file:
        file.writelines(feature_collection(table.heading, table.texts(_feature(table))))


def geojson_whole(table: BakedTable, path: Path) -> bool:
    """Whether there is a feature per row, each a line of its own."""
    with path.open("rb") as file:
        return sum(line.startswith(FEATURE.encode()) for line in file) == table.rows


def _feature(table: BakedTable) -> str:
    """SQL for a separator and a feature."""
    members = [
        f"'{SEPARATOR}{FEATURE}'",
        *_id(table),
        "'\"geometry\":'",
        _geometry(table),
        "',\"properties\":'",
        row_as_json(properties(table.heading)),
        "'}'",
    ]
    return joined(members)


def _id(table: BakedTable) -> list[str]:
    if table.key is None:
        return []
    column = quoted(table.key)
    return [f"coalesce('\"id\":' || to_json({column})::VARCHAR || ',', '')"]


def _geometry(table: BakedTable) -> str:
    shape = table.declared.browse.shape
    return _shape(table, shape) if shape else _point(table)


def _shape(table: BakedTable, name: str) -> str:
    if table.kinds[name] != "json":
        return "'null'"
    known = ", ".join(map(literal, GEOMETRIES))
    kind = f"json_extract_string({quoted(name)}, '$.type')"
    return f"CASE WHEN {kind} IN ({known}) THEN json({quoted(name)})::VARCHAR ELSE 'null' END"


def _point(table: BakedTable) -> str:
    lat, lon = (quoted(name) for name in table.declared.browse.point or ())
    point = f'\'{{"type":"Point","coordinates":\' || json_array({lon}, {lat})::VARCHAR || \'}}\''
    return (
        f"CASE WHEN {lat} BETWEEN -90 AND 90 AND {lon} BETWEEN -180 AND 180 "
        f"THEN {point} ELSE 'null' END"
    )


GEOJSON = Baker(has_map, bake_geojson, geojson_whole)
