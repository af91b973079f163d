"""The points of the selected rows."""

from collections.abc import Sequence
from typing import Any

from publish.figures.places import POINTS, Box, placed
from publish.site.base.site import Site
from publish.site.http.arguments import tilde_encode
from publish.site.maps.categories import Categories
from publish.site.maps.facts import facts
from publish.site.rows.selection import Selection
from publish.words.sql import sql_name


def columns(selection: Selection) -> tuple[str, ...]:
    """The columns that say where rows lie; none where the table has no map."""
    return selection.resource.map


async def points(
    site: Site,
    selection: Selection,
    box: Box | None,
    told: Sequence[str] = (),
    colored: Categories | None = None,
) -> list[list[Any]] | None:
    """Latitude, longitude, label and address of each point; None where there are too many.

    The address is "" where a row has none. What is `told` of it stands behind, then the place of
    its category where they are `colored`.
    """
    more = (*told, *([colored.column] if colored else ()))
    source, parameters = placed(selection, box)
    degrees = "round([map.lat], 5), round([map.lon], 5)"
    names = ", ".join([*map(sql_name, more), named(selection)])
    sql = f"select {degrees}, {names} {source} limit {POINTS + 1}"
    database = site.databases[selection.release.dataset]
    found = (await database.execute(sql, parameters)).rows
    if len(found) > POINTS:
        return None
    return [_point(selection, row, told, colored) for row in found]


def _point(
    selection: Selection, row: Sequence[Any], told: Sequence[str], colored: Categories | None
) -> list[Any]:
    lat, lon, *rest = row
    more = len(told) + bool(colored)
    point = [lat, lon, *pointed(selection, rest[more:])]
    if told:
        point.append(facts(selection, told, rest[: len(told)]))
    if colored:
        point.append(colored.place(rest[more - 1]))
    return point


def named(selection: Selection) -> str:
    """SQL of what names a row and leads to its page, as `pointed` takes it."""
    return ", ".join(map(sql_name, (label_column(selection), *selection.keys)))


def pointed(selection: Selection, values: Sequence[Any]) -> tuple[str, str]:
    """The label of a row, and the end of its page's address: "" where it has none."""
    return _said(values[0]), _path(selection, values[1:])


def label_column(selection: Selection) -> str:
    """The column that names a point: the label, a key, or the first column."""
    return selection.resource.label or next(iter(selection.keys), selection.all_columns[0])


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _path(selection: Selection, keys: Sequence[Any]) -> str:
    if not (selection.keys and selection.has_row_pages):
        return ""
    return ",".join(tilde_encode(str(value)) for value in keys)
