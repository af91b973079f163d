"""`/desk/`: what the desk is for, and for members how much waits."""

import asyncio

from publish.desk.desk import Desk
from publish.desk.pages.conflicts import conflicts_for
from publish.desk.pages.inbox import waiting_for
from publish.desk.visits import Visit, around, visit_of
from publish.site.base.answers import Response
from publish.site.base.site import Request


async def home_page(desk: Desk, request: Request) -> Response:
    """The desk's own first page."""
    visit = await visit_of(desk, request)
    counts = await asyncio.to_thread(_counts, desk, visit) if visit else None
    return await desk.shown(request, "desk/home.html", {**around(desk, visit), "counts": counts})


def _counts(desk: Desk, visit: Visit) -> dict[str, int]:
    """How much waits for a member to decide."""
    return {
        "waiting": len(waiting_for(desk, visit)),
        "conflicts": len(conflicts_for(desk, visit)),
    }
