"""The release store: the releases of one dataset on disk, and every change of their life.

The index (releases.json) is the truth; the symlink `current` and the version folders follow it.
Every change has one order, so that a crash at any instant leaves a whole release served:

1. what is new is made ready under a hidden name, flushed, and re-read (publish only);
2. it is renamed to its version folder, of which nobody knows yet, and the folder is flushed;
3. the new symlink is made under a hidden name (a full disk is met here, not later);
4. releases.json is replaced in one step and flushed: **this is the commit**;
5. `current` is replaced in one step (or taken away) and flushed;
6. folders of releases that are no longer kept get a hidden name, then are deleted; what later
   releases tell of the values of a withdrawn one is deleted too.

A crash before 4 leaves the last state and some leftovers; after 4 the new state with 5 and 6 to
do. `sweep` takes the leftovers away and does 5 and 6 again; every change begins with it. The
index exists before the first version folder, so a lost one is noticed and never taken for empty.
One run at a time writes: its caller holds `publish.lock.site_lock`.
"""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish.errors import Problem, StoreError
from publish.store import disk, life
from publish.store.differences import forget
from publish.store.index import (
    CURRENT,
    Entry,
    Index,
    read_index,
    version_folders,
    write_index,
)
from publish.store.whole import problems, read_descriptor, seal
from publish.versions import Level, raised

if TYPE_CHECKING:
    from publish.declaration import Retention

FIRST = "1.0.0"
STAGING = ".baking-"


@dataclass(frozen=True)
class Release:
    """A release whose files are there: its folder, its datapackage.json, its index entry."""

    version: str
    folder: Path
    descriptor: dict[str, Any]
    entry: Entry


