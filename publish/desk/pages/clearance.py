"""`/desk/clearance`: changes that wait for an organisation, and what its members clear of them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from publish.corrections.clearances import Waiting, clear, waiting
from publish.desk.desk import Desk
from publish.desk.pages.waiting import said_in
from publish.desk.refused import Refused
from publish.desk.rights import allows, rights_of
from publish.desk.rows import release_of
from publish.desk.visits import Visit, around, members_only, sent_by
from publish.release.table import Field
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link
from publish.site.http.arguments import tilde_encode
from publish.site.text.languages import gettext as _
from publish.site.text.words import text

# On a page, the oldest first.
SHOWN = 50


@dataclass(frozen=True)
class Cell:
    """What is shown of a column, and what would be; "" is no value."""

    title: str
    old: str
    new: str


@dataclass(frozen=True)
class Shown:
    """A change for who clears it; `mark` stands for it as it was seen, `href` is its row's page."""

    change: Waiting
    mark: str
    place: str
    title: str
    href: str
    cells: Sequence[Cell]


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
    mine = await asyncio.to_thread(_mine, desk, visit)
    context = {
        **around(desk, visit),
        "waiting": [_shown(desk, one) for one in mine[:SHOWN]],
        "count": len(mine),
        "done": done,
        "lost": lost,
    }
    return await desk.shown(
        request, "desk/clearance.html", context, 409 if lost and not done else 200
    )


def _mine(desk: Desk, visit: Visit) -> list[Waiting]:
    """The changes in tables that are the member's to clear whole; raises Refused."""
    rights = rights_of(desk.folder.desk, visit.member.id)
    found = waiting(desk.folder.desk)
    places = dict.fromkeys((one.dataset, one.table) for one in found)
    mine = {place for place in places if allows(rights, "clear", place, (), desk.now())}
    if not mine and not any(one.role in ("clearer", "officer") for one in rights):
        raise Refused(403, _("Only those who clear changes see this."))
    return [one for one in found if (one.dataset, one.table) in mine]


def _clear(desk: Desk, visit: Visit, marks: set[str]) -> int:
    chosen = [one for one in _mine(desk, visit) if _mark(one) in marks]
    now = desk.now()
    day = datetime.fromtimestamp(now, UTC).date()
    return clear(desk.folder.desk, chosen, visit.member.id, now, day)


def _mark(one: Waiting) -> str:
    return f"{one.id}.{one.digest}"


def _shown(desk: Desk, one: Waiting) -> Shown:
    release = release_of(desk.folder, one.dataset)
    table = release.tables.get(one.table) if release else None
    columns = table.columns if table else {}
    key = ",".join(map(tilde_encode, one.key))
    path = f"/{one.dataset}/{one.table}/{key}"
    return Shown(
        change=one,
        mark=_mark(one),
        place=(text(table, "title") if table else "") or f"{one.dataset}.{one.table}",
        title=", ".join(one.key),
        href="" if one.kind == "new" else link(desk.urls.path(path)),
        cells=[
            Cell(
                _title(name, columns.get(name)),
                said_in(columns.get(name), edit.base),
                said_in(columns.get(name), edit.new),
            )
            for name, edit in one.cells.items()
            if one.kind != "gone"
        ],
    )


def _title(name: str, field: Field | None) -> str:
    return (text(field, "title") if field else "") or name
