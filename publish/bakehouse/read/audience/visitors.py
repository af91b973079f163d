"""Visitors of days and features as sketches, under keys that nobody knows and nothing keeps."""

from hashlib import blake2b
from secrets import token_bytes

from publish.usage.sketches import Sketch


class Visitors:
    """How many came on a day for a feature; whoever came is in no memory but a sketch."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}
        self._sketches: dict[tuple[str, str], Sketch] = {}

    def add(self, day: str, feature: str, visitor: bytes) -> None:
        """A visitor, digested under the random key of the day."""
        key = self._keys.get(day) or self._keys.setdefault(day, token_bytes(32))
        digest = blake2b(visitor, key=key, digest_size=8).digest()
        sketch = self._sketches.get((day, feature))
        if sketch is None:
            sketch = self._sketches[day, feature] = Sketch()
        sketch.add(int.from_bytes(digest, "little", signed=True))

    def of(self, day: str, feature: str) -> int:
        """About how many; exact for a few hundred."""
        return round(self._sketches[day, feature].estimate())
