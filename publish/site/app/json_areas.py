"""Boxes and places in Datasette's JSON: rows near a place come by their distance, and say it."""

from collections.abc import Iterable, Mapping
from typing import Any

from datasette.filters import FilterArguments

from publish.figures.near import squared_distance
from publish.release.release import Release
from publish.release.table import Table
from publish.site.app.refused import told
from publish.site.http.arguments import whole
from publish.site.rows.area import NEAR, Area, NearPlace, areas, homes, read_near, said
from publish.site.rows.area_words import rounded
from publish.site.rows.distances import DISTANCE_KM
from publish.site.rows.selection import selection_of
from publish.site.rows.sought import sought_first

_SORTS = ("_sort", "_sort_desc")
# In the scope of a request.
_ORDER, _SEEKING = "fournil.order", "fournil.seeking"


class AreaArguments(FilterArguments):  # type: ignore[misc]
    """What Datasette adds to its statement; our selections ask for areas in their own way."""


def by_distance(request: Any) -> bool:
    """Whether an address asks for rows near a place, and for no other order."""
    return bool(said(request.args, NEAR)) and not any(name in request.args for name in _SORTS)


async def area_arguments(
    site: Any, request: Any, database: str, table: str
) -> AreaArguments | None:
    """The areas of an address as conditions; what orders its rows is kept for `order_of`."""
    with told():
        release = site.release(database)
        resource = release.package.table(table)
        found = areas(request, release, table)
        if not found:
            return None
        if not _counts(request):
            found = await _sought(site, request, found)
    conditions, parameters = zip(*(area.condition(resource) for area in found), strict=True)
    merged = {name: value for one in parameters for name, value in one.items()}
    if by_distance(request):
        request.scope[_ORDER] = f"{_distance(resource, found)}, rowid"
    return AreaArguments(list(conditions), params=merged)


def _counts(request: Any) -> bool:
    """Whether an answer says more of the rows than which they are."""
    return any(name == "_extra" or name.startswith("_facet") for name in request.args)


async def _sought(site: Any, request: Any, found: tuple[Area, ...]) -> tuple[Area, ...]:
    """The same areas, or what holds all rows of the page and takes less to read."""
    # A selection asks for the arguments of plugins too.
    if request.scope.get(_SEEKING):
        return found
    request.scope[_SEEKING] = True
    try:
        asked = await site.table(request)
        selection = await selection_of(site, request, asked)
        # One row more tells whether there is another page.
        last = _offset(request) + page_size(site, request) + 1
        return (await sought_first(site, selection, last)).areas
    finally:
        request.scope[_SEEKING] = False


def _offset(request: Any) -> int:
    return whole(request.args.get("_next") or "") or 0 if by_distance(request) else 0


def page_size(site: Any, request: Any) -> int:
    """The rows of a page that Datasette gives."""
    asked = request.args.get("_size") or site.page_size
    most = int(site.max_returned_rows)
    return most if asked == "max" else whole(str(asked)) or most


def order_of(request: Any) -> str | None:
    """SQL that orders the rows of Datasette's statement by their distance, where that is asked."""
    order: str | None = request.scope.get(_ORDER)
    return order


def _distance(resource: Table, found: Iterable[Area]) -> str:
    [near] = [area for area in found if isinstance(area, NearPlace)]
    return squared_distance(resource, near.circle)


async def with_distances(site: Any, request: Any, rows: list[Any]) -> list[Any]:
    """Rows with their kilometres to the place asked for, where they show where they lie."""
    asked, values = await site.table(request), said(request.args, NEAR)
    release: Release = asked.db.release
    resource = release.package.table(asked.table)
    if not values or not resource.point:
        return rows
    (lat, lon), circle = resource.point, read_near(values[0], homes(release, resource)).circle

    def told_of(row: Mapping[str, Any]) -> dict[str, Any]:
        found = dict(row)
        if found.get(lat) is not None and found.get(lon) is not None:
            found[DISTANCE_KM] = rounded(circle.distance(found[lat], found[lon]))
        return found

    return [told_of(row) for row in rows]
