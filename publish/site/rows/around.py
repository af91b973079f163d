"""The rows that lie around a row, the nearest first."""

from dataclasses import dataclass

from markupsafe import Markup

from publish.figures.near import Circle, squared_distance, within_circle
from publish.site.base.refusals import Interrupted
from publish.site.base.site import Site
from publish.site.frame.links import address, link
from publish.site.rows.area import BBOX
from publish.site.rows.area_words import distance_in_words
from publish.site.rows.row_links import MILLISECONDS, RowLink, label_columns, linked_row
from publish.site.rows.selection import Selection
from publish.site.rows.table_body import Row, identifying
from publish.words.sql import sql_name

MOST = 5
# Kilometres: towns have enough within the first, mountains within the last.
CIRCLES = (1.0, 5.0, 25.0)


@dataclass(frozen=True)
class Around:
    """The nearest rows with their distances, and the address of all in a box around them."""

    rows: tuple[tuple[RowLink, Markup], ...]
    all: str


async def around(site: Site, selection: Selection, row: Row) -> Around | None:
    """What lies around a row of a table of points; None where that is nothing, or unknown."""
    point = selection.resource.point
    if point is None or any(row[name] is None for name in point):
        return None
    try:
        circle, found = await _nearest(site, selection, row, (row[point[0]], row[point[1]]))
    except Interrupted:
        return None
    rows = tuple(
        (linked_row(site, selection, one, []), distance_in_words(_km(circle, one, point)))
        for one in found
    )
    return Around(rows, _in_box(site, selection, circle)) if rows else None


async def _nearest(
    site: Site, selection: Selection, row: Row, place: tuple[float, float]
) -> tuple[Circle, list[Row]]:
    """The first circle with enough rows, and those of its rows."""
    keys = identifying(selection)
    for km in CIRCLES:
        circle = Circle(*place, km)
        read = await _within(site, selection, circle)
        found = [one for one in read if any(one[key] != row[key] for key in keys)]
        if len(found) >= MOST:
            break
    return circle, found[:MOST]


async def _within(site: Site, selection: Selection, circle: Circle) -> list[Row]:
    table = selection.resource
    condition, parameters = within_circle(table, circle)
    columns = dict.fromkeys([*label_columns(selection), *(table.point or ())])
    names = ", ".join(map(sql_name, columns))
    found = await site.databases[selection.release.dataset].execute(
        f"select {names} from {sql_name(selection.table)} where {condition} "  # noqa: S608
        f"order by {squared_distance(table, circle)}, rowid limit {MOST + 1}",
        dict(parameters),
        custom_time_limit=MILLISECONDS,
    )
    rows: list[Row] = found.rows
    return rows


def _km(circle: Circle, row: Row, point: tuple[str, str]) -> float:
    return circle.distance(row[point[0]], row[point[1]])


def _in_box(site: Site, selection: Selection, circle: Circle) -> str:
    box = circle.box
    sides = ",".join(f"{side:.4f}" for side in (box.west, box.south, box.east, box.north))
    path = str(site.urls.table(selection.release.dataset, selection.table))
    return link(address(path, [(BBOX, sides)]))
