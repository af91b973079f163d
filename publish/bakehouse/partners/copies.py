"""The last good copy of a partner's rows: brought anew at a publication, else as it is."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from publish.bakehouse.fetch import WEB, listed_hosts
from publish.bakehouse.partners.copy_file import (
    Copy,
    Kept,
    came_from,
    read_as,
    read_copy,
    write_copy,
)
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.read.files import matches
from publish.declare.partner import Partner
from publish.declare.site import PARTNERS, SiteFolder
from publish.declare.source import Source
from publish.errors import SourceError
from publish.words.frequencies import FREQUENCIES

PAUSES = (1.0, 5.0, 20.0)
"""Seconds after which a server that is busy, or breaks off, is asked again."""


def harvest(
    site: SiteFolder,
    dataset: str,
    name: str,
    partner: Partner,
    as_of: date,
    publishing: bool,
    pauses: tuple[float, ...] = PAUSES,
) -> Harvested:
    """The copy of a partner's rows, asked for anew where `publishing` and where it is due.

    Whatever fails, the last good copy is used, and says why it is not of today; where there is
    none, there are no files.
    """
    try:
        if not (partner.source.path or "").startswith(WEB):
            return _in_folder(site, dataset, name, partner, as_of)
        copies = _Copies(site, dataset, name, partner, as_of, pauses)
        return copies.brought() if publishing and copies.is_due() else copies.last()
    except SourceError as error:
        return Harvested(name, partner, (), partner.source, as_of, str(error))


def partner_folder(site: SiteFolder, dataset: str, name: str) -> Path:
    """The private folder of a partner: its copies, and what is told of them."""
    return site.private / dataset / PARTNERS / name


@dataclass(frozen=True)
class _Copies:
    site: SiteFolder
    dataset: str
    name: str
    partner: Partner
    as_of: date
    pauses: tuple[float, ...]

    def is_due(self) -> bool:
        """Whether the partner is to be asked again.

        A committed copy is used as it is until the partner's host is listed.
        """
        kept = self._readable()
        if not kept:
            return True
        if kept.folder != self._folder and not self._is_listed():
            return False
        moved = kept.copy.of not in ("", came_from(self.partner.source))
        if moved or kept.copy.failed or not self.partner.refresh:
            return True
        days = FREQUENCIES[self.partner.refresh].days
        # A clock that ran ahead may have noted a day that is yet to come.
        return days is not None and not 0 <= (self.as_of - kept.copy.checked).days < days

    def last(self) -> Harvested:
        """The last good copy."""
        kept = self._kept()
        if not kept:
            said = "it was not harvested yet; `fournil publish` asks for it"
            return Harvested(self.name, self.partner, (), self.partner.source, self.as_of, said)
        return self._harvested(kept, kept.copy.failed)

    def brought(self) -> Harvested:
        """A new copy, or the last good one with the reason why there is none."""
        # httpx, behind it, is slow to import, and most sites have no partner.
        from publish.bakehouse.partners.bringing import Bringing

        kept = self._readable()
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            hosts = listed_hosts(self.site, self.dataset)
            new = Bringing(self._folder, self.partner.source, hosts, kept, self.pauses)
            return self._harvested(new.bring(self.as_of), "")
        except (SourceError, OSError) as error:
            if not kept:
                raise SourceError(str(error)) from None
            return self._failed(kept, str(error))

    def _failed(self, kept: Kept, why: str) -> Harvested:
        said = f"{why} (last answered on {kept.copy.checked})"
        if kept.folder == self._folder:
            write_copy(kept.folder, kept.copy.model_copy(update={"failed": said}))
        return self._harvested(kept, said)

    def _harvested(self, kept: Kept, stale: str) -> Harvested:
        shown = str(kept.path.relative_to(self.site.root))
        files, day = ((kept.path, shown),), kept.copy.day
        source, told = self._source(kept.copy), kept.copy.license
        return Harvested(self.name, self.partner, files, source, day, stale, told, kept.copy.news)

    def _source(self, copy: Copy) -> Source:
        """How a copy is read: records as JSON lines, a file as it is declared or described."""
        declared = self.partner.source
        if declared.harvest and not copy.read:
            return Source(path=declared.path, format="jsonl")
        return read_as(declared, copy.read)

    def _readable(self) -> Kept | None:
        """The last copy, or none where what is remembered of it was spoilt: a new one mends it."""
        with suppress(SourceError):
            return self._kept()
        return None

    def _kept(self) -> Kept | None:
        """Its own, else that of the name that it had before; one that is committed last."""
        private = self._folder.parent
        committed = self.site.data / self.dataset / PARTNERS
        names = [name for name in (self.name, self.partner.formerly) if name]
        folders = (folder / name for folder in (private, committed) for name in names)
        return next((kept for folder in folders if (kept := read_copy(folder))), None)

    @property
    def _folder(self) -> Path:
        return partner_folder(self.site, self.dataset, self.name)

    def _is_listed(self) -> bool:
        from publish.bakehouse.fetch.request import host_of
        from publish.bakehouse.partners.polite import address_of, is_listed

        hosts = self.site.sources().hosts.items()
        listed = [host for host, allowed in hosts if self.dataset in allowed.datasets]
        return is_listed(host_of(address_of(self.partner.source.path or "")), listed)


def _in_folder(
    site: SiteFolder, dataset: str, name: str, partner: Partner, as_of: date
) -> Harvested:
    """The files of the dataset's folder, of the day of the newest, never later than the run's."""
    files = matches(partner.source.path or "", site.data / dataset)
    newest = max(path.stat().st_mtime for path, _ in files)
    day = min(datetime.fromtimestamp(newest, UTC).date(), as_of)
    return Harvested(name, partner, tuple(files), partner.source, day)
