"""The lines of a log of nginx or Apache: what was asked for and answered, and from where."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from publish.bakehouse.read.audience.addresses import HIDDEN, path_of
from publish.bakehouse.read.exports import ExportRequest
from publish.bakehouse.read.transcode import unpacked
from publish.errors import SourceError
from publish.usage.connection import connection

QUOTED = rb'"((?:[^"\\]|\\.)*)"'
SITE = rb"(?:[\w.-]+:\d+ )?"
"""Before the line, where a server of several sites says which."""
WHO = rb"(\S+) \S+ [^\[\]]{1,256} "
WHEN = rb"\[(\d{2}/\w{3}/\d{4}):(\d{2}):(\d{2}):(\d{2}) [^\]]*\] "
LINE = re.compile(
    SITE + WHO + WHEN + QUOTED + rb" (\d{3}) (?:\d+|-) " + QUOTED + b" " + QUOTED + rb"[^\r]*"
)
MONTHS = {
    name: number
    for number, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}
ASKED = re.compile(r"(?:GET|POST) (\S.*) HTTP/[\d.]+", re.DOTALL)
ANSWERED = (b"200", b"201", b"206", b"304")
PART = b"206"
LONGEST = 1 << 16
LONGEST_PATH = 1000
UNREADABLE = 0.01
"""The share of lines that may be none of a log."""
NAMED = 5
"""So many lines that are none are told by their numbers."""

Line = tuple[int, bytes]
"""Its number in the file, and what it holds."""


class Hit(NamedTuple):
    """A request that was answered: its day, the second in it, its path, and who asked."""

    day: str
    second: int
    path: str
    visitor: bytes
    agent: str
    is_part: bool


class Lines:
    """The lines of one log, and those of them that were none."""

    def __init__(self, request: ExportRequest) -> None:
        self._request = request
        self.seen, self.unreadable = 0, 0
        self.first: list[int] = []

    def read(self) -> Iterator[Line]:
        """The lines that hold something."""
        return _lines(unpacked(self._request))

    def hits(self, lines: Iterable[Line]) -> Iterator[Hit]:
        """The requests of pages that were answered; raises SourceError where too much is none."""
        for number, line in lines:
            self.seen += 1
            found = LINE.fullmatch(line) if len(line) <= LONGEST else None
            day = _day(found[2]) if found else None
            if found is None or day is None:
                self._pass(number)
            elif (hit := _hit(found, day)) is not None:
                yield hit
        if self.unreadable > UNREADABLE * self.seen:
            raise SourceError(
                f"{self._request.file}: {self.unreadable} of {self.seen} lines are none of a log "
                f'in the "combined" form ({self.told()}); set this form in the server'
            )

    def told(self) -> str:
        """Where the first lines stand that are none, without what they hold."""
        more = ", …" if self.unreadable > len(self.first) else ""
        return f"{self._request.file}: line {', '.join(map(str, self.first))}{more}"

    def _pass(self, number: int) -> None:
        self.unreadable += 1
        if len(self.first) < NAMED:
            self.first.append(number)


def _hit(found: re.Match[bytes], day: str) -> Hit | None:
    host, _, hour, minute, second, request, status, _, agent = found.groups()
    asked = ASKED.fullmatch(request.decode("utf-8", "replace"))
    if asked is None or status not in ANSWERED:
        return None
    at = (int(hour) * 60 + int(minute)) * 60 + int(second)
    path = _path(asked[1].partition("?")[0][: LONGEST_PATH + 1])
    return Hit(day, at, path, _visitor(host), agent.decode("utf-8", "replace"), status == PART)


@lru_cache(20_000)
def _path(asked: str) -> str:
    """What is left of an address; of one that is too long nothing is."""
    return path_of(asked) if len(asked) <= LONGEST_PATH else f"/{HIDDEN}"


@lru_cache(20_000)
def _visitor(host: bytes) -> bytes:
    return connection(host.decode("ascii", "replace"))


@lru_cache(1000)
def _day(written: bytes) -> str | None:
    """The day (ISO 8601) of `30/Nov/2026`, as the server counts days."""
    day, month, year = written.split(b"/")
    try:
        return date(int(year), MONTHS.get(month, 0), int(day)).isoformat()
    except ValueError:
        return None


def _lines(chunks: Iterable[bytes]) -> Iterator[Line]:
    """The lines that hold something; of one without end only what one line may hold."""
    rest, number = b"", 1
    for chunk in chunks:
        text = rest[: LONGEST + 1] + chunk
        *lines, rest = (text.removeprefix(BOM_UTF8) if number == 1 else text).split(b"\n")
        for line in lines:
            if line.strip():
                yield number, line.rstrip(b"\r")
            number += 1
    if rest.strip():
        yield number, rest
