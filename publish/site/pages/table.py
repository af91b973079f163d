"""The page of a table: a selection of its rows, and everything to make another one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from publish.forms.formats import XLSX
from publish.site.base.answers import Response
from publish.site.base.refusals import Interrupted, NoTable
from publish.site.base.site import Request, Site
from publish.site.base.timing import Budget
from publish.site.charts.chart import charts_later, charts_of
from publish.site.frame import frame
from publish.site.frame.frame import embed_code
from publish.site.frame.links import Pairs, address, file_address, link, to_dataset
from publish.site.maps.map import map_later, map_of
from publish.site.pages.same_rows import CALENDAR, OtherForm, other_files
from publish.site.rows.column_cards import column_cards
from publish.site.rows.corrected import takes_corrections
from publish.site.rows.facets import facets
from publish.site.rows.list_items import by_items
from publish.site.rows.nearby import nearby
from publish.site.rows.panel import Chip, chips, clear, groups, hidden
from publish.site.rows.partners_shown import tell_partners_of
from publish.site.rows.pivot import pivot_of
from publish.site.rows.ranges import ranges
from publish.site.rows.references import LabelReference, references
from publish.site.rows.selection import Selection, selected
from publish.site.rows.selection_address import (
    PAGE,
    SHOWN,
    canonical,
    choosing,
    elsewhere,
    way,
    with_arguments,
)
from publish.site.rows.selection_words import column_title, selection_in_words, titled
from publish.site.rows.table_body import body, identifying, order
from publish.site.rows.table_head import header, menu_forms
from publish.site.rows.table_rows import (
    SIZES,
    PagePlace,
    count,
    place,
    rows,
    statement_to_copy,
    with_values,
)
from publish.site.text.words import text

# Counting what is left without each condition must not take the page's time many times.
SUGGESTIONS = 4
# Pixels of a table on another site.
EMBEDDED = 600
Context = dict[str, Any]


async def page(datasette: Site, request: Request) -> Any:
    """The page; an address that a form made is led to the selection's own."""
    if to := canonical(request):
        return Response.redirect(to, status=303)
    try:
        selection = await selected(datasette, request)
    except NoTable:
        # A stored query has an address like a table's.
        return await datasette.stored_page(request)
    if to := choosing(request, selection):
        return Response.redirect(to, status=303)
    where = await place(datasette, request, selection)
    if where.page > where.pages:
        last = [(PAGE, str(where.pages))] if where.pages > 1 else []
        return Response.redirect(with_arguments(request, (), last), status=303)
    context = await _context(datasette, request, selection, where)
    await tell_partners_of(datasette, request, selection)
    return await frame.page(datasette, request, "table.html", context)


async def _context(site: Site, request: Request, selection: Selection, where: PagePlace) -> Context:
    release = selection.release
    found = await references(site, request, release, selection.table)
    keys = {reference.column: reference for reference in found}
    try:
        read, unsorted = await rows(site, selection, where, identifying(selection)), False
    except Interrupted:
        # The order of the key costs nothing.
        selection, unsorted = replace(selection, sort=None), True
        read = await rows(site, selection, where, identifying(selection))
    said = chips(request, selection)
    panel = await _panel(site, request, selection, keys)
    filtered = {group.column for group in panel["groups"]}
    return {
        "database": release.dataset,
        "table": selection.table,
        "resource": selection.resource,
        "package": release.package,
        "title": text(selection.resource, "title") or selection.table,
        "selected": selection_in_words(selection),
        "summary": text(selection.resource, "description"),
        "demo": release.package.demo,
        "trail": to_dataset(site, release),
        "alternates": _alternates(site, selection),
        "selection": selection,
        "chips": said,
        "clear": clear(request, selection),
        "nearby": nearby(site, request, selection),
        "header": header(request, selection, order(selection), filtered),
        "menu_forms": menu_forms(request),
        "body": await body(site, selection, read, keys, way(request, selection)),
        "shown": len(read),
        "add": _add(site, selection),
        "unsorted": unsorted,
        "place": where,
        **_paging(request, where, len(read)),
        "suggestions": await _suggestions(site, said) if not read else [],
        "items": by_items(request, selection) if not read else [],
        **panel,
        "cards": await column_cards(site, selection, keys),
        **_columns(request, selection),
        **await _forms(site, request, selection, where.count),
    }


def _add(site: Site, selection: Selection) -> str | None:
    """Where a row that is missing is added, if the desk is open and the table takes any."""
    if not selection.resource.takes_rows or not takes_corrections(site, selection):
        return None
    return str(site.urls.path(f"/desk/{selection.release.dataset}/{selection.table}/add"))


