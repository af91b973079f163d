"""`/desk/news`: who wants to hear of new versions by mail, and who does not any more."""

import asyncio
from typing import Any

from publish.desk.body import fields
from publish.desk.desk import Desk
from publish.desk.forms import TRAP, sealed_form, stale
from publish.desk.mail.news import LEAVE
from publish.desk.mail.subscribers import FullDay, ask, asked, confirm, leave
from publish.desk.refused import Refused, unreadable, used_up
from publish.desk.rows import titles_of
from publish.desk.typed import not_an_address
from publish.desk.visits import around, visit_of
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link, with_argument
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.words.mail_address import is_address

_PLACE = ("news",)


async def news_page(desk: Desk, request: Request) -> Response:
    """The form: which datasets, and where to."""
    _needs_mail(desk)
    chosen = [name for name in [request.args.get("dataset")] if name]
    return await _page(desk, request, chosen, "", "")


async def news_asked(desk: Desk, request: Request) -> Response:
    """Writes a link to the address; the answer is the same whoever it is of."""
    _needs_mail(desk)
    sent = await fields(request)
    if sent.first(TRAP):
        return _sent_on(desk)
    chosen, address = sent.all("dataset"), sent.first("mail").strip()
    if not {*chosen} <= (await asyncio.to_thread(titles_of, desk.folder)).keys():
        raise unreadable()
    said = stale(desk, _PLACE, "", sent.first("form"))
    wrong = "" if is_address(address) else not_an_address()
    if said or wrong:
        return await _page(desk, request, chosen, address, said or wrong, 422)
    await asyncio.to_thread(_ask, desk, address, chosen)
    return _sent_on(desk)


def _ask(desk: Desk, address: str, chosen: list[str]) -> None:
    try:
        ask(
            desk.folder.desk,
            desk.secret,
            address,
            chosen,
            language(),
            desk.now(),
            desk.per_day,
        )
    except FullDay:
        raise Refused(
            429, _("So many asked for news today that no more are written to."), 3600
        ) from None


async def thanks_page(desk: Desk, request: Request) -> Response:
    """That a link is on its way."""
    return await _said(
        desk,
        request,
        _("Look into your mail"),
        _(
            "A message with a link goes to that address, if none went there today: it begins the "
            "news. It works for two days."
        ),
    )


async def confirm_page(desk: Desk, request: Request) -> Response:
    """A button behind the link: programs that look through mail open links, and press nothing."""
    secret = request.args.get("link") or ""
    names = await asyncio.to_thread(asked, desk.folder.desk, desk.secret, secret, desk.now())
    if names is None:
        raise used_up()
    titles = await asyncio.to_thread(titles_of, desk.folder)
    shown = [titles.get(name, name) for name in names]
    context = {**around(desk, None), "secret": secret, "shown": shown}
    return await desk.shown(request, "desk/news-confirm.html", context)


async def confirmed_now(desk: Desk, request: Request) -> Response:
    """Begins the news, for which the link is used up."""
    secret = (await fields(request)).first("link")
    if not await asyncio.to_thread(confirm, desk.folder.desk, desk.secret, secret, desk.now()):
        raise used_up()
    return await _said(
        desk, request, _("News by mail"), _("From now on you hear of new versions of the data.")
    )


async def leave_page(desk: Desk, request: Request) -> Response:
    """A button that ends the news, whoever asks."""
    path = with_argument(desk.urls.path(LEAVE), "link", request.args.get("link") or "")
    context = {**around(desk, None), "action": link(path)}
    return await desk.shown(request, "desk/news-leave.html", context)


async def left_now(desk: Desk, request: Request) -> Response:
    """Ends the news at once (RFC 8058), and says so also where there were none any more.

    The secret is in the address: what is sent, as a form of whichever kind, is not looked at.
    """
    await asyncio.to_thread(leave, desk.folder.desk, request.args.get("link") or "")
    return await _said(
        desk,
        request,
        _("No more news"),
        _("No more news go to your address, which is deleted."),
    )


def _needs_mail(desk: Desk) -> None:
    if not desk.has_mail:
        raise Refused(404, _("There is nothing at this address"))


def _sent_on(desk: Desk) -> Response:
    return Response.redirect(link(desk.urls.path("/desk/news/thanks")), 303)


async def _page(
    desk: Desk, request: Request, chosen: list[str], address: str, said: str, status: int = 200
) -> Response:
    visit = await visit_of(desk, request)
    context: dict[str, Any] = {
        **around(desk, visit),
        "titles": await asyncio.to_thread(titles_of, desk.folder),
        "chosen": chosen,
        "address": address,
        "said": said,
        "form": sealed_form(desk, _PLACE, ""),
        "trap": TRAP,
    }
    return await desk.shown(request, "desk/news.html", context, status)


async def _said(desk: Desk, request: Request, title: str, words: str) -> Response:
    context = {**around(desk, None), "title": title, "words": words}
    return await desk.shown(request, "desk/said.html", context)
