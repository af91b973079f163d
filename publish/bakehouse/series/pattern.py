"""Which numbers of counts are hidden in the release that is being made: the pattern only grows.

While the pattern of hidden numbers stands still, what could be moved in the last release can be
moved in all of them at once, so that nothing can be solved whatever changes. Only growth can tell:
it is checked over the union of all releases, and where it would tell, or would hide much that was
shown, those whose change makes it necessary wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from publish.bakehouse.series.program import Width
from publish.bakehouse.series.reach import Reach
from publish.bakehouse.series.union import Flags, Ints, Targets, Union

CHEAP = 3
PATIENCE = 2
"""Weeks of waiting after which as much again may be hidden."""
KNOWING = 250
"""The small numbers up to which a series begins safe from who knows which numbers are small."""


@dataclass(frozen=True)
class Wanted:
    """What may be shown if nothing is told: the cells of today's tables, and what stays hidden."""

    union: Union
    today: Flags
    again: Flags
    first: bool
    """Whether a series begins, so that there is nothing that a reader saw of it."""


@dataclass(frozen=True)
class Pattern:
    """The cells (flags) that the release shows, and those whose changes must wait."""

    shown: Flags
    waiting: Ints
    told: int = 0
    """The cells with a small number that would be told whatever is hidden."""


def pattern(wanted: Wanted, width: Width, weeks: float) -> Pattern:
    """The pattern after the last one; `weeks` is how long the changes have waited for it."""
    union = _most(wanted, width.k)
    targets = union.targets(width.k)
    growth = Growth(union, targets, width)
    growth.grow()
    told = growth.told()
    if len(told):
        return Pattern(growth.shown, growth.moved(told), len(told))
    allowed = CHEAP * width.k * (1 + weeks / PATIENCE)
    if not wanted.first and growth.cost() > allowed:
        return Pattern(growth.shown, growth.moved(growth.causes()))
    begins = wanted.first and len(targets.cell) <= KNOWING
    return Pattern(_begun(growth) if begins else growth.shown, np.zeros(0, np.int64))


def _begun(growth: "Growth") -> Flags:
    """What a series begins with: who knows which numbers are small learns no more of any.

    Later on, batches come to small numbers that such a reader can tell to be as many at least.
    """
    union, at, width = growth.union, growth.targets, growth.width
    shown = union.shown.copy()
    shown[:, -1] = growth.shown
    small = np.flatnonzero((at.release == union.newest) & (at.people < width.k))
    more = Growth(replace(union, shown=shown), _some(at, small, union.newest), width, knowing=True)
    more.grow()
    return more.shown


def _most(wanted: Wanted, k: int) -> Union:
    """The union if everything were shown that is neither small nor was hidden before."""
    union = wanted.union
    shown = union.shown.copy()
    shown[:, -1] = wanted.today & (union.people[:, -1] >= k) & ~wanted.again
    return replace(union, shown=shown)


class Growth:
    """Hiding more and more of the newest release until nothing small is told."""

    def __init__(
        self, union: Union, targets: Targets, width: Width, *, knowing: bool = False
    ) -> None:
        self.union, self.targets, self.width = union, targets, width
        self.people = union.people[:, union.newest]
        self.reach = Reach(union, targets, width, knowing=knowing)
        self.added: dict[int, int] = {}
        self.stuck: set[int] = set()
        self.unsure: Sequence[int] = ()

    @property
    def shown(self) -> Flags:
        """The cells that the newest release shows."""
        found = self.union.shown[:, self.union.newest].copy()
        found[list(self.added)] = False
        return found

    def grow(self) -> None:
        """Hide, for each small number that is told, a few people; then show what was not needed."""
        # Hiding more never tells more: what is wide enough once stays so.
        self.unsure = self.reach.narrow()
        for one in self.unsure:
            while one not in self.stuck and self._narrow([one]):
                self._widen(one)
        kept = [cell for cell in self._largest_first() if not self._shows(cell)]
        self.added = {cell: self.added[cell] for cell in kept}

    def _widen(self, target: int) -> None:
        chosen = self.reach.cheapest(target, self.union.worth)
        if chosen is None or not len(chosen):
            self.stuck.add(target)
        else:
            self.reach.hide(chosen.tolist())
            self.added |= dict.fromkeys(chosen.tolist(), target)

    def _narrow(self, among: Sequence[int]) -> bool:
        return any(one not in self.stuck for one in self.reach.narrow(np.array(among, np.int64)))

    def _largest_first(self) -> list[int]:
        return sorted(self.added, key=lambda cell: (-int(self.union.worth[cell]), cell))

    def _shows(self, cell: int) -> bool:
        """Show a cell again if that tells nothing; what it was hidden for is asked first."""
        self.reach.show([cell])
        if not self._narrow([self.added[cell]]) and not self._narrow(self.unsure):
            return True
        self.reach.hide([cell])
        return False

    def cost(self) -> int:
        """The people in numbers that are hidden though they are not small."""
        shown = self.union.worth == self.people
        return int((self.people * shown)[list(self.added)].sum())

    def told(self) -> Ints:
        """The cells with a number that no hiding keeps, unless it was told before this release."""
        if not self.stuck:
            return np.zeros(0, np.int64)
        at, stuck = self.targets, np.array(sorted(self.stuck))
        new = at.release[stuck] == self.union.newest
        new = new & ~self.union.linked[at.cell[stuck], self.union.newest]
        old = stuck[~new]
        if len(old):
            before = Reach(self.union.before(), _some(at, old, self.union.newest - 1), self.width)
            old = np.delete(old, before.narrow())
        return np.array(np.unique(at.cell[np.concatenate([stuck[new], old])]), np.int64)

    def causes(self) -> Ints:
        """The cells that make more hiding necessary: shown and small now, or else empty now."""
        at, newest = self.targets, self.union.newest
        small = at.cell[(at.release == newest) & self.union.shown[at.cell, newest - 1]]
        empty = np.flatnonzero((self.people == 0) & (self.union.people[:, newest - 1] > 0))
        return small if len(small) else empty

    def moved(self, cells: Ints) -> Ints:
        """Those of the cells in which something changed; where that is none, all that did."""
        moved = self.union.moved[:, self.union.newest]
        found = cells[moved[cells]]
        return found if len(found) else np.flatnonzero(moved)


def _some(targets: Targets, of: Ints, latest: int) -> Targets:
    """Those of the targets, as they were in a release no later than that."""
    return Targets(targets.cell[of], np.minimum(targets.release[of], latest), targets.people[of])
