"""Asks the site's own JSON API in process, as whoever asks: its limits, licences and language."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from publish.site.base.asgi import App, Message, Receive, Scope
from publish.site.base.site import Site
from publish.site.http.guard import refusal

Json = dict[str, Any]
# What is said of the message of the protocol, not of the question inside of it.
_OF_THE_MESSAGE = frozenset({b"accept", b"accept-encoding", b"content-length", b"content-type"})


class ToolRefused(Exception):
    """A tool was asked for what there is not; its words go to whoever asked."""


@dataclass(frozen=True)
class Inside:
    """The site as one request sees it."""

    site: Site
    app: App
    scope: Scope

    @property
    def home(self) -> str:
        """The address before every path, without a last slash."""
        host = dict(self.scope["headers"]).get(b"host", b"").decode("latin-1")
        base = f"{self.scope['scheme']}://{host}{self.site.urls.instance()}"
        return str(self.site.declared.get("address") or base).rstrip("/")

    async def read(self, path: str, arguments: Mapping[str, str]) -> Json:
        """The answer of an address of the API; raises ToolRefused with the API's words."""
        query = urlencode(arguments).encode()
        if error := refusal(self.site, "GET", path, query):
            raise ToolRefused(str(error))
        status, body = await self._asked(self.site.urls.path(path), query)
        answer: Json = json.loads(body)
        if status != 200:
            raise ToolRefused(str(answer.get("error") or f"answered {status}"))
        return answer

    async def _asked(self, path: str, query: bytes) -> tuple[int, bytes]:
        headers = [pair for pair in self.scope["headers"] if pair[0] not in _OF_THE_MESSAGE]
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            **self.scope,
            "method": "GET",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query,
            "headers": headers,
        }
        await self.app(scope, _silent(), send)
        return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def _silent() -> Receive:
    """A request without a body, whose asker stays."""
    come = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        for message in come:
            return message
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    return receive
