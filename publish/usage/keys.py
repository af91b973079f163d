"""The keys of the days: random, in memory that a server's processes share, nowhere else.

Whoever knows a day's key could ask whether an address was there; when the day is over nobody
knows it any more. No key follows from another, and none is ever written. All is done in place: a
copy that Python makes lies in memory for as long as it likes.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import mmap
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

# A record: its day, its name, its secret.
_DAY_BYTES, _ID_BYTES, _SECRET_BYTES = 16, 8, 32
_SIZE = _DAY_BYTES + _ID_BYTES + _SECRET_BYTES
# The two made last, for a clock that steps over midnight and back.
_PLACES = (0, _SIZE)
_NEWEST = _PLACES[-1]
_CHANCE = Path("/dev/urandom")


class Key(NamedTuple):
    """A secret, and a name that says nothing of it."""

    id: str
    secret: bytearray

    def wipe(self) -> None:
        """Overwrites the secret."""
        self.secret[:] = bytes(len(self.secret))


class Keys:
    """The keys of a server, made by its supervisor before it forks: all workers see the same.

    The first who asks for a day makes its key.
    """

    def __init__(self) -> None:
        self._memory = mmap(-1, len(_PLACES) * _SIZE)
        self._lock = _lock()

    def of(self, day: str) -> Key:
        """The key of a day (ISO 8601), for its holder to wipe."""
        with self._held():
            found = [place for place in _PLACES if self._day(place) == day]
            return self._read(found[0] if found else self._made(day))

    def forget(self, before: str) -> None:
        """Overwrites the keys of earlier days."""
        with self._held():
            for place in _PLACES:
                if self._day(place) < before:
                    self._memory[place : place + _SIZE] = bytes(_SIZE)

    def _day(self, place: int) -> str:
        return self._memory[place : place + _DAY_BYTES].rstrip(b"\0").decode()

    def _made(self, day: str) -> int:
        self._memory.move(0, _NEWEST, _SIZE)
        named = _NEWEST + _DAY_BYTES
        with memoryview(self._memory) as memory, _CHANCE.open("rb", buffering=0) as chance:
            chance.readinto(memory[named : _NEWEST + _SIZE])
        # Last: without its day it is no key.
        self._memory[_NEWEST:named] = day.encode().ljust(_DAY_BYTES, b"\0")
        return _NEWEST

    def _read(self, place: int) -> Key:
        named = place + _DAY_BYTES
        secret = named + _ID_BYTES
        with memoryview(self._memory) as memory:
            return Key(
                memory[named:secret].hex(), bytearray(memory[secret : secret + _SECRET_BYTES])
            )

    @contextmanager
    def _held(self) -> Iterator[None]:
        fcntl.lockf(self._lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._lock, fcntl.LOCK_UN)


def _lock() -> IO[bytes]:
    """A file in which nothing stands: the kernel lets go of its lock when a holder is killed."""
    # Only Linux has files that need no disk.
    made = getattr(os, "memfd_create", None)
    return os.fdopen(made("usage"), "r+b") if made else TemporaryFile()
