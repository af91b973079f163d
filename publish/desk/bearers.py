"""Who asks, also by a program: the session of a browser, or a personal token."""

from dataclasses import dataclass

from publish.desk.desk import Desk
from publish.desk.members import Member
from publish.desk.refused import Refused
from publish.desk.rights import Action
from publish.desk.visits import Visit, visit_of
from publish.site.base.site import Request
from publish.site.text.languages import gettext as _

_CHALLENGE = {"www-authenticate": 'Bearer realm="desk", error="invalid_token"'}


@dataclass(frozen=True)
class Bearer:
    """A member whose program asks; `only` are the actions of its token, all where it is empty."""

    member: Member
    only: tuple[Action, ...]

    def covers(self, action: Action) -> bool:
        """Whether the token is for that, whatever rights its member has."""
        return not self.only or action in self.only


async def who(desk: Desk, request: Request) -> Visit | Bearer | None:
    """Who asks; None for everybody without a session or token.

    A token goes before a cookie: raises Refused (401) where it is none that holds.
    """
    said = request.headers.get("authorization")
    if said is None:
        return await visit_of(desk, request)
    scheme, _blank, token = said.partition(" ")
    found = await desk.holder(token.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        words = _("This token is over, was ended, or was never one.")
        raise Refused(401, words, headers=_CHALLENGE)
    return Bearer(Member(found.member, found.name, found.role), found.only)
