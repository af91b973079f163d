"""What is done with the form of a row that was sent: looked through, then taken or shown again."""

import asyncio

from publish.corrections.strangers import Answer, FullDay, propose_once
from publish.desk.alike import alike
from publish.desk.body import Fields, fields
from publish.desk.closing import closing
from publish.desk.correcting import corrected
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.forms import TRAP
from publish.desk.mail.addresses import sealed
from publish.desk.pages.form import ANOTHER, CELL, CLOSED, filled, form
from publish.desk.refused import full_day, unreadable
from publish.desk.rows import Row, as_typed, row_path
from publish.desk.typed import Typed
from publish.desk.visits import contributor_at, is_marked, visit_of
from publish.errors import DeskError
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link, with_argument
from publish.site.text.languages import language

# What became of it: it waits already, or it is a correction at once.
KNOWN, DONE = "known", "done"
# Of the rows alike.
_SHOWN = 5


async def taken(desk: Desk, request: Request, row: Row) -> Response:
    """Takes what was typed, or shows the form again with it and what is wrong.

    Of a row that is missing it first shows those that it could be, if there are any.
    """
    sent = await fields(request)
    if sent.first(TRAP):
        # What filled it in is told nothing that it could learn from.
        return _thanks(desk)
    found = filled(desk, row, _cells(row, sent), sent)
    if found.is_wrong:
        return await form(desk, request, row, found, 422)
    if row.is_new and not sent.first(ANOTHER):
        same = await asyncio.to_thread(_alike, desk, row, found.typed)
        if same:
            return await form(desk, request, row, found, 409, same)
    return await _finished(desk, request, row, found.typed, sent)


def _cells(row: Row, sent: Fields) -> dict[str, str]:
    """The cells that were sent; raises Refused where others are meant than the form has."""
    if sent.first(CLOSED) and not row.is_new:
        return _closed(row)
    cells = sent.below(CELL)
    if not cells.keys() <= row.cells.keys():
        raise unreadable()
    return cells


def _closed(row: Row) -> dict[str, str]:
    """The cell that says that the row is over, as it is typed; raises Refused."""
    try:
        edits = closing(row)
    except DeskError:
        raise unreadable() from None
    return {name: as_typed(row.cells[name].field, edit.new or "") for name, edit in edits.items()}


def _alike(desk: Desk, row: Row, typed: Typed) -> list[tuple[str, str]]:
    """The names of rows that are there and could be meant, and the addresses of their forms."""
    said = {name: edit.new for name, edit in typed.edits.items()}
    paths = (
        (one.title, row_path(row.release.dataset, row.table.name, one.key))
        for one in alike(row.release, row.table, said)
        if one.likeness.is_likely
    )
    return [(title, link(desk.urls.path(f"/desk{path}/propose"))) for title, path in paths][:_SHOWN]


async def _finished(desk: Desk, request: Request, row: Row, typed: Typed, sent: Fields) -> Response:
    """Takes what was typed: from who may correct it at once, else as a proposal; raises Refused."""
    visit = await visit_of(desk, request)
    member = visit if visit and is_marked(desk, visit, sent) else None
    if member is not None:
        done = await asyncio.to_thread(corrected, desk, member, row, typed)
        if done:
            return _thanks(desk, DONE)
    by = member.member.id if member else ""
    contributor = await contributor_at(desk, request, row.release.dataset)
    who = contributor.sealed if contributor else ""
    news = await asyncio.to_thread(_is_news, desk, row, typed, who, by)
    return _thanks(desk, "" if news else KNOWN)


def _thanks(desk: Desk, word: str = "") -> Response:
    """Leads on to what becomes of it."""
    path = link(desk.urls.path("/desk/thanks"))
    return Response.redirect(with_argument(path, word, "1") if word else path, 303)


def _is_news(desk: Desk, row: Row, typed: Typed, contributor: str, by: str) -> bool:
    """Takes a proposal; whether the same did not wait already. Raises Refused."""
    day = day_of(desk.now())
    cell = (row.release.dataset, row.table.name, row.key)
    try:
        number = propose_once(
            desk.folder.desk,
            cell,
            typed.edits,
            why=typed.why,
            evidence=typed.evidence,
            day=day,
            most=desk.per_day,
            title=typed.title_of(row),
            contributor=contributor,
            by=by,
            kind="addition" if row.is_new else "edit",
            answer=Answer(sealed(desk.secret, typed.mail), language()) if typed.mail else None,
        )
    except FullDay:
        raise full_day() from None
    return number is not None
