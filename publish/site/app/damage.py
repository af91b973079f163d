"""Served files that go bad: one worker notices, all know at once, each judges by what is there.

What `MARKS` holds is shared by the workers, which are forks: a count for each dataset of how often
its file was suspected, and whether it was found bad, so that a worker that is started later asks.
"""

import sys
from mmap import mmap
from pathlib import Path
from zlib import crc32

from publish.release.disk import sha256_of
from publish.release.release import Release, listed_files

_SLOTS = 4096
MARKS = mmap(-1, 2 * _SLOTS)
Identity = tuple[int, int, int]


def slot_of(dataset: str) -> int:
    """Where the marks of a dataset are; two may share it, and are looked at together."""
    return crc32(dataset.encode()) % _SLOTS


def suspect(slot: int) -> None:
    """Something is wrong with a file: no worker answers from it until it has looked."""
    MARKS[slot] = (MARKS[slot] + 1) % 256


def judged(slot: int, sound: bool) -> None:
    """What a worker found."""
    MARKS[_SLOTS + slot] = not sound


def first_mark(slot: int) -> int:
    """The mark that a newly opened file counts as looked at; -1 where others found it bad."""
    return -1 if MARKS[_SLOTS + slot] else MARKS[slot]


def identity(path: Path) -> Identity:
    """What changes when a file is written to, replaced, or gone."""
    try:
        stat = path.stat()
    except OSError:
        return (0, 0, 0)
    return (stat.st_ino, stat.st_size, stat.st_mtime_ns)


def is_sound(release: Release) -> bool:
    """Whether the file holds what its release lists: the same answer in every worker.

    Reads all of it. What no list names is judged by whether it can be read.
    """
    try:
        found = sha256_of(release.database)
        return listed_files(release.folder).get(release.database.name, found) == found
    except OSError as error:
        # A whole release that is gone was taken down: the watch sees that.
        if release.folder.is_dir():
            sys.stderr.write(f"error: {release.database}: {error.strerror}\n")
        return False
