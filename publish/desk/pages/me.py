"""`/desk/me`: what is held of who asks; the bakehouse answers, and their key alone opens it.

A key or a link that opens nothing is told the same words, whyever: nothing here confirms to a
stranger that somebody asked, or is in the data.
"""

import asyncio
from typing import Any

from publish.desk.body import Fields, fields
from publish.desk.contributors import end
from publish.desk.desk import Desk
from publish.desk.refused import Refused
from publish.desk.seals import session_mark
from publish.desk.visits import (
    CONTRIBUTOR,
    Visitor,
    around_person,
    person_at,
    person_cookie,
    sent_by_person,
    session_of,
)
from publish.people.answer_files import Answer, read_answer
from publish.people.clock import ANSWER_DAYS
from publish.people.consent_words import consents_told
from publish.people.left_words import left_head, left_lines
from publish.people.links import enter, works
from publish.people.outbox import sweep, take
from publish.people.request_counts import LEAST, told
from publish.people.requests import Found, ask, found, is_any_over
from publish.people.went_words import went_lines
from publish.people.words import fates, left, said, shared, state, title
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language

# Of a table; all are in the archive.
SHOWN = 50
_WORDS = {
    "fates": fates,
    "said": said,
    "shared": shared,
    "left": left,
    "consents_told": consents_told,
    "state": state,
    "title_of": title,
    "went_lines": went_lines,
    "left_head": left_head,
    "left_lines": left_lines,
}


async def me_page(desk: Desk, request: Request) -> Response:
    """What one may ask, for who came by a service or a link; for others, how to come."""
    return await _page(desk, request, await person_at(desk, request), "")


async def me_asked(desk: Desk, request: Request) -> Response:
    """Takes a request, and shows the key of its answer this once."""
    visit, _sent = await sent_by_person(desk, request)
    key = await asyncio.to_thread(ask, desk.folder.desk, visit[1], language(), desk.now())
    return await _page(desk, request, visit, key)


async def enter_page(desk: Desk, request: Request) -> Response:
    """A button behind a link: programs that look through mail open links, and press nothing."""
    secret = request.args.get("link") or ""
    if not await asyncio.to_thread(works, desk.folder.desk, secret, desk.now()):
        raise _no_link()
    return await desk.shown(
        request, "desk/me-enter.html", {**around_person(desk, request), "secret": secret}
    )


async def entered_now(desk: Desk, request: Request) -> Response:
    """Uses the link up for a session."""
    secret = (await fields(request)).first("link")
    session = await asyncio.to_thread(enter, desk.folder.desk, secret, desk.now())
    if session is None:
        raise _no_link()
    # Whoever was handed over in this browser before is another session, and not gone on in.
    handed = session_of(desk, request, CONTRIBUTOR)
    await asyncio.to_thread(end, desk.folder.desk, handed)
    cookie = person_cookie(desk, request, session)
    location = link(desk.urls.path("/desk/me"))
    return Response("", 303, {"location": location, "set-cookie": cookie})


async def key_page(desk: Desk, request: Request) -> Response:
    """Where a key is typed."""
    return await _key_form(desk, request)


async def answer_page(desk: Desk, request: Request) -> Response:
    """What is held of who has the key, or that it is not answered yet."""
    key, archive, waits = await _opened(desk, await fields(request))
    if archive is None:
        return await _typed_again(desk, request, waits)
    answer = await asyncio.to_thread(read_answer, archive)
    context = {
        **around_person(desk, request),
        **_WORDS,
        **_counted(answer),
        "answer": answer,
        "key": key,
    }
    return await desk.shown(request, "desk/me-answer.html", context)


async def answer_zip(desk: Desk, request: Request) -> Response:
    """The archive, for who has the key."""
    _key, archive, _waits = await _opened(desk, await fields(request))
    if archive is None:
        return await _typed_again(desk, request, waits=False)
    named = {"content-disposition": 'attachment; filename="my-data.zip"'}
    return Response(archive, 200, named, "application/zip")


async def _opened(desk: Desk, sent: Fields) -> tuple[str, bytes | None, bool]:
    """The key that was typed, its archive, if it opens one, and whether that is still to come."""
    key = sent.first("key")
    one, archive = await asyncio.to_thread(_taken, desk, key)
    return key, archive, one is not None and not one.expires


async def _typed_again(desk: Desk, request: Request, waits: bool) -> Response:
    """The form of the key, and why nothing opened: a slip in 28 letters is mended at once."""
    if waits:
        return await _key_form(desk, request, waits=True)
    wrong = _("No answer opens with this key: it is over, or was never given, or typed otherwise.")
    return await _key_form(desk, request, wrong=wrong)


async def _key_form(
    desk: Desk, request: Request, *, waits: bool = False, wrong: str = ""
) -> Response:
    context = {**around_person(desk, request), "waits": waits, "wrong": wrong}
    return await desk.shown(request, "desk/me-key.html", context, 404 if wrong else 200)


def _taken(desk: Desk, key: str) -> tuple[Found | None, bytes | None]:
    path, now = desk.folder.desk, desk.now()
    if is_any_over(path, now):
        sweep(path, now)
    one = found(path, key, now)
    return one, take(path, one.id, key) if one and one.expires else None


def _counted(answer: Answer) -> dict[str, Any]:
    more = {(one.dataset, one.table): max(0, len(one.rows) - SHOWN) for one in answer.tables}
    return {"most": SHOWN, "more": more}


async def _page(desk: Desk, request: Request, visit: Visitor | None, key: str) -> Response:
    context = {
        **around_person(desk, request),
        "may_ask": visit is not None,
        "mark": session_mark(desk.secret, visit[0]) if visit else "",
        "key": key,
        "days": ANSWER_DAYS,
        "counts": await asyncio.to_thread(told, desk.folder.desk),
        "least": LEAST,
        "contact": (await asyncio.to_thread(desk.folder.metadata)).contact,
    }
    return await desk.shown(request, "desk/me.html", context)


def _no_link() -> Refused:
    return Refused(
        404, _("This link was used already, is over, or was never one. Ask for another.")
    )
