"""The pivot of a table of counts over two columns: people, their shares, and what is hidden."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from publish.declare.people_rules import PEOPLE
from publish.figures.pivot import Pivot, pivot, two_ways
from publish.release.table import Field
from publish.site.base.refusals import Interrupted
from publish.site.base.site import Site
from publish.site.base.timing import Budget
from publish.site.rows.selection import Selection, answered
from publish.site.rows.selection_words import column_title
from publish.site.text.languages import gettext as _
from publish.site.text.values import told
from publish.site.text.words import inside, readable_number, readable_share, tell


@dataclass(frozen=True)
class PivotCell:
    """How many people, and their share of those of the line who answered; `hidden`: not told."""

    people: str = ""
    share: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class PivotLine:
    """A value of the first column: its cells, and the people of which they are shares."""

    name: Markup
    cells: tuple[PivotCell, ...]
    base: str


@dataclass(frozen=True)
class ShownPivot:
    """A pivot as a template shows it; `reason` says why cells are hidden, where some are."""

    title: Markup
    first: Markup
    head: tuple[Markup, ...]
    lines: tuple[PivotLine, ...]
    reason: Markup


async def pivot_of(site: Site, selection: Selection, budget: Budget) -> ShownPivot | None:
    """The pivot of a table of counts; None of another, or of a selection that would cut it.

    Without some values of the second column the shares would be of something else.
    """
    by = None if selection.is_view else two_ways(selection)
    if by is None or selection.others or any(one.column != by[0] for one in selection.filters):
        return None
    try:
        found = await answered(site, selection, pivot(selection, *by), budget)
    except Interrupted:
        return None
    return _shown(selection, found, *by) if found else None


def _shown(selection: Selection, found: Pivot, first: str, second: str) -> ShownPivot:
    lines, columns = selection.fields[first], selection.fields[second]
    hidden = len(found.cells) < len(found.lines) * len(found.columns)
    return ShownPivot(
        title=Markup(_("%(second)s by %(first)s"))  # noqa: S704
        % {"first": inside(lines), "second": column_title(columns)},
        first=column_title(lines),
        head=tuple(_name(columns, value) for value in found.columns),
        lines=tuple(_line(lines, found, value) for value in found.lines),
        reason=tell(selection.fields[PEOPLE], "description") if hidden else Markup(),
    )


def _line(field: Field, found: Pivot, value: Any) -> PivotLine:
    """Where a number is hidden nobody knows what the others are shares of."""
    people = {other: found.cells.get((value, other)) for other in found.columns}
    known = {other: number for other, number in people.items() if number is not None}
    base = sum(number for other, number in known.items() if other is not None)
    base = base if len(known) == len(people) else 0
    cells = (_cell(number, base if other is not None else 0) for other, number in people.items())
    return PivotLine(_name(field, value), tuple(cells), readable_number(base) if base else "–")


def _cell(people: int | None, base: int) -> PivotCell:
    """Who gave no answer is in no base, and has no share."""
    if people is None:
        return PivotCell(hidden=True)
    share = readable_share(people, base) if base else ""
    return PivotCell(readable_number(people), share)


def _name(field: Field, value: Any) -> Markup:
    return escape(_("did not answer")) if value is None else told(field, value)
