"""`/desk/tokens`: the personal tokens of who is signed in, and of nobody else."""

import asyncio
from dataclasses import dataclass

from publish.desk.body import Fields
from publish.desk.desk import Desk
from publish.desk.refused import Refused, unreadable
from publish.desk.rights import Action
from publish.desk.tokens import MOST_DAYS, Token, end, make, tokens
from publish.desk.visits import Visit, around, members_only, sent_by
from publish.errors import DeskError
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.http.arguments import whole
from publish.site.text.languages import gettext as _

DAYS = 90
"""How long a token lasts where nobody says otherwise."""


@dataclass(frozen=True)
class Told:
    """What became of a form: words, and a token that is shown this once."""

    words: str = ""
    token: str = ""


async def tokens_page(desk: Desk, request: Request) -> Response:
    """The tokens, and a form for another one."""
    return await _page(desk, request, await members_only(desk, request), Told())


async def tokens_changed(desk: Desk, request: Request) -> Response:
    """Makes a token, or ends one of the member's own."""
    visit = await members_only(desk, request)
    sent = await sent_by(desk, request, visit)
    change = _made if sent.first("end") == "" else _ended
    told = await asyncio.to_thread(change, desk, visit, sent)
    return await _page(desk, request, visit, told)


def _made(desk: Desk, visit: Visit, sent: Fields) -> Told:
    days, only = whole(sent.first("days")), _only(sent.first("only"))
    if days is None or not 1 <= days <= MOST_DAYS:
        raise Refused(422, _("A token lasts 1 to %(most)s days.") % {"most": MOST_DAYS})
    try:
        mine = visit.member.id
        id = make(desk.folder.desk, mine, days, only, by=mine, now=desk.now())
    except DeskError:
        raise Refused(409, _("These are many tokens: end one of them first.")) from None
    return Told(_("This is the token. It is shown this once: keep it now."), desk.token_of(id))


def _only(text: str) -> Action | None:
    known: dict[str, Action | None] = {"": None, "propose": "propose", "correct": "correct"}
    if text not in known:
        raise unreadable()
    return known[text]


def _ended(desk: Desk, visit: Visit, sent: Fields) -> Told:
    id, mine = whole(sent.first("end")), visit.member.id
    if id is None or not end(desk.folder.desk, id, mine, by=mine, now=desk.now()):
        raise Refused(404, _("There is no such token of yours, or it is over already."))
    return Told(_("The token is ended."))


async def _page(desk: Desk, request: Request, visit: Visit, told: Told) -> Response:
    found = await asyncio.to_thread(_listed, desk, visit)
    context = {
        **around(desk, visit),
        "tokens": found,
        "told": told,
        "days": DAYS,
        "most_days": MOST_DAYS,
    }
    return await desk.shown(request, "desk/tokens.html", context)


def _listed(desk: Desk, visit: Visit) -> list[Token]:
    return [one for one in tokens(desk.folder.desk, visit.member.id, desk.now()) if one.lives]
