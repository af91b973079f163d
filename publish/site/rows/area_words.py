"""Areas and distances in words."""

from math import ceil, log10

from markupsafe import Markup, escape

from publish.figures.places import Box
from publish.site.rows.area import Area, InBox
from publish.site.text.languages import gettext as _
from publish.site.text.words import readable_number

# Nearer than that, a distance is said in metres; farther, without tenths.
KM, FAR = 1.0, 20.0
# A degree with so many is a place to ten metres.
MOST_DIGITS = 4


def area_in_words(area: Area) -> Markup:
    """An area as a filter: `Within 10 km: Guéret (Creuse)`."""
    if isinstance(area, InBox):
        title, said = _("Area"), box_in_words(area.box)
    else:
        title = _("Within %(km)s km") % {"km": readable_number(area.circle.km)}
        said = area.place.title
    return Markup("{}{} {}").format(title, _(":"), said)


def box_in_words(box: Box) -> str:
    """A box in words; a single point too."""
    digits = _digits(box)
    south, north = (_degrees(side, _("S"), _("N"), digits) for side in (box.south, box.north))
    west, east = (_degrees(side, _("W"), _("E"), digits) for side in (box.west, box.east))
    if (south, west) == (north, east):
        return _("at %(lat)s %(lon)s") % {"lat": south, "lon": west}
    words = {"south": south, "north": north, "west": west, "east": east}
    return _("from %(south)s to %(north)s and from %(west)s to %(east)s") % words


def _digits(box: Box) -> int:
    """The fewest digits that tell the sides of a box apart, to a tenth of its width."""
    width = min(
        (one for one in (box.north - box.south, abs(box.east - box.west)) if one), default=1
    )
    return min(max(1, ceil(1 - log10(width))), MOST_DIGITS)


def _degrees(value: float, under: str, over: str, digits: int) -> str:
    return f"{readable_number(round(abs(value), digits))}° {under if value < 0 else over}"


def distance_in_words(km: float | None) -> Markup:
    """`350 m`, `3.4 km`, `120 km`; nothing where a row has no place."""
    if km is None:
        return Markup()
    shown = rounded(km)
    if shown < KM:
        return escape(f"{readable_number(round(shown * 1000))}\N{NO-BREAK SPACE}m")
    return escape(f"{readable_number(shown)}\N{NO-BREAK SPACE}km")


def rounded(km: float) -> float:
    """Kilometres as exact as they are shown: to 10 m, to 100 m over 1 km, whole over 20."""
    return round(km, 2 if km < KM else 1) if km < FAR else round(km)
