"""What became of every release of a dataset, as its releases.json says; cheap to ask often."""

from functools import lru_cache
from pathlib import Path

from publish.errors import StoreError
from publish.store.index import INDEX, Entry, Index, read_index


def history(folder: Path) -> Index | None:
    """The index in a dataset's folder; None where there is none that can be read.

    It is read again only when the file was replaced.
    """
    try:
        stat = (folder / INDEX).stat()
    except OSError:
        return None
    return _read(folder, stat.st_ino, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4096)
def _read(folder: Path, *_: int) -> Index | None:
    try:
        return read_index(folder)
    except StoreError:
        return None


def entry_of(folder: Path, version: str) -> Entry | None:
    """What the index says of one version; None where it says nothing."""
    index = history(folder)
    found = [entry for entry in index.entries if entry.version == version] if index else []
    return found[0] if found else None


def is_withdrawn(folder: Path, version: str) -> bool:
    """Whether a version must not be served any more, whatever else the folder holds."""
    entry = entry_of(folder, version)
    return entry is not None and entry.state == "withdrawn"
