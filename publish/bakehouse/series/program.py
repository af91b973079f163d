"""The linear programs over a union: how far each target may lie from the truth.

Everything is said as *moves*: by how much each unknown may differ from the truth while all that is
known stays as it is. The truth is the move of nothing, so that programs start from what is
feasible.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import highspy
import numpy as np

from publish.bakehouse.series.matrix import FREE, matrix_of, model_of
from publish.bakehouse.series.union import Flags, Ints, Targets, Union
from publish.bakehouse.series.worlds import Reals, Worlds

CLOSE = 1e-6
FEW = 3
"""Targets up to which each is moved by itself."""
SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnbounded)


@dataclass(frozen=True)
class Width:
    """How wide the interval of each number from 1 to k - 1 must be: at `least` k - 2."""

    k: int
    least: int


class Program:
    """One model of a union, in which only the aim changes.

    `width` is how wide the interval of a target must be. Who is `knowing` knows which hidden
    numbers are small: all targets are from 1 to k - 1, and must be able to be any of these.
    """

    def __init__(
        self, union: Union, targets: Targets, width: Width, *, whole: bool, knowing: bool
    ) -> None:
        self.targets, self.knowing = targets, knowing
        self.least = width.k - 2 if knowing else width.least
        ends = (1, width.k - 1) if knowing else (-FREE, FREE)
        self.low, self.high = (end - targets.people.astype(np.float64) for end in ends)
        self.matrix = matrix_of(union, targets, whole=whole)
        self.model = model_of(self.matrix)
        self.hidden: set[int] = set()
        self.worlds = Worlds(len(targets.cell), len(self.matrix.owned))
        self._narrow: dict[int, tuple[frozenset[int], float, float]] = {}
        self._costed = np.zeros(0, np.int64)
        self._uncap(np.arange(len(targets.cell)))

    def hide(self, cells: Iterable[int]) -> None:
        """The newest release does not show these cells."""
        self._bound(cells, -FREE, FREE)
        self.hidden |= set(cells)

    def show(self, cells: Iterable[int]) -> None:
        """The newest release shows these cells after all."""
        self._bound(cells, 0.0, 0.0)
        self.hidden -= set(cells)

    def _bound(self, cells: Iterable[int], low: float, high: float) -> None:
        rows = np.flatnonzero(np.isin(self.matrix.owner, list(cells)))
        for row in rows.tolist():
            self.model.changeRowBounds(row, low, high)
        self.worlds.show(np.searchsorted(self.matrix.owned, rows), low == 0)

    def narrow(self, left: Ints) -> list[int]:
        """Those targets whose interval is too narrow."""
        told = [one for one in self.unproven(left).tolist() if self._known(one)]
        left = np.setdiff1d(self.unproven(left), told)
        if len(left) > FEW:
            low, high = self.worlds.reach
            self._together(left, low.copy(), -(self.targets.people - 1).astype(np.float64), "down")
            low, high = self.worlds.reach
            self._together(left, high.copy(), low + self.least, "up")
        return [*told, *(one for one in self.unproven(left).tolist() if not self._alone(one))]

    def unproven(self, among: Ints | Sequence[int]) -> Ints:
        """The targets that no world found so far proves to be wide enough."""
        low, high = self.worlds.reach
        left = np.asarray(among, np.int64)
        return left[high[left] - low[left] < self.least - CLOSE]

    def _known(self, one: int) -> bool:
        """Whether it was too narrow though as much was hidden, or more."""
        return one in self._narrow and self.hidden <= self._narrow[one][0]

    def _together(self, left: Ints, reached: Reals, aim: Reals, way: Literal["down", "up"]) -> None:
        """Move as many targets at once as possible towards their aim, again and again."""
        sign = 1.0 if way == "up" else -1.0
        while len(left):
            self._cap(left, aim, sign)
            now = self._run(left, -sign)
            self._uncap(left)
            if now is None:
                return
            better = sign * (now - reached[left]) > CLOSE
            reached[left] = np.where(better, now, reached[left])
            done = sign * (now - aim[left]) >= -CLOSE
            if not done.any():
                return
            left = left[~done]

    def _cap(self, left: Ints, aim: Reals, sign: float) -> None:
        for one in left.tolist():
            low, high = self.low[one], self.high[one]
            if sign > 0:
                high = min(high, max(aim[one], 0.0))
            else:
                low = max(low, min(aim[one], 0.0))
            self.model.changeRowBounds(self.matrix.first_target + one, low, high)

    def _uncap(self, left: Ints) -> None:
        for one in left.tolist():
            row = self.matrix.first_target + one
            self.model.changeRowBounds(row, self.low[one], self.high[one])

    def _run(self, left: Ints, cost: float) -> Reals | None:
        """The moves of these targets where their sum, times cost, is least; None if none is known.

        None counts as no move: what is hidden is rather more than less.
        """
        costs = np.zeros(len(self.matrix.floor))
        for one in left.tolist():
            row = self.matrix.first_target + one
            at = slice(self.matrix.start[row], self.matrix.start[row + 1])
            costs[self.matrix.column[at]] += cost
        columns = np.flatnonzero(costs)
        self._costs(columns, costs[columns])
        if not self._solved():
            return None
        return self._world()[left]

    def _solved(self) -> bool:
        """Whether an optimum was found; where the last basis leads nowhere, from the start."""
        self.model.run()
        if self.model.getModelStatus() not in SOLVED:
            self.model.clearSolver()
            self.model.run()
        return bool(self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _world(self) -> Reals:
        """By how much each target moves in the world that was found, which is kept."""
        found, matrix = self.model.getSolution(), self.matrix
        rows, slack = np.array(found.row_value), np.array(found.col_value)[len(matrix.floor) :]
        moves = rows[matrix.first_target :]
        raised, lowered = slack.reshape(2, -1)
        self.worlds.add(moves, rows[matrix.owned] - raised + lowered)
        return moves

    def _alone(self, one: int) -> bool:
        """Whether one target's interval is wide enough, by its two ends."""
        low, high = self._ends(one)
        wide = high - low >= self.least - CLOSE
        if not wide:
            self._narrow[one] = frozenset(self.hidden), low, high
        return wide

    def _ends(self, one: int) -> tuple[float, float]:
        """How far a target moves down, and up to where that is wide enough."""
        at = np.array([one])
        down = self._run(at, 1.0)
        low = 0.0 if down is None else float(down[0])
        self._cap(at, np.full(one + 1, low + self.least), 1.0)
        up = self._run(at, -1.0)
        self._uncap(at)
        return low, 0.0 if up is None else float(up[0])

    def cheapest(self, one: int, people: Ints) -> Ints | None:
        """The cells, few people in all, to hide so that a target is wide; None where none help.

        Each number that the newest release shows may move, at a cost of its people by unit
        (Hundepool et al., 4.4.2: the linear heuristic for secondary suppression).
        """
        hidden, low, high = self._narrow.get(one, (None, 0.0, 0.0))
        if hidden != frozenset(self.hidden):
            low, high = self._ends(one)
        lower = max(min(low, 1.0 - float(self.targets.people[one])), high - self.least)
        ways = [(low + self.least,), (lower, lower + self.least)]
        if self.knowing:
            ways = [(float(self.low[one]), float(self.high[one]))]
        found = [cells for aims in ways if (cells := self._hiding(one, aims, people)) is not None]
        return min(found, key=lambda cells: int(people[cells].sum())) if found else None

    def _hiding(self, one: int, aims: Iterable[float], people: Ints) -> Ints | None:
        """The cells to hide so that a target can move so far; None where it cannot."""
        owner = self.matrix.owner[self.matrix.owned]
        slack = len(self.matrix.floor) + np.arange(2 * len(owner))
        shown = np.where(np.isin(owner, list(self.hidden)), 0.0, FREE)
        self._costs(slack, np.tile(people[owner].astype(np.float64), 2))
        self._slacks(slack, np.tile(shown, 2))
        moved = [self._moved(one, aim, slack) for aim in aims]
        self._slacks(slack, np.zeros(len(slack)))
        cells = [np.tile(owner, 2)[which] for which in moved if which is not None]
        return np.unique(np.concatenate(cells)) if len(cells) == len(moved) else None

    def _moved(self, one: int, aim: float, slack: Ints) -> Flags | None:
        """Which slacks move where a target moves so far at the least cost; None where it cannot."""
        self.model.changeRowBounds(self.matrix.first_target + one, aim, aim)
        solved = self._solved()
        value = np.array(self.model.getSolution().col_value)[slack] if solved else None
        if solved:
            self._world()
        self._uncap(np.array([one]))
        return None if value is None else value > CLOSE

    def _slacks(self, columns: Ints, upper: Reals) -> None:
        zero, places = np.zeros(len(columns)), columns.astype(np.int32)
        self.model.changeColsBounds(len(columns), places, zero, upper)

    def _costs(self, columns: Ints, costs: Reals) -> None:
        none = np.zeros(len(self._costed))
        for places, values in ((self._costed, none), (columns, costs)):
            self.model.changeColsCost(len(places), places.astype(np.int32), values)
        self._costed = columns
