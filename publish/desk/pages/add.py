"""`/desk/<dataset>/<table>/add`: a row that is missing, from whoever knows of it."""

import asyncio

from publish.desk.desk import Desk
from publish.desk.pages.form import Filled, form
from publish.desk.pages.taking import taken
from publish.desk.refused import Refused
from publish.desk.rows import Row, new_row_of
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.http.arguments import tilde_decode
from publish.site.text.languages import gettext as _


async def add_page(desk: Desk, request: Request) -> Response:
    """The form of a row that is not there."""
    return await form(desk, request, await _row(desk, request), Filled())


async def add_sent(desk: Desk, request: Request) -> Response:
    """Takes the row as a proposal; first shows those that it could be, if there are any."""
    return await taken(desk, request, await _row(desk, request))


async def _row(desk: Desk, request: Request) -> Row:
    dataset, table = (tilde_decode(request.url_vars[part]) for part in ("dataset", "table"))
    row = await asyncio.to_thread(new_row_of, desk.folder, dataset, table)
    if row is None:
        raise Refused(404, _("There is no such table, or no row can be added to it."))
    return row
