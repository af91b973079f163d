"""`/desk/me/send`: a person sends their archive from their own browser to a place of their own.

Neither file nor token comes here. The server is told an address, to let the page that answers
reach its origin and no other one; it keeps nothing of it. The page holds neither key nor data, and
no other site's page can lead to it with an address filled in: forms are taken from the desk alone.
"""

from dataclasses import replace

from publish.desk.body import fields
from publish.desk.desk import Desk
from publish.desk.elsewhere import origin_of
from publish.desk.policy import POLICY, policy
from publish.desk.visits import around_person
from publish.site.base.answers import Response
from publish.site.base.site import Request

_TEMPLATE = "desk/me-send.html"


async def send_page(desk: Desk, request: Request) -> Response:
    """Where a place is named."""
    context = {**around_person(desk, request), "origin": "", "address": "", "wrong": False}
    return await desk.shown(request, _TEMPLATE, context)


async def send_ready(desk: Desk, request: Request) -> Response:
    """The form whose script sends, and may reach that place alone."""
    address = (await fields(request)).first("to").strip()
    origin = origin_of(address)
    said = {"origin": origin or "", "address": address, "wrong": origin is None}
    answer = await desk.shown(
        request, _TEMPLATE, {**around_person(desk, request), **said}, 200 if origin else 422
    )
    if origin is None:
        return answer
    return replace(answer, headers={**answer.headers, POLICY.decode(): policy(origin)})
