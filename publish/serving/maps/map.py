"""The map of the selected rows: its words, its first view and its addresses."""

from collections.abc import Sequence
from dataclasses import dataclass

from datasette.database import QueryInterrupted

from publish.serving.charts.svg import Drawing
from publish.serving.datasette_site import Site
from publish.serving.languages import gettext as _
from publish.serving.languages import ngettext
from publish.serving.links import Pairs, address, with_argument
from publish.serving.maps.box import Box, union
from publish.serving.maps.places import Group, columns, counted, groups
from publish.serving.maps.still import drawn, frames
from publish.serving.selection import Selection
from publish.serving.words import readable_number

# Milliseconds that a query may take on the page of a table, which has other things to show.
HURRY = 500
# Degrees across of the view of a single point.
LEAST = 0.4
# A point by itself is shown with the coasts and borders around it.
ALONE = 9.0


@dataclass(frozen=True)
class Map:
    """A map as a template shows it.

    `view` is what it shows first, as `west,south,east,north`, `all` what holds every point;
    `late`: the database took too long.
    """

    points: int
    sentence: str
    view: str
    all: str
    page: str
    picture: str
    points_file: str
    late: bool = False


async def map_of(site: Site, selection: Selection, limit: int | None = HURRY) -> Map | None:
    """The map of the rows selected; None where the table has none."""
    if not columns(selection):
        return None
    path = str(site.urls.table(selection.release.dataset, selection.table))
    try:
        found = await groups(site, selection, limit)
    except QueryInterrupted:
        return _addressed(path, selection.arguments, [], late=True)
    return _addressed(path, selection.arguments, found)


def _addressed(path: str, arguments: Pairs, found: Sequence[Group], late: bool = False) -> Map:
    """The map of rows, by the address of their table and what selects them."""
    return Map(
        points=sum(group.points for group in found),
        sentence=_("This map takes long to draw: filter the rows, or open it alone.")
        if late
        else sentence(found),
        view=first_view(found).text,
        all=union(group.box for group in found).around(LEAST).text if found else "",
        page=address(f"{path}/-/map", arguments),
        picture=with_argument(address(f"{path}/-/map.svg", arguments), "_bare", "1"),
        points_file=address(f"{path}/-/points.json", arguments),
        late=late,
    )


def first_view(found: Sequence[Group]) -> Box:
    """The largest group, with a margin; the world where there is none."""
    if not found:
        return Box(-170.0, -56.0, 180.0, 75.0)
    return found[0].box.around(ALONE if found[0].points == 1 else LEAST)


def sentence(found: Sequence[Group]) -> str:
    """How many points there are, where, and how many lie apart."""
    if not found:
        return _("None of these rows has a place on the map.")
    points = sum(group.points for group in found)
    box = union(group.box for group in found)
    words = {"n": readable_number(points), "where": _extent(box)}
    told = ngettext("%(n)s point, %(where)s.", "%(n)s points, %(where)s.", points) % words
    apart = points - found[0].points
    if apart:
        more = ngettext(
            "%(n)s lies far from the others.", "%(n)s lie far from the others.", apart
        ) % {"n": readable_number(apart)}
        return f"{told} {more}"
    return told


def _extent(box: Box) -> str:
    """A box in words; a single point too."""
    south, north, west, east = (
        _degrees(box.south, _("S"), _("N")), _degrees(box.north, _("S"), _("N")),
        _degrees(box.west, _("W"), _("E")), _degrees(box.east, _("W"), _("E")),
    )  # fmt: skip
    if (south, west) == (north, east):
        return _("at %(lat)s %(lon)s") % {"lat": south, "lon": west}
    words = {"south": south, "north": north, "west": west, "east": east}
    return _("from %(south)s to %(north)s and from %(west)s to %(east)s") % words


def _degrees(value: float, under: str, over: str) -> str:
    return f"{readable_number(round(abs(value), 1))}° {under if value < 0 else over}"


async def still(site: Site, selection: Selection) -> tuple[Drawing, str]:
    """The map as a drawing, and its sentence; raises QueryInterrupted."""
    found = await groups(site, selection)
    boxes = [first_view(found), *(group.box.around(LEAST, 0.2) for group in found[1:])]
    placed = [
        (frame, await counted(site, selection, frame.around, frame.cell)) for frame in frames(boxes)
    ]
    return drawn(placed), sentence(found)
