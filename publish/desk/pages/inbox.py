"""`/desk/inbox`: the proposals that wait, and what members decide of them."""

import asyncio

from publish.corrections.proposals import proposals
from publish.desk.desk import Desk
from publish.desk.pages.deciding import MOST_REASON, Told, decided
from publish.desk.pages.waiting import Waiting, waiting_of
from publish.desk.reviews import reviewer
from publish.desk.visits import Visit, around, members_only, sent_by
from publish.site.base.answers import Response
from publish.site.base.site import Request

# On a page, the oldest first.
SHOWN = 50


async def inbox_page(desk: Desk, request: Request) -> Response:
    """What waits."""
    visit = await members_only(desk, request)
    return await _page(desk, request, visit, Told())


async def decided_now(desk: Desk, request: Request) -> Response:
    """Accepts or refuses what was ticked, each by itself, and tells what could not be done."""
    visit = await members_only(desk, request)
    sent = await sent_by(desk, request, visit)
    told = await asyncio.to_thread(decided, desk, visit, sent)
    return await _page(desk, request, visit, told)


async def _page(desk: Desk, request: Request, visit: Visit, told: Told) -> Response:
    waiting, count = await asyncio.to_thread(_waiting, desk, visit)
    context = {
        **around(desk, visit),
        "waiting": waiting,
        "count": count,
        "told": told.done,
        "failed": told.failed,
        "most_reason": MOST_REASON,
    }
    return await desk.shown(request, "desk/inbox.html", context, told.status)


def _waiting(desk: Desk, visit: Visit) -> tuple[list[Waiting], int]:
    who = reviewer(desk, visit)
    found = [one for one in proposals(desk.folder.desk) if who.may_decide(one)]
    return [waiting_of(desk, one) for one in found[:SHOWN]], len(found)
