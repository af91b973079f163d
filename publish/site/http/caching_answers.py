"""Answers on their way and in memory: held back until they are whole, unless they are large."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from publish.site.base.answers import answer
from publish.site.base.asgi import Message, Send

# Of one worker.
MOST_BYTES = 32 * 1024 * 1024
MOST_BODY = 1024 * 1024
# About what an answer takes beside its bytes.
OVERHEAD = 500
# Who has a cookie or a key of ours is never answered from here; others get what all get.
_NEVER_VARIES = (b"cookie", b"authorization", b"accept-language")
_PLAIN = re.compile(rb"max-age=[1-9]\d*")
_NOT_KEPT = re.compile(rb"no-store|no-cache|private", re.IGNORECASE)
_WITHOUT_LENGTH = (204, 304)

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class WholeAnswer:
    """A whole answer with its status."""

    status: int
    headers: Headers
    body: bytes

    @property
    def size(self) -> int:
        """About the bytes it takes."""
        return OVERHEAD + len(self.body) + sum(len(name) + len(said) for name, said in self.headers)

    async def send(self, send: Send, head: bool) -> None:
        """Sends it; to HEAD without its body."""
        await answer(send, self.status, self.headers, b"" if head else self.body)


class Answers:
    """The answers used last, by key, up to MOST_BYTES; and which are being made."""

    def __init__(self) -> None:
        self.size = 0
        self._kept: OrderedDict[str, WholeAnswer] = OrderedDict()
        self._coming: dict[str, asyncio.Event] = {}

    async def awaited(self, key: str) -> WholeAnswer | None:
        """An answer that is there, or that was being made for somebody else."""
        if key in self._coming:
            await self._coming[key].wait()
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key]

    async def send_unchanged(self, send: Send, key: str, seconds: int, negotiable: bool) -> None:
        """Sends that what the asker holds is still so, with what was said of it (RFC 9110, 15.4.5).

        Where that is not in memory, it is as good as all answers are.
        """
        if (there := self._kept.get(key)) is not None:
            told = {b"vary", b"cache-control", b"etag"}
            headers = [pair for pair in there.headers if pair[0] in told]
        else:
            control = b"public, max-age=%d, must-revalidate" % seconds
            headers = _validated([(b"vary", b"Accept-Encoding")], key, control, negotiable)
        await answer(send, 304, headers)

    def keep(self, key: str, answer: WholeAnswer) -> None:
        """Keeps one; those not asked for the longest make room."""
        if key not in self._kept:
            self._kept[key] = answer
            self.size += answer.size
        while self.size > MOST_BYTES:
            _, gone = self._kept.popitem(last=False)
            self.size -= gone.size

    def coming(self, key: str) -> None:
        """It is being made: who asks for the same waits."""
        self._coming.setdefault(key, asyncio.Event())

    def decided(self, key: str) -> None:
        """It is there, or will not be: who waited looks."""
        if event := self._coming.pop(key, None):
            event.set()


class Making:
    """An answer on its way: held back up to MOST_BODY, then passed on as it comes.

    `settled` says whether all that it shows was of one moment, from its first byte on; `negotiable`
    that browsers get another one; `whole` whether its body will come:
    for HEAD the application may leave it out.
    """

    def __init__(
        self,
        answers: Answers,
        key: str,
        seconds: int,
        send: Send,
        settled: Callable[[], bool],
        negotiable: bool,
        head: bool,
        whole: bool,
    ) -> None:
        self._answers, self._key, self._seconds = answers, key, seconds
        self._send, self._settled, self._head, self._whole = send, settled, head, whole
        self._negotiable = negotiable
        self._start: Message = {}
        self._parts: list[bytes] = []
        self._passing = False

    def __enter__(self) -> Self:
        self._answers.coming(self._key)
        return self

    def __exit__(self, *_: object) -> None:
        self._answers.decided(self._key)

    async def send(self, message: Message) -> None:
        """Takes a message of the application."""
        if self._passing:
            await self._pass(message)
        elif message["type"] == "http.response.start":
            self._start = message
            if _length(message) > MOST_BODY:
                await self._let_go()
        elif message["type"] == "http.response.body":
            await self._hold(message)

    async def _hold(self, message: Message) -> None:
        self._parts.append(message.get("body", b""))
        if not message.get("more_body"):
            await self._finish()
        elif sum(map(len, self._parts)) > MOST_BODY:
            await self._let_go()

    async def _finish(self) -> None:
        status, body = self._start["status"], b"".join(self._parts)
        kept, headers = self._headers()
        if status not in _WITHOUT_LENGTH and not _has(headers, b"content-length"):
            headers = [*headers, (b"content-length", str(len(body)).encode())]
        answer = WholeAnswer(status, headers, body)
        if kept and self._whole and len(body) <= MOST_BODY:
            self._answers.keep(self._key, answer)
        self._answers.decided(self._key)
        await answer.send(self._send, self._head)

    async def _let_go(self) -> None:
        self._passing = True
        self._answers.decided(self._key)
        _, headers = self._headers()
        await self._send({**self._start, "headers": headers})
        body = {"body": b"".join(self._parts), "more_body": True}
        self._parts.clear()
        if self._head:
            await self._send({"type": "http.response.body", "body": b""})
        elif body["body"]:
            await self._send({"type": "http.response.body", **body})

    async def _pass(self, message: Message) -> None:
        if not self._head:
            await self._send(message)

    def _headers(self) -> tuple[bool, Headers]:
        """Whether the answer may be kept and validated; its headers, which say so."""
        there: Headers = [(name.lower(), said) for name, said in self._start.get("headers", ())]
        control = b", ".join(said for name, said in there if name == b"cache-control")
        if self._start["status"] != 200 or _NOT_KEPT.search(control) or not self._settled():
            return False, there
        if _has(there, b"set-cookie") or _has(there, b"etag"):
            return False, there
        if not control:
            control = b"max-age=%d" % self._seconds
        if _PLAIN.fullmatch(control):
            control = b"public, " + control + b", must-revalidate"
        return True, _validated(there, self._key, control, self._negotiable)


def _validated(headers: Headers, key: str, control: bytes, negotiable: bool) -> Headers:
    """Headers with an ETag; what a browser's language decides is kept by that browser alone."""
    said = b",".join(value for name, value in headers if name == b"vary")
    vary = {part.strip().lower(): part.strip() for part in said.split(b",")}
    for name in (b"", *_NEVER_VARIES):
        vary.pop(name, None)
    if negotiable:
        vary[b"accept-language"] = b"Accept-Language"
        control = control.replace(b"public", b"private")
    replaced = {b"cache-control": control, b"etag": f"W/{key}".encode()}
    replaced |= {b"vary": b", ".join(vary.values())} if vary else {}
    kept = [(name, value) for name, value in headers if name not in (*replaced, b"vary")]
    return [*kept, *replaced.items()]


def _has(headers: Headers, name: bytes) -> bool:
    return any(there == name for there, _ in headers)


def _length(start: Message) -> int:
    """The length that an answer announces; 0 without one."""
    said = [value for name, value in start.get("headers", ()) if name.lower() == b"content-length"]
    return int(said[0]) if said else 0
