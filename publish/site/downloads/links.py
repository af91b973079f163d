"""The Link header of a download: its licences, its description, its versions."""

from dataclasses import dataclass
from pathlib import Path

from publish.release.index import Index
from publish.release.package import Package
from publish.release.release import DESCRIPTOR
from publish.release.versions import number
from publish.site.base.history import history
from publish.site.base.memory import once_per_file
from publish.site.base.releases import read_licensed
from publish.site.downloads.files import checksums, is_version
from publish.site.frame.links import file_address
from publish.site.http.coverage import table_of
from publish.words.licenses import LICENSES


@dataclass(frozen=True)
class Download:
    """A file of a version of a dataset, and whether its address names that version."""

    folder: Path
    version: str
    file: str
    by_version: bool

    @property
    def dataset(self) -> str:
        """The dataset's name."""
        return self.folder.name


def links(one: Download, latest: bool) -> list[tuple[str, str]]:
    """(path or URL, parameters) of each link; `latest` says whether a latest file is served."""
    found = [(url, 'rel="license"') for url in license_urls(one)]
    described = file_address(one.dataset, DESCRIPTOR, one.version)
    found.append((described, 'rel="describedby"; type="application/json"'))
    found.append((file_address(one.dataset, one.file, one.version), 'rel="canonical"'))
    if latest:
        found.append((file_address(one.dataset, one.file), 'rel="latest-version"'))
    if before := predecessor(one):
        found.append((file_address(one.dataset, one.file, before), 'rel="predecessor-version"'))
    feed = f"/{one.dataset}/feed.atom"
    return [*found, (feed, 'rel="version-history"; type="application/atom+xml"')]


def predecessor(one: Download) -> str | None:
    """The newest kept version before, if it has such a file and nobody took it back."""
    index: Index | None = history(one.folder)
    kept = index.kept if index and is_version(one.version) else ()
    older = [e for e in kept if not e.held and number(e.version) < number(one.version)]
    if older and one.file in checksums(one.folder / older[-1].version):
        return older[-1].version
    return None


def license_urls(one: Download) -> list[str]:
    """The addresses of the licences that cover a file, as its own release says."""
    package = _package(one.folder / one.version / DESCRIPTOR)
    table = table_of(package, one.dataset, one.file)
    covered = [package.tables[table]] if table else list(package.tables.values())
    names = [table.license.name for table in covered]
    return [LICENSES[name].url for name in dict.fromkeys(names)]


@once_per_file
def _package(descriptor: Path) -> Package:
    return read_licensed(descriptor.parent)
