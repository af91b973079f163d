"""The equivalence classes of a policy, or of the first columns of many, and what they lose.

Adding a column parts classes and never joins any: a class that is too small, or too much alike in
its answers, stays so. What is lost over some columns is therefore lost over all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from publish.bakehouse.advise.people import People, counted, dense
from publish.bakehouse.advise.rung import Codes, Losses


@dataclass(frozen=True)
class Step:
    """A rung of an axis: `groups` and `losses` (the sum over its columns) by the axis's codes."""

    groups: Codes
    losses: Losses
    dropped: bool

    @cached_property
    def count(self) -> int:
        """How many groups there are."""
        return int(self.groups.max()) + 1 if len(self.groups) else 0


@dataclass(frozen=True)
class Axis:
    """Columns whose rungs are climbed together: one, or a pair of coordinates.

    `codes` are those of each tuple's value, `steps` the rungs, the finest first.
    """

    columns: tuple[str, ...]
    codes: Codes
    steps: tuple[Step, ...]

    @cached_property
    def least(self) -> Losses:
        """What each value loses at least."""
        found: Losses = np.min([step.losses for step in self.steps], axis=0)
        return found


@dataclass(frozen=True)
class Classes:
    """The tuples that are still in safe classes: their numbers, classes, and what they lose."""

    tuples: Codes
    classes: Codes
    count: int
    cost: Losses


@dataclass(frozen=True, order=True)
class Figures:
    """What a policy costs: `loss` (NCP) and `suppressed` are shares, `average` people a class."""

    loss: float
    suppressed: float
    average: float


class Space:
    """All policies of some axes over the same people."""

    def __init__(self, people: People, axes: Sequence[Axis]) -> None:
        self.people = people
        self.axes = tuple(sorted(axes, key=lambda axis: -axis.steps[0].count))
        self.columns = sum(len(axis.columns) for axis in axes)
        self.cells = self.columns * self.people.all_rows
        least = [axis.least[axis.codes] for axis in self.axes]
        # What the columns that are still to come lose at least, by how many there are already.
        self._rest = [np.sum(least[depth:], axis=0) for depth in range(len(least))]
        self._rest.append(np.zeros(len(people.rows)))

    @property
    def size(self) -> int:
        """How many policies there are."""
        return int(np.prod([len(axis.steps) for axis in self.axes], dtype=object))

    def whole(self) -> Classes:
        """Everybody in one class: no column leaves yet."""
        count = len(self.people.rows)
        every = np.arange(count)
        return Classes(every, np.zeros(count, np.int64), 1, np.zeros(count))

    def parted(self, of: Classes, depth: int, number: int) -> Classes:
        """The classes parted by one column more, without those that can never be safe."""
        axis = self.axes[depth]
        step, codes = axis.steps[number], axis.codes[of.tuples]
        cost = of.cost + step.losses[codes]
        if step.dropped or not len(of.tuples):
            return Classes(of.tuples, of.classes, of.count, cost)
        keys = of.classes * step.count + step.groups[codes]
        classes, count = dense(keys, of.count * step.count)
        safe = self._safe(of.tuples, classes, count)
        if safe.all():
            return Classes(of.tuples, classes, count, cost)
        left = safe[classes]
        return Classes(of.tuples[left], *dense(classes[left], count), cost[left])

    def _safe(self, tuples: Codes, classes: Codes, count: int) -> NDArray[np.bool_]:
        people, rule = self.people, self.people.rule
        rows = np.bincount(classes, weights=people.rows[tuples], minlength=count)
        safe = rows >= rule.k
        if people.pairs is None and not people.answers:
            return safe
        placed = np.full(len(people.rows), -1)
        placed[tuples] = classes
        if people.pairs is not None:
            safe &= counted(people.pairs, placed, count, safe) >= rule.k
        for name, told in people.answers.items():
            safe &= counted(told, placed, count, safe) >= rule.l[name]
        return safe

    def bound(self, of: Classes, depth: int) -> tuple[float, float]:
        """What any policy that begins so loses and suppresses at least."""
        rows = self.people.rows[of.tuples]
        left = int(rows.sum())
        lost = self.people.all_rows - left
        # Not `@`: threads of linear algebra cost more than these sums.
        kept = float((rows * (of.cost + self._rest[depth][of.tuples])).sum())
        return (kept + self.columns * lost) / self.cells, self._gone(of.tuples, lost)

    def spread(self, axis: Axis, of: Classes) -> Losses:
        """How many of the rows there are of each value of an axis."""
        rows, codes = self.people.rows[of.tuples], axis.codes[of.tuples]
        return np.bincount(codes, weights=rows, minlength=len(axis.least)).astype(np.float64)

    def _gone(self, tuples: Codes, lost: int) -> float:
        """The share of rows that a publication would say is suppressed, at least."""
        if self.people.pairs is None or not lost:
            return lost / self.people.all_rows
        away = np.ones(len(self.people.rows), np.bool_)
        away[tuples] = False
        pairs = self.people.pairs
        # Of one person's rows at least this many count, however finely classes are parted.
        people = np.zeros(pairs.count, np.bool_)
        people[pairs.codes[away[pairs.tuples]]] = True
        return int(people.sum()) / self.people.all_rows

    def figures(self, policy: Sequence[int]) -> Figures:
        """What a whole policy costs; `policy` has the number of a rung for each axis."""
        safe = self.whole()
        for depth, number in enumerate(policy):
            safe = self.parted(safe, depth, number)
        if self.people.pairs is None:
            loss, gone = self.bound(safe, len(policy))
            rows = int(self.people.rows[safe.tuples].sum())
            return Figures(loss, gone, rows / safe.count if safe.count else 0.0)
        return self._bounded(policy, safe)

    def _bounded(self, policy: Sequence[int], safe: Classes) -> Figures:
        """The same where people have several rows: at most so many of each, nobody dominant."""
        people, rule = self.people, self.people.rule
        assert people.pairs is not None
        pairs, (classes, count) = people.pairs, self._every(policy)
        keys, which = np.unique(
            classes[pairs.tuples] * pairs.count + pairs.codes, return_inverse=True
        )
        of = keys // pairs.count
        each = np.minimum(np.bincount(which, weights=pairs.rows), rule.max_rows_per_class)
        rows = np.bincount(of, weights=each, minlength=count)
        kept = np.zeros(count, np.bool_)
        kept[classes[safe.tuples]] = True
        if rule.max_rows_per_class > 1:
            top = np.zeros(count)
            np.maximum.at(top, of, each)
            kept &= top <= rows * rule.dominance
        cost = np.zeros(count)
        cost[classes[safe.tuples]] = safe.cost
        left = float(rows[kept].sum())
        loss = float((rows * cost)[kept].sum()) + self.columns * (people.all_rows - left)
        average = float(np.bincount(of, minlength=count)[kept].mean()) if kept.any() else 0.0
        return Figures(loss / self.cells, 1 - left / float(rows.sum()), average)

    def _every(self, policy: Sequence[int]) -> tuple[Codes, int]:
        """The class of every tuple, safe or not, and how many classes there are."""
        classes, count = np.zeros(len(self.people.rows), np.int64), 1
        for axis, number in zip(self.axes, policy, strict=True):
            step = axis.steps[number]
            keys = classes * step.count + step.groups[axis.codes]
            classes, count = dense(keys, count * step.count)
        return classes, count
