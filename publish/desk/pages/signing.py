"""Signing in by a link, and out."""

import asyncio

from publish.desk.body import fields
from publish.desk.desk import Desk
from publish.desk.members import invited, sign_in, sign_out
from publish.desk.refused import used_up
from publish.desk.visits import around, cookie, members_only, sent_by, session_of
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link


async def sign_in_page(desk: Desk, request: Request) -> Response:
    """A button behind a link: programs that look through mail open links, and press nothing."""
    secret = request.args.get("link") or ""
    member = await asyncio.to_thread(invited, desk.folder.desk, secret, desk.now())
    if member is None:
        raise used_up()
    context = {**around(desk, None), "invited": member, "secret": secret}
    return await desk.shown(request, "desk/sign-in.html", context)


async def signed_in_now(desk: Desk, request: Request) -> Response:
    """Uses the link up for a session of its own."""
    sent, before = await fields(request), session_of(desk, request)
    session = await asyncio.to_thread(
        sign_in, desk.folder.desk, sent.first("link"), before, desk.now()
    )
    if session is None:
        raise used_up()
    return _sent_on(desk, "/desk/inbox", cookie(desk, request, session))


async def signed_out_now(desk: Desk, request: Request) -> Response:
    """Ends the session."""
    visit = await members_only(desk, request)
    await sent_by(desk, request, visit)
    await asyncio.to_thread(sign_out, desk.folder.desk, visit.session)
    return _sent_on(desk, "/desk/", cookie(desk, request, ""))


def _sent_on(desk: Desk, path: str, said: str) -> Response:
    return Response("", 303, {"location": link(desk.urls.path(path)), "set-cookie": said})
