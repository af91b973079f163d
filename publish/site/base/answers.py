"""What a page answers with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self


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
