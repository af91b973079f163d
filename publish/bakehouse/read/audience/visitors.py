"""Visitors of days and features as sketches, under keys that nobody knows and nothing keeps."""

from collections.abc import Container
from secrets import token_bytes

from publish.usage.sketches import Sketch, keyed


class Visitors:
    """How many came on a day for a feature; whoever came is in no memory but a sketch."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}
        self._sketches: dict[tuple[str, str], Sketch] = {}

    @property
    def days(self) -> int:
        """How many days were seen."""
        return len(self._keys)

    def digest(self, day: str, visitor: bytes) -> int:
        """A visitor under the random key of the day."""
        return keyed(visitor, self._keys.get(day) or self._keys.setdefault(day, token_bytes(32)))

    def add(self, day: str, feature: str, digest: int) -> None:
        """A visitor of the day."""
        sketch = self._sketches.get((day, feature))
        if sketch is None:
            sketch = self._sketches[day, feature] = Sketch()
        sketch.add(digest)

    def of(self, day: str, feature: str) -> int:
        """About how many; exact for a few hundred."""
        return round(self._sketches[day, feature].estimate())


class Recent:
    """Who asked for which page, of those that asked last; digests are of one day."""

    def __init__(self, most: int = 100_000) -> None:
        self._most, self._new, self._old = most, set[int](), set[int]()

    def had(self, digest: int, page: str) -> bool:
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
        self._most = most
        self._seen: dict[tuple[str, str], tuple[int, ...]] = {}

    def add(self, day: str, page: str, digest: int) -> None:
        """A visitor of the day."""
        known = self._seen.get((day, page), ())
        if len(known) < self._most and digest not in known:
            self._seen[day, page] = (*known, digest)

    def most(self) -> dict[str, int]:
        """The visitors that each page had on one of the days, at least."""
        found: dict[str, int] = {}
        for (_, page), known in self._seen.items():
            found[page] = max(found.get(page, 0), len(known))
        return found

    def keep(self, pages: Container[str]) -> None:
        """Forgets all other pages."""
        self._seen = {key: known for key, known in self._seen.items() if key[1] in pages}
