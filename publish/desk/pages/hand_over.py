"""`/desk/hand-over`: a service's page sends its own user here, who then may propose."""

import asyncio
from urllib.parse import quote

from publish.desk.assertions import Assertion, asserted
from publish.desk.body import Fields, fields
from publish.desk.contributors import handed_over
from publish.desk.desk import Desk
from publish.desk.refused import Refused
from publish.desk.visits import contributor_cookie
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link
from publish.site.text.languages import gettext as _

ME = "me"
ORIGIN = "handed_over_from"
"""In the scope: the site whose page sent the form, as the browser says."""


async def handed_over_now(desk: Desk, request: Request) -> Response:
    """A session for who is handed over, and the way to the form of a row, or to the desk."""
    sent = await fields(request)
    said = await asyncio.to_thread(_asserted, desk, sent.first("assertion"))
    # Of another page's form the browser would go on as somebody whom that page chose.
    if said is None or request.scope.get(ORIGIN) != said.service.issuer:
        raise _not_taken()
    key = desk.sealing_key
    session = await asyncio.to_thread(handed_over, desk.folder.desk, said, key, desk.now())
    if session is None:
        raise _not_taken()
    location = link(desk.urls.path(f"/desk/{_place(sent, said)}"))
    cookie = contributor_cookie(desk, request, session)
    return Response("", 303, {"location": location, "set-cookie": cookie})


def _asserted(desk: Desk, text: str) -> Assertion | None:
    return asserted(text, desk.services, desk.folder.root, desk.audience, desk.now())


def _place(sent: Fields, said: Assertion) -> str:
    """Where a user goes on, below the desk: to their own data, or to the form of a row."""
    return ME if sent.first("to") == ME else _form(sent, said)


def _form(sent: Fields, said: Assertion) -> str:
    """The address of the form of a row of the service's datasets, below the desk; "" without."""
    dataset, table, key = (sent.first(name) for name in ("dataset", "table", "key"))
    if dataset not in said.service.datasets or not table or not key:
        return ""
    return "/".join(quote(part, safe="~,") for part in (dataset, table, key)) + "/propose"


def _not_taken() -> Refused:
    return Refused(
        403,
        _(
            "A service may send its own users here: this needs an assertion of a service that this "
            "site knows, sent from its pages, which is used once and lasts a minute."
        ),
    )
