"""`/desk/`: what the desk is for, and for members how much waits."""

import asyncio
from collections import Counter

from publish.desk.desk import Desk
from publish.desk.pages.conflicts import conflicts_for
from publish.desk.pages.duplicates import duplicates_for
from publish.desk.pages.inbox import waiting_for
from publish.desk.partner_rows import fed
from publish.desk.rows import release_of, titles_of
from publish.desk.visits import Visit, around, visit_of
from publish.site.base.answers import Response
from publish.site.base.site import Request


async def home_page(desk: Desk, request: Request) -> Response:
    """The desk's own first page."""
    visit = await visit_of(desk, request)
    context = await asyncio.to_thread(_waiting, desk, visit) if visit else {"counts": None}
    return await desk.shown(request, "desk/home.html", {**around(desk, visit), **context})


def _waiting(desk: Desk, visit: Visit) -> dict[str, object]:
    """How much waits for a member to decide; of pairs, by dataset, with its title."""
    pairs = Counter(one.dataset for one in duplicates_for(desk, visit))
    titles = titles_of(desk.folder)
    releases = [found for name in titles if (found := release_of(desk.folder, name))]
    return {
        "counts": {
            "waiting": len(waiting_for(desk, visit)),
            "conflicts": len(conflicts_for(desk, visit)),
        },
        "pairs": [
            (one.dataset, titles[one.dataset], pairs[one.dataset]) for one in releases if fed(one)
        ],
    }
