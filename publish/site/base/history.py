"""What became of every release of a dataset, as its releases.json says; cheap to ask often."""

from pathlib import Path

from publish.errors import StoreError
from publish.release.index import INDEX, Entry, Index, read_index
from publish.site.base.memory import once_per_file


def history(folder: Path) -> Index | None:
    """The index in a dataset's folder; None where there is none that can be read."""
    try:
        return _read(folder / INDEX)
    except OSError:
        return None


@once_per_file
def _read(path: Path) -> Index | None:
    try:
        return read_index(path.parent)
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
