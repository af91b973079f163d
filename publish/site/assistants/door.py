"""`POST /mcp`: the Model Context Protocol over HTTP, without sessions, over the tools of the site.

Specification: https://modelcontextprotocol.io/specification; the server is the official one.
"""

import asyncio
import json
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from publish.site.assistants.inside import Inside, ToolRefused
from publish.site.assistants.tools import TOOLS, WARNING
from publish.site.base.answers import answer
from publish.site.base.asgi import App, Receive, Scope, Send
from publish.site.base.refusals import Forbidden, NotFound, Refusal
from publish.site.base.site import Site
from publish.site.http.arguments import ASSISTANTS, route_path
from publish.site.text.languages import negotiated
from publish.site.text.refused_words import spoken
from publish.site.text.words import text

if TYPE_CHECKING:
    import mcp.types as types
    from mcp.server.lowlevel import Server

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
HTML = b"text/html"
HOW_TO = "Assistants post messages of the Model Context Protocol to this address."
MISSING = "This site has no endpoint for assistants; its owner installs fournil[assistants]"


def assistants(site: Site, app: App) -> App:
    """`app`, and for assistants its JSON API as tools."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or route_path(site, scope) != ASSISTANTS:
            await app(scope, receive, send)
        elif scope["method"] != "POST":
            await _how_to(site, scope, send)
        elif error := _closed(site, scope):
            await _refuse(site, scope, send, error)
        else:
            await _spoken(Inside(site, app, scope), receive, send)

    return served


def _closed(site: Site, scope: Scope) -> Refusal | None:
    if find_spec("mcp") is None:
        return NotFound(MISSING)
    origin = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
    if origin and not _is_own(site, origin):
        return Forbidden(f"Origin {origin!r} is not of this site: no page elsewhere asks here")
    return None


def _is_own(site: Site, origin: str) -> bool:
    """Whether a page of the site asks: a name that its owner did not declare is nobody's."""
    declared = str(site.declared.get("address") or "")
    if declared:
        return urlsplit(declared)[:2] == urlsplit(origin)[:2]
    return urlsplit(origin).hostname in LOCAL


async def _how_to(site: Site, scope: Scope, send: Send) -> None:
    said, more = _said(site, scope, HOW_TO)
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", b"POST"), *more]
    await answer(send, 405, headers, b"" if scope["method"] == "HEAD" else f"{said}\n".encode())


async def _refuse(site: Site, scope: Scope, send: Send, error: Refusal) -> None:
    said, more = _said(site, scope, str(error))
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), *more]
    body = {"ok": False, "error": said, "status": error.status}
    await answer(send, error.status, headers, json.dumps(body).encode())


def _said(site: Site, scope: Scope, why: str) -> tuple[str, list[tuple[bytes, bytes]]]:
    """The words in the language asked for, and the headers that say so."""
    with negotiated(scope, site.declared, "en") as told:
        said, _unknown = spoken(why, {})
    return said, [(name.encode(), value.encode()) for name, value in told.items()]


async def _spoken(inside: Inside, receive: Receive, send: Send) -> None:
    """One message and its answer: nothing is kept of it."""
    manager = await asyncio.to_thread(import_module, "mcp.server.streamable_http_manager")
    found = manager.StreamableHTTPSessionManager(
        _server(inside), json_response=True, stateless=True
    )
    async with found.run():
        await found.handle_request(inside.scope, receive, send)


def _server(inside: Inside) -> "Server[Any]":
    from mcp.server.lowlevel import Server
    from mcp.types import CallToolResult, ListToolsResult, TextContent

    async def listed(_context: Any, _page: Any) -> ListToolsResult:
        return ListToolsResult(tools=_tools())

    async def called(_context: Any, call: "types.CallToolRequestParams") -> CallToolResult:
        found, wrong = await _answered(inside, call.name, call.arguments or {})
        said = TextContent(type="text", text=json.dumps(found, ensure_ascii=False))
        return CallToolResult(content=[said], structured_content=found, is_error=wrong)

    return Server(
        "fournil",
        title=text(inside.site.declared, "title"),
        instructions=f"Open data. Name the licence and the citation with each answer. {WARNING}",
        on_list_tools=listed,
        on_call_tool=called,
    )


@cache
def _tools() -> "list[types.Tool]":
    from mcp.types import Tool, ToolAnnotations

    reading = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    return [
        Tool(
            name=name,
            description=one.description,
            input_schema=one.schema,
            annotations=reading,
        )
        for name, one in TOOLS.items()
    ]


async def _answered(
    inside: Inside, name: str, given: Mapping[str, Any]
) -> tuple[dict[str, Any], bool]:
    """What a tool answers, and whether that is an error, which the assistant may mend."""
    try:
        if name not in TOOLS:
            raise ToolRefused(f"no tool {name!r}; there are: {', '.join(TOOLS)}")
        tool = TOOLS[name]
        return dict(await tool.answer(inside, tool.arguments(given))), False
    except (ToolRefused, Refusal) as error:
        return {"error": str(error)}, True
