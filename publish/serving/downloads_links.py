"""The Link header of a download: its licences, its description, its versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from publish.licenses import LICENSES
from publish.serving.downloads_files import checksums, is_version
from publish.serving.history import history
from publish.serving.releases import Release, read_package
from publish.store.index import Index
from publish.versions import number


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


def address(dataset: str, file: str, version: str = "") -> str:
    """The path of a file of a version, or of the latest."""
    return "/".join(["/download", dataset, *([version] if version else []), file])


def links(one: Download, latest: bool) -> list[tuple[str, str]]:
    """(path or URL, parameters) of each link; `latest` says whether a latest file is served."""
    found = [(url, 'rel="license"') for url in license_urls(one)]
    described = address(one.dataset, "datapackage.json", one.version)
    found.append((described, 'rel="describedby"; type="application/json"'))
    found.append((address(one.dataset, one.file, one.version), 'rel="canonical"'))
    if latest:
        found.append((address(one.dataset, one.file), 'rel="latest-version"'))
    if before := predecessor(one):
        found.append((address(one.dataset, one.file, before), 'rel="predecessor-version"'))
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
    package = _package(one.folder / one.version)
    table = table_of(package, one.dataset, one.file)
    resources = {resource["name"]: resource for resource in package["resources"]}
    covered = [resources[table]] if table else list(resources.values())
    names = [(one.get("licenses") or package["licenses"])[0]["name"] for one in covered]
    return [LICENSES[name].url for name in dict.fromkeys(names)]


def _package(folder: Path) -> Mapping[str, Any]:
    written = (folder / "datapackage.json").stat()
    return _read(folder, written.st_ino, written.st_mtime_ns)


@lru_cache(maxsize=64)
def _read(folder: Path, *_: int) -> Mapping[str, Any]:
    return read_package(folder / "datapackage.json")


def table_of(package: Mapping[str, Any], dataset: str, file: str) -> str | None:
    """The table that a file holds or tells of; None for a file about the whole dataset."""
    if file in (f"{dataset}.db", f"{dataset}.zip"):
        return None
    names = [resource["name"] for resource in package["resources"]]
    return next((name for name in names if file.startswith(f"{name}.")), None)


def table_in(release: Release, file: str) -> str | None:
    """The table that a file of the current release holds."""
    return table_of(release.package, release.dataset, file)
