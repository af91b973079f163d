"""`/desk/trust`: the vouches of a member, given and received, for this member alone."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from publish.desk.body import Fields
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.pages.waiting import column_title, fields_of
from publish.desk.refused import Refused, unreadable
from publish.desk.rows import place_title
from publish.desk.trust.terms import STOCK
from publish.desk.trust.told import Standing, standing
from publish.desk.trust.vouches import (
    Unvouched,
    Vouch,
    accept,
    decline,
    given,
    received,
    take_back,
    vouch,
)
from publish.desk.visits import Visit, around, members_only, sent_by
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link
from publish.site.http.arguments import whole
from publish.site.text.languages import gettext as _

Change = Callable[..., bool]
CHANGES: dict[str, Change] = {"accept": accept, "decline": decline, "end": take_back}
MOST_NAME = 60


class Dated(NamedTuple):
    """A vouch in the words of a page."""

    number: int
    name: str
    accepted: bool
    until: str


async def trust_page(desk: Desk, request: Request) -> Response:
    """Where somebody stands, and their vouches."""
    visit = await _visit(desk, request)
    return await _page(desk, request, visit, "", "", 200)


async def trust_sent(desk: Desk, request: Request) -> Response:
    """Offers a vouch, accepts or declines one, or takes one back."""
    visit = await _visit(desk, request)
    sent = await sent_by(desk, request, visit)
    name = sent.first("name").strip()[: MOST_NAME + 1]
    try:
        await asyncio.to_thread(_do, desk, visit, sent, name)
    except Unvouched as error:
        return await _page(desk, request, visit, name, _why(error), 422)
    return Response("", 303, {"location": link(desk.urls.path("/desk/trust"))})


async def _visit(desk: Desk, request: Request) -> Visit:
    visit = await members_only(desk, request)
    if not desk.trusts:
        raise Refused(404, _("There is nothing at this address"))
    return visit


def _do(desk: Desk, visit: Visit, sent: Fields, name: str) -> None:
    path, member, now = desk.folder.desk, visit.member.id, desk.now()
    asked, number = sent.first("do"), whole(sent.first("number"))
    if asked == "vouch":
        vouch(path, member, name, now)
        return
    if asked not in CHANGES or number is None:
        raise unreadable()
    if not CHANGES[asked](path, member, number, now):
        raise Refused(409, _("This vouch is over, or was decided already."))


def _why(error: Unvouched) -> str:
    words = {
        "nobody": _("No member has this name. Ask them how they are called at this desk."),
        "self": _("Nobody vouches for themselves."),
        "already": _("You vouch for this member already."),
        "stock": _("Ten vouches are the most: take one back first."),
        "pace": _("You offered a vouch less than five days ago."),
    }
    return words[error.why]


async def _page(
    desk: Desk, request: Request, visit: Visit, name: str, said: str, status: int
) -> Response:
    context = {
        **around(desk, visit),
        **await asyncio.to_thread(_read, desk, visit),
        "stock": STOCK,
        "name": name,
        "said": said,
        "most_name": MOST_NAME,
    }
    return await desk.shown(request, "desk/trust.html", context, status)


def _read(desk: Desk, visit: Visit) -> dict[str, object]:
    path, member, now = desk.folder.desk, visit.member.id, desk.now()
    has = [_dated(one) for one in received(path, member, now)]
    stands = standing(path, member, now)
    return {
        "stands": stands,
        "where": _where(desk, stands) if stands else "",
        "offered": [one for one in has if not one.accepted],
        "received": [one for one in has if one.accepted],
        "given": [_dated(one) for one in given(path, member, now)],
    }


def _dated(one: Vouch) -> Dated:
    until = day_of(one.expires).isoformat()
    return Dated(one.number, one.name, one.accepted is not None, until)


def _where(desk: Desk, stands: Standing) -> str:
    """Where who is reached corrects, in words."""
    place = place_title(desk.folder, stands.dataset, stands.table)
    fields = fields_of(desk, stands.dataset, stands.table)
    columns = [column_title(name, fields.get(name)) for name in stands.columns]
    return f"{place} ({', '.join(columns)})" if columns else place
