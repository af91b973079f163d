"""Answers every failure in a visitor's words, without the server's own."""

from collections.abc import Awaitable, Callable
from typing import Any

from publish.site.app import stock
from publish.site.app.datasette_site import Site
from publish.site.app.failures import respond
from publish.site.app.hooks import hookimpl

# It would run too, and write all local variables to stderr.
stock.replaced("datasette.handle_exception")


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
    """Answers what Datasette would: with a page, or in the form of the address."""
    kinds = (request.headers.get("accept", ""), request.headers.get("content-type", ""))
    as_json = any("application/json" in kind for kind in kinds)
    if as_json and not request.path.endswith(".json"):
        return None

    async def answer() -> Any:
        return await respond(datasette, request, stock.Forbidden(message))

    return answer
