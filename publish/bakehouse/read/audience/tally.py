"""What an audience tool counted of a feature: numbers that add, and visitors, who do not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from publish.usage.columns import METRICS as METRICS

Name = TypeVar("Name", str, tuple[str, ...])


@dataclass(frozen=True)
class Tally:
    """What was counted of one page or feature; None where the tool does not say.

    `visitors` is a number that at least so many different people of one single day make up.
    """

    visitors: int | None = None
    visits: int | None = None
    actions: int | None = None
    bounces: int | None = None
    seconds: int | None = None

    def __add__(self, other: "Tally") -> "Tally":
        """Both together: visitors by the larger, since the same people may be in both."""
        return Tally(
            _largest(self.visitors, other.visitors),
            *(
                _sum(getattr(self, name), getattr(other, name))
                for name in METRICS
                if name != "visitors"
            ),
        )

    def at_least(self, visitors: int | None) -> "Tally":
        """With so many visitors, where that is more."""
        return replace(self, visitors=_largest(self.visitors, visitors))

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Tally":
        """The numbers that `texts` wrote."""
        return cls(*(int(text) if text else None for text in texts))

    def texts(self) -> tuple[str, ...]:
        """The numbers in the order of METRICS, unknown ones empty."""
        numbers = (getattr(self, name) for name in METRICS)
        return tuple("" if number is None else str(number) for number in numbers)


Named = Mapping[tuple[str, ...], Tally]
"""By the cells of the name, before which the day may stand."""


def together(pairs: Iterable[tuple[Name, Tally]]) -> dict[Name, Tally]:
    """The tallies of each name as one."""
    found: dict[Name, Tally] = {}
    for name, tally in pairs:
        found[name] = found[name] + tally if name in found else tally
    return found


def _sum(one: int | None, other: int | None) -> int | None:
    known = list(_known(one, other))
    return sum(known) if known else None


def _largest(one: int | None, other: int | None) -> int | None:
    return max(_known(one, other), default=None)


def _known(*numbers: int | None) -> Iterator[int]:
    return (number for number in numbers if number is not None)
