"""What is posted to be answered, not kept: queries too long for an address.

All further in sees a GET with what was posted in its scope, for nothing changes by it.
"""

import re

from publish.site.base.asgi import App, Receive, Scope, Send
from publish.site.base.site import Site
from publish.site.http.arguments import route_path

# In the scope of a request.
POSTED = "fournil.posted"
# Each under a table, as `publish.site.app.routes` has them.
_TAKING = re.compile(r"/[^/]+/[^/]+/-/reconcile(/1\.0-draft/(match|extend))?")


def takes_posts(path: str) -> bool:
    """Whether queries may be posted to a path."""
    return _TAKING.fullmatch(path) is not None


def posted(site: Site, app: App) -> App:
    """`app`, asked for what was posted; how much that may be is bounded further out."""

    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        takes = scope["type"] == "http" and takes_posts(route_path(site, scope))
        if takes and scope["method"] == "POST":
            scope = {**scope, "method": "GET", POSTED: await _body(receive)}
        await app(scope, receive, send)

    return reading


async def _body(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = bool(message.get("more_body"))
    return b"".join(parts)
