"""The rows of a page as HTML, written here: a template takes three times as long for each cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import sqrt
from typing import Any

from markupsafe import Markup, escape

from publish.figures.specification import counts_people
from publish.release.table import Field
from publish.site.base.site import Site
from publish.site.frame.links import Pairs, address, link
from publish.site.http.arguments import tilde_encode
from publish.site.rows.area_words import distance_in_words
from publish.site.rows.cell_tags import attributes, on_a_card, spoken
from publish.site.rows.references import LabelReference, labels
from publish.site.rows.selection import Selection
from publish.site.rows.table_rows import DISTANCE
from publish.site.text.cells import listed, writer
from publish.site.text.languages import gettext as _
from publish.site.text.values import said

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
    cards = on_a_card(selection, columns[0])
    cells = far + [
        await _cells(site, selection, rows, name, references.get(name), name in cards)
        for name in rest
    ]
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
    write, tag = writer(field), f'<th scope="row"{spoken(field)}>'

    none = f'<th scope="row">{silent(selection)}</th>'

    def head(row: Row) -> str:
        if not keys:
            value = row[column]
            return none if value is None else f"{tag}{write(value)}</th>"
        path = ",".join(tilde_encode(str(row[key])) for key in keys)
        words = plain(field, row[column]) or _("Row %(key)s") % {"key": path}
        return f'{tag}<a href="{table}/{path}{suffix}"{follow}>{escape(words)}</a></th>'

    return head


def _distances(rows: Sequence[Row]) -> list[str]:
    """The cells of how far each row is; SQLite has the squares."""
    squares = (row[DISTANCE] for row in rows)
    said = (distance_in_words(None if one is None else sqrt(one)) for one in squares)
    tag = f'<td class="number" data-label="{escape(_("Distance"))}">'
    return [f"{tag}{words}</td>" for words in said]


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
    named: bool,
) -> list[str]:
    """The cells of a column, a row after the other; `named` where a phone's cards show them."""
    field, values = selection.fields[column], [row[column] for row in rows]
    told, write = attributes(field, named), writer(field)
    if reference:
        return [f"<td{told}>{cell}</td>" for cell in await referring(site, reference, values)]
    none, tag = f"<td{told}>{silent(selection)}</td>", f"<td{told}{spoken(field)}>"
    return [none if value is None else f"{tag}{write(value)}</td>" for value in values]


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
