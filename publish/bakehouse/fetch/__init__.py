"""What lies beyond a dataset's folder, brought into its private folder before anything reads it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from publish.bakehouse.fetch import command, databases, stores, usage
from publish.bakehouse.fetch.kept import DOWNLOADS, LIMITS, Bounds, Limits, kept_as, secret
from publish.declare.site import SOURCES, SiteFolder
from publish.declare.source import Source
from publish.declare.sources import DATABASES, AllowedHost, Command, Connection, Sources
from publish.errors import SourceError

if TYPE_CHECKING:
    from publish.bakehouse.fetch.web import Web

    Bring = Callable[[Path, Path, Web], str]

WEB = ("https://", "http://")
Entry = TypeVar("Entry", Connection, Command)
Files = list[tuple[Path, str]]


@dataclass
class Fetcher:
    """What a dataset may fetch, with the connections that its sources share.

    Only a publication has commands run; all else reads what the last one kept.
    """

    site: SiteFolder
    dataset: str
    stack: ExitStack
    publishing: bool = False
    limits: Limits = LIMITS
    _snapshots: dict[str, databases.Snapshot] = field(default_factory=dict)
    _stores: dict[str, stores.Store] = field(default_factory=dict)
    _kept: set[Path] = field(default_factory=set)

    def files(self, source: Source, table: str) -> Files:
        """The files that a source leads to, each with its name in messages.

        Raises SourceError for what may not be read, does not answer or is not there.
        """
        if source.usage:
            return [self._counted()]
        if source.command:
            return [self._ran(source.command)]
        if source.connection and source.query:
            return [self._asked(source.connection, source.query, table)]
        if source.connection:
            return self._stored(source.connection, source.path or "")
        return [self._from_web(source.path or "")]

    def sweep(self) -> None:
        """Remove what sources that are declared no more had left here."""
        for path in (self._private / DOWNLOADS).glob("*"):
            if path.with_suffix("") not in self._kept:
                path.unlink()

    @property
    def _private(self) -> Path:
        return self.site.private / self.dataset

    @cached_property
    def _sources(self) -> Sources:
        return self.site.sources()

    def _keep(self, *what: str) -> Path:
        path = kept_as(self._private, *what)
        self._kept.add(path)
        return path

    def _from_web(self, address: str) -> tuple[Path, str]:
        # httpx is slow to import and most sites have no remote source.
        from publish.bakehouse.fetch.request import shown
        from publish.bakehouse.fetch.web import fetch

        self._keep(address)
        return fetch(address, self._private, self.web()), shown(address)

    def brought(self, bring: "Bring", *what: str) -> tuple[Path, str]:
        """The file that `bring` fills, which keeps what came from a place, and its name."""
        kept = self._keep(*what)
        return kept, bring(kept, self._private, self.web())

    def web(self) -> "Web":
        """What the dataset may ask of the web."""
        from publish.bakehouse.fetch.web import Web

        return Web(listed_hosts(self.site, self.dataset), self.limits)

    def _asked(self, name: str, query: str, table: str) -> tuple[Path, str]:
        connection, place = self._connection(name)
        kept = self._keep(name, connection.address, query)
        if connection.kind not in DATABASES:
            raise SourceError(f"{place}: {connection.kind}: has files; name one by `path:`")
        if name not in self._snapshots:
            opened = databases.opened(connection, place, self.limits)
            self._snapshots[name] = self.stack.enter_context(opened)
        answer = self._snapshots[name].ask(query)
        shown = f"{name} ({table})"
        databases.save_answer(answer, kept, Bounds(shown, self.limits))
        return kept, shown

    def _stored(self, name: str, path: str) -> Files:
        connection, place = self._connection(name)
        if connection.kind in DATABASES:
            raise SourceError(f"{place}: {connection.kind}: is a database; ask it by `query:`")
        if name not in self._stores:
            opened = stores.opened(connection, place, self.limits)
            self._stores[name] = self.stack.enter_context(opened)
        there = self._stores[name].files(path)
        if not there:
            raise SourceError(f"{place}: no file {path} there; check its name, or the pattern")
        return [self._brought(name, connection, stored) for stored in there]

    def _brought(
        self, name: str, connection: Connection, stored: stores.Stored
    ) -> tuple[Path, str]:
        shown = f"{name}/{stored.path.rsplit('/', 1)[-1]}"
        kept = self._keep(name, connection.address, stored.path)
        stores.bring(self._stores[name], stored, kept, Bounds(shown, self.limits))
        return kept, shown

    def _counted(self) -> tuple[Path, str]:
        kept, shown = self._keep("usage"), "the site's own counter"
        usage.save(self.site.root, kept, Bounds(shown, self.limits))
        return kept, shown

    def _ran(self, name: str) -> tuple[Path, str]:
        entry, place = self._entry(self._sources.commands, "commands", name)
        kept = self._keep("command", name)
        if self.publishing:
            folder = self.site.data / self.dataset
            command.run(entry, kept, folder, Bounds(place, self.limits))
        elif not kept.exists():
            raise SourceError(
                f"{place}: only `fournil publish` runs commands, and it has kept nothing yet"
            )
        return kept, f"command {name}"

    def _connection(self, name: str) -> tuple[Connection, str]:
        return self._entry(self._sources.connections, "connections", name)

    def _entry(self, entries: Mapping[str, Entry], kind: str, name: str) -> tuple[Entry, str]:
        """What the site's list says of a name, and its place there; only for who is named."""
        file = self.site.private / SOURCES
        if name not in entries:
            there = ", ".join(entries) or "none"
            raise SourceError(f"{file}: no {name!r} under `{kind}:`; there: {there}")
        if self.dataset not in entries[name].datasets:
            raise SourceError(
                f"{file}: {kind}.{name} is not for {self.dataset!r}; add it to its `datasets:` if "
                "it may be read for it"
            )
        return entries[name], f"{file}: {kind}.{name}"


def listed_hosts(site: SiteFolder, dataset: str) -> Mapping[str, Mapping[str, str]]:
    """The hosts of the site's list that name a dataset, each with its headers.

    Raises SourceError where the variable of one is not set.
    """
    place = f"{site.private / SOURCES}: hosts"
    return {
        host: _headers(allowed, f"{place}.{host}")
        for host, allowed in site.sources().hosts.items()
        if dataset in allowed.datasets
    }


def _headers(allowed: AllowedHost, place: str) -> Mapping[str, str]:
    return {name: secret(variable, place) for name, variable in allowed.headers.items()}


@contextmanager
def fetching(site: SiteFolder, dataset: str, *, publishing: bool = False) -> Iterator[Fetcher]:
    """A fetcher for all sources of a dataset: every database is seen as it was at one moment."""
    with ExitStack() as stack:
        fetcher = Fetcher(site, dataset, stack, publishing)
        yield fetcher
    if publishing:
        fetcher.sweep()


def is_elsewhere(source: Source) -> bool:
    """Whether a source lies beyond the dataset's folder."""
    if source.usage or source.command or source.connection or source.matomo:
        return True
    return (source.path or "").startswith(WEB)
