"""`/desk/reuses`: what was made of the data, as visitors say, and what members decide of it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from publish.corrections.reuses import (
    Made,
    ProposedReuse,
    Verdict,
    decide_reuse,
    propose_reuse,
    reuses_in,
)
from publish.corrections.strangers import FullDay
from publish.desk.body import Fields, fields
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.forms import TRAP, sealed_form, stale
from publish.desk.refused import full_day, unreadable
from publish.desk.rights import allows, rights_of
from publish.desk.rows import titles_of
from publish.desk.typed import is_evidence, unseen
from publish.desk.visits import Visit, around, members_only, sent_by, visit_of
from publish.errors import DeskError
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link
from publish.site.http.arguments import whole
from publish.site.text.languages import gettext as _
from publish.words.licenses import LICENSES
from publish.words.reuses import KINDS
from publish.words.unseen import has_unseen

_PLACE = ("reuses",)
MOST: Mapping[str, int] = {"title": 150, "maker": 100, "description": 500, "url": 500}
_MUST = ("title", "maker", "url")


async def add_page(desk: Desk, request: Request) -> Response:
    """The form: what was made of which dataset, where it is, by whom."""
    typed = {"dataset": request.args.get("dataset") or ""}
    return await _form(desk, request, typed, "", {})


async def added_now(desk: Desk, request: Request) -> Response:
    """Takes a reuse, or shows the form again with what was typed and what is wrong."""
    sent = await fields(request)
    if sent.first(TRAP):
        return _thanks(desk)
    names = ("dataset", "kind", "license", *MOST)
    typed = {name: sent.first(name).strip() for name in names}
    wrong = _wrong(typed, await asyncio.to_thread(titles_of, desk.folder))
    said = stale(desk, _PLACE, "", sent.first("form"))
    if said or wrong:
        return await _form(desk, request, typed, said, wrong, 422)
    await asyncio.to_thread(_take, desk, typed)
    return _thanks(desk)


def _wrong(typed: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, str]:
    """What does not fit, by field."""
    found = {name: _("It cannot be empty.") for name in _MUST if not typed[name]}
    for name, most in MOST.items():
        if len(typed[name]) > most:
            found[name] = _("Write %(most)s letters at most.") % {"most": most}
        elif has_unseen(typed[name]):
            found[name] = unseen()
    if typed["url"] and not is_evidence(typed["url"]):
        found["url"] = _("Give the address of a page, which begins with https://.")
    for name, known in (("dataset", [*titles]), ("kind", [*KINDS])):
        if typed[name] not in known:
            found[name] = _("Choose one.")
    if (typed["kind"] == "database" or typed["license"]) and typed["license"] not in LICENSES:
        found["license"] = _("A database says its licence.")
    return found


def _take(desk: Desk, typed: Mapping[str, str]) -> None:
    made = Made(
        typed["title"],
        typed["url"],
        typed["maker"],
        next(kind for kind in KINDS if kind == typed["kind"]),
        typed["description"],
        typed["license"],
    )
    try:
        propose_reuse(desk.folder.desk, typed["dataset"], made, day_of(desk.now()), desk.per_day)
    except FullDay:
        raise full_day() from None


async def thanks_page(desk: Desk, request: Request) -> Response:
    """What becomes of a reuse."""
    words = _(
        "Somebody looks at it; nothing of it is public before. Then the pages of the data list it."
    )
    context = {**around(desk, None), "title": _("Thank you"), "words": words}
    return await desk.shown(request, "desk/said.html", context)


async def waiting_page(desk: Desk, request: Request) -> Response:
    """The reuses that wait, where the member may decide."""
    visit = await members_only(desk, request)
    return await _waiting_page(desk, request, visit, [], 200)


async def decided_now(desk: Desk, request: Request) -> Response:
    """Lists or refuses what was ticked."""
    visit = await members_only(desk, request)
    sent = await sent_by(desk, request, visit)
    failed = await asyncio.to_thread(_decide, desk, visit, sent)
    return await _waiting_page(desk, request, visit, failed, 409 if failed else 200)


def _decide(desk: Desk, visit: Visit, sent: Fields) -> list[str]:
    """What could not be done; raises Refused."""
    verdicts: dict[str, Verdict] = {"accept": "accepted", "refuse": "refused"}
    verdict = verdicts.get(sent.first("decision"))
    if verdict is None:
        raise unreadable()
    theirs, failed = {one.id for one in _theirs(desk, visit)}, []
    for number in dict.fromkeys(map(whole, sent.all("reuse"))):
        try:
            if number is None or number not in theirs:
                raise DeskError("not theirs, or it does not wait")
            decide_reuse(desk.folder.desk, number, verdict, day_of(desk.now()), visit.member.id)
        except DeskError:
            failed.append(_("Reuse %(number)s does not wait for you.") % {"number": number or "?"})
    return failed


def _theirs(desk: Desk, visit: Visit) -> list[ProposedReuse]:
    """The reuses that wait and of which a member may decide."""
    path, now = desk.folder.desk, desk.now()
    rights = rights_of(path, visit.member.id)
    return [
        one
        for one in reuses_in(path, "open")
        if allows(rights, "review", (one.dataset, ""), (), now)
    ]


async def _waiting_page(
    desk: Desk, request: Request, visit: Visit, failed: list[str], status: int
) -> Response:
    context = {
        **around(desk, visit),
        "waiting": await asyncio.to_thread(_theirs, desk, visit),
        "titles": await asyncio.to_thread(titles_of, desk.folder),
        "kinds": _kinds(),
        "failed": failed,
    }
    return await desk.shown(request, "desk/reuses.html", context, status)


async def _form(
    desk: Desk,
    request: Request,
    typed: Mapping[str, str],
    said: str,
    wrong: Mapping[str, str],
    status: int = 200,
) -> Response:
    visit = await visit_of(desk, request)
    context: dict[str, Any] = {
        **around(desk, visit),
        "titles": await asyncio.to_thread(titles_of, desk.folder),
        "kinds": _kinds(),
        "license_names": sorted(LICENSES),
        "typed": typed,
        "wrong": wrong,
        "said": said,
        "most": MOST,
        "form": sealed_form(desk, _PLACE, ""),
        "trap": TRAP,
    }
    return await desk.shown(request, "desk/reuse-add.html", context, status)


def _kinds() -> dict[str, str]:
    return {name: kind.called.spoken(_) for name, kind in KINDS.items()}


def _thanks(desk: Desk) -> Response:
    return Response.redirect(link(desk.urls.path("/desk/reuses/thanks")), 303)
