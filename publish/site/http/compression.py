"""gzip for pages, styles, scripts and JSON, where the asker takes it.

Files of releases and CSV stay as they are: their length is announced, and some come compressed.
"""

import zlib

from publish.site.base.asgi import App, Message, Receive, Scope, Send

LEVEL = 6
# Under this many bytes an answer fits in one packet as it is.
LEAST = 1000
TYPES = (
    b"text/html", b"text/css", b"text/plain", b"text/javascript", b"text/turtle", b"text/markdown",
    b"application/javascript", b"application/json", b"application/ld+json", b"application/rdf+xml",
    b"application/xml", b"application/atom+xml", b"application/geo+json", b"application/vnd.cit",
    b"image/svg+xml",
)  # fmt: skip
_GZIP = 16 + zlib.MAX_WBITS
_NO_BODY = (204, 206, 304)


def takes_gzip(scope: Scope) -> bool:
    """Whether the Accept-Encoding header (RFC 9110, 12.5.3) names gzip, and not with `q=0`."""
    said = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
    weights: dict[str, str] = {}
    for part in said.decode("latin-1").lower().split(","):
        coding, _, weight = part.replace(" ", "").partition(";")
        weights[coding] = weight.removeprefix("q=") or "1"
    found = weights.get("gzip", weights.get("x-gzip", weights.get("*", "0")))
    return found.strip("0.") != ""


def compressing(app: App) -> App:
    """`app` with the text of its answers compressed."""

    async def compressed(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "/download/" in scope["path"]:
            await app(scope, receive, send)
            return
        answer = _Answer(send, takes_gzip(scope))
        await app(scope, receive, answer.send)

    return compressed


class _Answer:
    """An answer whose start waits for the first piece of its body."""

    def __init__(self, send: Send, wanted: bool) -> None:
        self._send, self._wanted = send, wanted
        self._start: Message | None = None
        self._packer: zlib._Compress | None = None

    async def send(self, message: Message) -> None:
        """Takes a message of the application."""
        if message["type"] == "http.response.start" and _compressible(message):
            self._start = {**message, "headers": _varying(message["headers"])}
        elif self._start is not None:
            await self._first(self._start, message)
        elif self._packer is not None and message["type"] == "http.response.body":
            await self._send({**message, "body": self._packed(self._packer, message)})
        else:
            await self._send(message)

    async def _first(self, start: Message, message: Message) -> None:
        self._start, body = None, message.get("body", b"")
        more = message.get("more_body", False)
        if not self._wanted or (not more and len(body) < LEAST):
            await self._send(start)
            await self._send(message)
            return
        self._packer = zlib.compressobj(LEVEL, wbits=_GZIP)
        packed = self._packed(self._packer, message)
        length = None if more else len(packed)
        await self._send({**start, "headers": _encoded(start["headers"], length)})
        await self._send({**message, "body": packed})

    def _packed(self, packer: "zlib._Compress", message: Message) -> bytes:
        packed = packer.compress(message.get("body", b""))
        end = zlib.Z_SYNC_FLUSH if message.get("more_body") else zlib.Z_FINISH
        return packed + packer.flush(end)


def _compressible(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start.get("headers", ())}
    if start["status"] in _NO_BODY or b"content-encoding" in headers:
        return False
    return bool(headers.get(b"content-type", b"").startswith(TYPES))


def _varying(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [*headers, (b"vary", b"Accept-Encoding")]


def _encoded(headers: list[tuple[bytes, bytes]], length: int | None) -> list[tuple[bytes, bytes]]:
    """The headers of a compressed answer: its own length, and a tag for what it means alone."""
    kept = [(n, _weak(v) if n.lower() == b"etag" else v) for n, v in headers]
    kept = [(name, value) for name, value in kept if name.lower() != b"content-length"]
    told = [(b"content-length", str(length).encode())] if length is not None else []
    return [*kept, (b"content-encoding", b"gzip"), *told]


def _weak(etag: bytes) -> bytes:
    return etag if etag.startswith(b"W/") else b"W/" + etag
