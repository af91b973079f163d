"""Where the selected rows must lie: in a box (`_bbox`), near a place (`_near`), or both."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from publish.figures.asking import WholeTable
from publish.figures.baked import baked
from publish.figures.near import Circle, Condition, within_box, within_circle
from publish.figures.places import Box, PointGroup, groups
from publish.release.release import Release
from publish.release.table import Table
from publish.site.base.refusals import BadRequest
from publish.site.base.site import Arguments, Request
from publish.site.rows.gazetteer import Place, alike, places

BBOX, NEAR = "_bbox", "_near"
# What boxes of a place and a radius send: `_place=Guéret&_km=10` stands for `_near=Guéret,10`.
PLACE_NAME, PLACE_KM = "_place", "_km"
# As addresses write degrees and kilometres: Python knows `1_0` too.
_NUMBER = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
# Degrees around rows that are their area too.
ABOUT = 0.5
LEAST_KM, MOST_KM, USUAL_KM = 0.1, 500.0, 10.0
TENTH = 10
_NEAR = re.compile(r"(?P<place>.*?)(?:,(?P<km>[^,]*))?", re.DOTALL)


@dataclass(frozen=True)
class InBox:
    """The rows in a box, as an address writes it."""

    value: str
    box: Box
    scanned: bool = False
    name = BBOX

    def condition(self, table: Table) -> Condition:
        """As SQL."""
        return within_box(table, self.box, self.scanned)


@dataclass(frozen=True)
class NearPlace:
    """The rows at most so many kilometres from a place; `others` have its name too."""

    value: str
    place: Place
    circle: Circle
    others: tuple[Place, ...]
    scanned: bool = False
    name = NEAR

    @property
    def box(self) -> Box:
        """The box around it."""
        return self.circle.box

    def condition(self, table: Table) -> Condition:
        """As SQL."""
        return within_circle(table, self.circle, self.scanned)


Area = InBox | NearPlace


def areas(request: Request, release: Release, name: str) -> tuple[Area, ...]:
    """The areas that an address names; raises BadRequest naming the value and a way out."""
    if place := request.args.get(PLACE_NAME):
        near = f"{place},{request.args.get(PLACE_KM) or f'{USUAL_KM:g}'}"
        raise BadRequest(f"{PLACE_NAME}: only the forms of pages send it; write _near={near}")
    table = release.package.table(name)
    found = tuple(_areas(request, release, table))
    if found and not table.map:
        name = found[0].name
        raise BadRequest(f"{name}: the rows of this table have no place on a map; leave it out")
    return found


def _areas(request: Request, release: Release, table: Table) -> Iterator[Area]:
    for name in (BBOX, NEAR):
        values = said(request.args, name)
        if len(values) > 1:
            raise BadRequest(f"{name}: stands twice; write it once")
        for value in values:
            if name == BBOX:
                yield InBox(value, read_box(value))
            else:
                yield read_near(value, homes(release, table))


def said(arguments: Arguments, name: str) -> list[str]:
    """What an address says of an area: what it leaves empty says nothing."""
    return [value for value in arguments.getlist(name) if value.strip()]


def smaller(arguments: Arguments) -> str:
    """What to ask for in the place of an area that took too long; nothing where none is."""
    near, box = said(arguments, NEAR), said(arguments, BBOX)
    if not (near or box):
        return ""
    words = "This area holds too many rows for that; leave _sort out, or ask for a smaller one"
    if not near:
        return words
    place, km = _parts(near[0])
    less = f"{NEAR}={place},{max(LEAST_KM, km / TENTH):g}"
    return f"{words}, as in {less}"


def read_box(value: str, name: str = BBOX) -> Box:
    """The box of an address; raises BadRequest naming the value."""
    try:
        west, south, east, north = map(_number, value.split(","))
    except ValueError:
        raise BadRequest(f"{name}: {value!r} is no box; write west,south,east,north") from None
    if not all(map(isfinite, (west, south, east, north))) or south > north:
        raise BadRequest(f"{name}: {value!r} is no box; write west,south,east,north in degrees")
    return Box(west, south, east, north)


def homes(release: Release, table: Table) -> Sequence[PointGroup]:
    """Where the rows of a table lie, as was counted at the bake; nothing where it was not."""
    return (baked(release, groups(WholeTable(table))) if table.map else None) or ()


def read_near(value: str, homes: Sequence[PointGroup] = ()) -> NearPlace:
    """The place and the kilometres of `Guéret,10`; raises BadRequest naming what does not fit.

    Of several places with this name, the one among most rows is meant, else the largest.
    """
    words, km = _parts(value)
    place, *others = _among_most(places(words), homes) or [_unknown(words)]
    if place.lat is None or place.lon is None:
        raise BadRequest(_without_position(place))
    known = tuple(one for one in others if one.lat is not None)
    return NearPlace(value, place, Circle(place.lat, place.lon, km), known)


def _parts(value: str) -> tuple[str, float]:
    said = _NEAR.fullmatch(value)
    words = (said["place"] if said else "").strip()
    return words, _kilometres(said["km"] if said else None)


def _among_most(found: Sequence[Place], homes: Sequence[PointGroup]) -> list[Place]:
    def rows(place: Place) -> int:
        at = (place.lat or 0.0, place.lon or 0.0, 1)
        around = (one.points for one in homes if one.box.wider(ABOUT).holds(at))
        return 0 if place.lat is None else sum(around)

    return sorted(found, key=lambda place: -rows(place)) if len(found) > 1 else list(found)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text)


def _kilometres(text: str | None) -> float:
    try:
        km = _number(text) if text and text.strip() else USUAL_KM
    except ValueError:
        km = 0.0
    if not LEAST_KM <= km <= MOST_KM:
        reach = f"write a number from {LEAST_KM:g} to {MOST_KM:g}"
        raise BadRequest(f"_near: “{text}” km is no distance; {reach}")
    return km


def _unknown(words: str) -> Place:
    said = (
        f"_near: no place called “{words}” is known here; known are French communes, by name, "
        "postcode or INSEE code, as in “Guéret,10” or “Saint-Denis (974),10”"
    )
    like = ", ".join(alike(words))
    raise BadRequest(f"{said}; did you mean {like}?" if like else said)


def _without_position(place: Place) -> str:
    said = (
        f"_near: where {place.title} lies is not known here, for positions are those of places "
        "over 1,000 inhabitants; name a larger place near it"
    )
    return f"{said}, such as {place.instead}" if place.instead else said
