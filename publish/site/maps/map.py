"""The map of the selected rows: its words, its first view and its addresses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from publish.figures.frames import LEAST, first_view, whole_view
from publish.figures.frames import still as asked
from publish.figures.places import PointGroup, groups, union
from publish.site.base.refusals import Interrupted
from publish.site.base.site import Site
from publish.site.base.timing import Budget
from publish.site.charts.svg import Drawing
from publish.site.frame.links import address, with_argument
from publish.site.maps.facts import category
from publish.site.maps.places import columns
from publish.site.maps.shapes import shapes
from publish.site.maps.still import drawn
from publish.site.rows.area_words import box_in_words
from publish.site.rows.selection import WIDE, Selection, answered
from publish.site.rows.selection_words import selection_in_words
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext
from publish.site.text.words import readable_number

# A drawing asks for its groups, and for the dots of each of its frames.
STILL = 8


@dataclass(frozen=True)
class Map:
    """A map as a template shows it.

    `view` is what it shows first, as `west,south,east,north`, `all` what holds every point.
    Of one that comes `later` neither is known yet. `selected` says of which rows it is. `way` are
    the arguments that lead from a row back to them, `near` is the point that they are near to.
    """

    points: int
    selected: str
    sentence: str
    view: str
    all: str
    page: str
    picture: str
    points_file: str
    later: bool = False
    shapes: bool = False
    color: str = ""
    way: str = ""
    near: str = ""


async def map_of(site: Site, selection: Selection, budget: Budget) -> Map | None:
    """The map of the rows selected; None where the table has none."""
    if not columns(selection):
        return None
    path = str(site.urls.table(selection.release.dataset, selection.table))
    if selection.wide and selection.areas:
        return _of_area(_addressed(path, selection, []), selection)
    try:
        found = await answered(site, selection, groups(selection), budget)
    except Interrupted:
        return replace(_addressed(path, selection, []), sentence=_late())
    return _addressed(path, selection, found)


def _of_area(map: Map, selection: Selection) -> Map:
    """The map of more rows than are counted: the area asked for."""
    box = selection.areas[0].box
    said = {"n": readable_number(WIDE), "where": box_in_words(box)}
    whole = replace(box, west=-180.0, east=180.0) if box.crosses else box
    view = whole.around(LEAST).text
    words = _("More than %(n)s points, %(where)s.") % said
    return replace(map, points=WIDE, sentence=words, view=view, all=view)


def map_later(site: Site, selection: Selection) -> Map | None:
    """The same where it is drawn when a browser asks for its picture."""
    if not columns(selection):
        return None
    path = str(site.urls.table(selection.release.dataset, selection.table))
    said = _("Where the rows selected lie.")
    return replace(_addressed(path, selection, []), sentence=said, view="", later=True)


def _late() -> str:
    return _("This map takes long to draw: filter the rows, or open it alone.")


def _addressed(path: str, selection: Selection, found: Sequence[PointGroup]) -> Map:
    """The map of rows, by the address of their table and what selects them."""
    arguments, near = selection.arguments, selection.near
    shapes = selection.resource.shape is not None
    return Map(
        points=sum(group.points for group in found),
        selected=selection_in_words(selection),
        sentence=sentence(found, shapes),
        view=first_view(found).text,
        all=whole_view(found).text if found else "",
        page=address(f"{path}/-/map", arguments),
        picture=with_argument(address(f"{path}/-/map.svg", arguments), "_bare", "1"),
        points_file=address(f"{path}/-/points.json", arguments),
        shapes=shapes,
        color=category(selection) or "",
        way=address("", arguments),
        near=f"{near.circle.lat},{near.circle.lon}" if near else "",
    )


def sentence(found: Sequence[PointGroup], shapes: bool = False) -> str:
    """How many points or shapes there are, where, and how many lie apart."""
    if not found:
        return _("None of these rows has a place on the map.")
    points = sum(group.points for group in found)
    box = union(group.box for group in found)
    words = {"n": readable_number(points), "where": box_in_words(box)}
    told = (
        ngettext("%(n)s shape, %(where)s.", "%(n)s shapes, %(where)s.", points)
        if shapes
        else ngettext("%(n)s point, %(where)s.", "%(n)s points, %(where)s.", points)
    ) % words
    apart = points - found[0].points
    if apart:
        more = ngettext(
            "%(n)s lies far from the others.", "%(n)s lie far from the others.", apart
        ) % {"n": readable_number(apart)}
        return f"{told} {more}"
    return told


async def still(
    site: Site, selection: Selection, draw: Callable[..., Drawing] = drawn
) -> tuple[Drawing, str]:
    """The map as a drawing, `drawn` or `small`, and its sentence; raises Interrupted."""
    budget = Budget(STILL * site.setting("sql_time_limit_ms"))
    placed, found = await answered(site, selection, asked(selection), budget)
    if not selection.resource.shape:
        return draw(placed), sentence(found)
    seen = [await shapes(site, selection, frame.around, frame.zoom) for frame, _ in placed]
    below = [[one.shape for one in frame.shapes] for frame in seen]
    return draw(placed, below), sentence(found, shapes=True)
