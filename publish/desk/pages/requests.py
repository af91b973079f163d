"""`/desk/requests`: what people ask by the GDPR, and until when; for officers of the desk alone."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from publish.desk.body import Fields
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.refused import Refused, unreadable
from publish.desk.rights import may
from publish.desk.visits import Visit, around, members_only, sent_by
from publish.errors import DeclarationError, DeskError
from publish.people.answer_letters import letter
from publish.people.notice_letters import notice_letter
from publish.people.notices import Notice, notices, tell
from publish.people.register import (
    KINDS,
    MOST_REFERENCE,
    MOST_WHY,
    OUTCOMES,
    WAYS,
    Noted,
    close,
    extend,
    listed,
    note_request,
)
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link
from publish.site.http.arguments import whole
from publish.site.text.languages import LANGUAGES, language
from publish.site.text.languages import gettext as _
from publish.site.text.refused_words import N_

_KINDS = {
    "access": N_("access to their data"),
    "portability": N_("their data, to take along"),
    "rectification": N_("correction of their data"),
    "erasure": N_("erasure of their data"),
    "objection": N_("objection to a use of their data"),
}
_WAYS = {
    "desk": N_("at the desk"),
    "mail": N_("by e-mail"),
    "post": N_("by post"),
    "other": N_("otherwise"),
}
_OUTCOMES = {
    "given": N_("what is held was handed over"),
    "corrected": N_("corrected"),
    "erased": N_("erased"),
    "erased in part": N_("erased in part"),
    "stopped": N_("no longer used for what they object to"),
    "nothing": N_("nothing is held of them"),
    "refused": N_("refused, for reasons"),
    "taken back": N_("taken back by who asked"),
}


@dataclass(frozen=True)
class Line:
    """A request in words; `letter` is what to write to who asked, where anything is to be told."""

    one: Noted
    kind: str
    way: str
    outcome: str
    left: int
    late: int
    may_extend: bool
    letter: str
    notices: list[tuple[Notice, str]]
    """Who received what was changed, with the letter to them."""


async def requests_page(desk: Desk, request: Request) -> Response:
    """All requests, with the days that are left, and what may be done with each."""
    visit = await _officer(desk, request)
    context = {
        **around(desk, visit),
        "lines": await asyncio.to_thread(_lines, desk),
        "kinds": {name: _(_KINDS[name]) for name in KINDS},
        "ways": {name: _(_WAYS[name]) for name in WAYS},
        "outcomes": {name: _(_OUTCOMES[name]) for name in OUTCOMES},
        "languages": LANGUAGES,
        "today": day_of(desk.now()).isoformat(),
        "most_why": MOST_WHY,
        "most_reference": MOST_REFERENCE,
        "can_write": (await asyncio.to_thread(desk.folder.metadata)).authority is not None,
    }
    return await desk.shown(request, "desk/requests.html", context)


async def requests_sent(desk: Desk, request: Request) -> Response:
    """Notes a request, closes one, or takes two months more for it."""
    visit = await _officer(desk, request)
    sent = await sent_by(desk, request, visit)
    change = _CHANGES.get(sent.first("do"))
    if change is None:
        raise unreadable()
    await asyncio.to_thread(change, desk, visit, sent)
    return Response("", 303, {"location": link(desk.urls.path("/desk/requests"))})


async def _officer(desk: Desk, request: Request) -> Visit:
    visit = await members_only(desk, request)
    if not await asyncio.to_thread(_is_officer, desk, visit):
        raise Refused(403, _("Only officers of the desk see this."))
    return visit


def _is_officer(desk: Desk, visit: Visit) -> bool:
    return may(desk.folder.desk, visit.member.id, "officer", ("", ""), (), desk.now())


def _note(desk: Desk, visit: Visit, sent: Fields) -> None:
    today, received = day_of(desk.now()), _day(sent.first("received"))
    reference, chosen = sent.first("reference").strip(), sent.first("language")
    kind = next((one for one in KINDS if one == sent.first("kind")), None)
    way = next((one for one in WAYS if one == sent.first("way")), None)
    if kind is None or way is None or chosen not in LANGUAGES:
        raise unreadable()
    try:
        note_request(
            desk.folder.desk,
            kind,
            way,
            received,
            today,
            language=chosen,
            reference=reference,
            by=visit.member.id,
        )
    except DeskError:
        raise Refused(
            422,
            _(
                "A request came today or earlier, and its reference has %(most)s letters, digits, "
                "blanks and .,/#- at most: nobody’s name or address."
            )
            % {"most": MOST_REFERENCE},
        ) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(422, _("Say on which day it came.")) from None


def _close(desk: Desk, visit: Visit, sent: Fields) -> None:
    outcome = next((one for one in OUTCOMES if one == sent.first("outcome")), None)
    if outcome is None:
        raise unreadable()
    if outcome == "refused" and not _why(sent):
        raise Refused(422, _("A refusal gives its reasons: the letter tells them."))
    _do(close, desk, sent, outcome, _why(sent), day_of(desk.now()), visit.member.id)


def _extend(desk: Desk, visit: Visit, sent: Fields) -> None:
    if not _why(sent):
        raise Refused(422, _("Two months more have their reasons: the letter tells them."))
    _do(extend, desk, sent, _why(sent), day_of(desk.now()), visit.member.id)


def _do(change: Callable[..., None], desk: Desk, sent: Fields, *more: object) -> None:
    number = whole(sent.first("number"))
    if number is None:
        raise unreadable()
    try:
        change(desk.folder.desk, number, *more)
    except DeskError:
        words = _("This cannot be done with request %(number)s. Load the page again.")
        raise Refused(409, words % {"number": number}) from None


def _told(desk: Desk, visit: Visit, sent: Fields) -> None:
    number = whole(sent.first("number"))
    if number is None:
        raise unreadable()
    recipient, today = sent.first("recipient"), day_of(desk.now())
    try:
        tell(desk.folder, number, recipient, _why(sent), today, visit.member.id)
    except DeskError:
        words = _("This cannot be done with request %(number)s. Load the page again.")
        raise Refused(409, words % {"number": number}) from None


def _why(sent: Fields) -> str:
    return sent.first("why").replace("\r\n", "\n").strip()


def _lines(desk: Desk) -> list[Line]:
    today = day_of(desk.now())
    return [_line(desk, one, today) for one in listed(desk.folder.desk)]


def _line(desk: Desk, one: Noted, today: date) -> Line:
    left, told = one.days_left(one.closed or today), notices(desk.folder, one)
    return Line(
        one,
        _(_KINDS[one.kind]),
        _(_WAYS[one.way]),
        _(_OUTCOMES[one.outcome]) if one.outcome else "",
        left,
        max(0, -left),
        one.may_extend(today),
        _letter(desk, one),
        [(each, notice_letter(desk.folder, one, each, language(), today)) for each in told],
    )


def _letter(desk: Desk, one: Noted) -> str:
    try:
        return letter(desk.folder, one)
    except (DeclarationError, DeskError):
        # No authority is named, which the page tells; or there is nothing to write yet.
        return ""


_CHANGES: dict[str, Callable[[Desk, Visit, Fields], None]] = {
    "note": _note,
    "close": _close,
    "extend": _extend,
    "told": _told,
}
