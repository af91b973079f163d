"""The first rows of an area, sought where they are found without reading all that lie in it."""

from collections.abc import Iterator
from dataclasses import replace

from publish.figures.facets import reaches
from publish.figures.near import Circle
from publish.figures.tally import LARGE
from publish.site.base.refusals import Interrupted
from publish.site.base.site import Site
from publish.site.base.timing import Budget
from publish.site.rows.area import NearPlace
from publish.site.rows.selection import Selection, answered

# Circles around a place, each half as wide as the next; milliseconds of looking into all.
CIRCLES, LOOK = 9, 300


async def sought_first(site: Site, selection: Selection, rows: int) -> Selection:
    """A selection whose first rows are the same, so many or all that there are.

    The nearest lie in the smallest circle with so many. In another order a part of most rows is
    met soonest by going through all of them.
    """
    near = selection.near
    if selection.release.counts.get(selection.table, 0) < LARGE or not selection.areas:
        return selection
    if near and not selection.sort:
        return await _in_a_circle(site, selection, near, rows)
    if not selection.wide:
        return selection
    return replace(selection, areas=tuple(replace(one, scanned=True) for one in selection.areas))


async def _in_a_circle(site: Site, selection: Selection, near: NearPlace, rows: int) -> Selection:
    budget = Budget(LOOK)
    for smaller in _circles(selection, near):
        try:
            if await answered(site, smaller, reaches(smaller, rows), budget):
                return smaller
        except Interrupted:
            break
    return selection


def _circles(selection: Selection, near: NearPlace) -> Iterator[Selection]:
    others = [area for area in selection.areas if area is not near]
    for half in range(CIRCLES, 0, -1):
        circle = Circle(near.circle.lat, near.circle.lon, near.circle.km / 2**half)
        yield replace(selection, areas=(*others, replace(near, circle=circle)))
