"""How far rows are from the place that they are near to: a column of JSON and of their files."""

from publish.site.rows.area import NearPlace
from publish.site.rows.selection import Selection
from publish.site.text.languages import LANGUAGES, Shown, speaking
from publish.site.text.languages import gettext as _

# Beside the columns of a row; no column begins so.
DISTANCE_KM = "_distance_km"


def with_distance(selection: Selection) -> NearPlace | None:
    """The place whose distance stands beside rows: where they show where they lie."""
    shown = set(selection.resource.map) <= set(selection.columns)
    return selection.near if shown else None


def as_json(near: NearPlace) -> dict[str, str]:
    """What the column is, as JSON and GeoJSON tell it."""
    return {"column": DISTANCE_KM, "unit": "km", "description": _described(near)}


def cover_line(near: NearPlace) -> tuple[str, ...]:
    """The column as the cover of a spreadsheet tells of columns."""
    line = [DISTANCE_KM, "number", "km"]
    for name in LANGUAGES:
        with speaking(Shown(name)):
            line += [_("Distance"), _described(near)]
    return tuple(line)


def _described(near: NearPlace) -> str:
    return _("In a straight line from %(place)s, rounded as on pages") % {"place": near.place.title}
