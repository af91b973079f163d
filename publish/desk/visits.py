"""Who is at the desk: the cookie of a session, its member, and the forms that they sent."""

import asyncio
from dataclasses import dataclass
from typing import Any

from publish.desk.body import Fields, fields
from publish.desk.contributors import SESSION_SECONDS as CONTRIBUTOR_SECONDS
from publish.desk.contributors import Contributor, contributor_of
from publish.desk.desk import Desk
from publish.desk.members import SESSION_SECONDS, Member, digest, signed_in
from publish.desk.refused import Refused
from publish.desk.seals import is_session_mark, session_mark
from publish.people.clock import SESSION_SECONDS as PERSON_SECONDS
from publish.people.links import Asker, entered
from publish.site.base.site import Request
from publish.site.text.languages import gettext as _

Visitor = tuple[str, Asker]
"""Who may ask for their own data, with the secret of the session in which they do."""
NAME, CONTRIBUTOR, PERSON = "fournil_desk", "fournil_contributor", "fournil_person"


@dataclass(frozen=True)
class Visit:
    """A member, and the secret of the session in which they ask."""

    session: str
    member: Member


def session_of(desk: Desk, request: Request, name: str = NAME) -> str:
    """The secret that a browser brings; "" without any."""
    wanted = _name(name, desk.is_secure(request))
    for pair in request.headers.get("cookie", "").split(";"):
        brought, _equals, value = pair.strip().partition("=")
        if brought == wanted:
            return value
    return ""


def cookie(
    desk: Desk,
    request: Request,
    session: str,
    name: str = NAME,
    seconds: int = SESSION_SECONDS,
) -> str:
    """What gives a browser its session, or with "" takes it away."""
    secure = desk.is_secure(request)
    age = seconds if session else 0
    path = desk.urls.path("/desk/")
    said = f"{_name(name, secure)}={session}; Path={path}; Max-Age={age}; HttpOnly; SameSite=Lax"
    return f"{said}; Secure" if secure else said


def _name(name: str, secure: bool) -> str:
    # Browsers take a name that begins so from https alone.
    return f"__Secure-{name}" if secure else name


def contributor_cookie(desk: Desk, request: Request, session: str) -> str:
    """The same for who was handed over by a service; a member's session stays as it is."""
    return cookie(desk, request, session, CONTRIBUTOR, CONTRIBUTOR_SECONDS)


async def contributor_at(desk: Desk, request: Request, dataset: str) -> Contributor | None:
    """Who was handed over by a service of a dataset, and asks."""
    if not desk.services:
        return None
    session = session_of(desk, request, CONTRIBUTOR)
    found = await asyncio.to_thread(contributor_of, desk.folder.desk, session, desk.now())
    return found if found and dataset in found.datasets else None


def person_cookie(desk: Desk, request: Request, session: str) -> str:
    """The same for who came by a link of a maintainer's to their own data."""
    return cookie(desk, request, session, PERSON, PERSON_SECONDS)


async def person_at(desk: Desk, request: Request) -> Visitor | None:
    """The session of who may ask for their own data, by a service or by a link; None for others."""
    handed, linked = (session_of(desk, request, name) for name in (CONTRIBUTOR, PERSON))
    path, now = desk.folder.desk, desk.now()
    one = await asyncio.to_thread(contributor_of, path, handed, now)
    if one is not None and desk.services:
        return handed, Asker(digest(handed), one.sealed, tuple(one.datasets))
    by_link = await asyncio.to_thread(entered, path, linked, now)
    return (linked, by_link) if by_link else None


async def visit_of(desk: Desk, request: Request) -> Visit | None:
    """Who asks; None for everybody without a session."""
    session = session_of(desk, request)
    member = await asyncio.to_thread(signed_in, desk.folder.desk, session, desk.now())
    return Visit(session, member) if member else None


async def members_only(desk: Desk, request: Request) -> Visit:
    """The same; raises Refused."""
    visit = await visit_of(desk, request)
    if visit is None:
        raise Refused(
            403, _("Only members of the desk see this. A link of invitation signs them in.")
        )
    return visit


async def sent_by(desk: Desk, request: Request, visit: Visit) -> Fields:
    """The form that a member sent from a page of this session; raises Refused."""
    sent = await fields(request)
    if not is_marked(desk, visit, sent):
        raise _other_session()
    return sent


async def sent_by_person(desk: Desk, request: Request) -> tuple[Visitor, Fields]:
    """Who sent a form from a page of their own data, and the form; raises Refused."""
    visit, sent = await person_at(desk, request), await fields(request)
    if visit is None or not is_session_mark(desk.secret, visit[0], sent.first("mark")):
        raise _other_session()
    return visit, sent


def _other_session() -> Refused:
    return Refused(403, _("This form is of another session. Load its page again, then send it."))


def is_marked(desk: Desk, visit: Visit, sent: Fields) -> bool:
    """Whether a form comes from a page of this session."""
    return is_session_mark(desk.secret, visit.session, sent.first("mark"))


def around_person(desk: Desk, request: Request) -> dict[str, Any]:
    """What pages of people's own data show; the foot tells of the cookie of who has one."""
    known = any(session_of(desk, request, name) for name in (CONTRIBUTOR, PERSON))
    return {**around(desk, None), "person": known}


def around(desk: Desk, visit: Visit | None) -> dict[str, Any]:
    """What pages of the desk show of who asks."""
    if visit is None:
        return {"member": None, "mark": ""}
    mark = session_mark(desk.secret, visit.session)
    return {"member": visit.member, "mark": mark, "trusts": desk.trusts}
