"""`/desk/<dataset>/<table>/<key>/propose`: what a row should say, from whoever knows better."""

import asyncio

from publish.desk.desk import Desk
from publish.desk.pages.form import Filled, form
from publish.desk.pages.taking import DONE, KNOWN, taken
from publish.desk.refused import Refused
from publish.desk.rows import Row, row_of
from publish.desk.visits import around, visit_of
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.http.arguments import tilde_decode
from publish.site.text.languages import gettext as _


async def form_page(desk: Desk, request: Request) -> Response:
    """The form of a row, as the row is now."""
    return await form(desk, request, await _row(desk, request), Filled())


async def form_sent(desk: Desk, request: Request) -> Response:
    """Takes a proposal, or shows the form again with what was typed and what is wrong."""
    return await taken(desk, request, await _row(desk, request))


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
