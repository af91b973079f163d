"""Finds a request's licences before it is answered, and names them in a Link header."""

from typing import Any

from datasette.utils import resolve_routes

from publish.serving import coverage
from publish.serving.datasette_site import Site
from publish.serving.snapshot import App, Message, Receive, Scope, Send

# A download names its licences itself: those of its own version.
_LICENSE = b'rel="license"'


def with_licenses(site: Site, app: App) -> App:
    """`app` with the licences in its scope and, on what it answers with 200, in `Link`."""
    routes: list[Any] = []

    async def licensed(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if not routes:
            routes.extend(site._routes())
        found = await _licenses(site, routes, scope)
        scope[coverage.SCOPE_KEY] = found
        headers = [(b"link", f'<{url}>; rel="license"'.encode()) for url in coverage.urls(found)]

        async def send_licensed(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                there = list(message.get("headers", ()))
                if not any(name == b"link" and _LICENSE in value for name, value in there):
                    message = {**message, "headers": [*there, *headers]}
            await send(message)

        await app(scope, receive, send_licensed)

    return licensed


async def _licenses(site: Site, routes: list[Any], scope: Scope) -> list[coverage.Covered]:
    path = route_path(site, scope)
    if path in ("/", "/.json", "/-/", "/-/.json"):
        return coverage.of_site(site)
    match, _ = resolve_routes(routes, path)
    route = dict(match.groupdict()) if match else {}
    if path.partition(".")[0].endswith("/-/query"):
        route["query_page"] = "yes"
    return await coverage.of_request(site, route, scope["query_string"])


def route_path(site: Site, scope: Scope) -> str:
    """The path that Datasette routes: still encoded, without the base_url."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    path = raw.decode("latin-1").partition("?")[0]
    base: str = site.setting("base_url")
    return "/" + path.removeprefix(base) if base != "/" and path.startswith(base) else path
