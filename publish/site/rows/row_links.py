"""From a row to others: the one before and the one behind it, and those with the same values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from publish.release.table import Field
from publish.site.base.refusals import Interrupted
from publish.site.base.site import Site
from publish.site.frame.links import Pairs, address, link
from publish.site.http.arguments import tilde_encode
from publish.site.rows.neighbours import Term, behind, turned
from publish.site.rows.selection import Filter, Selection
from publish.site.rows.table_body import Row, identifying, plain
from publish.site.rows.table_rows import ROW_ID, distance_sql
from publish.site.text.cells import listed, whole
from publish.site.text.values import is_written, told
from publish.site.text.words import text, written
from publish.words.sql import sql_name

# What finding a neighbour may take; a page without them is a page too.
MILLISECONDS = 200
# Longer texts are no names of groups.
LONGEST = 60


@dataclass(frozen=True)
class RowLink:
    """Another row: what names it, and its address."""

    words: Markup
    href: str


async def neighbours(
    site: Site, selection: Selection, row: Row, way: Pairs
) -> tuple[RowLink | None, RowLink | None]:
    """The row before and the row behind in the order of a selection, with its arguments."""
    try:
        terms = await _place(site, selection, row)
        before = await _first(site, selection, turned(terms))
        after = await _first(site, selection, terms)
    except Interrupted:
        return None, None
    return (
        None if before is None else linked_row(site, selection, before, way),
        None if after is None else linked_row(site, selection, after, way),
    )


async def _place(site: Site, selection: Selection, row: Row) -> list[Term]:
    """As the page of the table sorts, which tells rows apart by where they lie."""
    names = identifying(selection)
    keys = {f"key{n}": row[name] for n, name in enumerate(names)}
    where = " and ".join(f"{sql_name(name)} = :key{n}" for n, name in enumerate(names))
    sort = sql_name(selection.sort) if selection.sort else distance_sql(selection)
    sql = f"select {sort}, {ROW_ID} from {sql_name(selection.table)} where {where}"  # noqa: S608
    parameters = {**selection.where()[1], **keys}
    found = await site.databases[selection.release.dataset].execute(sql, parameters)
    value, place = found.first()
    sorts = [Term(sort, value, selection.descending)] if selection.sort or selection.near else []
    return [*sorts, Term(ROW_ID, place)]


async def _first(site: Site, selection: Selection, terms: list[Term]) -> Row | None:
    found = await behind(site, selection, terms, label_columns(selection), 1, MILLISECONDS)
    return found[0] if found else None


def label_columns(selection: Selection) -> list[str]:
    """The columns that a link to a row needs."""
    label = selection.resource.label
    return list(dict.fromkeys([*identifying(selection), *([label] if label else [])]))


def linked_row(site: Site, selection: Selection, row: Row, way: Pairs) -> RowLink:
    """A row by its name, with the arguments of the selection that it is one of."""
    key = ",".join(tilde_encode(str(row[name])) for name in identifying(selection))
    path = f"{site.urls.table(selection.release.dataset, selection.table)}/{key}"
    return RowLink(row_heading(selection, row), link(address(path, way)))


def row_title(selection: Selection, row: Mapping[str, Any]) -> str:
    """What names a row, or its table and key."""
    label = selection.resource.label
    if label and (said := plain(selection.fields[label], row[label])):
        return said
    key = ", ".join(str(row[name]) for name in identifying(selection))
    return f"{text(selection.resource, 'title') or selection.table}, {key}"


def row_heading(selection: Selection, row: Mapping[str, Any]) -> Markup:
    """The same for a page: a name that the release alone writes says its language."""
    words, label = row_title(selection, row), selection.resource.label
    if label and is_written(field := selection.fields[label]) and plain(field, row[label]):
        return written(words)
    return escape(words)


def linked_value(site: Site, selection: Selection, field: Field, value: Any) -> Markup:
    """A value as its page shows it, with a link to the rows that share it where it is a group's."""
    words = whole(field, value)
    if not words or not _groups(selection, field, value):
        return words
    if not field.is_list:
        return _sharing(site, selection, Filter(field.name, "exact", str(value)), words)
    items = (
        _sharing(site, selection, Filter(field.name, "arraycontains", item), told(field, item))
        for item in listed(value)
    )
    tags = Markup("").join(Markup('<li class="badge">{}</li>').format(item) for item in items)
    return Markup('<ul class="tags">{}</ul>').format(tags)


def _groups(selection: Selection, field: Field, value: Any) -> bool:
    """Whether rows are grouped by such values: those of facets, and texts that come again."""
    if field.is_list or field.name in selection.resource.facets or field.type == "boolean":
        return True
    named = (*selection.keys, *selection.resource.map, selection.resource.label)
    if field.type != "string" or field.name in named or len(str(value)) > LONGEST:
        return False
    card = selection.release.cards.get(selection.table, {}).get(field.name)
    return bool(card and card.filled and card.distinct and card.distinct * 2 <= card.filled)


def _sharing(site: Site, selection: Selection, filter: Filter, words: Markup) -> Markup:
    if "<a " in words:
        return words
    path = str(site.urls.table(selection.release.dataset, selection.table))
    href = link(address(path, [filter.argument]))
    return Markup('<a href="{}" rel="nofollow">{}</a>').format(href, words)
