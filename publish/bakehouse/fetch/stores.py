"""Files of a store elsewhere, brought here when they changed."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from publish.bakehouse.fetch.databases import ROOM, loaded
from publish.bakehouse.fetch.kept import Bounds, Limits, save
from publish.declare.sources import Connection
from publish.errors import SourceError


@dataclass(frozen=True)
class Stored:
    """A file of a store: its path there, its bytes, when it was written (Unix time)."""

    path: str
    size: int
    written: float


class Store(Protocol):
    """A store of files that answers."""

    def files(self, pattern: str) -> Sequence[Stored]:
        """The files that a path or a pattern names, sorted."""
        ...

    def read(self, path: str) -> Iterator[bytes]:
        """A file, chunk by chunk."""
        ...


Opener = Callable[[Connection, str, Limits], AbstractContextManager[Store]]
STORES = {"s3": f"{ROOM}.s3:store", "sftp": f"{ROOM}.sftp:store"}


def opened(connection: Connection, place: str, limits: Limits) -> AbstractContextManager[Store]:
    """The store of a connection; raises SourceError where its package is not installed."""
    opener: Opener = loaded(STORES[connection.kind], connection.kind, place)
    return opener(connection, place, limits)


def bring(store: Store, stored: Stored, kept: Path, bounds: Bounds) -> None:
    """Keep a file of a store, unless it is here as it is there; raises SourceError for a part."""
    if kept.exists():
        here = kept.stat()
        if (here.st_size, here.st_mtime) == (stored.size, stored.written):
            return
    save(_whole(store.read(stored.path), stored, bounds), kept)
    os.utime(kept, (stored.written, stored.written))


def _whole(chunks: Iterator[bytes], stored: Stored, bounds: Bounds) -> Iterator[bytes]:
    yield from bounds.limited(chunks)
    if bounds.size != stored.size:
        raise SourceError(
            f"{bounds.place}: {bounds.size} of {stored.size} bytes came; someone writes it, or "
            "the connection broke: try again later"
        )
