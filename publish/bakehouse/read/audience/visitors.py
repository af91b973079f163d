"""Visitors of days and features as sketches, under keys that nobody knows and nothing keeps."""

from collections.abc import Container
from hashlib import blake2b
from secrets import token_bytes

from publish.usage.sketches import Sketch

DIGEST = 8


class Visitors:
    """How many came on a day for a feature; whoever came is in no memory but a sketch."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}
        self._sketches: dict[tuple[str, str], Sketch] = {}

    @property
    def days(self) -> int:
        """How many days were seen."""
        return len(self._keys)

    def digest(self, day: str, visitor: bytes) -> bytes:
        """A visitor under the random key of the day."""
        key = self._keys.get(day) or self._keys.setdefault(day, token_bytes(32))
        return blake2b(visitor, key=key, digest_size=DIGEST).digest()

    def add(self, day: str, feature: str, digest: bytes) -> None:
        """A visitor of the day."""
        sketch = self._sketches.get((day, feature))
        if sketch is None:
            sketch = self._sketches[day, feature] = Sketch()
        sketch.add(int.from_bytes(digest, "little", signed=True))

    def of(self, day: str, feature: str) -> int:
        """About how many; exact for a few hundred."""
        return round(self._sketches[day, feature].estimate())


class Recent:
    """Who asked for which page, of those that asked last; digests are of one day."""

    def __init__(self, most: int = 100_000) -> None:
        self._most, self._new, self._old = most, set[int](), set[int]()

    def had(self, digest: bytes, page: str) -> bool:
        """Whether this one asked for it before; from now on it did."""
        asked = hash((digest, page))
        known = asked in self._new or asked in self._old
        self._new.add(asked)
        if len(self._new) > self._most:
            self._new, self._old = set(), self._new
        return known


class Few:
    """Of each page and day the first visitors, up to `most`: enough to tell few from many."""

    def __init__(self, most: int) -> None:
        self._bytes = most * DIGEST
        self._seen: dict[tuple[str, str], bytes] = {}

    def add(self, day: str, page: str, digest: bytes) -> None:
        """A visitor of the day."""
        known = self._seen.get((day, page), b"")
        apart = (known[at : at + DIGEST] for at in range(0, len(known), DIGEST))
        if len(known) < self._bytes and digest not in apart:
            self._seen[day, page] = known + digest

    def most(self) -> dict[str, int]:
        """The visitors that each page had on one of the days, at least."""
        found: dict[str, int] = {}
        for (_, page), known in self._seen.items():
            found[page] = max(found.get(page, 0), len(known) // DIGEST)
        return found

    def keep(self, pages: Container[str]) -> None:
        """Forgets all other pages."""
        self._seen = {key: known for key, known in self._seen.items() if key[1] in pages}
