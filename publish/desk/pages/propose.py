"""`/desk/<dataset>/<table>/<key>/propose`: what a row should say, from whoever knows better."""

import asyncio
from collections.abc import Mapping

from publish.desk.body import fields
from publish.desk.closing import closing
from publish.desk.desk import Desk
from publish.desk.forms import TRAP, stale
from publish.desk.pages.form import CLOSED, DONE, KNOWN, cells_of, finished, form, thanks
from publish.desk.refused import Refused, unreadable
from publish.desk.rows import Row, as_typed, row_of
from publish.desk.typed import Typed, read_address, typed_of
from publish.desk.visits import around, visit_of
from publish.errors import DeskError
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link
from publish.site.http.arguments import tilde_decode
from publish.site.text.languages import gettext as _


async def form_page(desk: Desk, request: Request) -> Response:
    """The form of a row, as the row is now."""
    row = await _row(desk, request)
    return await _page(desk, request, row, Typed("", ""), {}, "")


async def form_sent(desk: Desk, request: Request) -> Response:
    """Takes a proposal, or shows the form again with what was typed and what is wrong."""
    row = await _row(desk, request)
    sent = await fields(request)
    if sent.first(TRAP):
        # What filled it in is told nothing that it could learn from.
        return thanks(desk)
    cells = _closed(row) if sent.first(CLOSED) else cells_of(row, sent)
    typed = typed_of(row, cells, sent.first("why"), sent.first("evidence"))
    if desk.has_mail:
        read_address(typed, sent.first("mail"))
    said = stale(desk, row.place, row.release.version, sent.first("form"))
    if said or typed.wrong:
        return await _page(desk, request, row, typed, cells, said, 422)
    return await finished(desk, request, row, typed, sent)


async def thanks_page(desk: Desk, request: Request) -> Response:
    """What becomes of a proposal."""
    visit = await visit_of(desk, request)
    said = {word: request.args.get(word) == "1" for word in (KNOWN, DONE)}
    context = {**around(desk, visit), **said}
    return await desk.shown(request, "desk/thanks.html", context)


async def _row(desk: Desk, request: Request) -> Row:
    dataset, table = (tilde_decode(request.url_vars[part]) for part in ("dataset", "table"))
    key = [tilde_decode(part) for part in request.url_vars["key"].split(",")]
    row = await asyncio.to_thread(row_of, desk.folder, dataset, table, key)
    if row is None:
        raise Refused(404, _("There is no such row, or it cannot be corrected here."))
    return row


def _closed(row: Row) -> dict[str, str]:
    """The cell that says that the row is over, as it is typed; raises Refused."""
    try:
        edits = closing(row)
    except DeskError:
        raise unreadable() from None
    return {name: as_typed(row.cells[name].field, edit.new or "") for name, edit in edits.items()}


async def _page(
    desk: Desk,
    request: Request,
    row: Row,
    typed: Typed,
    cells: Mapping[str, str],
    said: str,
    status: int = 200,
) -> Response:
    parts = (request.url_vars[part] for part in ("dataset", "table", "key"))
    back = link(desk.urls.path("/" + "/".join(parts)))
    return await form(desk, request, row, typed, cells, said, status, back=back)
