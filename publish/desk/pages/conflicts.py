"""`/desk/conflicts`: corrections that do not stand, and what members decide of them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

from publish.corrections.conflicts import (
    LOST,
    Conflict,
    SourceChanged,
    conflict,
    conflicts_in,
    conflicts_of,
    keep,
    listed,
    rekey,
)
from publish.corrections.live import undo
from publish.corrections.proposals import Listed
from publish.corrections.states import State
from publish.desk.body import Fields
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.pages.deciding import SEEN, Told, ticked
from publish.desk.pages.parts import part_of, table_title
from publish.desk.pages.waiting import column_title, fields_of, row_page, said_in
from publish.desk.refused import Refused, unreadable
from publish.desk.reviews import Reviewer, reviewer
from publish.desk.rows import row_of
from publish.desk.visits import Visit, around, members_only, sent_by
from publish.errors import DeskError
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext
from publish.site.text.refused_words import N_

_WHY: dict[State, str] = {
    "conflict": N_("The source changed too."),
    "orphan": N_("The row is gone."),
    "ambiguous": N_("The row may be another one by now, or several could be it."),
    "invalid": N_("The value may not stand there any more."),
    "schema": N_("The column is gone, or cannot be corrected any more."),
}
_DECISIONS = ("keep", "source", "key")
MOST_KEY = 500


@dataclass(frozen=True)
class Shown:
    """A correction that does not stand, in words; `mark` is that of what the source says."""

    conflict: Conflict
    place: str
    title: str
    href: str
    page: str
    column: str
    why: str
    source: str
    corrected: str
    mark: str

    @property
    def is_lost(self) -> bool:
        """Whether a person may say which row it is of."""
        return self.conflict.state in LOST


async def conflicts_page(desk: Desk, request: Request) -> Response:
    """The corrections that do not stand, for who may decide."""
    visit = await members_only(desk, request)
    return await _page(desk, request, visit, Told())


async def conflicts_decided(desk: Desk, request: Request) -> Response:
    """Keeps, takes back or moves what was ticked, each by itself; tells what could not be done."""
    visit = await members_only(desk, request)
    sent = await sent_by(desk, request, visit)
    numbers, decision = ticked(sent, "correction"), sent.first("decision")
    if decision not in _DECISIONS:
        raise unreadable()
    if not numbers:
        raise Refused(422, _("Tick the corrections first, then decide."))
    told = await asyncio.to_thread(_decided, desk, visit, numbers, decision, sent)
    return await _page(desk, request, visit, told)


def conflicts_for(desk: Desk, visit: Visit) -> list[Listed]:
    """The corrections that do not stand and that a member may decide of, oldest first."""
    path = desk.folder.desk
    return reviewer(desk, visit).theirs(listed(path), partial(conflicts_in, path))


def _decided(desk: Desk, visit: Visit, numbers: Sequence[int], decision: str, sent: Fields) -> Told:
    who, done, failed = reviewer(desk, visit), 0, []
    for number in numbers:
        wrong = _decide(desk, visit, who, number, decision, sent)
        done += not wrong
        failed += [wrong] if wrong else []
    return Told([_said(decision, done)] if done else [], failed)


def _decide(
    desk: Desk, visit: Visit, who: Reviewer, number: int, decision: str, sent: Fields
) -> str:
    """Decides of one; why it could not be, or ""."""
    path, day, by = desk.folder.desk, day_of(desk.now()), visit.member.id
    try:
        one = conflict(path, number)
        if not who.may_decide(one):
            return _words(number, _("is not within what you may decide."))
        if decision == "source":
            undo(path, number, day, by)
        elif decision == "keep":
            if sent.first(f"{SEEN}{number}") != _mark(one):
                return _words(number, _changed())
            keep(path, number, one.source, day, by)
        else:
            return _rekey(desk, who, one, sent.first("key"), by)
    except SourceChanged:
        return _words(number, _changed())
    except DeskError:
        return _words(number, _("is no longer so, or cannot be decided in this way."))
    return ""


def _rekey(desk: Desk, who: Reviewer, one: Conflict, typed: str, by: str) -> str:
    key = [part.strip() for part in typed.split(",")]
    row = row_of(desk.folder, one.dataset, one.table, key)
    if row is None or one.column not in row.cells:
        return _words(one.id, _("there is no row with the key that was typed."))
    if not who.may_decide(replace(one, key=row.key)):
        return _words(one.id, _("is not within what you may decide."))
    rekey(desk.folder.desk, one.id, row.key, day_of(desk.now()), by)
    return ""


def _words(number: int, wrong: str) -> str:
    return _("Correction %(number)s: %(wrong)s") % {"number": number, "wrong": wrong}


def _changed() -> str:
    return _("the source says something else by now; look again.")


def _said(decision: str, done: int) -> str:
    if decision == "keep":
        words = ngettext(
            "%(number)s correction kept: it stands over what the source says.",
            "%(number)s corrections kept: they stand over what the source says.",
            done,
        )
    elif decision == "source":
        words = ngettext(
            "%(number)s correction taken back: the source stands.",
            "%(number)s corrections taken back: the source stands.",
            done,
        )
    else:
        words = ngettext(
            "%(number)s correction is of the row with this key from now on.",
            "%(number)s corrections are of the row with this key from now on.",
            done,
        )
    return words % {"number": done}


async def _page(desk: Desk, request: Request, visit: Visit, told: Told) -> Response:
    found = await asyncio.to_thread(conflicts_for, desk, visit)
    part = await asyncio.to_thread(part_of, desk, request, found)
    shown = await asyncio.to_thread(_all_shown, desk, [one.id for one in part.shown])
    context = {
        **around(desk, visit),
        "part": part,
        "waiting": shown,
        "told": told,
        "most_key": MOST_KEY,
        "seen": SEEN,
    }
    return await desk.shown(request, "desk/conflicts.html", context, told.status)


def _all_shown(desk: Desk, numbers: Sequence[int]) -> list[Shown]:
    return [_shown(desk, one) for one in conflicts_of(desk.folder.desk, numbers)]


def _shown(desk: Desk, one: Conflict) -> Shown:
    field = fields_of(desk, one.dataset, one.table).get(one.column)
    row = row_of(desk.folder, one.dataset, one.table, one.key)
    return Shown(
        conflict=one,
        place=table_title(desk, one.dataset, one.table),
        title=row.title if row else ", ".join(one.key),
        href=row_page(desk, one.dataset, one.table, one.key) if row else "",
        page=link(desk.urls.path(f"/desk/proposals/{one.proposal}")),
        column=column_title(one.column, field),
        why=_(_WHY[one.state]),
        source=said_in(field, one.source),
        corrected=said_in(field, one.corrected),
        mark=_mark(one),
    )


def _mark(one: Conflict) -> str:
    """What tells that which the source says from anything else."""
    return sha256(repr(one.source).encode()).hexdigest()[:16]
