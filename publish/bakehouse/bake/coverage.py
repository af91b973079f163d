"""What a release covers: its first and last day, its place, the box of its mapped points."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from publish.bakehouse.shapes import box
from publish.declare.declaration import Coverage, Dataset, Table
from publish.release.described import Json, present


def coverage(dataset: Dataset, rows: Mapping[str, Any]) -> Json | None:
    """`temporal` (start and end, ISO dates), `spatial` and `bbox` (west, south, east, north, in
    degrees), declared or read from the published rows (Ibis tables by name).

    A time that goes on has no end; None where nothing is known.
    """
    declared = dataset.coverage
    found = present(
        {
            "temporal": _time(declared, rows) if declared else None,
            "spatial": declared.spatial if declared else None,
            "bbox": _declared_box(declared) or _box(dataset, rows),
        }
    )
    return found or None


def _time(declared: Coverage, rows: Mapping[str, Any]) -> Json | None:
    if declared.since is None:
        return _days(declared.temporal, rows)
    days = {"start": declared.since, "end": declared.until}
    return {name: day.isoformat() for name, day in days.items() if day}


def _declared_box(declared: Coverage | None) -> list[float] | None:
    return list(declared.bbox) if declared and declared.bbox else None


def _days(place: str | None, rows: Mapping[str, Any]) -> Json | None:
    """The first and last day of the column that `table.column` names."""
    table, _, column = (place or "").partition(".")
    if table not in rows or column not in rows[table].columns:
        return None
    days = rows[table][column]
    [(start, end)] = _values(rows[table].aggregate(start=days.min(), end=days.max()))
    return {"start": str(start)[:10], "end": str(end)[:10]} if start else None


def _box(dataset: Dataset, rows: Mapping[str, Any]) -> list[float] | None:
    """The box around the points of every map."""
    boxes = list(_boxes(dataset, rows))
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]


def _boxes(dataset: Dataset, rows: Mapping[str, Any]) -> Iterator[tuple[float, ...]]:
    for name, table in dataset.tables.items():
        sides = _sides(table, rows[name]) if name in rows else None
        if sides is None:
            continue
        west, south, east, north = sides
        on_globe = (west >= -180) & (south >= -90) & (east <= 180) & (north <= 90)
        [found] = _values(
            rows[name]
            .filter(on_globe)
            .aggregate(west=west.min(), south=south.min(), east=east.max(), north=north.max())
        )
        if all(side is not None and isfinite(side) for side in found):
            yield tuple(float(side) for side in found)


def _sides(table: Table, rows: Any) -> tuple[Any, Any, Any, Any] | None:
    """West, south, east and north of each row (Ibis); None without a map."""
    if table.browse.shape:
        return box(rows[table.browse.shape])
    if table.browse.point:
        lat, lon = (rows[column] for column in table.browse.point)
        return lon, lat, lon, lat
    return None


def _values(aggregate: Any) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in aggregate.to_pyarrow().to_pylist()]