class Store:
    """The releases of one dataset, in the folder releases/<dataset>."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dataset = folder.name

    def entries(self) -> tuple[Entry, ...]:
        """Every release ever given, pruned and withdrawn ones included, oldest first."""
        return read_index(self.folder).entries

    def current(self) -> Release | None:
        """The release that is served; None before the first and after a withdrawal."""
        version = disk.target(self.folder / CURRENT)
        # A run killed in the middle of a withdrawal may have left the symlink behind.
        withdrawn = version and read_index(self.folder).known(version).state == "withdrawn"
        return self.release(version) if version and not withdrawn else None

    def release(self, version: str) -> Release:
        """A kept release; raises StoreError saying what became of it."""
        entry = read_index(self.folder).kept_entry(version)
        folder = self.folder / version
        return Release(version, folder, read_descriptor(folder), entry)

    def next_version(self, bump: Level) -> str:
        """The number after the highest ever given; 1.0.0 for the first release."""
        entries = self.entries()
        return raised(entries[-1].version, bump) if entries else FIRST

    def held(self, content: str) -> Entry | None:
        """The newest release that holds this content hash back; None where it may be published."""
        return read_index(self.folder).held(content)

    def verify(self, version: str | None = None) -> list[Problem]:
        """What is wrong with one kept release, or with all of them; reads every file again."""
        index = read_index(self.folder)
        entries = index.kept if version is None else (index.kept_entry(version),)
        return [
            problem
            for entry in entries
            for problem in problems(self.folder / entry.version, self.dataset, entry.version)
        ]

    def sweep(self) -> None:
        """Takes away what killed runs left, and finishes a change that was already committed."""
        if not self.folder.is_dir():
            return
        with self._in_words("cannot be tidied"):
            for path in self.folder.glob(".*"):
                _take_away(path)
            self._settle(read_index(self.folder))

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A fresh hidden folder to bake in; gone after the block unless it was published."""
        self.sweep()
        with self._in_words("cannot be baked"):
            folder = self._fresh_folder()
            try:
                with disk.locked(folder):
                    yield folder
            finally:
                if folder.exists():
                    disk.remove(folder)

    def publish(
        self,
        staged: Path,
        *,
        version: str,
        content: str,
        bump: Level,
        reasons: Sequence[str],
        date: datetime.date,
    ) -> Release:
        """Makes the staged folder the current release, whole or not at all.

        `content` is its `publish.versions.content_hash`. Raises StoreError where the version is
        not newer than every other, the content is held back, a check of the re-read files fails
        or the disk refuses; the last release then stays as it was.
        """
        self.sweep()
        before = read_index(self.folder)
        entry = Entry(version, date, "kept", False, content, bump, tuple(reasons))
        after = life.admitted(before, entry)
        try:
            with self._in_words(f"{version} cannot be published"):
                self._seal(staged, version)
                if not before.entries:
                    write_index(self.folder, before)
                staged.rename(self.folder / version)
                disk.flush(self.folder)
                self._commit(after)
        except StoreError:
            # What failed may lie before or after the commit: the sweep knows, and does no harm.
            with suppress(StoreError):
                self.sweep()
            raise
        return self.release(version)

    def rollback(self, to: str | None = None) -> Release:
        """Makes an earlier kept release current: `to`, or the newest that is not held.

        The releases newer than it, up to the one that was current, are held back: their content
        is not published again before `unhold`. Raises StoreError where there is none to go to.
        """
        after = life.rolled_back(self._swept(), to)
        self._commit(after)
        return self.release(str(after.current))

    def unhold(self, version: str) -> None:
        """Lets the content of a held release be published again; raises StoreError."""
        self._commit(life.unheld(self._swept(), version))

    def withdraw(self, version: str | None, why: str, as_of: datetime.date) -> list[Entry]:
        """Emergency stop for one release, or for all: files deleted, content held back.

        Where the current one goes, none is current until a person rolls back or publishes:
        what was wrong with it may be wrong with the older ones. Returns the withdrawn entries.
        """
        before = self._swept()
        after = life.withdrawn(before, version, why, as_of)
        try:
            return self._changed(before, after)
        except StoreError:
            # The stop must work on a full disk: deleting frees the space that the index asks for.
            self._delete(after)
            return self._changed(before, after)

    def prune(self, retention: "Retention") -> list[Entry]:
        """Deletes the files of old releases, as `publish.store.life.pruned` says which.

        Returns the pruned entries.
        """
        before = self._swept()
        return self._changed(before, life.pruned(before, retention.last, retention.monthly))

    def _changed(self, before: Index, after: Index) -> list[Entry]:
        if after != before:
            self._commit(after)
        return [entry for entry in after.entries if entry not in before.entries]

    def _swept(self) -> Index:
        self.sweep()
        return read_index(self.folder)

    def _seal(self, staged: Path, version: str) -> None:
        seal(staged)
        disk.flush_tree(staged)
        found = list(problems(staged, self.dataset, version))
        if found:
            raise StoreError("\n".join(map(str, found)))

    def _commit(self, index: Index) -> None:
        with self._in_words("cannot be changed"):
            disk.prepare_link(self.folder / CURRENT, index.current)
            write_index(self.folder, index)
            self._settle(index)

    def _settle(self, index: Index) -> None:
        """Makes the symlink and the folders follow the index; doing it twice does no harm."""
        disk.point(self.folder / CURRENT, index.current)
        self._delete(index)
        withdrawn = {entry.version for entry in index.entries if entry.state == "withdrawn"}
        for entry in index.kept if withdrawn else ():
            forget(self.folder / entry.version, withdrawn)

    def _delete(self, index: Index) -> None:
        kept = {entry.version for entry in index.kept}
        for path in version_folders(self.folder):
            if path.name not in kept:
                disk.remove(path)

    def _fresh_folder(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        names = (self.folder / f"{STAGING}{number}" for number in count(1))
        folder = next(path for path in names if not path.exists())
        folder.mkdir()
        return folder

    def _in_words(self, what: str) -> AbstractContextManager[None]:
        return disk.in_words(f"{self.dataset} {what}")


def _take_away(path: Path) -> None:
    """Removes what a killed run left; the staging folder of a living one stays."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif not path.name.startswith(STAGING) or not disk.in_use(path):
        disk.remove(path)
