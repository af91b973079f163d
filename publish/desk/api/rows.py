"""`/desk/<dataset>/<table>/<key>`: a row for programs, which read it and patch it."""

import asyncio

from publish.corrections import desk_file
from publish.corrections.row_state import row_state
from publish.desk.api.answered import key_of, print_of
from publish.desk.api.asking import asker
from publish.desk.api.changesets import changeset_of
from publish.desk.api.patches import asked
from publish.desk.api.patching import Patch, patched
from publish.desk.api.problems import Problem
from publish.desk.api.sent import JSON_PATCH, MERGE_PATCH, sent_json
from publish.desk.api.shown import Now, place_of, shown
from publish.desk.api.tags import wanted
from publish.desk.desk import Desk
from publish.desk.members import Member
from publish.desk.rights import Action, allows, rights_of
from publish.desk.rows import Row, row_of
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.http.arguments import tilde_decode

_READERS: tuple[Action, ...] = ("propose", "correct", "review")


async def row_read(desk: Desk, request: Request) -> Response:
    """The row, with the ETag that a patch of it must name."""
    member = await asker(desk, request)
    row = await _row(desk, request)
    return await asyncio.to_thread(_read, desk, member, row)


async def row_patched(desk: Desk, request: Request) -> Response:
    """Corrects cells at once where the member may; else proposes it, or refuses."""
    member = await asker(desk, request)
    row = await _row(desk, request)
    sent = await sent_json(request, (MERGE_PATCH, JSON_PATCH), "accept-patch")
    patch = Patch(
        member=member,
        row=row,
        tags=wanted(request.headers.get("if-match")),
        asked=asked(row, sent),
        changeset=changeset_of(request),
        key=key_of(request),
        print=print_of(request, sent.body),
        now=desk.now(),
    )
    return await asyncio.to_thread(patched, desk, patch)


async def _row(desk: Desk, request: Request) -> Row:
    dataset, table = (tilde_decode(request.url_vars[part]) for part in ("dataset", "table"))
    key = [tilde_decode(part) for part in request.url_vars["key"].split(",")]
    row = await asyncio.to_thread(row_of, desk.folder, dataset, table, key)
    if row is None:
        raise Problem(404, "there is no such row, or it cannot be corrected here")
    return row


def _read(desk: Desk, member: Member, row: Row) -> Response:
    rights = rights_of(desk.folder.desk, member.id)
    cells = [(action, name) for action in _READERS for name in row.cells]
    if not any(allows(rights, action, row, (name,), desk.now()) for action, name in cells):
        raise Problem(403, "nothing of this row is yours to correct")
    with desk_file.reading(desk.folder.desk) as database:
        return shown(Now(row, row_state(database, place_of(row))))
