"""Logs of nginx and Apache, read in a stream: who asked is digested in memory, and forgotten."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.audience.addresses import path_of
from publish.bakehouse.read.audience.common import MANY
from publish.bakehouse.read.audience.exported import exported
from publish.bakehouse.read.audience.features import OTHER, features_of, list_unmatched
from publish.bakehouse.read.audience.matomo_reports import REPORTS
from publish.bakehouse.read.audience.tally import Tally
from publish.bakehouse.read.audience.visitors import Few, Visitors
from publish.bakehouse.read.exports import Export, ExportRequest, Remark
from publish.bakehouse.read.transcode import unpacked
from publish.errors import SourceError
from publish.usage.crawlers import Crawlers

TOOL = "logs"
QUOTED = rb'"((?:[^"\\]|\\.)*)"'
WHO = rb'(\S+) \S+ (?:"(?:[^"\\]|\\.)*"|\S+) '
WHEN = rb"\[(\d{2})/(\w{3})/(\d{4}):(\d{2}):(\d{2}):(\d{2}) [^\]]*\] "
LINE = re.compile(
    WHO + WHEN + QUOTED + rb" (\d{3}) (?:\d+|-)(?: " + QUOTED + b" " + QUOTED + rb")?.*"
)
MONTHS = {
    name: number
    for number, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}
ASKED = re.compile(r"(?:GET|POST) (\S+) HTTP/[\d.]+")
ANSWERED = (b"200", b"201", b"206", b"304")
LONGEST = 1 << 16
BATCH = 20_000
LISTED = 1000
PATHS = 100_000
"""Paths in memory at once, of which features are known or which have none."""
UNREADABLE = 0.01
"""The share of lines that may be none of a log."""


class Hit(NamedTuple):
    """A request that was answered: its day, the second in it, its path, and who asked."""

    day: str
    second: int
    path: str
    visitor: bytes
    agent: str


class Lines:
    """The lines of a log, and how many were none."""

    def __init__(self, request: ExportRequest) -> None:
        self._request, self.seen, self.unreadable = request, 0, 0

    def hits(self) -> Iterator[Hit]:
        """The requests of pages that were answered; raises SourceError where too much is none."""
        for line in _lines(unpacked(self._request)):
            self.seen += 1
            found = LINE.fullmatch(line) if len(line) <= LONGEST else None
            if found is None or found[3] not in MONTHS:
                self.unreadable += 1
            elif (hit := _hit(found)) is not None:
                yield hit
        if self.unreadable > UNREADABLE * self.seen:
            raise SourceError(
                f"{self._request.file}: {self.unreadable} of {self.seen} lines are none of a log "
                'in the "combined" form; set this form in the server'
            )


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """A log in the combined form: a row per day and feature, crawlers left out.

    Raises SourceError for a file that cannot be unpacked whole or is no log.
    """
    lines = Lines(request)
    counted = _Counted(request)
    hits = lines.hits()
    while batch := list(islice(hits, BATCH)):
        counted.take(batch)
    export = exported(counted.tallies(), REPORTS["visits"], TOOL, request, workspace)
    remarks = (*list_unmatched(request, counted.unmatched(), workspace), *_told(lines, counted))
    yield replace(export, remarks=remarks)


class _Counted:
    """Requests and visitors by day and feature."""

    def __init__(self, request: ExportRequest) -> None:
        self._request = request
        self._second = 0
        self._is_crawler = Crawlers(lambda: self._second)
        self._features: dict[str, str] = {}
        self._visitors = Visitors()
        self._actions: Counter[tuple[str, str]] = Counter()
        self._others: Counter[str] = Counter()
        self._few = Few(MANY)
        self.crawlers = 0

    def take(self, batch: list[Hit]) -> None:
        """Counts requests in the order of the log."""
        hits = [hit for hit in batch if not self._crawls(hit)]
        self._know({hit.path for hit in hits})
        for hit in hits:
            feature = self._features[hit.path]
            self._actions[hit.day, feature] += 1
            digest = self._visitors.digest(hit.day, hit.visitor)
            self._visitors.add(hit.day, feature, digest)
            if feature == OTHER:
                self._others[hit.path] += 1
                self._few.add(hit.day, hit.path, digest)
        if len(self._others) > PATHS:
            self._others = Counter(dict(self._others.most_common(PATHS // 2)))
            self._few.keep(self._others)

    def tallies(self) -> dict[tuple[str, ...], Tally]:
        """What was counted of each day and feature."""
        return {
            # What a sketch estimates may be a little more than there were.
            (day, feature): Tally(min(self._visitors.of(day, feature), actions), None, actions)
            for (day, feature), actions in self._actions.items()
        }

    def unmatched(self) -> dict[str, Tally]:
        """The paths of no feature that are asked for most."""
        visitors = self._few.most()
        return {
            path: Tally(visitors[path], None, count)
            for path, count in self._others.most_common(LISTED)
        }

    def _crawls(self, hit: Hit) -> bool:
        self._second = hit.second
        found = self._is_crawler(hit.agent)
        self.crawlers += found
        return found

    def _know(self, paths: set[str]) -> None:
        if len(self._features) > PATHS:
            self._features.clear()
        new = sorted(paths - self._features.keys())
        if new:
            rules, file = self._request.source.features, self._request.file
            self._features |= features_of(new, rules, file)


def _hit(found: re.Match[bytes]) -> Hit | None:
    host, day, month, year, hour, minute, second, request, status, _, agent = found.groups()
    asked = ASKED.fullmatch(request.decode("utf-8", "replace"))
    if asked is None or status not in ANSWERED:
        return None
    date = f"{int(year)}-{MONTHS[month]:02}-{int(day):02}"
    at = (int(day) * 24 + int(hour)) * 3600 + int(minute) * 60 + int(second)
    said = (agent or b"").decode("utf-8", "replace")
    return Hit(date, at, path_of(asked[1]), host + b"\0" + (agent or b""), said)


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines that hold something; of one without end only what one line may hold."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest[: LONGEST + 1] + chunk).split(b"\n")
        yield from (line.rstrip(b"\r") for line in lines if line.strip())
    if rest.strip():
        yield rest


def _told(lines: Lines, counted: _Counted) -> Iterator[Remark]:
    if lines.unreadable:
        yield Remark(
            "unreadable-lines",
            f"lines that are none of a log, left out: {lines.unreadable} of {lines.seen}",
            "look at them in the log if there are many",
        )
    if counted.crawlers:
        yield Remark(
            "crawlers-left-out",
            f"requests of crawlers, left out: {counted.crawlers} of {lines.seen} lines",
            "nothing is to be done",
        )
