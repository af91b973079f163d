"""The circles of a drawing: as large as their number, none over another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import hypot, log2

LARGEST, GAP = 12.0, 1.0
# What touches a circle lies in its square of such squares, or beside it.
_SQUARE = 2 * LARGEST + GAP


@dataclass(frozen=True)
class Circle:
    """A place of a drawing, in pixels, and how many points it stands for."""

    x: float
    y: float
    number: int

    @cached_property
    def radius(self) -> float:
        """The area grows with the number, more slowly where that is large."""
        return 3.5 if self.number == 1 else min(4 + 1.1 * log2(self.number), LARGEST)

    @cached_property
    def square(self) -> tuple[int, int]:
        """Where it stands among the squares."""
        return int(self.x // _SQUARE), int(self.y // _SQUARE)

    def touches(self, other: "Circle") -> bool:
        """Whether there is less than a gap between the two."""
        way = hypot(self.x - other.x, self.y - other.y)
        return way < self.radius + other.radius + GAP

    def joined(self, other: "Circle") -> "Circle":
        """One for both, between them."""
        number = self.number + other.number
        share = other.number / number
        return Circle(
            self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share, number
        )


def apart(circles: Iterable[Circle]) -> list[Circle]:
    """The circles, joined until none touches another, the largest first."""
    found = _by_size(circles)
    while len(kept := _joined(found)) < len(found):
        found = kept
    return kept


def _joined(circles: Sequence[Circle]) -> list[Circle]:
    """Each joined to the first that it touches; those that grew may touch others then."""
    squares: dict[tuple[int, int], list[Circle]] = {}
    for circle in circles:
        touched = next((one for one in _around(squares, circle) if one.touches(circle)), None)
        if touched:
            squares[touched.square].remove(touched)
            circle = touched.joined(circle)
        squares.setdefault(circle.square, []).append(circle)
    return _by_size(one for square in squares.values() for one in square)


def _around(squares: dict[tuple[int, int], list[Circle]], circle: Circle) -> Iterator[Circle]:
    row, column = circle.square
    for i in (-1, 0, 1):
        for j in (-1, 0, 1):
            yield from squares.get((row + i, column + j), ())


def _by_size(circles: Iterable[Circle]) -> list[Circle]:
    return sorted(circles, key=lambda one: (-one.number, one.x, one.y))
