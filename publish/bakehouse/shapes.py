"""Columns of geometries of GeoJSON (RFC 7946), as expressions: whether they are some, and where."""

from typing import Any

import ibis

from publish.bakehouse import functions
from publish.forms.geojson import GEOMETRIES

NUMBER = r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
# An innermost list: longitude, latitude, and perhaps an altitude.
POSITION = rf"\[\s*({NUMBER})\s*,\s*({NUMBER})"


def absent(text: Any) -> Any:
    """Whether there is no geometry, which GeoJSON writes as null."""
    return text.isnull() | (text.strip() == "null")


def is_geometry(text: Any) -> Any:
    """Whether a JSON text is a geometry with a position in it."""
    kind = functions.json_string(text, "$.type")
    return kind.isin(GEOMETRIES).fill_null(ibis.literal(False)) & text.re_search(POSITION)


def box(text: Any) -> tuple[Any, Any, Any, Any]:
    """West, south, east and north of a geometry; null of what has no position."""
    longitudes, latitudes = (
        functions.extract_all(text, POSITION, group).cast("array<float64>") for group in (1, 2)
    )
    return longitudes.mins(), latitudes.mins(), longitudes.maxs(), latitudes.maxs()
