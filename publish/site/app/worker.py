"""What a worker does: answers on its socket, says when it is ready, drains when it is stopped."""

import os
import socket
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType
from typing import Any, Protocol

import uvicorn

from publish.site.app.connections import Connection, Registry
from publish.site.app.workers import GRACE_SECONDS, READY
from publish.site.base.asgi import Receive, Scope, Send


class Served(Protocol):
    """What a worker serves: an ASGI application that is told of its end."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...

    def drain(self) -> None:
        """The worker is about to stop."""


def work(
    make_app: Callable[[Registry], Served],
    proxies: Sequence[str],
    listener: socket.socket,
    ready: int,
) -> None:
    """Serves an app, made with its connections, until a signal.

    What `proxies` (addresses, networks) say of who asks is believed, of nobody else.
    """
    registry = Registry(proxies=proxies)
    app = make_app(registry)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=partial(Connection, registry),  # type: ignore[arg-type]
        forwarded_allow_ips=list(proxies),
        ws="none",
        interface="asgi3",
        lifespan="on",
        access_log=False,
        # Its warnings are one line for each request of a stranger that is none.
        log_level="error",
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    _Server(config, ready, app.drain).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Says on a pipe that it answers, and to its app that it stops."""

    def __init__(self, config: uvicorn.Config, ready: int, drain: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready, self.drain = ready, drain

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A stop: who asks in the meantime is told so."""
        self.drain()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> Any:
        """Starts, then tells the parent (which may no longer listen, after a restart)."""
        await super().startup(sockets)
        if self.started:
            try:
                os.write(self.ready, READY)
            except BrokenPipeError:
                return
            finally:
                os.close(self.ready)
