"""Writes that a crash cannot halve, and the disk's refusals in words."""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from publish.errors import StoreError

STAGING = "staging-"
"""How the folders of one run begin, in private/: swept where the run was killed."""
FULL = {errno.ENOSPC, errno.EDQUOT}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
MISPLACED = {errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ELOOP}


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def for_owner_alone(path: Path) -> None:
    """The folder and the file of a database, made where they lack, for nobody but their owner."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if path.parent.stat().st_mode & 0o077:
        path.parent.chmod(0o700)
    if not path.exists():
        # Only then: closing it takes away the locks that SQLite holds on it in this process.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


@contextmanager
def in_words(what: str) -> Iterator[None]:
    """Turns an OSError of the block into a StoreError that says what would help."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{what}: {reason(error)}") from error


def reason(error: OSError) -> str:
    """Why the disk refused, where, and what would help."""
    if isinstance(error, shutil.Error):  # of copying a folder: what could not be copied, and why
        [path, _, why], *_ = error.args[0]
        said = str(why).partition(":")[0]
        return f"{path}: cannot be copied ({said}); free some space, or mend its rights"
    place = error.filename2 or error.filename or "its folder"
    if error.errno in FULL:
        return "the disk is full; free some space and run again"
    if error.errno in FORBIDDEN:
        return f"no right to use {place}; give it to the user who runs this, and run again"
    if error.errno in MISPLACED:
        return f"{place}: {error.strerror}; move away what stands in its place, and run again"
    return f"{place}: {error.strerror or error}"


def flush(path: Path) -> None:
    """Waits until a file's bytes, or a folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_tree(folder: Path) -> None:
    """Flushes every file and folder of `folder`, itself last."""
    for path in sorted(folder.rglob("*"), reverse=True):
        flush(path)
    flush(folder)


def _fresh(path: Path) -> Path:
    """Where a file or link is made that takes another's place."""
    return path.with_name(f".{path.name}.new")


def write_whole(path: Path, text: str) -> None:
    """Replaces the file at `path` by `text`: readers see the old or the new one, never a part."""
    fresh = _fresh(path)
    fresh.write_text(text, encoding="utf-8")
    flush(fresh)
    fresh.replace(path)
    flush(path.parent)


def write_private(path: Path, text: str) -> None:
    """The same of a file for its owner alone: at no moment may another read it."""
    fresh = _fresh(path)
    fresh.unlink(missing_ok=True)
    fresh.touch(0o600)
    write_whole(path, text)


def target(link: Path) -> str | None:
    """Where a symlink points; None where there is none."""
    return str(link.readlink()) if link.is_symlink() else None


def prepare_link(link: Path, to: str | None) -> None:
    """Has ready, under a hidden name, what `point` will need: a full disk is met early."""
    fresh = _fresh(link)
    if to is not None and target(link) != to and target(fresh) != to:
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(to)


def point(link: Path, to: str | None) -> None:
    """Makes `link` point to `to` in one step; None takes it away."""
    if to is None:
        link.unlink(missing_ok=True)
    elif target(link) != to:
        prepare_link(link, to)
        _fresh(link).replace(link)
    flush(link.parent)


def remove(folder: Path) -> None:
    """Takes a folder out of sight in one step, then deletes it."""
    hidden = folder.with_name(f".removing-{folder.name}")
    if not folder.name.startswith("."):
        if hidden.exists():
            shutil.rmtree(hidden)
        folder = folder.rename(hidden)
    shutil.rmtree(folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Marks a folder as in use; the mark goes with the process, however it ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def claimed(path: Path) -> Iterator[bool]:
    """Marks a file or folder the same way, but waits for nobody: whether it was free."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield _is_marked(descriptor)
    finally:
        os.close(descriptor)


def _is_marked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def in_use(folder: Path) -> bool:
    """Whether a living process has marked the folder."""
    with claimed(folder) as free:
        return not free
