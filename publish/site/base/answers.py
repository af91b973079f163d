"""What is answered with: what a page makes, or bytes where there is none to make."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from publish.site.base.asgi import Send


@dataclass(frozen=True)
class Response:
    """A whole answer."""

    body: str | bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "text/plain"

    @classmethod
    def html(cls, body: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Self:
        """A page."""
        return cls(body, status, headers or {}, "text/html; charset=utf-8")

    @classmethod
    def text(cls, body: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Self:
        """Plain words."""
        return cls(body, status, headers or {}, "text/plain; charset=utf-8")

    @classmethod
    def json(cls, body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Self:
        """A value for programs."""
        return cls(json.dumps(body), status, headers or {}, "application/json; charset=utf-8")

    @classmethod
    def redirect(cls, path: str, status: int = 302) -> Self:
        """The way to where the answer is."""
        return cls("", status, {"location": path})


async def answer(
    send: Send, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes = b""
) -> None:
    """Sends a whole answer."""
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})
