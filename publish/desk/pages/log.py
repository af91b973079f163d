"""`/desk/log`: what was done at the desk, for its officers; who reads it stands in it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from publish.corrections.log import Act, Entry, read
from publish.desk.desk import Desk
from publish.desk.erasing import erased_of
from publish.desk.refused import Refused
from publish.desk.rights import may
from publish.desk.visits import Visit, around, members_only
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link, with_argument
from publish.site.http.arguments import whole
from publish.site.text.languages import gettext as _
from publish.site.text.refused_words import N_

# On a page, the last first.
SHOWN = 100
_ABOUT = {
    "proposal": N_("Proposal %(which)s"),
    "correction": N_("Correction %(which)s"),
    "member": N_("Member %(which)s"),
    "token": N_("Token %(which)s"),
    "table": N_("Table %(which)s"),
    "reuse": N_("Reuse %(which)s"),
    "pair": N_("Pair %(which)s"),
    "request": N_("Request %(which)s"),
}
_ACTS: Mapping[Act, str] = {
    "invited": N_("invited"),
    "revoked": N_("ended as a member"),
    "signed in": N_("signed in"),
    "handed over": N_("handed over by a service"),
    "granted": N_("right given"),
    "ungranted": N_("right taken back"),
    "token made": N_("token made"),
    "token ended": N_("token ended"),
    "accepted": N_("accepted"),
    "refused": N_("refused"),
    "seen": N_("accepted, others have to look as well"),
    "amended": N_("amended"),
    "kept": N_("kept over what the source says"),
    "rekeyed": N_("given to another row"),
    "undone": N_("taken back"),
    "cleared": N_("cleared"),
    "erased": N_("erased"),
    "same": N_("said to be one thing"),
    "different": N_("said to be different"),
    "log read": N_("log read"),
    "request noted": N_("request noted"),
    "request extended": N_("request extended"),
    "request closed": N_("request closed"),
    "recipient told": N_("recipient told"),
}


@dataclass(frozen=True)
class Line:
    """An entry in words; `about_href` and `by_href` lead to what else there is of the same."""

    moment: str
    about: str
    about_href: str
    act: str
    by: str
    by_href: str


async def log_page(desk: Desk, request: Request) -> Response:
    """A page of the log: all of it, or of a proposal or a member."""
    visit = await members_only(desk, request)
    if not await asyncio.to_thread(_is_officer, desk, visit):
        raise Refused(403, _("Only officers of the desk see this."))
    proposal, member = whole(request.args.get("proposal") or ""), request.args.get("member") or ""
    before = whole(request.args.get("before") or "") or 0
    found = await asyncio.to_thread(_read, desk, visit, proposal, member, before)
    shown, last = found[:SHOWN], found[SHOWN:]
    ids = {one.by for one in shown} | {one.about.rpartition(" ")[2] for one in shown}
    gone = await asyncio.to_thread(erased_of, desk.folder.desk, ids)
    context = {
        **around(desk, visit),
        "lines": [_line(desk, one, gone) for one in shown],
        "proposal": proposal,
        "asked_member": member,
        "older": _address(desk, proposal, member, shown[-1].number) if last else "",
    }
    return await desk.shown(request, "desk/log.html", context)


def _is_officer(desk: Desk, visit: Visit) -> bool:
    return may(desk.folder.desk, visit.member.id, "officer", ("", ""), (), desk.now())


def _read(desk: Desk, visit: Visit, proposal: int | None, member: str, before: int) -> list[Entry]:
    about = f"proposal {proposal}" if proposal is not None else ""
    return read(
        desk.folder.desk,
        desk.now(),
        visit.member.id,
        about=about,
        member=member,
        before=before,
        most=SHOWN + 1,
    )


def _line(desk: Desk, one: Entry, gone: frozenset[str]) -> Line:
    kind, _blank, which = one.about.partition(" ")
    about = _(_ABOUT[kind]) % {"which": which} if which else ""
    if kind == "member" and which in gone:
        about = _("%(member)s (erased)") % {"member": about}
    by = _("%(member)s (erased)") % {"member": one.by} if one.by in gone else one.by
    of_proposal = int(which) if kind == "proposal" else None
    of_member = which if kind == "member" else ""
    narrower = _address(desk, of_proposal, of_member)
    return Line(
        moment=one.moment.replace("T", " ").replace("Z", " UTC"),
        about=about,
        about_href=narrower if of_proposal is not None or of_member else "",
        act=_(_ACTS.get(one.act, one.act)),
        by=by,
        by_href=_address(desk, None, one.by),
    )


def _address(desk: Desk, proposal: int | None, member: str, before: int = 0) -> str:
    found = link(desk.urls.path("/desk/log"))
    said = {"proposal": "" if proposal is None else str(proposal), "member": member}
    for name, value in {**said, "before": str(before or "")}.items():
        found = with_argument(found, name, value) if value else found
    return found
