"""The headers of a table: titles that sort, and what may be done with each column."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from publish.figures.facets import DAYS
from publish.release.table import Field
from publish.site.base.site import Request
from publish.site.frame.links import Pairs, address
from publish.site.rows.selection import Selection
from publish.site.rows.selection_address import SORTS, elsewhere, with_arguments
from publish.site.rows.selection_words import column_title
from publish.site.rows.table_rows import DISTANCE
from publish.site.text.languages import gettext as _
from publish.site.text.values import is_amount, unit_beside

# What is no value to tick.
_UNLISTED = ("any", "json")


# The forms that menus send: one holds all arguments but the order, the other all of them.
SORTING, CHOOSING = "sorting", "choosing"


@dataclass(frozen=True)
class Deed:
    """What may be done with a column, in words: a link, or an argument that a form sends.

    An address in each menu of each column would make a page of long filters many times longer.
    """

    words: str
    href: str = ""
    form: str = ""
    name: str = ""
    done: bool = False


@dataclass(frozen=True)
class Head:
    """A column's title and unit, the address that sorts by it, how it is sorted now, its menu.

    `sorted` is `ascending`, `descending` or None, as `aria-sort` takes it.
    """

    column: str
    title: Markup
    unit: str
    href: str
    sorted: str | None
    number: bool
    deeds: tuple[Deed, ...]


def header(
    request: Request, selection: Selection, columns: Collection[str], filtered: Collection[str]
) -> list[Head]:
    """The columns of a page; the one that sorts turns round when asked again.

    `filtered` are the columns for which the page has a filter.
    """
    heads = [_head(request, selection, column, filtered) for column in columns]
    return [*heads[:1], *_distance_head(request, selection), *heads[1:]]


def _distance_head(request: Request, selection: Selection) -> list[Head]:
    """What sorts by distance, where a place was asked for."""
    if not selection.near:
        return []
    href, way = with_arguments(request, SORTS, []), None if selection.sort else "ascending"
    return [Head(DISTANCE, escape(_("Distance")), "", href, way, number=True, deeds=())]


def _head(request: Request, selection: Selection, column: str, filtered: Collection[str]) -> Head:
    field, sorts = selection.fields[column], selection.sort == column
    turned = "_sort_desc" if sorts and not selection.descending else "_sort"
    return Head(
        column=column,
        title=column_title(field),
        unit=unit_beside(field),
        href=with_arguments(request, SORTS, [(turned, column)]),
        sorted=("descending" if selection.descending else "ascending") if sorts else None,
        number=is_amount(field),
        deeds=tuple(_deeds(request, selection, field, filtered)),
    )


def _deeds(
    request: Request, selection: Selection, field: Field, filtered: Collection[str]
) -> Iterator[Deed]:
    column, sorts = field.name, selection.sort == field.name
    up, down = _orders(field)
    yield Deed(up, form=SORTING, name="_sort", done=sorts and not selection.descending)
    yield Deed(down, form=SORTING, name="_sort_desc", done=sorts and selection.descending)
    if column in filtered:
        yield Deed(_("Filter"), f"#filter-{column}")
    elif field.type not in _UNLISTED:
        yield Deed(_("Filter"), f"#filter-{column}", CHOOSING, "_facet")
    if not selection.is_view:
        yield Deed(_("Meaning and figures"), f"#column-{column}")
    if column not in selection.keys and len(selection.columns) > 1:
        yield _hiding(request, column)


def _orders(field: Field) -> tuple[str, str]:
    if field.type in DAYS:
        return _("Earliest first"), _("Latest first")
    if is_amount(field):
        return _("Smallest first"), _("Greatest first")
    return _("Sort A to Z"), _("Sort Z to A")


def _hiding(request: Request, column: str) -> Deed:
    """One that an address asks for is asked for no more."""
    kept = elsewhere(request)
    if any(name == "_col" for name, _value in kept):
        without = [pair for pair in kept if pair != ("_col", column)]
        return Deed(_("Hide this column"), address(request.path, without))
    return Deed(_("Hide this column"), form=CHOOSING, name="_nocol")


def menu_forms(request: Request) -> dict[str, Pairs]:
    """The arguments that each form of the menus holds."""
    kept = elsewhere(request)
    return {SORTING: [pair for pair in kept if pair[0] not in SORTS], CHOOSING: kept}
