"""`/desk/clearance`: changes that wait for an organisation, and what its members clear of them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from publish.corrections.clearances import Waiting, clear, counted, oldest, waiting_of
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.pages.parts import table_title
from publish.desk.pages.waiting import Change, change_of, fields_of, row_page
from publish.desk.refused import Refused
from publish.desk.rights import allows, rights_of
from publish.desk.visits import Visit, around, members_only, sent_by
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.http.arguments import whole
from publish.site.text.languages import gettext as _

# On a page, the oldest first.
SHOWN = 50


@dataclass(frozen=True)
class Shown:
    """A change for who clears it; `mark` stands for it as it was seen, `href` is its row's page."""

    change: Waiting
    mark: str
    place: str
    title: str
    href: str
    changes: Sequence[Change]


async def clearance_page(desk: Desk, request: Request) -> Response:
    """What waits in the tables that are the member's to clear."""
    visit = await members_only(desk, request)
    return await _page(desk, request, visit)


async def cleared_now(desk: Desk, request: Request) -> Response:
    """Clears what was ticked, as it was seen; what changed since then waits on."""
    visit = await members_only(desk, request)
    sent = await sent_by(desk, request, visit)
    marks = {*sent.all("change")}
    if not marks:
        raise Refused(422, _("Tick the changes first, then clear them."))
    done = await asyncio.to_thread(_clear, desk, visit, marks)
    return await _page(desk, request, visit, done, len(marks) - done)


async def _page(
    desk: Desk, request: Request, visit: Visit, done: int = 0, lost: int = 0
) -> Response:
    count, shown = await asyncio.to_thread(_first, desk, visit)
    context = {
        **around(desk, visit),
        "waiting": shown,
        "count": count,
        "done": done,
        "lost": lost,
    }
    return await desk.shown(
        request, "desk/clearance.html", context, 409 if lost and not done else 200
    )


def _first(desk: Desk, visit: Visit) -> tuple[int, list[Shown]]:
    """How many changes wait for the member, and the oldest of them; raises Refused."""
    mine = _mine(desk, visit)
    found = oldest(desk.folder.desk, mine, SHOWN)
    return sum(mine.values()), [_shown(desk, one) for one in found]


def _mine(desk: Desk, visit: Visit) -> dict[tuple[str, str], int]:
    """How many wait, by table, in those that are the member's to clear whole; raises Refused."""
    rights, now = rights_of(desk.folder.desk, visit.member.id), desk.now()
    found = counted(desk.folder.desk).items()
    mine = {place: count for place, count in found if allows(rights, "clear", place, (), now)}
    if not mine and not any(one.role in ("clearer", "officer") for one in rights):
        raise Refused(403, _("Only those who clear changes see this."))
    return mine


def _clear(desk: Desk, visit: Visit, marks: set[str]) -> int:
    mine, now = _mine(desk, visit), desk.now()
    numbers = [found for one in marks if (found := whole(one.partition(".")[0])) is not None]
    seen = [one for one in waiting_of(desk.folder.desk, numbers) if _mark(one) in marks]
    chosen = [one for one in seen if (one.dataset, one.table) in mine]
    day = day_of(now)
    return clear(desk.folder.desk, chosen, visit.member.id, now, day)


def _mark(one: Waiting) -> str:
    return f"{one.id}.{one.digest}"


def _shown(desk: Desk, one: Waiting) -> Shown:
    columns = fields_of(desk, one.dataset, one.table)
    return Shown(
        change=one,
        mark=_mark(one),
        place=table_title(desk, one.dataset, one.table),
        title=", ".join(one.key),
        href="" if one.kind == "new" else row_page(desk, one.dataset, one.table, one.key),
        changes=[
            change_of(name, columns.get(name), edit)
            for name, edit in one.cells.items()
            if one.kind != "gone"
        ],
    )
