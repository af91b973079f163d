"""The files that releases list, opened so that no link leads elsewhere, with what they are."""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from publish.forms.formats import FORMATS
from publish.release.disk import sha256_of
from publish.release.release import SUMS, listed_files
from publish.site.base.memory import once_per_file

_VERSION = re.compile(r"\d{1,9}\.\d{1,9}\.\d{1,9}")
_TYPES = {
    ".csv-metadata.json": "application/csvm+json",
    ".csv": "text/csv; charset=utf-8; header=present",
    ".db": "application/vnd.sqlite3",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".jsonl": "application/x-ndjson; charset=utf-8",
    ".jsonld": "application/ld+json; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".png": "image/png",
    ".rdf": "application/rdf+xml",
    ".ttl": "text/turtle; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".zip": "application/zip",
}


class Opened(NamedTuple):
    """An open file: its descriptor, its size in bytes, when it changed in nanoseconds."""

    descriptor: int
    size: int
    changed: int


def content_type(name: str) -> str:
    """The media type by the name's end."""
    forms = {f".{ending}": one.mediatype for ending, one in FORMATS.items()}
    for ending, found in (_TYPES | forms).items():
        if name.endswith(ending):
            return found
    return "application/octet-stream" if "." in name else "text/plain; charset=utf-8"


def is_version(text: str) -> bool:
    """Whether a part of an address is written like a version."""
    return _VERSION.fullmatch(text) is not None


def checksums(folder: Path) -> Mapping[str, str]:
    """File name -> SHA-256 of what a release serves: its listed files, and the list itself.

    A name with a slash or a dot in front is never served.
    """
    try:
        return _checksums(folder / SUMS)
    except OSError:
        return {}


@once_per_file
def _checksums(path: Path) -> Mapping[str, str]:
    found = {name: sha for name, sha in listed_files(path.parent).items() if _plain(name)}
    return found | {SUMS: sha256_of(path)}


def _plain(name: str) -> bool:
    return "/" not in name and not name.startswith(".")


@contextmanager
def opened(folder: Path, name: str) -> Iterator[Opened]:
    """A file of a folder, such as a release; neither the folder nor the file may be a link.

    Raises OSError where there is no such regular file.
    """
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=place)
    finally:
        os.close(place)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise FileNotFoundError(name)
        yield Opened(descriptor, found.st_size, found.st_mtime_ns)
    finally:
        os.close(descriptor)
