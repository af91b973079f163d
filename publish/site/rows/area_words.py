"""Areas and distances in words."""

from markupsafe import Markup, escape

from publish.figures.places import Box
from publish.site.rows.area import Area, InBox
from publish.site.text.languages import gettext as _
from publish.site.text.words import readable_number

# Nearer than that, a distance is said in metres; farther, without tenths.
KM, FAR = 1.0, 20.0


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


def distance_in_words(km: float | None) -> Markup:
    """`350 m`, `3.4 km`, `120 km`; nothing where a row has no place."""
    if km is None:
        return Markup()
    if km < KM:
        return escape(f"{readable_number(round(km * 100) * 10)}\N{NO-BREAK SPACE}m")
    shown = round(km, 1) if km < FAR else round(km)
    return escape(f"{readable_number(shown)}\N{NO-BREAK SPACE}km")
