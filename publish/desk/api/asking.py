"""Which member a program speaks for."""

from publish.desk.api.problems import Problem
from publish.desk.desk import Desk
from publish.desk.members import Member
from publish.desk.seals import is_session_mark
from publish.desk.visits import visit_of
from publish.site.base.site import Request

MARK = "desk-mark"
_CHALLENGE = {"www-authenticate": 'Bearer realm="desk"'}


async def asker(desk: Desk, request: Request) -> Member:
    """The member; raises Problem.

    A browser sends its cookie whoever wrote the page: that counts with the mark of its session
    alone, which pages of other sites do not know.
    """
    visit = await visit_of(desk, request)
    if visit is None:
        raise Problem(401, "only members of the desk: send their token as `Bearer`", _CHALLENGE)
    if not is_session_mark(desk.secret, visit.session, request.headers.get(MARK) or ""):
        raise Problem(403, "a session needs its mark in the header Desk-Mark")
    return visit.member
