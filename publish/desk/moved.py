"""Where a row lies and where a proposal puts it: a drawing, the distance, and links to look."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import asin, atan2, cos, degrees, floor, hypot, log10, radians, sin

from publish.corrections.proposals import Edit
from publish.desk.rows import Row
from publish.figures.frames import WIDTH, Frame
from publish.figures.near import DEGREE_KM, EARTH_KM
from publish.figures.places import Box, union
from publish.site.charts.svg import Drawing, bare, element, words
from publish.site.maps.still import framed
from publish.site.text.languages import gettext as _
from publish.site.text.words import readable_number

HIGH = 280
# Degrees across at least, some hundred metres: what is nearer stands in one place.
LEAST = 0.004
# Pixels from a point to its name, above it and below.
ABOVE, BELOW = -15, 24
# Pixels of the longest scale.
SCALE = 160


@dataclass(frozen=True)
class Point:
    """A place on the Earth, in degrees."""

    lat: float
    lon: float

    @property
    def words(self) -> str:
        """As people write it."""
        return f"{self.lat:.5f}, {self.lon:.5f}"

    @property
    def elsewhere(self) -> str:
        """A map of it."""
        place = f"{self.lat}/{self.lon}"
        return f"https://www.openstreetmap.org/?mlat={self.lat}&mlon={self.lon}#map=17/{place}"

    def metres(self, other: "Point") -> float:
        """How far another one is, along a great circle."""
        lat, far = radians(self.lat), radians(other.lat)
        high, wide = (far - lat) / 2, radians(other.lon - self.lon) / 2
        half = hypot(sin(high), sin(wide) * (cos(lat) * cos(far)) ** 0.5)
        return 2000 * EARTH_KM * asin(min(1.0, half))

    def towards(self, other: "Point") -> str:
        """The way to another one, in words."""
        wide = radians(other.lon - self.lon)
        lat, far = radians(self.lat), radians(other.lat)
        east = sin(wide) * cos(far)
        north = cos(lat) * sin(far) - sin(lat) * cos(far) * cos(wide)
        return _ways()[round(degrees(atan2(east, north)) / 45) % 8]


@dataclass(frozen=True)
class Move:
    """Where a row lies, if anywhere, and where it should; its drawings by day and by night."""

    before: Point | None
    after: Point
    colors: str

    @cached_property
    def told(self) -> str:
        """The move in a sentence."""
        if self.before is None:
            return _("It had no place, and comes to %(place)s.") % {"place": self.after.words}
        metres = self.before.metres(self.after)
        found = {"n": readable_number(round(metres)), "way": self.before.towards(self.after)}
        return _("It moves by %(n)s m %(way)s.") % found

    @property
    def day(self) -> str:
        """The drawing as an address."""
        return self._address(night=False)

    @property
    def night(self) -> str:
        """The same on a dark ground."""
        return self._address(night=True)

    @cached_property
    def _drawing(self) -> Drawing:
        return _drawn(self)

    def _address(self, *, night: bool) -> str:
        drawn = bare(self._drawing, _("Map"), self.told, night, self.colors)
        return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"


def move_of(row: Row, edits: Mapping[str, Edit], colors: str) -> Move | None:
    """The move that edits ask for; None where they ask for none."""
    if row.table.point is None or not any(name in edits for name in row.table.point):
        return None
    before = [row.values.get(name) for name in row.table.point]
    after = [edits[name].new if name in edits else row.values.get(name) for name in row.table.point]
    there = _point(after)
    return Move(_point(before), there, colors) if there else None


def _point(texts: list[str | None]) -> Point | None:
    """A place on the Earth; None where there is none, or beyond the poles."""
    lat, lon = (None if text is None else float(text) for text in texts)
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return Point(lat, lon)


def _drawn(move: Move) -> Drawing:
    points = [one for one in (move.before, move.after) if one]
    box = union(Box(one.lon, one.lat, one.lon, one.lat) for one in points)
    frame = Frame(0, 0, WIDTH, HIGH, box.around(LEAST, 0.25))
    x, y = frame.place(move.after.lon, move.after.lat)
    x0, y0 = frame.place(move.before.lon, move.before.lat) if move.before else (x, y)
    # Each name stands on the side where the other point is not.
    side, other = (ABOVE, BELOW) if y < y0 else (BELOW, ABOVE)
    parts = [element("circle", cx=x, cy=y, r=6, class_="ring"), *_named(_("after"), x, y + side)]
    if move.before:
        parts = [
            element("line", x1=x0, y1=y0, x2=x, y2=y, class_="axis", stroke_dasharray="5 4"),
            element("circle", cx=x0, cy=y0, r=9, class_="way"),
            *_named(_("before"), x0, y0 + other),
            *parts,
        ]
    inside = framed(frame, "moved", *parts) + _scale(frame, move.after.lat)
    return Drawing(WIDTH, HIGH, inside)


def _named(text: str, x: float, y: float) -> list[str]:
    return [words(text, x, y, text_anchor="middle", class_="strong")]


def _scale(frame: Frame, lat: float) -> str:
    """A line as long as a round number of metres."""
    pixel = 1000 * DEGREE_KM * max(cos(radians(lat)), 0.01) / frame.scale
    metres = _round(pixel * SCALE)
    long, y = metres / pixel, frame.height - 14
    told = f"{readable_number(metres)} m"
    line = element("line", x1=14.0, y1=y, x2=14 + long, y2=y, class_="axis", stroke_width=3)
    return line + words(told, 14, y - 8)


def _round(most: float) -> int:
    """The largest of 1, 2, 5, 10, 20… that is not more."""
    ten = 10 ** floor(log10(max(most, 1)))
    return int(max(step * ten for step in (1, 2, 5) if step * ten <= max(most, 1)))


def _ways() -> tuple[str, ...]:
    return (
        _("to the north"),
        _("to the north-east"),
        _("to the east"),
        _("to the south-east"),
        _("to the south"),
        _("to the south-west"),
        _("to the west"),
        _("to the north-west"),
    )
