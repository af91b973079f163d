"""Points whose latitude and longitude are swapped, as the declared bounds tell: reported, kept."""

from typing import Any

from publish.bakehouse.engine import Workspace
from publish.declare.declaration import Coordinates, Table
from publish.words.sql import literal, quoted


def swapped(table: Table, rows: Any, place: Workspace) -> dict[str, int]:
    """How many points of texts (Ibis) lie within the bounds only where they are swapped."""
    pairs = [pair for pair in table.coordinates if pair.bounds]
    if not pairs:
        return {}
    counts = ", ".join(f"count_if({_swapped(pair, table)})" for pair in pairs)
    [found] = place.sql(place.filled(f"SELECT {counts} FROM {{rows}}", rows=rows))  # noqa: S608
    named = [f"{pair.lat}+{pair.lon}" for pair in pairs]
    return {name: rows for name, rows in zip(named, found, strict=True) if rows}


def _swapped(pair: Coordinates, table: Table) -> str:
    lat, lon = _number(pair.lat, table), _number(pair.lon, table)
    return f"NOT ({_within(pair, lat, lon)}) AND {_within(pair, lon, lat)}"


def _within(pair: Coordinates, lat: str, lon: str) -> str:
    west, south, east, north = pair.bounds or (0, 0, 0, 0)
    wide = f"{lon} BETWEEN {west} AND {east}"
    if west > east:
        wide = f"({lon} >= {west} OR {lon} <= {east})"
    return f"{lat} BETWEEN {south} AND {north} AND {wide}"


def _number(column: str, table: Table) -> str:
    mark = table.columns[column].decimal
    return f"TRY_CAST(replace(trim({quoted(column)}), {literal(mark)}, '.') AS DOUBLE)"
