"""The form that chooses the column by which points are coloured; it works without scripts."""

from dataclasses import dataclass

from publish.site.base.refusals import BadRequest
from publish.site.base.site import Request
from publish.site.frame.links import Pairs
from publish.site.maps.facts import categorical, category
from publish.site.rows.selection import Selection
from publish.site.rows.selection_address import elsewhere
from publish.site.rows.selection_words import column_title, plain
from publish.site.text.languages import PARAMETER
from publish.site.text.languages import gettext as _

# An address without it has the usual colours, one where it is empty has none.
COLOR = "_color"


@dataclass(frozen=True)
class ColorChoice:
    """What the form shows: columns with their titles, "" for none; what it sends along."""

    columns: tuple[tuple[str, str, bool], ...]
    hidden: Pairs


def color_of(request: Request, selection: Selection) -> str:
    """The column that an address colours points by, "" for none; raises BadRequest."""
    asked = request.args.get(COLOR)
    if asked is None:
        return category(selection) or ""
    known = categorical(selection)
    if asked and asked not in known:
        names = ", ".join(known) or "–"
        raise BadRequest(f"_color: points cannot be coloured by “{asked}”; known: {names}")
    return asked


def color_choice(request: Request, selection: Selection) -> ColorChoice | None:
    """The form; None where there is no column to choose."""
    known, chosen = categorical(selection), color_of(request, selection)
    if not known:
        return None
    titles = [(name, plain(column_title(selection.fields[name]))) for name in known]
    columns = [(name, title, name == chosen) for name, title in titles]
    kept = [pair for pair in elsewhere(request) if pair[0] not in (COLOR, PARAMETER)]
    return ColorChoice((*columns, ("", _("one colour"), not chosen)), kept)
