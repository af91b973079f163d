"""Answers every failure in a visitor's words, without the server's own."""

from collections.abc import Awaitable, Callable
from typing import Any

from datasette.plugins import pm
from datasette.utils.asgi import Forbidden

from publish.serving.datasette_site import Site
from publish.serving.errors import respond
from publish.serving.hooks import hookimpl

# Datasette runs every handler, its own too, which writes all local variables to stderr.
if pm.has_plugin("datasette.handle_exception"):
    pm.unregister(name="datasette.handle_exception")


@hookimpl
def handle_exception(
    datasette: Site, request: Any, exception: Exception
) -> Callable[[], Awaitable[Any]]:
    """Stands in for Datasette's handler, which shows an exception's own text."""

    async def answer() -> Any:
        return await respond(datasette, request, exception)

    return answer


@hookimpl
def forbidden(datasette: Site, request: Any, message: str) -> Callable[[], Awaitable[Any]] | None:
    """Answers with a page what is no JSON, for which Datasette has words of its own."""
    kinds = (request.headers.get("accept", ""), request.headers.get("content-type", ""))
    if request.path.endswith(".json") or any("application/json" in one for one in kinds):
        return None

    async def answer() -> Any:
        return await respond(datasette, request, Forbidden(message))

    return answer
