"""Two doors behind one port: what begins with `/desk/` is the desk's, all else the site's."""

from collections.abc import Callable
from typing import Protocol

from publish.site.app.observed import Observer, measured
from publish.site.app.worker import Served
from publish.site.base.asgi import App, Receive, Scope, Send
from publish.site.base.site import Site
from publish.site.http.arguments import route_path
from publish.site.meters.asked import Answered, Asked


class Second(Protocol):
    """What answers behind the second door."""

    def app(self) -> App:
        """Its ASGI application."""

    def kind(self, path: str) -> str:
        """What an address of it asks, in a word of a fixed list."""

    def close(self) -> None:
        """Lets go of its files."""


# Makes it in the process that serves it.
Door = Callable[[], Second]


class Doors:
    """What a worker serves: the site, and the desk, of which the site knows nothing."""

    def __init__(
        self, site: Site, shown: Served, desk: Second, counting: Observer | None = None
    ) -> None:
        self._site, self._shown, self._second = site, shown, desk
        self._observers = (counting,) if counting else ()
        self._desk = desk.app()

    def drain(self) -> None:
        """The worker is about to stop."""
        self._shown.drain()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as an ASGI application; the desk starts when it is first asked."""
        if scope["type"] != "http":
            await self._live(scope, receive, send)
        elif of_desk(path := route_path(self._site, scope)):
            await self._counted(path, (scope, receive, send))
        else:
            await self._shown(scope, receive, send)

    async def _counted(self, path: str, call: tuple[Scope, Receive, Send]) -> None:
        """Figures tell of the desk, and no log does: its addresses may hold secrets of links."""
        if self._observers:
            asked = Asked("-", self._second.kind(path))
            await measured(self._desk, Answered(asked, b""), self._observers, call)
        else:
            await self._desk(*call)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """From the start of the site to its end, and that of the desk."""
        try:
            await self._shown(scope, receive, send)
        finally:
            self._second.close()


def of_desk(path: str) -> bool:
    """Whether a path is one of the desk."""
    return path == "/desk" or path.startswith("/desk/")
