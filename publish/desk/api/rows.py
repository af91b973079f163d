"""`/desk/<dataset>/<table>/<key>`: a row for programs, which read, patch, close or add it."""

import asyncio
from dataclasses import replace

from publish.corrections import desk_file
from publish.corrections.row_state import row_state
from publish.desk.api.answered import key_of, print_of
from publish.desk.api.asking import Asker, asker
from publish.desk.api.changesets import changeset_of
from publish.desk.api.patches import Asked, asked, new_cells
from publish.desk.api.patching import Patch, patched
from publish.desk.api.problems import Problem
from publish.desk.api.sent import JSON, JSON_PATCH, MERGE_PATCH, sent_json
from publish.desk.api.shown import Now, place_of, shown
from publish.desk.api.tags import wanted
from publish.desk.api.turns import in_turn
from publish.desk.desk import Desk
from publish.desk.rights import Action
from publish.desk.rows import Row, new_row_of, release_of, row_of
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.http.arguments import tilde_decode

_READERS: tuple[Action, ...] = ("propose", "correct", "review")


async def row_read(desk: Desk, request: Request) -> Response:
    """The row, with the ETag that a patch of it must name."""
    asking = await asker(desk, request)
    row = await _row(desk, request)
    return await asyncio.to_thread(_read, desk, asking, row)


async def row_patched(desk: Desk, request: Request) -> Response:
    """Corrects cells at once where the member may; else proposes it, or refuses."""
    asking = await asker(desk, request)
    row = await _row(desk, request)
    sent = await sent_json(request, (MERGE_PATCH, JSON_PATCH), "accept-patch")
    patch = _patch(request, asking, row, sent.body)
    patch = replace(patch, asked=asked(row, sent))
    return await in_turn(lambda: patched(desk, patch))


async def row_closed(desk: Desk, request: Request) -> Response:
    """Says that a row is over: corrects the one cell that says so, as a patch does."""
    asking = await asker(desk, request)
    row = await _row(desk, request)
    closed = row.table.closed
    if closed is None or closed[0] not in row.cells:
        place = f"tables.{row.table.name}.corrections"
        said = f"nothing says here that a row is over: declare `closed` in {place}"
        raise Problem(405, said, {"allow": "GET, HEAD, PATCH"})
    column, value = closed
    patch = _patch(request, asking, row, b"")
    patch = replace(patch, asked=Asked(new={column: value}, places={column: ""}))
    return await in_turn(lambda: patched(desk, patch))


async def row_added(desk: Desk, request: Request) -> Response:
    """Adds a row that is missing, under a key of the desk's own, or proposes it."""
    asking = await asker(desk, request)
    dataset, table = (tilde_decode(request.url_vars[part]) for part in ("dataset", "table"))
    row = await asyncio.to_thread(new_row_of, desk.folder, dataset, table)
    if row is None:
        raise await asyncio.to_thread(_takes_none, desk, dataset, table)
    sent = await sent_json(request, (JSON,), "accept-post")
    patch = _patch(request, asking, row, sent.body)
    patch = replace(patch, asked=new_cells(row, sent.value))
    return await in_turn(lambda: patched(desk, patch))


def _takes_none(desk: Desk, dataset: str, table: str) -> Problem:
    """Why no row can be added there."""
    release = release_of(desk.folder, dataset)
    if release is None or table not in release.tables:
        return Problem(404, "there is no such table")
    said = f"no row can be added here: declare `add: true` in tables.{table}.corrections"
    return Problem(405, said, {"allow": ""})


def _patch(request: Request, asking: Asker, row: Row, body: bytes) -> Patch:
    """What the headers of a request say of a change; raises Problem."""
    return Patch(
        asker=asking,
        row=row,
        tags=() if row.is_new else wanted(request.headers.get("if-match")),
        changeset=changeset_of(request),
        key=key_of(request),
        print=print_of(request, body),
    )


async def _row(desk: Desk, request: Request) -> Row:
    dataset, table = (tilde_decode(request.url_vars[part]) for part in ("dataset", "table"))
    key = [tilde_decode(part) for part in request.url_vars["key"].split(",")]
    row = await asyncio.to_thread(row_of, desk.folder, dataset, table, key)
    if row is None:
        raise Problem(404, "there is no such row, or it cannot be corrected here")
    return row


def _read(desk: Desk, asking: Asker, row: Row) -> Response:
    if not any(asking.may(action, row, (name,)) for action in _READERS for name in row.cells):
        raise Problem(403, "nothing of this row is yours to correct")
    with desk_file.reading(desk.folder.desk) as database:
        return shown(Now(row, row_state(database, place_of(row))))
