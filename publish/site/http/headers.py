"""The headers that browsers heed: what a page may load, who may frame it, what scripts may ask."""

from collections.abc import Callable

from publish.site.base.asgi import Message, Send
from publish.site.base.refusals import MethodNotAllowed

ALLOWED = MethodNotAllowed.allow.encode()
# What a script of another site may send, and be told without asking again, for a day.
PREFLIGHT = {
    b"allow": ALLOWED,
    b"access-control-allow-methods": ALLOWED,
    b"access-control-allow-headers": b"If-Match, If-None-Match, If-Range, Range",
    b"access-control-max-age": b"86400",
}

# The same where queries are posted.
_POSTS = b"GET, HEAD, POST, OPTIONS"
POSTING = PREFLIGHT | {
    b"allow": _POSTS,
    b"access-control-allow-methods": _POSTS,
    b"access-control-allow-headers": PREFLIGHT[b"access-control-allow-headers"] + b", Content-Type",
}

HEADERS = {
    b"access-control-allow-origin": b"*",
    b"access-control-expose-headers": b"Accept-Ranges, Content-Disposition, Content-Length, "
    b"Content-Range, ETag, Last-Modified, Link, Retry-After",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
}
# Nothing comes from elsewhere, and nothing written into a page runs.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors {}"
)
# What is no page runs nothing at all, for a browser shows drawings and feeds like pages.
DRAWING = (
    b"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    b"form-action 'none'; frame-ancestors 'none'; sandbox"
)
HTTPS_ONLY = {b"strict-transport-security": b"max-age=31536000"}
UNLISTED = {b"x-robots-tag": b"noindex"}
# What no page needs: a browser then refuses it to whatever got in. A position is asked for by a
# button, and stays in the browser.
PERMISSIONS = (
    b"camera=(), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()"
)


def with_headers(
    send: Send, always: dict[bytes, bytes], of_kind: Callable[[bool], dict[bytes, bytes]]
) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            there = {name.lower(): value for name, value in headers}
            wanted = always | of_kind(_is_page(there))
            headers += [(name, value) for name, value in wanted.items() if name not in there]
            message = {**message, "headers": headers}
        await send(message)

    return send_with_headers


def _is_page(headers: dict[bytes, bytes]) -> bool:
    return headers.get(b"content-type", b"").startswith(b"text/html")


def of_request(https: bool, selected: bool, embedded: bool) -> Callable[[bool], dict[bytes, bytes]]:
    """The headers of an answer, once it is known whether it is a page."""
    secure = HTTPS_ONLY if https else {}

    def of_kind(page: bool) -> dict[bytes, bytes]:
        if not page:
            return secure | {b"content-security-policy": DRAWING}
        hidden = UNLISTED if selected else {}
        return secure | hidden | _of_page(embedded)

    return of_kind


def _of_page(embedded: bool) -> dict[bytes, bytes]:
    """What a page may load and who may frame it: another site only where it asked for that."""
    framed = {} if embedded else {b"x-frame-options": b"SAMEORIGIN"}
    policy = POLICY.format("*" if embedded else "'self'").encode()
    return {b"content-security-policy": policy, b"permissions-policy": PERMISSIONS} | framed
