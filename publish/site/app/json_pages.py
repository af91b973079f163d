"""What Datasette's JSON of a table does not tell: how many rows, which, and the page before."""

from dataclasses import replace
from typing import Any

from datasette.utils import path_with_replaced_args, tilde_encode, urlsafe_components

from publish.site.app.json_areas import by_distance, page_size
from publish.site.app.refused import Interrupted, told
from publish.site.rows.distances import as_json, with_distance
from publish.site.rows.neighbours import Term, behind, turned
from publish.site.rows.partners_shown import tell_partners_of
from publish.site.rows.selection import Selection, selection_of
from publish.site.rows.selection_words import selection_in_words
from publish.site.rows.table_rows import ROW_ID, count
from publish.words.sql import sql_name

# As Datasette writes a sorted value that is missing.
_NULL = "$null"


async def page_told(site: Any, request: Any) -> dict[str, Any]:
    """`total`, `selection`, `previous`, `previous_url` of a page of a table's rows.

    `total` is None where counting takes too long; `previous` is None on the first page, and empty
    where that is the one before. Rows near a place have a `distance`, which says what that is.
    """
    with told():
        asked = await site.table(request)
        selection = await selection_of(site, request, asked)
        await tell_partners_of(site, request, selection)
        total = None if request.args.get("_nocount") else await count(site, selection)
        try:
            offsets = asked.is_view or by_distance(request)
            before = await _previous(site, request, selection, offsets)
        except Interrupted:
            before = None
    near = with_distance(selection) if selection.resource.point else None
    return {
        "total": total,
        "selection": selection_in_words(selection),
        "previous": before,
        "previous_url": None if before is None else _address(site, request, before),
        **({"distance": as_json(near)} if near else {}),
    }


def _address(site: Any, request: Any, mark: str) -> str:
    path = path_with_replaced_args(request, {"_next": mark or None})
    return str(site.absolute_url(request, site.urls.path(path)))


async def _previous(site: Any, request: Any, selection: Selection, offsets: bool) -> str | None:
    mark, size = request.args.get("_next"), page_size(site, request)
    if not mark or not size:
        return None
    if offsets:
        before = int(mark) - size
        return str(before) if before > 0 else ""
    columns, terms = _place(selection, mark)
    limit = site.setting("sql_time_limit_ms")
    # The mark is the last row of the page before, which holds `size` of them.
    found = await behind(site, selection, turned(terms), columns, size, limit)
    return _mark(columns, found[-1]) if len(found) == size else ""


def _place(selection: Selection, mark: str) -> tuple[list[str], list[Term]]:
    """The order of Datasette's pages: rows without a value come where SQLite has them."""
    keys, values = selection.keys or (ROW_ID,), urlsafe_components(mark)
    sorts = [selection.sort] if selection.sort and len(values) > len(keys) else []
    if sorts and mark.split(",")[0] == _NULL:
        values[0] = None
    down, columns = selection.descending and bool(sorts), [*sorts, *keys]
    terms = [Term(sql_name(name), value) for name, value in zip(columns, values, strict=True)]
    first = replace(terms[0], descending=down, empty_last=down)
    return columns, [first, *terms[1:]]


def _mark(columns: list[str], row: Any) -> str:
    values = [_NULL if row[name] is None else tilde_encode(str(row[name])) for name in columns]
    return ",".join(values)
