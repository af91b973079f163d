"""`/desk/me/leave`: who came to their own data asks to leave; the bakehouse does it.

What it does is told from the declarations, and alike for everybody: whether there is anything of
somebody is not looked up.
"""

import asyncio
from collections.abc import Sequence

from publish.desk.body import fields
from publish.desk.desk import Desk
from publish.desk.refused import Refused
from publish.desk.seals import is_session_mark, session_mark
from publish.desk.visits import CONTRIBUTOR, around, person_at, session_of
from publish.people.clock import day_of
from publish.people.leaving_words import Departure, departure
from publish.people.leavings import asked_in, leave, take_back
from publish.people.links import Asker
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.text.languages import gettext as _

Visitor = tuple[str, Asker]
# In the place of a dataset.
ALL = ""


async def leave_page(desk: Desk, request: Request) -> Response:
    """What may be left; of what was chosen, what leaving it does, before it is asked for."""
    visit, chosen = await person_at(desk, request), request.args.get("dataset")
    if visit is None or chosen is None:
        return await _page(desk, request, visit, [])
    return await _page(desk, request, visit, _chosen(desk, visit[1], chosen))


async def leave_sent(desk: Desk, request: Request) -> Response:
    """Takes a request to leave, or takes one back."""
    visit, sent = await person_at(desk, request), await fields(request)
    if visit is None or not is_session_mark(desk.secret, visit[0], sent.first("mark")):
        raise Refused(403, _("This form is of another session. Load its page again, then send it."))
    path, asker = desk.folder.desk, visit[1]
    names = _chosen(desk, asker, sent.first("dataset"))
    if sent.first("act") == "back":
        await _taken_back(desk, asker, names)
        return await _page(desk, request, visit, [], _("It is taken back: you stay."))
    await asyncio.to_thread(leave, path, asker, names, desk.now())
    return await _page(desk, request, visit, [], _("Your request to leave is taken."))


async def _taken_back(desk: Desk, asker: Asker, names: Sequence[str]) -> None:
    path = desk.folder.desk
    ended = [await asyncio.to_thread(take_back, path, asker, name) for name in names]
    if not any(ended):
        # Another's, one that is done and one that never was are told alike.
        raise Refused(404, _("It is too late: it was done already, or was not asked here."))


def _mine(desk: Desk, asker: Asker) -> list[str]:
    return [name for name in desk.folder.datasets() if name in asker.datasets]


def _chosen(desk: Desk, asker: Asker, name: str) -> list[str]:
    """The datasets of the asker that a choice is; raises Refused for another's."""
    mine = _mine(desk, asker)
    if name != ALL and name not in mine:
        raise Refused(404, _("There is nothing at this address"))
    return mine if name == ALL else [name]


async def _page(
    desk: Desk, request: Request, visit: Visitor | None, chosen: Sequence[str], told: str = ""
) -> Response:
    path = desk.folder.desk
    waits = await asyncio.to_thread(asked_in, path, visit[1]) if visit else []
    mine = await asyncio.to_thread(_departures, desk, visit[1]) if visit else []
    context = {
        **around(desk, None),
        "person": bool(session_of(desk, request, CONTRIBUTOR)),
        "may_ask": visit is not None,
        "mark": session_mark(desk.secret, visit[0]) if visit else "",
        "waits": [one for one in mine if one.name in waits],
        "stays": [one for one in mine if one.name not in waits],
        "chosen": [one for one in mine if one.name in chosen],
        "choice": chosen[0] if len(chosen) == 1 else ALL,
        "told": told,
        "contact": (await asyncio.to_thread(desk.folder.metadata)).contact,
    }
    return await desk.shown(request, "desk/me-leave.html", context)


def _departures(desk: Desk, asker: Asker) -> list[Departure]:
    today = day_of(desk.now())
    return [departure(name, desk.folder.dataset(name), today) for name in _mine(desk, asker)]
