"""Chance that is the same everywhere: every draw comes from `Random.random`.

Python promises that sequence for a seed across versions, not those of `choice` or `shuffle`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """A seeded sequence of draws."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed).random

    def share(self) -> float:
        """A number from 0 to 1."""
        return self._random()

    def chance(self, share: float) -> bool:
        """True in `share` of the draws."""
        return self._random() < share

    def between(self, low: int, high: int) -> int:
        """An integer from `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """One of `items`, all alike."""
        return items[int(self._random() * len(items))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of the keys, as often as its weight says."""
        point = self._random() * sum(weights.values())
        reached = accumulate(weights.values())
        return next(item for item, top in zip(weights, reached, strict=True) if point < top)

    def some(self, items: Sequence[T], most: int) -> list[T]:
        """Up to `most` different items, in their own order."""
        wanted = {self.between(0, len(items) - 1) for _ in range(self.between(0, most))}
        return [item for index, item in enumerate(items) if index in wanted]

    def day(self, first: date, last: date, bend: float = 1.0) -> date:
        """A day from `first` to `last`; later days are likelier when `bend` is under 1."""
        return first + timedelta(days=int(self._random() ** bend * ((last - first).days + 1)))


def opaque(prefix: str, number: int) -> str:
    """An identifier that tells nothing of the order in which things were made."""
    return f"{prefix}-{sha256(f'{prefix} {number}'.encode()).hexdigest()[:8]}"
