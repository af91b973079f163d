"""The form that asks for the rows near a place; it works without scripts."""

from dataclasses import dataclass, replace

from publish.site.base.site import Request, Site
from publish.site.frame.links import Pairs, address, link
from publish.site.rows.area import NEAR, PLACE_KM, PLACE_NAME, USUAL_KM
from publish.site.rows.selection import Selection
from publish.site.rows.selection_address import (
    elsewhere,
    near_value,
    with_arguments,
)
from publish.site.text.words import readable_number

RADII = (2, 5, 10, 20, 50, 100)
# What was looked at is not where the place is.
_OWN = frozenset({NEAR, PLACE_NAME, PLACE_KM, "_lang", "_view"})
_SORTS = frozenset({"_sort", "_sort_desc"})


@dataclass(frozen=True)
class Nearby:
    """What the form shows: the place asked for, radii in words, what it sends along.

    `others` are places of the same name, and the addresses of the rows near them. `points` is
    where a browser finds the rows of a box, without the areas asked for now.
    """

    place: str
    radii: tuple[tuple[str, str, bool], ...]
    hidden: Pairs
    others: tuple[tuple[str, str], ...]
    points: str


def nearby(site: Site, request: Request, selection: Selection) -> Nearby | None:
    """The form of a table whose rows lie somewhere; None for others."""
    if not selection.resource.map:
        return None
    near = selection.near
    km = near.circle.km if near else USUAL_KM
    radii = sorted({*map(float, RADII), km})
    return Nearby(
        place=near.place.title if near else "",
        radii=tuple((f"{one:g}", readable_number(one), one == km) for one in radii),
        hidden=[pair for pair in elsewhere(request) if pair[0] not in _OWN | _SORTS],
        others=_others(request, selection),
        points=_points(site, selection),
    )


def _points(site: Site, selection: Selection) -> str:
    path = site.urls.table(selection.release.dataset, selection.table)
    kept = replace(selection, areas=()).arguments
    return link(address(f"{path}/-/points.json", [*kept, ("_facts", "1")]))


def _others(request: Request, selection: Selection) -> tuple[tuple[str, str], ...]:
    if not (near := selection.near):
        return ()
    return tuple(
        (
            other.title,
            with_arguments(
                request, (NEAR,), [(NEAR, near_value(other.address, f"{near.circle.km:g}"))]
            ),
        )
        for other in near.others
    )