def _paging(request: Request, where: PagePlace, shown: int) -> Context:
    """Links to the pages before and behind, and to other page sizes."""

    def to(page: int) -> str:
        return with_arguments(request, (), [(PAGE, str(page))] if page > 1 else [])

    known = where.count is not None
    more = where.page < where.pages and (known or shown == where.size)
    return {
        "first": where.offset + 1,
        "last": where.offset + shown,
        "pages": where.pages if known else None,
        "previous": to(where.page - 1) if where.page > 1 else None,
        "next": to(where.page + 1) if more else None,
        "sizes": [
            (size, with_arguments(request, ("_size",), [("_size", str(size))]), size == where.size)
            for size in SIZES
        ],
    }


async def _suggestions(site: Site, said: list[Chip]) -> list[tuple[Chip, int | None]]:
    """What is left without each condition: which one to give up."""
    return [(chip, await count(site, chip.without)) for chip in said[:SUGGESTIONS]]


async def _panel(
    site: Site, request: Request, selection: Selection, keys: Mapping[str, LabelReference]
) -> Context:
    """The filters beside the rows, and what their form sends along."""
    if request.args.get(frame.EMBED):
        return {"groups": [], "hidden": [], "pivot": await pivot_of(site, selection, _budget(site))}
    # All that is counted beside the rows may take what one query of a visitor's may.
    budget = Budget(0) if selection.wide else _budget(site)
    found = await facets(site, request, selection, keys, budget)
    boxes = await ranges(site, selection)
    return {
        "groups": groups(request, selection, found, boxes),
        "hidden": hidden(request, selection, found, boxes),
        **await _drawn(site, selection, budget),
        "pivot": await pivot_of(site, selection, budget),
        "searchable": f"{selection.table}_fts" in selection.release.counts,
    }


def _budget(site: Site) -> Budget:
    return Budget(site.setting("sql_time_limit_ms"))


async def _drawn(site: Site, selection: Selection, budget: Budget) -> Context:
    if selection.draws_later:
        return {"map": map_later(site, selection), "charts": charts_later(site, selection)}
    return {
        "map": await map_of(site, selection, budget),
        "charts": await charts_of(site, selection, budget),
    }


def _columns(request: Request, selection: Selection) -> Context:
    chooser = [
        {
            "name": name,
            "title": column_title(field),
            "field": field,
            "shown": name in selection.columns,
            "fixed": name in selection.keys,
        }
        for name, field in selection.fields.items()
    ]
    kept = [pair for pair in elsewhere(request) if pair[0] not in ("_col", "_nocol", SHOWN)]
    return {"chooser": chooser, "chooser_hidden": kept}


def _alternates(site: Site, selection: Selection) -> list[dict[str, str]]:
    """The same rows in other forms."""
    base = site.urls.table(selection.release.dataset, selection.table)
    forms = [("json", "application/json", "JSON"), ("csv", "text/csv", "CSV")]
    if not selection.is_view:
        forms.append(("xlsx", XLSX, "Excel"))
    return [
        {"type": type, "url": address(f"{base}.{form}", selection.arguments), "title": title}
        for form, type, title in forms
    ]


async def _forms(site: Site, request: Request, selection: Selection, rows: int | None) -> Context:
    """This selection as files, JSON and SQL; the files of the whole table."""
    base = site.urls.table(selection.release.dataset, selection.table)
    names = ("_sort", "_sort_desc", "_col", "_nocol")
    kept = [pair for pair in elsewhere(request) if pair[0] in names]
    chosen = [*selection.arguments, *kept]
    sql = _told(selection)
    may_ask = await site.may(request.actor, "execute-sql", selection.release.dataset)
    query = f"{site.urls.database(selection.release.dataset)}/-/query"
    here = address(request.path, elsewhere(request))
    title = titled(text(selection.resource, "title") or selection.table, selection)
    return {
        "embed_code": embed_code(site, request, here, title, EMBEDDED),
        "csv": address(f"{base}.csv", chosen),
        "forms": _others(site, selection, chosen, rows),
        "json": address(f"{base}.json", chosen),
        "sql": sql if may_ask else None,
        "sql_href": link(address(query, [("sql", sql)])),
        "files": _files(selection),
    }


def _others(site: Site, selection: Selection, chosen: Pairs, rows: int | None) -> list[OtherForm]:
    """The other files of these rows; of all in their own order, the release has most of them."""
    found = other_files(site, selection, chosen, rows)
    return found if chosen else [one for one in found[:-1] if one.name == CALENDAR] + found[-1:]


def _told(selection: Selection) -> str:
    """The statement to copy, with its values in it."""
    return with_values(*statement_to_copy(selection, order(selection)))


def _files(selection: Selection) -> list[Context]:
    if selection.is_view:
        return []
    dataset = selection.release.dataset
    return [
        {"name": form.format, "href": file_address(dataset, form.path), "bytes": form.bytes}
        for form in selection.resource.forms
    ]
