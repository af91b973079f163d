"""How partners' servers are asked: of the site's list alone, as they ask for, within bounds."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from pydantic import JsonValue

from publish.bakehouse.fetch.client import client_until
from publish.bakehouse.fetch.kept import Bounds, Limits, kept_as
from publish.bakehouse.fetch.request import LIST, host_of, shown
from publish.bakehouse.fetch.web import Web, answered, fetch, pieces
from publish.bakehouse.partners.page import Page
from publish.bakehouse.partners.robots import CLOSED, OPEN, Robots, robots_of
from publish.bakehouse.partners.unfinished import Unfinished
from publish.errors import SourceError
from publish.words.limits import GIB, MIB

PAGE = Limits(256 * MIB, 600)
"""Of one answer of a partner's server."""
HARVEST = Limits(GIB, 3600)
"""Of all that a harvest of one partner asks for."""
PAGES = 10_000
ROBOTS_BYTES = MIB // 2
"""Of a robots.txt, as much as RFC 9309 asks for."""
ROBOTS_SECONDS = 60.0
JSON = "application/json"


def address_of(address: str) -> httpx.URL:
    """An address, taken apart; raises SourceError where it is none."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise SourceError(f"an address that is none ({error}); mend it") from None
    if not url.host:
        raise SourceError(f"{address[:80]}: no whole address; write it with https:// and its host")
    return url


def is_listed(host: str, hosts: Iterable[str]) -> bool:
    """Whether a host is one of some, or below one that begins with a dot."""
    return any(host == one or (one.startswith(".") and host.endswith(one)) for one in hosts)


@dataclass
class PoliteWeb:
    """What the harvest of one partner may ask, whose own host is that of `home`.

    `hosts` are those of the site's list that name the dataset, each with its headers. Headers are
    sent, and http and private networks are open, to the partner's own host alone: nothing that it
    answers leads anywhere else than to hosts of the list on the open internet. One that begins
    with a dot stands for all below it there, where a service has many.
    """

    home: str
    hosts: Mapping[str, Mapping[str, str]]
    private: Path
    limits: Limits = HARVEST
    page_limits: Limits = PAGE
    pauses: tuple[float, ...] = (1, 5, 20)
    _robots: dict[str, Robots] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)
    _pages: int = 0

    def __post_init__(self) -> None:
        self._host = host_of(address_of(self.home))
        self._left = Bounds(shown(self.home), self.limits)
        self.unfinished = Unfinished(self.private)

    def page(self, address: str, accept: str = "*/*") -> Page:
        """The answer at an address; raises SourceError where it may not be asked, or has none."""
        address_of(address)
        kept = kept_as(self.private, address)
        if not self.unfinished.has(kept):
            self._count()
            self.unfinished.broken = True
            fetch(address, self.private, self._web(), {"Accept": accept})
            self.unfinished.add(kept)
        self._left.take(kept.stat().st_size)
        return Page(shown(address), kept)

    def json(self, address: str, accept: str = JSON) -> JsonValue:
        """What JSON an address answers; raises SourceError where it is none."""
        return self.page(address, accept).json()

    def _web(self) -> Web:
        left = self.limits.bytes - self._left.size
        limits = Limits(min(left, self.page_limits.bytes), self._seconds())
        return Web(self._own(), limits, pauses=self.pauses, may=self._may)

    def _own(self) -> Mapping[str, Mapping[str, str]]:
        return {host: sent for host, sent in self.hosts.items() if host == self._host}

    def _seconds(self) -> float:
        return min(max(0.0, self._left.end - time.monotonic()), self.page_limits.seconds)

    def _count(self) -> None:
        self._pages += 1
        if self._pages > PAGES:
            raise SourceError(
                f"{shown(self.home)}: more than {PAGES} pages; name a smaller part of the service"
            )

    def _may(self, url: httpx.URL) -> None:
        """Raises SourceError for an address that is not listed or that robots.txt refuses."""
        self._is_listed(url)
        robots = self._robots_of(url)
        if not robots.allow(url.raw_path.decode("ascii")):
            raise SourceError(
                f"{shown(str(url))}: the robots.txt of {host_of(url)} asks programs not to fetch "
                "it; ask the partner to allow `User-agent: Fournil` there, or to send a file"
            )
        self._wait(host_of(url), robots.delay)

    def _is_listed(self, url: httpx.URL) -> None:
        if not is_listed(host_of(url), self.hosts):
            raise SourceError(
                f"{shown(str(url))}: its host is not listed for this dataset; where it may be "
                f"asked, write {host_of(url)} under {LIST}"
            )
        if url.scheme == "http" and self.home.startswith("https:"):
            raise SourceError(
                f"{shown(str(url))}: leads from https:// to http://; ask the partner to mend it"
            )

    def _wait(self, host: str, delay: float) -> None:
        """Lets a host rest as long as it asks for."""
        if delay and host in self._asked:
            rested = time.monotonic() - self._asked[host]
            time.sleep(max(0.0, min(delay - rested, self._seconds())))
        self._asked[host] = time.monotonic()

    def _robots_of(self, url: httpx.URL) -> Robots:
        place = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if place not in self._robots:
            self._robots[place] = self._told(f"{place}/robots.txt")
        return self._robots[place]

    def _told(self, address: str) -> Robots:
        """The rules of a host: none where it has no such file, nothing allowed where it fails."""
        web = Web(self._own(), self.page_limits, pauses=self.pauses, may=self._is_listed)
        bounds = Bounds(
            address, Limits(self.page_limits.bytes, min(self._seconds(), ROBOTS_SECONDS))
        )
        text = bytearray()
        with client_until(bounds) as client, answered(client, address, {}, web) as answer:
            if answer.status_code >= 500 or answer.status_code == 429:
                return CLOSED
            if answer.status_code != 200:
                return OPEN
            for chunk in bounds.limited(pieces(answer, address)):
                text += chunk
                if len(text) > ROBOTS_BYTES:
                    break
        return robots_of(text.decode("utf-8-sig", "replace"))
