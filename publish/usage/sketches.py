"""Sketches of sets (HyperLogLog), which say how many there were and hold nobody."""

from functools import cache
from hashlib import blake2b
from importlib import import_module
from types import ModuleType
from typing import Any

# 4,096 registers: exact for a few hundred visitors, then within 2 %; 4 kB at most.
LG_K = 12
# What the library raises for bytes that the disk has changed.
DAMAGED = (ValueError, IndexError, RuntimeError)


@cache
def _library() -> ModuleType:
    # Slow to import, and not there for every Python, or built for another numpy.
    return import_module("datasketches")


def there_are() -> bool:
    """Whether sketches can be made here; they are loaded then."""
    try:
        _library()
    except ImportError:
        return False
    return True


def keyed(said: bytes, key: bytes | bytearray) -> int:
    """A number in place of what is said, for a sketch; without the key nobody finds it again."""
    return int.from_bytes(blake2b(said, key=key, digest_size=8).digest(), "little", signed=True)


class Sketch:
    """A set of numbers of 64 bits."""

    __slots__ = ("_inner", "add")

    def __init__(self, inner: Any = None) -> None:
        self._inner = _library().hll_sketch(LG_K) if inner is None else inner
        # Without a call in between: it is asked with every request.
        self.add = self._inner.update

    def estimate(self) -> float:
        """How many there are."""
        return float(self._inner.get_estimate())

    def packed(self) -> bytes:
        """The sketch as it is stored."""
        return bytes(self._inner.serialize_compact())

    def united(self, other: "Sketch | None") -> "Sketch":
        """The sketch of both: what is in both counts once; this one where the other is damaged."""
        if other is None:
            return self
        union = _library().hll_union(LG_K)
        union.update(self._inner)
        try:
            union.update(other._inner)
            union.get_estimate()
        except DAMAGED:
            return self
        return Sketch(union.get_result())


def unpacked(kept: bytes | None) -> Sketch | None:
    """A sketch as it was stored; None for one that the disk has damaged."""
    try:
        return None if kept is None else Sketch(_library().hll_sketch.deserialize(kept))
    except DAMAGED:
        return None
