"""Answers every failure in a visitor's words, without the server's own."""

from collections.abc import Awaitable, Callable
from typing import Any

from datasette.plugins import pm

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
