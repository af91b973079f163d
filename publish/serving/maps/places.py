"""Where the selected rows lie: their groups, their points, and counts of a grid beyond."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from datasette.utils import escape_sqlite, path_from_row_pks

from publish.serving.datasette_site import Site
from publish.serving.maps.box import Box, union
from publish.serving.selection import Selection

# Degrees of a cell when looking for groups that lie far apart, such as islands overseas.
COARSE = 4.0
# Points of one answer; beyond, rows are counted by cells of so many pixels at each zoom.
POINTS = 5000
CELL_PIXELS = 32
Cell = tuple[int, int]


@dataclass(frozen=True)
class Group:
    """Points near each other: how many, and where."""

    points: int
    box: Box


def columns(selection: Selection) -> tuple[str, str] | None:
    """The columns of latitudes and longitudes, where the table has a map."""
    pair = selection.browse.get("map")
    return (pair[0], pair[1]) if pair else None


def _placed(selection: Selection, box: Box | None = None) -> tuple[str, dict[str, Any]]:
    """SQL of the rows that have a place, with `map.lat` and `map.lon`, names that no column has."""
    lat, lon = (escape_sqlite(name) for name in columns(selection) or ())
    sql, parameters = selection.from_sql()
    found = dict(parameters)
    inside = "[map.lat] between -90 and 90 and [map.lon] between -180 and 180"
    if box:
        inside = "[map.lat] between :south and :north and [map.lon] between :west and :east"
        found |= {"west": box.west, "south": box.south, "east": box.east, "north": box.north}
    return f"from (select *, {lat} as [map.lat], {lon} as [map.lon] {sql}) where {inside}", found


async def _rows(
    site: Site, selection: Selection, sql: str, parameters: Mapping[str, Any], limit: int | None
) -> list[Any]:
    database = site.get_database(selection.release.dataset)
    found = await database.execute(sql, dict(parameters), custom_time_limit=limit)
    return list(found.rows)


async def groups(site: Site, selection: Selection, limit: int | None = None) -> list[Group]:
    """The points by neighbourhood, the largest group first."""
    source, parameters = _placed(selection)
    sql = (
        "select cast(([map.lat] + 90) / :coarse as integer),"
        " cast(([map.lon] + 180) / :coarse as integer),"
        " count(*), min([map.lon]), min([map.lat]), max([map.lon]), max([map.lat])"
        f" {source} group by 1, 2"
    )
    found = await _rows(site, selection, sql, parameters | {"coarse": COARSE}, limit)
    cells = {(row[0], row[1]): Group(row[2], Box(*row[3:])) for row in found}
    joined = [
        Group(sum(cells[one].points for one in near), union(cells[one].box for one in near))
        for near in neighbourhoods(set(cells))
    ]
    return sorted(joined, key=lambda group: (-group.points, group.box.west))


def neighbourhoods(cells: set[Cell]) -> Iterator[set[Cell]]:
    """Cells that touch, also at a corner, together."""
    left = set(cells)
    while left:
        near, edge = set[Cell](), [left.pop()]
        while edge:
            row, column = cell = edge.pop()
            near.add(cell)
            beside = {(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & left
            left -= beside
            edge += beside
        yield near


def cell_of(zoom: int) -> float:
    """The side of a cell in degrees, the same at each place and for every view of a zoom."""
    return float(360 / 256 * CELL_PIXELS / 2**zoom)


async def counted(
    site: Site, selection: Selection, box: Box | None, cell: float
) -> list[tuple[float, float, int]]:
    """Latitude and longitude (means) and number of the points of each cell."""
    source, parameters = _placed(selection, box)
    sql = (
        f"select round(avg([map.lat]), 5), round(avg([map.lon]), 5), count(*) {source}"
        " group by cast(([map.lat] + 90) / :cell as integer),"
        " cast(([map.lon] + 180) / :cell as integer)"
    )
    found = await _rows(site, selection, sql, parameters | {"cell": cell}, None)
    return [(row[0], row[1], row[2]) for row in found]


async def points(site: Site, selection: Selection, box: Box | None) -> list[list[Any]] | None:
    """Latitude, longitude, label and address of each point; None where there are too many.

    The address is "" where a row has none.
    """
    source, parameters = _placed(selection, box)
    keys = ", ".join(escape_sqlite(key) for key in selection.keys)
    named = escape_sqlite(label_column(selection))
    sql = (
        f"select round([map.lat], 5), round([map.lon], 5), {named}{', ' + keys if keys else ''}"
        f" {source} limit {POINTS + 1}"
    )
    found = await _rows(site, selection, sql, parameters, None)
    if len(found) > POINTS:
        return None
    return [[row[0], row[1], _said(row[2]), _path(selection, row)] for row in found]


def label_column(selection: Selection) -> str:
    """The column that names a point: the label, a key, or the first column."""
    label = selection.browse.get("label")
    return str(label or next(iter(selection.keys), selection.all_columns[0]))


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _path(selection: Selection, row: Any) -> str:
    """The last part of the address of a row's page."""
    if not (selection.keys and selection.has_row_pages):
        return ""
    values = dict(zip(selection.keys, tuple(row)[3:], strict=True))
    return str(path_from_row_pks(values, list(selection.keys), False))
