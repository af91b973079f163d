"""The header of a table: titles that sort."""

from dataclasses import dataclass

from datasette.utils.asgi import Request
from markupsafe import Markup

from publish.serving.cells import NUMBERS
from publish.serving.selection import Selection
from publish.serving.selection_address import with_arguments
from publish.serving.selection_words import column_title

SORTS = ("_sort", "_sort_desc")


@dataclass(frozen=True)
class Head:
    """A column's title and unit, the address that sorts by it, how it is sorted now.

    `sorted` is `ascending`, `descending` or None, as `aria-sort` takes it.
    """

    column: str
    title: Markup
    unit: str | None
    href: str
    sorted: str | None
    number: bool


def header(request: Request, selection: Selection, columns: tuple[str, ...]) -> list[Head]:
    """The columns of a page; the one that sorts turns round when asked again."""
    return [_head(request, selection, column) for column in columns]


def _head(request: Request, selection: Selection, column: str) -> Head:
    field, sorts = selection.fields[column], selection.sort == column
    turned = "_sort_desc" if sorts and not selection.descending else "_sort"
    return Head(
        column=column,
        title=column_title(field),
        unit=field.get("unit"),
        href=with_arguments(request, SORTS, [(turned, column)]),
        sorted=("descending" if selection.descending else "ascending") if sorts else None,
        number=field["type"] in NUMBERS,
    )
