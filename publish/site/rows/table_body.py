"""The rows of a page as HTML, written here: a template takes three times as long for each cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from markupsafe import Markup, escape

from publish.figures.specification import counts_people
from publish.release.table import Field
from publish.site.base.site import Request, Site
from publish.site.frame.links import Pairs, address, link
from publish.site.http.arguments import tilde_encode
from publish.site.rows.area_words import distance_in_words
from publish.site.rows.references import LabelReference, labels
from publish.site.rows.selection import Selection
from publish.site.rows.selection_address import SORTS, with_arguments
from publish.site.rows.selection_words import column_title
from publish.site.rows.table_rows import DISTANCE
from publish.site.text.cells import listed, writer
from publish.site.text.languages import gettext as _
from publish.site.text.values import is_amount, said, unit_beside

Row = Mapping[str, Any]
LABEL_LENGTH = 80


def order(selection: Selection) -> tuple[str, ...]:
    """The columns as the page shows them: what names a row first, a key behind."""
    label = selection.resource.label
    if label is None or label not in selection.columns:
        return selection.columns
    last = [key for key in selection.keys if key != label]
    rest = [name for name in selection.columns if name != label and name not in last]
    return (label, *rest, *last)


def identifying(selection: Selection) -> tuple[str, ...]:
    """The columns that the address of a row is made of; none where rows have no pages."""
    return (selection.keys or ("rowid",)) if selection.has_row_pages else ()


async def body(
    site: Site,
    selection: Selection,
    rows: Sequence[Row],
    references: Mapping[str, LabelReference],
    way: Pairs,
) -> Markup:
    """`<tr>`s: a header cell that leads to the row and knows the `way` back, then its values."""
    columns = order(selection)
    if not columns:
        return Markup()
    head, rest = _head(site, selection, columns[0], way), columns[1:]
    far = [_distances(rows)] if selection.near else []
    cells = far + [await _cells(site, selection, rows, name, references.get(name)) for name in rest]
    lines = []
    for place, row in enumerate(rows):
        written = "".join([cell[place] for cell in cells])
        lines.append(f"<tr>{head(row)}{written}</tr>\n")
    # Each part was escaped where it was written.
    return Markup("".join(lines))  # noqa: S704


def _head(site: Site, selection: Selection, column: str, way: Pairs) -> Callable[[Row], str]:
    table = site.urls.table(selection.release.dataset, selection.table)
    keys, field = identifying(selection), selection.fields[column]
    suffix = escape(link(address("", way)))
    follow = ' rel="nofollow"' if way else ""
    write = writer(field)

    none = silent(selection)

    def head(row: Row) -> str:
        if not keys:
            value = row[column]
            return f'<th scope="row">{none if value is None else write(value)}</th>'
        path = ",".join(tilde_encode(str(row[key])) for key in keys)
        words = plain(field, row[column]) or _("Row %(key)s") % {"key": path}
        return f'<th scope="row"><a href="{table}/{path}{suffix}"{follow}>{escape(words)}</a></th>'

    return head


def _distances(rows: Sequence[Row]) -> list[str]:
    """The cells of how far each row is; SQLite has the squares."""
    squares = (row[DISTANCE] for row in rows)
    said = (distance_in_words(None if one is None else sqrt(one)) for one in squares)
    return [f'<td class="number">{words}</td>' for words in said]


def plain(field: Field, value: Any) -> str:
    """A value in few words, for a link or a title."""
    if value is None or isinstance(value, bytes):
        return ""
    items = listed(value) if field.is_list else [value]
    text = ", ".join(said(field, item) for item in items)
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1] + "…"


async def _cells(
    site: Site,
    selection: Selection,
    rows: Iterable[Row],
    column: str,
    reference: LabelReference | None,
) -> list[str]:
    """The cells of a column, a row after the other."""
    field, values = selection.fields[column], [row[column] for row in rows]
    if reference:
        return [f"<td>{cell}</td>" for cell in await referring(site, reference, values)]
    write, kind = writer(field), ' class="number"' if is_amount(field) else ""
    none = silent(selection)
    return [f"<td{kind}>{none if value is None else write(value)}</td>" for value in values]


def silent(selection: Selection) -> Markup:
    """What stands for no value: of counted people, that they did not answer."""
    if not counts_people(selection):
        return Markup()
    return Markup('<span class="quiet">{}</span>').format(_("did not answer"))


async def referring(site: Site, reference: LabelReference, values: Sequence[Any]) -> list[Markup]:
    """Keys as the labels of their rows, which they lead to."""
    known = await labels(site, reference, values)
    return [_referring(site, reference, value, known.get(value)) for value in values]


def _referring(site: Site, reference: LabelReference, value: Any, label: str | None) -> Markup:
    if value is None:
        return Markup()
    words = label or str(value)
    if not reference.linked or (reference.label and label is None):
        return escape(words)
    return Markup('<a href="{}">{}</a>').format(link(reference.href(site, value)), words)


@dataclass(frozen=True)
class Head:
    """A column's title and unit, the address that sorts by it, how it is sorted now.

    `sorted` is `ascending`, `descending` or None, as `aria-sort` takes it.
    """

    column: str
    title: Markup
    unit: str
    href: str
    sorted: str | None
    number: bool


def header(request: Request, selection: Selection, columns: tuple[str, ...]) -> list[Head]:
    """The columns of a page; the one that sorts turns round when asked again."""
    heads = [_column_head(request, selection, column) for column in columns]
    return [*heads[:1], *_distance_head(request, selection), *heads[1:]]


def _distance_head(request: Request, selection: Selection) -> list[Head]:
    """What sorts by distance, where a place was asked for."""
    if not selection.near:
        return []
    href, way = with_arguments(request, SORTS, []), None if selection.sort else "ascending"
    return [Head(DISTANCE, escape(_("Distance")), "", href, way, number=True)]


def _column_head(request: Request, selection: Selection, column: str) -> Head:
    field, sorts = selection.fields[column], selection.sort == column
    turned = "_sort_desc" if sorts and not selection.descending else "_sort"
    return Head(
        column=column,
        title=column_title(field),
        unit=unit_beside(field),
        href=with_arguments(request, SORTS, [(turned, column)]),
        sorted=("descending" if selection.descending else "ascending") if sorts else None,
        number=is_amount(field),
    )
