"""The page of a table: a selection of its rows, and everything to make another one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from datasette.app import TableNotFound
from datasette.database import QueryInterrupted
from datasette.resources import DatabaseResource
from datasette.utils.asgi import Request, Response
from datasette.views.table import table_view

from publish.describe.forms import table_forms
from publish.serving import frame
from publish.serving.charts.chart import charts_of
from publish.serving.chips import Chip, chips
from publish.serving.crumbs import to_dataset
from publish.serving.datasette_site import Site
from publish.serving.downloads_links import address as file_address
from publish.serving.embed import embed_code
from publish.serving.facets import facets
from publish.serving.links import address, link
from publish.serving.maps.map import map_of
from publish.serving.panel import groups, hidden
from publish.serving.plain_sql import with_values
from publish.serving.ranges import ranges
from publish.serving.selection import Selection, selected
from publish.serving.selection_address import (
    PAGE,
    SHOWN,
    canonical,
    choosing,
    elsewhere,
    with_arguments,
)
from publish.serving.selection_labels import Reference, references
from publish.serving.selection_words import column_title
from publish.serving.table_body import body, identifying, order
from publish.serving.table_head import header
from publish.serving.table_rows import SIZES, Place, count, place, rows, statement
from publish.serving.words import text

# Counting what is left without each condition must not take the page's time many times.
SUGGESTIONS = 4
# Pixels of a table on another site.
EMBEDDED = 600
Context = dict[str, Any]


async def page(datasette: Site, request: Request) -> Response:
    """The page; an address that a form made is led to the selection's own."""
    if request.method not in ("GET", "HEAD"):
        return Response.text("Method not allowed", status=405, headers={"allow": "GET, HEAD"})
    if to := canonical(request):
        return Response.redirect(to, status=303)
    try:
        selection = await selected(datasette, request)
    except TableNotFound:
        # A stored query has an address like a table's.
        answer: Response = await table_view(datasette, request)
        return answer
    if to := choosing(request, selection):
        return Response.redirect(to, status=303)
    where = await place(datasette, request, selection)
    if where.page > where.pages:
        last = [(PAGE, str(where.pages))] if where.pages > 1 else []
        return Response.redirect(with_arguments(request, (), last), status=303)
    context = await _context(datasette, request, selection, where)
    return await frame.page(datasette, request, "table.html", context)


async def _context(site: Site, request: Request, selection: Selection, where: Place) -> Context:
    release = selection.release
    found = await references(site, request, release, selection.table)
    keys = {reference.column: reference for reference in found}
    try:
        read, unsorted = await rows(site, selection, where, identifying(selection)), False
    except QueryInterrupted:
        # The order of the key costs nothing.
        selection, unsorted = replace(selection, sort=None), True
        read = await rows(site, selection, where, identifying(selection))
    said = await chips(site, request, selection, keys)
    return {
        "database": release.dataset,
        "table": selection.table,
        "resource": selection.resource or {"title": selection.table},
        "package": release.package,
        "title": text(selection.resource, "title") or selection.table,
        "summary": text(selection.resource, "description"),
        "demo": bool(release.package.get("demo")),
        "trail": to_dataset(site, release),
        "alternates": _alternates(site, selection),
        "selection": selection,
        "total": release.counts.get(selection.table),
        "chips": said,
        "clear": _clear(request, selection),
        "header": header(request, selection, order(selection)),
        "body": await body(site, selection, read, keys),
        "shown": len(read),
        "unsorted": unsorted,
        "place": where,
        **_paging(request, where, len(read)),
        "suggestions": await _suggestions(site, said) if not read else [],
        **await _panel(site, request, selection, keys),
        **_columns(request, selection),
        **await _forms(site, request, selection),
    }


def _clear(request: Request, selection: Selection) -> str:
    """This page without a condition."""
    conditions = set(selection.arguments)
    conditions |= {(f"{name}__exact", value) for name, value in conditions}
    return address(request.path, [pair for pair in elsewhere(request) if pair not in conditions])


def _paging(request: Request, where: Place, shown: int) -> Context:
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
    site: Site, request: Request, selection: Selection, keys: Mapping[str, Reference]
) -> Context:
    """The filters beside the rows, and what their form sends along."""
    if request.args.get(frame.EMBED):
        return {"groups": [], "hidden": []}
    found = await facets(site, request, selection, keys)
    boxes = await ranges(site, selection)
    return {
        "groups": groups(request, selection, found, boxes),
        "hidden": hidden(request, selection, found, boxes),
        "map": await map_of(site, selection),
        "charts": await charts_of(site, selection),
        "searchable": f"{selection.table}_fts" in selection.release.counts,
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
    return [
        {"type": type, "url": address(f"{base}.{form}", selection.arguments), "title": title}
        for form, type, title in (
            ("json", "application/json", "JSON"),
            ("csv", "text/csv", "CSV"),
        )
    ]


async def _forms(site: Site, request: Request, selection: Selection) -> Context:
    """This selection as CSV, JSON and SQL; the files of the whole table where it is whole."""
    base = site.urls.table(selection.release.dataset, selection.table)
    names = ("_sort", "_sort_desc", "_col", "_nocol")
    kept = [pair for pair in elsewhere(request) if pair[0] in names]
    chosen = [*selection.arguments, *kept]
    sql = _told(selection)
    may_ask = await site.allowed(
        action="execute-sql",
        resource=DatabaseResource(database=selection.release.dataset),
        actor=request.actor,
    )
    query = f"{site.urls.database(selection.release.dataset)}/-/query"
    here = address(request.path, elsewhere(request))
    title = text(selection.resource, "title") or selection.table
    return {
        "embed_code": embed_code(site, request, here, title, EMBEDDED),
        "csv": address(f"{base}.csv", chosen),
        "json": address(f"{base}.json", chosen),
        "sql": sql if may_ask else None,
        "sql_href": link(address(query, [("sql", sql)])),
        "files": _files(selection),
    }


def _told(selection: Selection) -> str:
    """The statement to copy: it tells nothing of row ids where there is no key."""
    sql, parameters = statement(selection, order(selection))
    bare = sql.removesuffix("order by rowid").removesuffix(", rowid").rstrip()
    return with_values(bare, parameters)


def _files(selection: Selection) -> list[Context]:
    if not selection.resource:
        return []
    dataset = selection.release.dataset
    return [
        {"name": form.format, "href": file_address(dataset, form.path), "bytes": form.bytes}
        for form in table_forms(selection.resource)
    ]
