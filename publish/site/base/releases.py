"""The releases that are current, and what the site asks of one before it serves it."""

from pathlib import Path

from publish.errors import StoreError
from publish.release.described import licenses
from publish.release.index import DATASET
from publish.release.package import Package
from publish.release.release import DESCRIPTOR, Release, read_package
from publish.site.base.history import is_withdrawn
from publish.words.licenses import LICENSES


def current_releases(releases: Path) -> dict[str, str]:
    """Dataset -> version that is current; names that start with "." are not seen."""
    if not releases.is_dir():
        return {}
    names = sorted(folder.name for folder in releases.iterdir())
    found = {name: current_release(releases, name) for name in names}
    return {name: version for name, version in found.items() if version is not None}


def current_release(releases: Path, dataset: str) -> str | None:
    """The version that the `current` link of a dataset names; None of what is no dataset.

    A run killed in the middle of a withdrawal may leave the link behind: it is not followed.
    """
    if not DATASET.fullmatch(dataset):
        return None
    folder = releases / dataset
    version = _target(folder / "current")
    return None if version is None or is_withdrawn(folder, version) else version


def _target(link: Path) -> str | None:
    try:
        return link.readlink().name
    except OSError:
        return None


def read_release(releases: Path, dataset: str, version: str) -> Release:
    """A release that can be served whole.

    Raises StoreError when a file is missing, cut short or says something else than its descriptor.
    """
    folder = releases / dataset / version
    release = Release(dataset, version, folder, read_licensed(folder))
    _check_size(release.database)
    _check_rows(release)
    return release


def read_licensed(folder: Path) -> Package:
    """The descriptor of a release, once its licences are known; raises StoreError."""
    package = read_package(folder)
    parts = [package, *package.tables.values()]
    names = {entry.name for part in parts for entry in licenses(part.tree)}
    if not names or not names <= LICENSES.keys():
        unknown = ", ".join(sorted(names - LICENSES.keys())) or "none"
        known = ", ".join(sorted(LICENSES))
        raise StoreError(f"{folder / DESCRIPTOR}: licence {unknown}; known: {known}")
    return package


def _check_rows(release: Release) -> None:
    for table in release.tables.values():
        said, found = table.tree.get("rows"), release.counts.get(table.name)
        if found is None or said not in (None, found):
            there = "is missing" if found is None else f"has {found} rows"
            raise StoreError(
                f"{release.database}: table {table.name} {there}, {DESCRIPTOR} says {said}"
            )


def _check_size(database: Path) -> None:
    """A file shorter than its header says is cut: SQLite would only notice in the middle."""
    try:
        size = database.stat().st_size
        with database.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise StoreError(f"{database}: {error.strerror}") from None
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    if header[:16] != b"SQLite format 3\0" or size < page * int.from_bytes(header[28:32], "big"):
        raise StoreError(f"{database}: cut short or not a SQLite file ({size} bytes)")
