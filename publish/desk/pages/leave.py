"""`/desk/me/leave`: who came to their own data asks to leave; the bakehouse does it.

What it does is told from the declarations, and alike for everybody: whether there is anything of
somebody is not looked up.
"""

import asyncio
from collections.abc import Sequence

from publish.desk.body import Fields
from publish.desk.desk import Desk
from publish.desk.refused import Refused
from publish.desk.seals import session_mark
from publish.desk.visits import Visitor, around_person, person_at, sent_by_person
from publish.people.clock import day_of
from publish.people.leaving_words import Departure, departure
from publish.people.leavings import asked_in, leave, take_back
from publish.people.links import Asker
from publish.people.part_requests import How, PartRequest, keep_part, parts_of, withdraw_part
from publish.people.words import purpose_title
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language

# In the place of a dataset.
ALL = ""
# Of the number of a request, in digits.
_LONGEST = 16


async def leave_page(desk: Desk, request: Request) -> Response:
    """What may be left; of what was chosen, what leaving it does, before it is asked for."""
    visit, chosen = await person_at(desk, request), request.args.get("dataset")
    if visit is None or chosen is None:
        return await _page(desk, request, visit, [])
    return await _page(desk, request, visit, _chosen(desk, visit[1], chosen))


async def leave_sent(desk: Desk, request: Request) -> Response:
    """Takes a request to leave, all or a part, or takes one back."""
    visit, sent = await sent_by_person(desk, request)
    act = _ACTS.get(sent.first("act"), _leave)
    return await _page(desk, request, visit, [], await act(desk, visit[1], sent))


async def _leave(desk: Desk, asker: Asker, sent: Fields) -> str:
    path, names = desk.folder.desk, _chosen(desk, asker, sent.first("dataset"))
    if sent.first("how") == "delete":
        # What is about things may be deleted, too, where the rows would stay.
        for name in names:
            for one in _departure(desk, name).ways:
                if len(one.choices) > 1:
                    await _part_with(desk, asker, name, one.table, "", "delete")
    await asyncio.to_thread(leave, path, asker, names, desk.now(), language())
    return _("Your request to leave is taken.")


async def _leave_part(desk: Desk, asker: Asker, sent: Fields) -> str:
    [name, *_others] = _chosen(desk, asker, sent.first("dataset") or "?")
    table, row = sent.first("table"), sent.first("row").strip()
    ways = {one.table: one for one in _departure(desk, name).ways}
    if table not in ways or not ways[table].choices or (row and not ways[table].key):
        raise _nothing()
    stays = sent.first("how") == "keep" and "keep" in ways[table].choices
    how: How = "keep" if stays else "delete"
    await _part_with(desk, asker, name, table, row, how)
    return _("Your request to leave is taken.")


async def _withdraw_consent(desk: Desk, asker: Asker, sent: Fields) -> str:
    [name, *_others] = _chosen(desk, asker, sent.first("dataset") or "?")
    table, purpose = sent.first("table"), sent.first("purpose")
    known = [(one.table, agreed) for one in _departure(desk, name).ways for agreed in one.consents]
    mine = [agreed.purpose for of, agreed in known if (of, agreed.purpose) == (table, purpose)]
    if not mine:
        raise _nothing()
    await _part_with(desk, asker, name, table, "", mine[0])
    return _("Your consent is withdrawn with the next publication.")


async def _part_with(desk: Desk, asker: Asker, name: str, table: str, row: str, how: How) -> None:
    path, now = desk.folder.desk, desk.now()
    await asyncio.to_thread(withdraw_part, path, asker, name, table, row, how, now, language())


async def _stay(desk: Desk, asker: Asker, sent: Fields) -> str:
    names = _chosen(desk, asker, sent.first("dataset"))
    path, now = desk.folder.desk, desk.now()
    ended = [await asyncio.to_thread(take_back, path, asker, name, now) for name in names]
    return _taken_back(any(ended))


async def _stay_in_part(desk: Desk, asker: Asker, sent: Fields) -> str:
    number = sent.first("part")
    known = number.isascii() and number.isdecimal() and len(number) < _LONGEST
    path, now = desk.folder.desk, desk.now()
    return _taken_back(known and await asyncio.to_thread(keep_part, path, asker, int(number), now))


def _taken_back(is_ended: bool) -> str:
    if not is_ended:
        # Another's, one that is done and one that never was are told alike.
        raise Refused(404, _("It is too late: it was done already, or was not asked here."))
    return _("It is taken back: you stay.")


_ACTS = {
    "back": _stay,
    "part": _leave_part,
    "consent": _withdraw_consent,
    "back part": _stay_in_part,
}


def _mine(desk: Desk, asker: Asker) -> list[str]:
    return [name for name in desk.folder.datasets() if name in asker.datasets]


def _chosen(desk: Desk, asker: Asker, name: str) -> list[str]:
    """The datasets of the asker that a choice is; raises Refused for another's."""
    mine = _mine(desk, asker)
    if name != ALL and name not in mine:
        raise _nothing()
    return mine if name == ALL else [name]


def _nothing() -> Refused:
    return Refused(404, _("There is nothing at this address"))


async def _page(
    desk: Desk, request: Request, visit: Visitor | None, chosen: Sequence[str], told: str = ""
) -> Response:
    path = desk.folder.desk
    waits = await asyncio.to_thread(asked_in, path, visit[1]) if visit else []
    parts = await asyncio.to_thread(parts_of, path, visit[1]) if visit else []
    mine = await asyncio.to_thread(_departures, desk, visit[1]) if visit else []
    context = {
        **around_person(desk, request),
        "may_ask": visit is not None,
        "mark": session_mark(desk.secret, visit[0]) if visit else "",
        "waits": [one for one in mine if one.name in waits],
        "parts": [(one, _table_title(mine, one), _purpose(one)) for one in parts],
        "stays": [one for one in mine if one.name not in waits],
        "chosen": [one for one in mine if one.name in chosen],
        "choice": chosen[0] if len(chosen) == 1 else ALL,
        "told": told,
        "contact": (await asyncio.to_thread(desk.folder.metadata)).contact,
    }
    return await desk.shown(request, "desk/me-leave.html", context)


def _departures(desk: Desk, asker: Asker) -> list[Departure]:
    return [_departure(desk, name) for name in _mine(desk, asker)]


def _departure(desk: Desk, name: str) -> Departure:
    return departure(name, desk.folder.dataset(name), day_of(desk.now()))


def _table_title(mine: Sequence[Departure], part: PartRequest) -> str:
    titles = {(one.name, way.table): way.title for one in mine for way in one.ways}
    return titles.get((part.dataset, part.table), part.table)


def _purpose(part: PartRequest) -> str:
    """What a consent that is withdrawn was to; empty where rows are."""
    return "" if part.how == "delete" or part.how == "keep" else purpose_title(part.how)
