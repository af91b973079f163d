"""What stands before the desk: its addresses, its headers, how often one may ask."""

from collections.abc import Sequence
from math import ceil

from publish.desk.api.problems import PROBLEM_JSON, problem_body
from publish.desk.app.bare import HTML, bare_page, later
from publish.desk.app.routes import HAND_OVER, SIMILAR, is_for_programs, methods_of
from publish.desk.pages.hand_over import ORIGIN
from publish.desk.policy import POLICY, SEND, policy
from publish.desk.rates import Rate
from publish.site.base.answers import answer
from publish.site.base.asgi import App, Message, Receive, Scope, Send
from publish.site.base.site import Site
from publish.site.http.arguments import route_path
from publish.site.http.headers import HTTPS_ONLY, PERMISSIONS
from publish.site.http.strangers import client
from publish.site.text.languages import gettext as _
from publish.site.text.languages import in_its_language

# Pages, and what is sent: of one address, in one process. Of the proposals of a day nobody takes
# all: after twenty, one in a quarter of an hour.
READ, SENT = (120, 0.5), (20, 900.0)
# Programs correct hundreds of rows at a time, two requests each; who has no token writes nothing.
PROGRAM = (1_500, 0.02)
# Each looks through a table, for whoever asks.
CHECKED = (300, 0.1)
# What members alone send, who decide quickly; and the last word to news, which programs of mail
# send for many from few addresses; what no page sends but a service's.
_OFTEN = ("/desk/inbox", "/desk/reuses", "/desk/clearance", "/desk/news/leave", HAND_OVER)
_REVIEW = ("/desk/proposals/", "/desk/conflicts")
HEADERS = {
    b"cache-control": b"no-store",
    POLICY: policy().encode(),
    b"permissions-policy": PERMISSIONS.replace(b"(self)", b"()"),
    # Not `no-referrer`, with which browsers do not say where a form comes from.
    b"referrer-policy": b"same-origin",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"x-robots-tag": b"noindex",
}
_Headers = Sequence[tuple[bytes, bytes]]
_OURS = {*HEADERS, b"access-control-allow-origin"}


def _is_often(path: str) -> bool:
    return path in _OFTEN or path.startswith(_REVIEW) or path.endswith("/duplicates")


def front(desk: Site, app: App, languages: Sequence[str]) -> App:
    """`app` for its own addresses, in their language, under strict headers, not too often."""
    reading, sending = Rate(*READ), Rate(*SENT)
    programs, checking = Rate(*PROGRAM), Rate(*CHECKED)

    def rate_of(method: str, path: str) -> Rate:
        if is_for_programs(path):
            return checking if path == SIMILAR else programs
        return sending if method == "POST" and not _is_often(path) else reading

    async def bounded(scope: Scope, receive: Receive, send: Send) -> None:
        path = route_path(desk, scope)
        methods = methods_of(path)
        if scope["method"] not in methods:
            await _refuse(desk, send, methods, is_for_programs(path))
            return
        if seconds := rate_of(scope["method"], path).wait(client(scope)):
            await _wait(desk, send, seconds, is_for_programs(path))
            return
        await app(scope, receive, send)

    spoken = in_its_language(bounded, languages)

    async def fronted(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif route_path(desk, scope) == "/desk":
            location = str(desk.urls.path("/desk/")).encode()
            await answer(_with_headers(scope, send, ""), 308, [(b"location", location)])
        else:
            headed = _with_headers(scope, send, route_path(desk, scope))
            await spoken(_asked(desk, _from_a_service(desk, scope)), receive, headed)

    return fronted


def _from_a_service(desk: Site, scope: Scope) -> Scope:
    """A form that another site's page sent, where that is meant: its page looks at who did."""
    if route_path(desk, scope) != HAND_OVER:
        return scope
    headers = scope["headers"]
    origins = [value.decode("latin-1") for name, value in headers if name == b"origin"]
    kept = [pair for pair in headers if pair[0] not in (b"origin", b"sec-fetch-site", b"cookie")]
    return {**scope, "headers": kept, ORIGIN: origins[0] if len(origins) == 1 else ""}


def _asked(desk: Site, scope: Scope) -> Scope:
    """What is asked: programs are not sent on to the address of a language."""
    if not is_for_programs(route_path(desk, scope)):
        return scope
    headers = [pair for pair in scope["headers"] if pair[0] != b"accept-language"]
    return {**scope, "headers": headers}


async def _refuse(desk: Site, send: Send, methods: Sequence[str], program: bool) -> None:
    words = _("Method not allowed") if methods else _("There is nothing at this address")
    allow = [(b"allow", ", ".join(methods).encode())] if methods else []
    await _tell(desk, send, 405 if methods else 404, (words, ""), allow, program)


async def _wait(desk: Site, send: Send, seconds: float, program: bool) -> None:
    after = [(b"retry-after", str(ceil(seconds)).encode())]
    words = (_("Too much is asked at once"), later(seconds))
    await _tell(desk, send, 429, words, after, program)


async def _tell(
    desk: Site, send: Send, status: int, words: tuple[str, str], headers: _Headers, program: bool
) -> None:
    kind = PROBLEM_JSON if program else HTML
    body = problem_body(status, words[0]) if program else bare_page(desk, *words)
    await answer(send, status, [(b"content-type", kind.encode()), *headers], body.encode())


def _with_headers(scope: Scope, send: Send, path: str) -> Send:
    """Every answer of the desk has these headers, whatever made it; one says its own policy."""
    always = {**HEADERS, **(HTTPS_ONLY if scope.get("scheme") == "https" else {})}

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            said = [(name.lower(), value) for name, value in message.get("headers", ())]
            own = {pair for pair in said if pair[0] == POLICY and path == SEND}
            there = [pair for pair in said if pair[0] not in _OURS]
            message = {**message, "headers": [*there, *{**always, **dict(own)}.items()]}
        await send(message)

    return send_with_headers
