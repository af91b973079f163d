"""`/desk/<dataset>/<table>/add`: a row that is missing, from whoever knows of it."""

import asyncio
from collections.abc import Mapping

from publish.desk.alike import Alike, alike
from publish.desk.body import fields
from publish.desk.desk import Desk
from publish.desk.forms import TRAP, stale
from publish.desk.pages.form import cells_of, finished, form, thanks
from publish.desk.refused import Refused
from publish.desk.rows import Row, new_row_of
from publish.desk.typed import Typed, read_address, typed_of
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link
from publish.site.http.arguments import tilde_decode, tilde_encode
from publish.site.text.languages import gettext as _

# The button that says that none of the rows alike is meant.
ANOTHER = "another"


async def add_page(desk: Desk, request: Request) -> Response:
    """The form of a row that is not there."""
    row = await _row(desk, request)
    return await _page(desk, request, row, Typed("", ""), {}, "")


async def add_sent(desk: Desk, request: Request) -> Response:
    """Takes the row as a proposal; first shows those that it could be, if there are any."""
    row = await _row(desk, request)
    sent = await fields(request)
    if sent.first(TRAP):
        # What filled it in is told nothing that it could learn from.
        return thanks(desk)
    cells = cells_of(row, sent)
    typed = typed_of(row, cells, sent.first("why"), sent.first("evidence"))
    if desk.has_mail:
        read_address(typed, sent.first("mail"))
    said = stale(desk, row.place, row.release.version, sent.first("form"))
    if said or typed.wrong:
        return await _page(desk, request, row, typed, cells, said, 422)
    if not sent.first(ANOTHER):
        same = await asyncio.to_thread(alike, row, typed.edits)
        if same:
            found = [(one.title, _form_of(desk, row, one)) for one in same]
            return await _page(desk, request, row, typed, cells, "", 409, found)
    return await finished(desk, request, row, typed, sent)


def _form_of(desk: Desk, row: Row, one: Alike) -> str:
    """The address of the form of a row that is there."""
    place = (row.release.dataset, row.table.name)
    key = ",".join(map(tilde_encode, one.key))
    return link(desk.urls.path(f"/desk/{'/'.join(map(tilde_encode, place))}/{key}/propose"))


async def _row(desk: Desk, request: Request) -> Row:
    dataset, table = (tilde_decode(request.url_vars[part]) for part in ("dataset", "table"))
    row = await asyncio.to_thread(new_row_of, desk.folder, dataset, table)
    if row is None:
        raise Refused(404, _("There is no such table, or no row can be added to it."))
    return row


async def _page(
    desk: Desk,
    request: Request,
    row: Row,
    typed: Typed,
    cells: Mapping[str, str],
    said: str,
    status: int = 200,
    alike: list[tuple[str, str]] | None = None,
) -> Response:
    parts = (request.url_vars[part] for part in ("dataset", "table"))
    back = link(desk.urls.path("/" + "/".join(parts)))
    more = {"back": back, "alike": alike or [], "another": ANOTHER}
    return await form(desk, request, row, typed, cells, said, status, **more)
