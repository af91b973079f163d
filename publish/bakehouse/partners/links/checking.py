"""The web addresses of a dataset's partners' rows, asked one after another and remembered."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import httpx

from publish.bakehouse.fetch.request import host_of
from publish.bakehouse.partners.links.addresses import addresses
from publish.bakehouse.partners.links.asking import LinkAsker
from publish.bakehouse.partners.links.memory import Known, LinkMemory, State
from publish.declare.site import SiteFolder
from publish.errors import SourceError
from publish.progress import Reporter
from publish.release.store import Store

HOUR = 3600.0
"""For one run; the next one goes on where it ended."""


@dataclass
class Checked:
    """What came of a run: addresses by state; those that are `left` for the next, of `all`."""

    all: int
    states: Counter[str] = field(default_factory=Counter)
    left: int = 0
    dead: Mapping[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """How many were asked."""
        return self.states.total()


def check_links(
    site: SiteFolder,
    dataset: str,
    day: date,
    reporter: Reporter,
    asker: LinkAsker | None = None,
    seconds: float = HOUR,
) -> Checked:
    """Ask the web addresses of a release's merged tables that were not asked on this day.

    Those that were asked longest ago come first. What came of each is remembered at once, so that
    a run that is ended goes on. Raises SourceError where nothing is published yet.
    """
    memory = LinkMemory(site.private / dataset)
    there = _shown(site, dataset)
    known = memory.known()
    due = in_turn(there, known, day)
    run = _Run(memory, asker or LinkAsker(_listed(site, dataset)), day, Checked(len(there)))
    done = reporter.step(dataset, "ask web addresses", len(due))
    end = time.monotonic() + seconds
    for address in due:
        if time.monotonic() < end:
            run.ask(address)
        done(1)
    if known or run.checked.asked:
        memory.keep_only(there)
    run.checked.left = len(due) - run.checked.asked
    run.checked.dead = memory.dead()
    return run.checked


def in_turn(there: Iterable[str], known: Mapping[str, Known], day: date) -> list[str]:
    """The addresses that are due, those asked longest ago first, those of one host far apart."""
    last = {one: known[one].asked if one in known else date.min for one in there}
    placed, turns = list[tuple[date, int, str]](), Counter[str]()
    for asked, address in sorted((last[one], one) for one in last if last[one] != day):
        placed.append((asked, turns[_host(address)], address))
        turns[_host(address)] += 1
    return [address for *_, address in sorted(placed)]


@dataclass
class _Run:
    """A run, and the hosts that are left alone until the next one."""

    memory: LinkMemory
    asker: LinkAsker
    day: date
    checked: Checked
    alone: set[str] = field(default_factory=set)
    nowhere: list[str] = field(default_factory=list)
    """Those whose host is none, as long as no name leads anywhere: that may be this machine."""

    def __post_init__(self) -> None:
        now = time.time()
        self.alone |= {host for host, until in self.memory.resting().items() if until > now}

    def ask(self, address: str) -> None:
        host = _host(address)
        if host in self.alone:
            return
        told = self.asker.ask(address)
        if told.wait is not None:
            self.alone.add(host)
            if told.wait:
                self.memory.rest(host, int(time.time() + told.wait) + 1)
        if told.state == "no host" and not self.asker.names:
            self.nowhere.append(address)
            return
        self._note([address], told.state)
        if self.asker.names:
            self._note(self.nowhere, "no host")
            self.nowhere = []

    def _note(self, addresses: Sequence[str], state: State) -> None:
        for address in addresses:
            self.memory.note(address, state, self.day)
            self.checked.states[state] += 1


def _shown(site: SiteFolder, dataset: str) -> set[str]:
    current = Store(site.releases / dataset, site.private / dataset).current()
    if current is None:
        raise SourceError(
            f"{dataset}: nothing is published, and only what everybody sees is asked; "
            f"`fournil publish {dataset}` first"
        )
    return addresses(current, site.dataset(dataset))


def _listed(site: SiteFolder, dataset: str) -> frozenset[str]:
    hosts = site.sources().hosts.items()
    return frozenset(host for host, allowed in hosts if dataset in allowed.datasets)


def _host(address: str) -> str:
    try:
        return host_of(httpx.URL(address))
    except (httpx.InvalidURL, ValueError):
        return address
