"""Logs of nginx and Apache, read in a stream: who asked is digested in memory, and forgotten."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.audience.common import MANY
from publish.bakehouse.read.audience.exported import exported
from publish.bakehouse.read.audience.features import OTHER, features_of, list_unmatched
from publish.bakehouse.read.audience.log_files import Heads, apart
from publish.bakehouse.read.audience.log_lines import Hit, Lines
from publish.bakehouse.read.audience.matomo_reports import REPORTS
from publish.bakehouse.read.audience.tally import Tally
from publish.bakehouse.read.audience.visitors import Few, Recent, Visitors
from publish.bakehouse.read.exports import Export, ExportRequest, Remark
from publish.errors import SourceError
from publish.usage.crawlers import Crawlers

TOOL = "logs"
BATCH = 20_000
LISTED = 1000
PATHS = 50_000
"""Paths in memory at once, of which features are known or which have none."""
DAYS = 4000
"""More than ten years: nobody has logs of so many days, and each takes memory."""


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """The logs of a source in the combined form: a row per day and feature, crawlers left out.

    Raises SourceError for a file that cannot be unpacked whole, is no log, or overlaps another.
    """
    files, again = apart(request.each())
    heads, counted, read = Heads(files), _Counted(request), list[Lines]()
    for one in files:
        lines = Lines(one)
        hits = lines.hits(heads.watched(one.file, lines.read()))
        while batch := list(islice(hits, BATCH)):
            counted.take(batch)
        read.append(lines)
    export = exported(counted.tallies(), REPORTS["visits"], TOOL, request, workspace)
    told = (*_read_once(again), *_unreadable(read), *_crawlers(read, counted))
    yield replace(export, remarks=(*list_unmatched(request, counted.unmatched(), workspace), *told))


class _Counted:
    """Requests and visitors by day and feature."""

    def __init__(self, request: ExportRequest) -> None:
        self._request = request
        self._second = 0
        self._is_crawler = Crawlers(lambda: self._second)
        self._features: dict[str, str] = {}
        self._visitors, self._recent = Visitors(), Recent()
        self._actions: Counter[tuple[str, str]] = Counter()
        self._others: Counter[str] = Counter()
        self._few = Few(MANY)
        self.crawlers = 0

    def take(self, batch: list[Hit]) -> None:
        """Counts requests in the order of the log."""
        hits = [hit for hit in batch if not self._crawls(hit)]
        self._know({hit.path for hit in hits})
        for hit in hits:
            self._count(hit)
        if len(self._others) > PATHS:
            self._others = Counter(dict(self._others.most_common(PATHS // 2)))
            self._few.keep(self._others)
        if self._visitors.days > DAYS:
            raise SourceError(
                f"{self._request.file}: more than {DAYS} different days; hand over fewer"
            )

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

    def _count(self, hit: Hit) -> None:
        digest = self._visitors.digest(hit.day, hit.visitor)
        # A file that is read part by part is asked for once.
        if self._recent.had(digest, hit.path) and hit.is_part:
            return
        feature = self._features[hit.path]
        self._actions[hit.day, feature] += 1
        self._visitors.add(hit.day, feature, digest)
        if feature == OTHER:
            self._others[hit.path] += 1
            self._few.add(hit.day, hit.path, digest)

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


def _read_once(again: list[str]) -> Iterator[Remark]:
    if again:
        yield Remark(
            "same-log",
            f"the same lines as another log, read once: {', '.join(again)}",
            "remove the copies",
        )


def _unreadable(read: list[Lines]) -> Iterator[Remark]:
    with_some = [lines for lines in read if lines.unreadable]
    if with_some:
        number, seen = sum(one.unreadable for one in read), sum(one.seen for one in read)
        places = "; ".join(one.told() for one in with_some[:5])
        yield Remark(
            "unreadable-lines",
            f"lines that are none of a log, left out: {number} of {seen} ({places})",
            "look at them in the log if there are many",
        )


def _crawlers(read: list[Lines], counted: _Counted) -> Iterator[Remark]:
    if counted.crawlers:
        yield Remark(
            "crawlers-left-out",
            f"requests of crawlers, left out: {counted.crawlers} of "
            f"{sum(one.seen for one in read)} lines",
            "nothing is to be done",
        )
