"""The release store: the releases of one dataset on disk, and every change of their life.

The index is the truth: private/<dataset>/series.json, and releases.json derived from it, or that
alone where nothing private is at hand. The symlink `current` and the version folders follow it.
Every change has one order, so that a crash at any instant leaves a whole release served:

1. what is new is made ready under a hidden name, flushed, and re-read (publish only);
2. it is renamed to its version folder, of which nobody knows yet, and the folder is flushed;
3. the new symlink is made under a hidden name (a full disk is met here, not later);
4. series.json, then releases.json are replaced, each in one step: the first **is the commit**;
5. `current` is replaced in one step (or taken away) and flushed;
6. folders of releases that are no longer kept get a hidden name, then are deleted; what later
   releases tell of the values of a withdrawn one is deleted too.

A crash before 4 leaves the last state and some leftovers; after 4 the new state with 5 and 6 to
do. `sweep` takes the leftovers away and does 5 and 6 again; every change begins with it. The
index exists before the first version folder, so a lost one is noticed and never taken for empty.
One run at a time writes: its caller holds `publish.release.lock.site_lock`.
"""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from publish.errors import Problem, StoreError
from publish.release import disk, life
from publish.release.change import Change, Level
from publish.release.decisions import decided, remember
from publish.release.differences import forget
from publish.release.index import CURRENT, Entry, Index, read_index, version_folders, write_index
from publish.release.release import Release, read_package
from publish.release.versions import raised
from publish.release.whole import problems, seal

if TYPE_CHECKING:
    from publish.declare.declaration import Retention

FIRST = "1.0.0"
STAGING = ".baking-"


class Store:
    """The releases of one dataset, in the folder releases/<dataset>.

    `private` is the dataset's private folder, where what is decided of them is kept; without it,
    nothing but the folder is known, which is enough to read.
    """

    def __init__(self, folder: Path, private: Path | None = None) -> None:
        self.folder = folder
        self.private = private
        self.dataset = folder.name

    def entries(self) -> tuple[Entry, ...]:
        """Every release ever given, pruned and withdrawn ones included, oldest first."""
        return self._index().entries

    def current(self) -> Release | None:
        """The release that is served; None before the first and after a withdrawal."""
        version = disk.target(self.folder / CURRENT)
        # A run killed in the middle of a withdrawal may have left the symlink behind.
        kept = version and self._index().known(version).state == "kept"
        return self.release(version) if version and kept else None

    def release(self, version: str) -> Release:
        """A kept release; raises StoreError saying what became of it."""
        self._index().kept_entry(version)
        folder = self.folder / version
        return Release(self.dataset, version, folder, read_package(folder))

    def entry(self, version: str) -> Entry:
        """What the index says of a release; raises StoreError where it was never given."""
        return self._index().known(version)

    def next_version(self, bump: Level) -> str:
        """The number after the highest ever given; 1.0.0 for the first release."""
        entries = self.entries()
        return raised(entries[-1].version, bump) if entries else FIRST

    def held(self, content: str) -> Entry | None:
        """The newest release that holds this content hash back; None where it may be published."""
        return self._index().held(content)

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
        index = self._index()
        if not self.folder.is_dir() and not index.entries:
            return
        with self._in_words("cannot be tidied"):
            # The folder may be lost while what was decided is not.
            self.folder.mkdir(parents=True, exist_ok=True)
            for path in self.folder.glob(".*"):
                _take_away(path)
            if self.private and index.entries and index != _public(self.folder):
                self._record(index)
            self._settle(index)

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
        changes: Sequence[Change],
        date: datetime.date,
    ) -> Release:
        """Makes the staged folder the current release, whole or not at all.

        `content` is its `publish.release.versions.content_hash`. Raises StoreError where the
        version is not newer than every other, the content is held back, a check of the re-read
        files fails or the disk refuses; the last release then stays as it was.
        """
        self.sweep()
        before = self._index()
        reason = tuple(map(str, changes))
        entry = Entry(version, date, "kept", False, content, bump, reason, changes=tuple(changes))
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
        """Deletes the files of old releases, as `publish.release.life.pruned` says which.

        Returns the pruned entries.
        """
        before = self._swept()
        return self._changed(before, life.pruned(before, retention.last, retention.monthly))

    def _changed(self, before: Index, after: Index) -> list[Entry]:
        if after != before:
            self._commit(after)
        return [entry for entry in after.entries if entry not in before.entries]

    def count_up(self) -> None:
        """Counts one revision more: a backup made before it is known as older."""
        index = self._swept()
        if index.entries:
            self._commit(index)

    def _swept(self) -> Index:
        self.sweep()
        return self._index()

    def _seal(self, staged: Path, version: str) -> None:
        seal(staged)
        disk.flush_tree(staged)
        found = list(problems(staged, self.dataset, version))
        if found:
            raise StoreError("\n".join(map(str, found)))

    def _commit(self, index: Index) -> None:
        with self._in_words("cannot be changed"):
            # The folder may be lost while what was decided is not.
            self.folder.mkdir(parents=True, exist_ok=True)
            disk.prepare_link(self.folder / CURRENT, index.current)
            self._record(replace(index, revision=index.revision + 1))
            self._settle(index)

    def _index(self) -> Index:
        return decided(self.folder, self.private)

    def _record(self, index: Index) -> None:
        remember(self.private, self.folder, index)
        write_index(self.folder, index)

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


def _public(folder: Path) -> Index | None:
    """What the public reads; None where it is damaged or missing."""
    try:
        return read_index(folder)
    except StoreError:
        return None


def _take_away(path: Path) -> None:
    """Removes what a killed run left; the staging folder of a living one stays."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif not path.name.startswith(STAGING) or not disk.in_use(path):
        disk.remove(path)
