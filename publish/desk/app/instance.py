"""Datasette over `desk/desk.db`, with the addresses of the desk and no others."""

import re
import sqlite3
import sys
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from datasette.utils.asgi import Response as Sent

from publish.corrections import desk_file
from publish.corrections.sealed import public_key
from publish.declare.declaration import DeskDeclared
from publish.declare.site import SiteFolder
from publish.desk.api.problems import problem_answer
from publish.desk.app import holders
from publish.desk.app.front import front
from publish.desk.app.routes import ROUTES, Page, is_for_programs, kind_of
from publish.desk.assertions import audience_of, check
from publish.desk.people_file import prepare
from publish.desk.refused import Refused
from publish.desk.secret import secret
from publish.desk.tokens import Held
from publish.site.app.face import Face
from publish.site.base.answers import Response
from publish.site.base.asgi import App, Send
from publish.site.base.folders import shipped
from publish.site.base.site import Request
from publish.site.frame.environment import furnish
from publish.site.frame.frame import frame
from publish.site.http.arguments import route_path
from publish.site.text.languages import gettext as _
from publish.site.text.languages import languages_of

_BUSY = ("locked", "busy")
_BUSY_SECONDS = 2


class Desk(Face):
    """The second door; `declared` are the words of the site that it belongs to."""

    is_desk = True

    def __init__(
        self, folder: SiteFolder, declared: Mapping[str, Any], base_url: str, said: DeskDeclared
    ) -> None:
        prepare(folder.desk)
        self.folder, self.declared, self.per_day = folder, declared, said.per_day
        self.services = said.services
        self.audience = audience_of(folder) if said.services else ""
        check(folder, said.services)
        self.has_mail, self.trusts = said.mail is not None, said.trust is not None
        self.releases_folder = folder.releases
        self.secret = secret(folder.desk.parent)
        holders.prepare(folder.desk)
        if said.services:
            # Told at the start, and not to who is handed over.
            public_key(folder.desk.parent)
        super().__init__(
            files=[str(folder.desk)],
            secret=self.secret.hex(),
            settings={"base_url": base_url, "allow_signed_tokens": False},
            config=holders.configured(folder.desk.stem),
            template_dir=str(shipped("templates")),
            default_deny=True,
        )
        furnish(self._jinja_env, self.own("templates"))
        self._kept = desk_file.kept_open(folder.desk)

    def kind(self, path: str) -> str:
        """What an address asks, in a word of a fixed list."""
        return kind_of(path)

    def close(self) -> None:
        """Lets go of its files."""
        self._kept.close()
        super().close()

    @cached_property
    def sealing_key(self) -> X25519PublicKey:
        """What seals whom services hand over; raises DeskError."""
        return public_key(self.folder.desk.parent)

    async def verify_token(self, token: str) -> None:
        """Nobody: Datasette would ask at every request; the pages that take tokens ask `holder`."""

    async def holder(self, token: str) -> Held | None:
        """Whose a personal token is; None where it is none that holds."""
        return await holders.holder_of(self, self.folder.desk, token, self.now())

    def token_of(self, id: int) -> str:
        """The personal token of a number, for its owner's eyes."""
        return holders.token_of(self, id)

    def own(self, folder: str) -> Any:
        """A folder that the site may have of its own."""
        return self.folder.root / folder

    def release(self, database: str) -> None:
        """Nothing: what is public is not asked of this side."""

    def now(self) -> int:
        """Seconds since 1970."""
        return int(time.time())

    def is_secure(self, request: Request) -> bool:
        """Whether browsers ask by https."""
        return str(request.scope.get("scheme")) == "https"

    async def shown(
        self, request: Request, template: str, context: Mapping[str, Any], status: int = 200
    ) -> Response:
        """A page of the desk."""
        around = {**frame(self, request), "licenses": [], "desk": True}
        return Response.html(
            await self.rendered([template], {**around, **context}, request), status
        )

    def app(self) -> App:
        """The ASGI application: what is no address of the desk does not reach Datasette."""
        return front(self, super().app(), languages_of(self.declared))

    def _routes(self) -> list[tuple[re.Pattern[str], Any]]:
        """Our pages; none of Datasette's own, and none that plugins add."""
        return [(re.compile(pattern), _view(self, pages)) for pattern, pages in ROUTES]


def _view(desk: Desk, pages: Mapping[str, Page]) -> Callable[[Any, Send], Awaitable[Sent]]:
    """An address as Datasette's router knows it."""

    async def view(request: Any, _send: Send) -> Sent:
        page = pages["GET" if request.method == "HEAD" else request.method]
        try:
            answer = await page(desk, request)
        except Refused as error:
            answer = await _told(desk, request, error)
        except Exception as error:  # noqa: BLE001 - Datasette would show it
            answer = await _told(desk, request, _broken(request, error))
        return Sent(answer.body, answer.status, dict(answer.headers), answer.content_type)

    return view


def _broken(request: Any, error: Exception) -> Refused:
    """The words for what nobody foresaw; what it was goes to stderr."""
    if isinstance(error, sqlite3.OperationalError) and any(word in str(error) for word in _BUSY):
        return Refused(503, _("Many write here at this moment; send it again."), _BUSY_SECONDS)
    sys.stderr.write(f"error: {request.path}\n")
    traceback.print_exception(error)
    return Refused(500, _("Something broke on our side"))


async def _told(desk: Desk, request: Any, error: Refused) -> Response:
    if is_for_programs(route_path(desk, request.scope)):
        return problem_answer(error)
    page = await desk.shown(request, "desk/refused.html", {"said": error.words}, error.status)
    return Response.html(str(page.body), error.status, error.headers)
