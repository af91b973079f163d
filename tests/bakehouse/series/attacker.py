"""An attacker with every release and a solver: written apart from what protects, plainly.

Knows every number ever shown, the totals, which combinations exist, which numbers did not change,
and that people are whole. One unknown for each combination in each release.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy

Combination = tuple[Any, ...]
"""All cells that people share; a cell is anything."""
Week = Counter[Combination]


@dataclass(frozen=True)
class Release:
    """Who was counted, and the cells whose number was shown."""

    week: Week
    shown: frozenset[Any]

    def number(self, cell: Any) -> int:
        """How many people are in a cell."""
        return sum(people for cells, people in self.week.items() if cell in cells)

    @property
    def cells(self) -> set[Any]:
        """All cells that somebody is in."""
        return {cell for cells in self.week for cell in cells}


class Attacker:
    """What follows from releases; `whole` people, or any fraction of them."""

    def __init__(self, releases: Sequence[Release], *, whole: bool = True) -> None:
        self.releases = releases
        self.model = highspy.Highs()
        self.model.silent()
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        self.unknown = {
            (r, cells): self.model.addVariable(0, highspy.kHighsInf, type=kind)
            for r, release in enumerate(releases)
            for cells in release.week
        }
        for r, release in enumerate(releases):
            self.model.addConstr(self._sum(r, None) == sum(release.week.values()))
            for cell in release.shown:
                self.model.addConstr(self._sum(r, cell) == release.number(cell))
            if r:
                self._unchanged(r, releases[r - 1], release)

    def _sum(self, r: int, cell: Any) -> Any:
        week = self.releases[r].week
        terms = [self.unknown[r, cells] for cells in week if cell is None or cell in cells]
        return self.model.qsum(terms)

    def _unchanged(self, r: int, before: Release, now: Release) -> None:
        for cells in before.week.keys() & now.week.keys():
            if before.week[cells] == now.week[cells]:
                self.model.addConstr(self.unknown[r, cells] - self.unknown[r - 1, cells] == 0)
        for cell in before.cells & now.cells:
            if before.number(cell) == now.number(cell):
                self.model.addConstr(self._sum(r, cell) - self._sum(r - 1, cell) == 0)

    def interval(self, r: int, cell: Any) -> tuple[float, float]:
        """The least and the greatest number that a cell can have had in a release."""
        found = []
        for extreme in (self.model.minimize, self.model.maximize):
            extreme(self._sum(r, cell))
            optimal = self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal
            found.append(self.model.getObjectiveValue() if optimal else highspy.kHighsInf)
        return found[0], found[1]

    def narrow(self, k: int, interval: int) -> list[tuple[int, Any, float, float]]:
        """The hidden numbers under k told too closely: (release, cell, least, greatest)."""
        found = []
        for r, release in enumerate(self.releases):
            for cell in sorted(release.cells - release.shown, key=str):
                if release.number(cell) < k:
                    low, high = self.interval(r, cell)
                    if high - low < max(interval, k - 2) - 1e-6:
                        found.append((r, cell, low, high))
        return found
