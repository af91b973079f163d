"""What stands before the desk: its addresses, its headers, how often one may ask."""

from collections.abc import Sequence
from math import ceil

from publish.desk.app.routes import methods_of
from publish.desk.rates import Rate
from publish.site.base.answers import answer
from publish.site.base.asgi import App, Message, Receive, Scope, Send
from publish.site.base.site import Site
from publish.site.http.arguments import route_path
from publish.site.http.guard import HTTPS_ONLY, PERMISSIONS
from publish.site.http.strangers import client
from publish.site.text.languages import gettext as _
from publish.site.text.languages import in_its_language

# Pages, and what is sent: of one address, in one process. Of the proposals of a day nobody takes
# all: after twenty, one in a quarter of an hour.
READ, SENT = (120, 0.5), (20, 900.0)
# What members alone send, who decide quickly.
_DECIDED = "/desk/inbox"
HEADERS = {
    b"cache-control": b"no-store",
    b"content-security-policy": (
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        b"connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; "
        b"base-uri 'none'; frame-ancestors 'none'"
    ),
    b"permissions-policy": PERMISSIONS.replace(b"(self)", b"()"),
    # Not `no-referrer`, with which browsers do not say where a form comes from.
    b"referrer-policy": b"same-origin",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"x-robots-tag": b"noindex",
}
_OURS = {*HEADERS, b"access-control-allow-origin"}


def front(desk: Site, app: App, languages: Sequence[str]) -> App:
    """`app` for its own addresses, in their language, under strict headers, not too often."""
    reading, sending = Rate(*READ), Rate(*SENT)

    async def bounded(scope: Scope, receive: Receive, send: Send) -> None:
        path = route_path(desk, scope)
        methods = methods_of(path)
        if scope["method"] not in methods:
            await _refuse(send, 405 if methods else 404, methods)
            return
        rate = sending if scope["method"] == "POST" and path != _DECIDED else reading
        if seconds := rate.wait(client(scope)):
            await _wait(send, seconds)
            return
        await app(scope, receive, send)

    spoken = in_its_language(bounded, languages)

    async def fronted(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif route_path(desk, scope) == "/desk":
            location = str(desk.urls.path("/desk/")).encode()
            await answer(_with_headers(scope, send), 308, [(b"location", location)])
        else:
            await spoken(scope, receive, _with_headers(scope, send))

    return fronted


async def _refuse(send: Send, status: int, methods: Sequence[str]) -> None:
    words = _("Method not allowed") if methods else _("There is nothing at this address")
    allow = [(b"allow", ", ".join(methods).encode())] if methods else []
    await answer(send, status, [_PLAIN, *allow], words.encode())


async def _wait(send: Send, seconds: float) -> None:
    words = _("Too much is asked at once").encode()
    await answer(send, 429, [_PLAIN, (b"retry-after", str(ceil(seconds)).encode())], words)


_PLAIN = (b"content-type", b"text/plain; charset=utf-8")


def _with_headers(scope: Scope, send: Send) -> Send:
    """Every answer of the desk has these headers, whatever made it."""
    always = {**HEADERS, **(HTTPS_ONLY if scope.get("scheme") == "https" else {})}

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = [pair for pair in message.get("headers", ()) if pair[0].lower() not in _OURS]
            message = {**message, "headers": [*there, *always.items()]}
        await send(message)

    return send_with_headers
