"""For which member a program asks, and what they may do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from publish.desk.api.problems import Problem
from publish.desk.bearers import Bearer, who
from publish.desk.desk import Desk
from publish.desk.members import Member
from publish.desk.rights import Action, Right, Where, allows, rights_of
from publish.desk.seals import is_session_mark
from publish.desk.visits import Visit
from publish.site.base.site import Request

MARK = "desk-mark"
_CHALLENGE = {"www-authenticate": 'Bearer realm="desk"'}


@dataclass(frozen=True)
class Asker:
    """A member, and when they asked of the desk in that file; `bearer` is their token if any."""

    path: Path
    member: Member
    bearer: Bearer | None
    now: int

    @cached_property
    def rights(self) -> Sequence[Right]:
        """What the member may do; read when it is first asked."""
        return rights_of(self.path, self.member.id)

    def may(self, action: Action, where: Where, columns: Collection[str] = ()) -> bool:
        """Whether the member, and the token, may do that."""
        covered = self.bearer is None or self.bearer.covers(action)
        return covered and allows(self.rights, action, where, columns, self.now)


async def asker(desk: Desk, request: Request) -> Asker:
    """Who asks; raises Refused.

    A browser sends its cookie whoever wrote the page: that counts with the mark of its session
    alone, which pages of other sites do not know.
    """
    found = await _member(desk, request)
    mark = request.headers.get(MARK) or ""
    if isinstance(found, Visit) and not is_session_mark(desk.secret, found.session, mark):
        raise Problem(403, "a session needs its mark in the header Desk-Mark")
    return _asker(desk, found)


async def reader(desk: Desk, request: Request) -> Asker:
    """Who asks for a file, as a link may: the cookie of a session is enough; raises Refused."""
    return _asker(desk, await _member(desk, request))


async def _member(desk: Desk, request: Request) -> Visit | Bearer:
    found = await who(desk, request)
    if found is None:
        raise Problem(401, "only members of the desk: send a token as `Bearer`", _CHALLENGE)
    return found


def _asker(desk: Desk, found: Visit | Bearer) -> Asker:
    bearer = found if isinstance(found, Bearer) else None
    return Asker(desk.folder.desk, found.member, bearer, desk.now())
