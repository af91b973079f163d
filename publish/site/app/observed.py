"""The outermost wrapper: answers what machines ask of a worker's health, measures all else."""

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic

from publish.site.app.connections import Registry
from publish.site.app.datasette_site import Site
from publish.site.app.health import Health
from publish.site.base.answers import answer
from publish.site.base.asgi import App, Message, Receive, Scope, Send
from publish.site.http.arguments import READING, route_path
from publish.site.meters.asked import Answered, asked
from publish.site.meters.metrics import Metrics
from publish.site.text.languages import chosen, languages_of, speaking
from publish.site.text.languages import gettext as _

ALIVE, READY = "/-/healthz", "/-/readyz"
LOOK_SECONDS = 1.0
# Of these looks, one asks for SQL.
ASK_EVERY = 10
RETRY_SECONDS = b"30"
Observer = Callable[[Answered], None]


class Observed:
    """A site as a worker runs it: with its health, its figures and its log."""

    def __init__(
        self,
        site: Site,
        health: Health,
        connections: Registry,
        metrics: Metrics | None = None,
        observers: Sequence[Observer] = (),
    ) -> None:
        self._site, self._app = site, site.app()
        self._health, self._connections, self._metrics = health, connections, metrics
        self._observers = (*observers, *((metrics,) if metrics else ()))
        self._looking: asyncio.Task[None] | None = None

    def drain(self) -> None:
        """The worker is about to stop."""
        self._health.draining = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as an ASGI application."""
        if scope["type"] != "http":
            await self._live(scope, receive, send)
            return
        path = route_path(self._site, scope)
        if path in (ALIVE, READY):
            await self._tell(path, scope, send)
        elif self._health.silent:
            await self._close(scope, send)
        elif self._observers:
            await self._measured(path, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Looks at its own health from the start to the end."""

        async def begin(message: Message) -> None:
            if message["type"] == "lifespan.startup.complete":
                self._health.look()
                self._looking = asyncio.create_task(self._look())
            await send(message)

        try:
            await self._app(scope, receive, begin)
        finally:
            if self._looking:
                self._looking.cancel()

    async def _look(self) -> None:
        looks = 0
        while True:
            self._health.look()
            if looks % ASK_EVERY == 0 or self._health.missing():
                await self._health.ask()
            if self._metrics:
                self._figures(self._metrics)
            looks += 1
            await asyncio.sleep(LOOK_SECONDS)

    def _figures(self, metrics: Metrics) -> None:
        pool = self._site.pool
        metrics.now(
            pool.outcomes,
            connections=len(self._connections.all),
            connections_most=self._connections.most,
            sql_running=pool.busy,
            sql_waiting=pool.waiting,
            datasets=len(self._site.live),
            ready=float(self._health.missing() is None),
        )

    async def _close(self, scope: Scope, send: Send) -> None:
        """To all visitors, whatever they ask: what is here may have been withdrawn elsewhere."""
        with speaking(chosen(scope, languages_of(self._site.declared))):
            words = _("This server may be out of date and shows nothing for now; come back later.")
        await _say(send, scope, 503, words)

    async def _tell(self, path: str, scope: Scope, send: Send) -> None:
        missing = self._health.missing() if path == READY else None
        if scope["method"] not in READING:
            await _say(send, scope, 405, "Ask with GET or HEAD")
        else:
            await _say(send, scope, 503 if missing else 200, missing or "ok")

    async def _measured(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        answered = Answered(asked(self._site, scope["method"], path), scope["query_string"])
        await measured(self._app, answered, self._observers, (scope, receive, send))


async def measured(
    app: App,
    answered: Answered,
    observers: Sequence[Observer],
    call: tuple[Scope, Receive, Send],
) -> None:
    """Asks `app`, and tells the observers how it answered."""
    scope, receive, send = call
    state = scope.setdefault("state", {})
    begun = monotonic()

    async def counted(message: Message) -> None:
        if message["type"] == "http.response.start":
            answered.status, answered.seconds = message["status"], monotonic() - begun
        else:
            answered.bytes += len(message.get("body", b""))
        await send(message)

    try:
        await app(scope, receive, counted)
    except Exception:
        # Nobody further out answers but uvicorn, with that.
        answered.status = 500
        raise
    finally:
        answered.cache = state.get("cache", "none")
        answered.seconds = answered.seconds or monotonic() - begun
        for observe in observers:
            observe(answered)


async def _say(send: Send, scope: Scope, status: int, words: str) -> None:
    body = f"{words}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if status == 503:
        headers.append((b"retry-after", RETRY_SECONDS))
    if status == 405:
        headers.append((b"allow", b"GET, HEAD"))
    await answer(send, status, headers, b"" if scope["method"] == "HEAD" else body)
