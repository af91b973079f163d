"""What attacks are tried with: what the public has, and what tells who is right."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.dry_run import set_aside
from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.pipeline import begun
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.series.ledger import Ledger
from publish.bakehouse.steps import STEPS, RunWork
from publish.declare.site import SiteFolder
from publish.declare.source import Source
from publish.errors import StoreError
from publish.progress import Reporter
from publish.release.release import Release
from publish.release.store import Store

UP_TO_SETTLE = ("read", "shape", "merge", "correct", "present", "protect", "settle")


@dataclass(frozen=True)
class Ground:
    """The kept releases, oldest first, and today's export as it stands before the gate.

    `pages` are what a site tells of the dataset, as anyone reads them (HTML, Atom); `beside` are
    the other datasets of the site that count what the same source counted.
    """

    work: RunWork
    releases: Sequence[Release]
    pages: Sequence[str] = ()
    beside: Sequence["Ground"] = ()

    @property
    def inspection(self) -> Inspection:
        """Today's tables: declared, typed, protected."""
        return self.work.inspection

    @property
    def place(self) -> Workspace:
        """Where attacks work; gone afterwards."""
        return self.work.place

    @cached_property
    def ledger(self) -> Ledger:
        """Who stood in which release, as digests."""
        return Ledger(self.work.run.private)

    @cached_property
    def key(self) -> bytes:
        """What makes the ledger's digests."""
        return Keys(self.work.run.name, self.work.run.private).key()

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The ledger's number of each release that it knows, by version."""
        return {one.version: one.number for one in self.ledger.releases()}

    @property
    def people(self) -> Iterator[tuple[str, TableRun]]:
        """The tables about people that have a series."""
        tables = self.inspection.tables.items()
        return ((name, run) for name, run in tables if run.protected.settled)


@contextmanager
def ground_of(
    site: SiteFolder, name: str, as_of: date, reporter: Reporter, pages: Sequence[str]
) -> Iterator[Ground]:
    """The ground of a dataset, in a copy aside: nothing of the site changes.

    Raises StoreError where nothing is kept, and what publishing would where an export cannot be
    read; what the gate would say of today's export does not matter here.
    """
    site.dataset(name)
    with ExitStack() as stack:
        others = [
            stack.enter_context(_ground(site, other, as_of, reporter))
            for other in counting_the_same(site, name)
        ]
        alone = stack.enter_context(_ground(site, name, as_of, reporter))
        yield replace(alone, pages=pages, beside=others)


def counting_the_same(site: SiteFolder, name: str) -> list[str]:
    """The other datasets with a release whose tables of counts read a source of this one's."""
    ours = _counted_sources(site, name)
    others = [one for one in site.datasets() if ours and one != name]
    return [one for one in others if ours & _counted_sources(site, one) and _kept(site, one)]


def _counted_sources(site: SiteFolder, name: str) -> set[tuple[str, ...]]:
    """What tables of counts read that lies in no dataset's folder, whichever report of it."""
    tables = site.dataset(name).tables.values()
    return {
        where
        for table in tables
        if table.counts is not None
        for one in table.sources
        if (where := _where(one)) is not None
    }


def _where(source: Source) -> tuple[str, ...] | None:
    if source.path and not source.connection:
        return (source.path,) if source.path.startswith("https://") else None
    named = (source.usage, source.matomo, source.site, source.connection, source.command)
    return tuple(map(str, (*named, source.path, source.query)))


def _kept(site: SiteFolder, name: str) -> list[str]:
    store = Store(site.releases / name, site.private / name)
    return [one.version for one in store.entries() if one.state == "kept"]


@contextmanager
def _ground(site: SiteFolder, name: str, as_of: date, reporter: Reporter) -> Iterator[Ground]:
    with set_aside(site, name) as aside:
        run = begun(aside, name, aside.dataset(name), as_of, reporter)
        kept = [one.version for one in run.store.entries() if one.state == "kept"]
        if not kept:
            raise StoreError(
                f"{name}: no release is kept, so there is nothing to attack; `fournil publish "
                f"{name}` makes one, `fournil risk {name}` measures its exports"
            )
        with workspace(run.private) as place, ExitStack() as stack:
            work = RunWork(run, place, stack)
            for step in UP_TO_SETTLE:
                STEPS[step](work)
            yield Ground(work, [run.store.release(version) for version in kept])
