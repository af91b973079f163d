"""`/desk/inbox`: the proposals that wait, and what members decide of them."""

import asyncio
from functools import partial

from publish.corrections.proposals import Listed, listed, waiting_in
from publish.corrections.proposals import waiting_of as proposals_of
from publish.desk.desk import Desk
from publish.desk.pages.deciding import SEEN, Told, decided
from publish.desk.pages.parts import part_of
from publish.desk.pages.waiting import waiting_of
from publish.desk.reviews import reviewer
from publish.desk.typed import MOST_REASON
from publish.desk.visits import Visit, around, members_only, sent_by
from publish.site.base.answers import Response
from publish.site.base.site import Request


async def inbox_page(desk: Desk, request: Request) -> Response:
    """What waits for who asks."""
    visit = await members_only(desk, request)
    return await _page(desk, request, visit, Told())


async def decided_now(desk: Desk, request: Request) -> Response:
    """Accepts or refuses what was ticked, each by itself, and tells what could not be done."""
    visit = await members_only(desk, request)
    sent = await sent_by(desk, request, visit)
    told = await asyncio.to_thread(decided, desk, visit, sent)
    return await _page(desk, request, visit, told)


def waiting_for(desk: Desk, visit: Visit) -> list[Listed]:
    """The open proposals that a member may decide, oldest first."""
    path = desk.folder.desk
    return reviewer(desk, visit).theirs(listed(path), partial(waiting_in, path))


async def _page(desk: Desk, request: Request, visit: Visit, told: Told) -> Response:
    found = await asyncio.to_thread(waiting_for, desk, visit)
    part = await asyncio.to_thread(part_of, desk, request, found)
    numbers = [one.id for one in part.shown]
    shown = await asyncio.to_thread(proposals_of, desk.folder.desk, numbers)
    context = {
        **around(desk, visit),
        "part": part,
        "waiting": await asyncio.to_thread(waiting_of, desk, visit, shown),
        "told": told,
        "most_reason": MOST_REASON,
        "seen": SEEN,
    }
    return await desk.shown(request, "desk/inbox.html", context, told.status)
