"""Counts what the site's features are used for: outside of all that answers from memory."""

from publish.site.app.datasette_site import Site
from publish.site.base.asgi import App, Message, Receive, Scope, Send
from publish.site.meters.uses import PAGE, use_of
from publish.usage.usage import Usage
from publish.usage.use import Use

_METHODS = ("GET", "POST")
# What a browser still holds is read again.
_UNCHANGED, _PART = 304, 206


def used(site: Site, app: App) -> App:
    """`app`, whose answers are counted where the site counts them."""
    usage: Usage | None = site.usage
    if usage is None:
        return app

    async def counted(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lasting(usage, app, (scope, receive, send))
        elif scope["method"] not in _METHODS:
            await app(scope, receive, send)
        else:
            await app(scope, receive, _noting(site, usage, scope, send))

    return counted


async def _lasting(usage: Usage, app: App, call: tuple[Scope, Receive, Send]) -> None:
    """A worker's life: its end is told once all is written, for the process ends with it."""
    scope, receive, send = call
    ends: list[Message] = []

    async def told(message: Message) -> None:
        if message["type"].startswith("lifespan.shutdown"):
            ends.append(message)
        else:
            await send(message)

    async with usage.written():
        await app(scope, receive, told)
    for message in ends:
        await send(message)


def _noting(site: Site, usage: Usage, scope: Scope, send: Send) -> Send:
    async def noted(message: Message) -> None:
        await send(message)
        if message["type"] == "http.response.start" and _is_use(scope, message["status"]):
            use = use_of(site, scope)
            if use is not None and not _of_a_page(scope, use):
                usage.count(use, _address(scope), _agent(scope))

    return noted


def _is_use(scope: Scope, status: int) -> bool:
    """Whether something was had: no error, no way elsewhere, no later part of a file."""
    if status == _PART:
        return any(n == b"range" and said.startswith(b"bytes=0-") for n, said in scope["headers"])
    return status in (200, _UNCHANGED)


def _of_a_page(scope: Scope, use: Use) -> bool:
    """Whether a page of ours asks, for a picture of its own or a page that a script reads."""
    said = dict(scope["headers"])
    if said.get(b"sec-fetch-site") != b"same-origin":
        return False
    # Links that name a file to save have no destination either.
    of_script = said.get(b"sec-fetch-dest") == b"empty" and use.form == PAGE
    return of_script or said.get(b"sec-fetch-dest") == b"image"


def _address(scope: Scope) -> str:
    """The address that asks; a proxy's word for it only where the proxy is trusted."""
    return str((scope.get("client") or ("",))[0])


def _agent(scope: Scope) -> str:
    said: bytes = next((value for name, value in scope["headers"] if name == b"user-agent"), b"")
    return said.decode("latin-1")
