"""The keys of the days: random, in memory that a server's processes share, nowhere else.

Whoever knows a day's key could ask whether an address was there; when the day is over nobody
knows it any more. No key follows from another, and none is ever written.
"""

import fcntl
import secrets
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import mmap
from tempfile import TemporaryFile
from typing import NamedTuple

_ID_BYTES, _SECRET_BYTES = 8, 32
_RECORD = struct.Struct(f"16s{_ID_BYTES}s{_SECRET_BYTES}s")
# Today, and yesterday until all workers have moved on.
_DAYS = 2


class Key(NamedTuple):
    """A secret, and a name that says nothing of it."""

    id: str
    secret: bytes


class Keys:
    """The keys of a server, made by its supervisor before it forks: all workers see the same.

    The first who asks for a day makes its key.
    """

    def __init__(self) -> None:
        self._memory = mmap(-1, _DAYS * _RECORD.size)
        # Nothing stands in it: a lock that the kernel lets go of when its holder is killed.
        self._lock = TemporaryFile()  # noqa: SIM115 - lives as long as the server

    def of(self, day: str) -> Key:
        """The key of a day (ISO 8601)."""
        with self._held():
            records = self._records()
            if day not in records:
                records[day] = (secrets.token_bytes(_ID_BYTES), secrets.token_bytes(_SECRET_BYTES))
                self._write(records)
            name, secret = records[day]
            return Key(name.hex(), secret)

    def forget(self, before: str) -> None:
        """Overwrites the keys of earlier days."""
        with self._held():
            records = self._records()
            if any(day < before for day in records):
                self._write({day: one for day, one in records.items() if day >= before})

    def _records(self) -> dict[str, tuple[bytes, bytes]]:
        found = _RECORD.iter_unpack(self._memory[:])
        return {day.rstrip(b"\0").decode(): (name, secret) for day, name, secret in found if day[0]}

    def _write(self, records: dict[str, tuple[bytes, bytes]]) -> None:
        # Those made last, for a clock that was wrong may have named any day.
        newest = list(records)[-_DAYS:]
        packed = b"".join(_RECORD.pack(day.encode(), *records[day]) for day in newest)
        self._memory[:] = packed.ljust(_DAYS * _RECORD.size, b"\0")

    @contextmanager
    def _held(self) -> Iterator[None]:
        fcntl.lockf(self._lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._lock, fcntl.LOCK_UN)
