"""A reader of all releases of counts who has a solver: which hidden small numbers follow.

Written apart from what hides them (`series`), as one plain system of equations, so that a fault in
one is caught by the other. It shares no code with it but the solver (HiGHS) itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]
FREE = highspy.kHighsInf
CLOSE = 1e-6
PRIMAL = 4
OPTIMAL = highspy.HighsModelStatus.kOptimal


@dataclass(frozen=True)
class Stays:
    """People who share all their cells, while they are as many: `first` to `last` release.

    `combination` numbers equal sets of cells; (`of`, `cell`) are the cells of each stay. `shown`
    (cells, releases) says which numbers were public.
    """

    first: Ints
    last: Ints
    people: Ints
    combination: Ints
    of: Ints
    cell: Ints
    shown: Flags

    @property
    def releases(self) -> int:
        """How many there are."""
        return int(self.shown.shape[1])

    def until(self, release: int) -> "Stays":
        """What was public before that release."""
        old = self.first < release
        pairs, number = old[self.of], np.cumsum(old) - 1
        return Stays(
            self.first[old],
            np.minimum(self.last[old], release - 1),
            self.people[old],
            self.combination[old],
            number[self.of[pairs]],
            self.cell[pairs],
            self.shown[:, :release],
        )

    @cached_property
    def of_cell(self) -> list[Ints]:
        """The stays in each cell, and of all of them at the end: everybody's number is known."""
        order = np.argsort(self.cell, kind="stable")
        bounds = np.searchsorted(self.cell[order], np.arange(1, len(self.shown)))
        return [*np.split(self.of[order], bounds), np.arange(len(self.first))]

    def at(self, cell: int, release: int) -> Ints:
        """The stays that add up to the number of a cell in a release."""
        stays = self.of_cell[cell]
        return stays[(self.first[stays] <= release) & (self.last[stays] >= release)]

    @cached_property
    def numbers(self) -> Ints:
        """The true number of each cell (row) in each release."""
        found = np.zeros(self.shown.shape, np.int64)
        for of, cell in zip(self.of.tolist(), self.cell.tolist(), strict=True):
            found[cell, self.first[of] : self.last[of] + 1] += self.people[of]
        return found

    @cached_property
    def known(self) -> Flags:
        """The numbers that are shown, or are as they were when they were."""
        found = self.shown.copy()
        for release in range(1, self.releases):
            same = self.numbers[:, release] == self.numbers[:, release - 1]
            found[:, release] |= found[:, release - 1] & same
        return found

    def small(self, k: int) -> list[tuple[int, int]]:
        """The hidden (cell, release) with 1 to k - 1 people, once for as long as it stays so.

        Not what was shown before, under a smaller k, and did not change since.
        """
        hidden = ~self.known & (self.numbers > 0) & (self.numbers < k)
        last = hidden.copy()
        last[:, :-1] &= ~(hidden[:, 1:] & (self.numbers[:, 1:] == self.numbers[:, :-1]))
        return [(int(cell), int(release)) for cell, release in np.argwhere(last)]

    def equations(self) -> Iterator[tuple[Ints, Ints]]:
        """Sums (stays that count, stays that are taken off) that a reader knows to be the truth's.

        Each number shown, the number of everybody, and that what did not change is the same.
        """
        shown = np.vstack([self.shown, np.ones((1, self.releases), np.bool_)])
        numbers = np.vstack([self.numbers, np.zeros((1, self.releases), np.int64)])
        none = np.zeros(0, np.int64)
        for cell, stays in enumerate(self.of_cell):
            times = {*self.first[stays].tolist(), *(self.last[stays] + 1).tolist()}
            for release in range(self.releases):
                fresh = release == 0 or release in times
                if shown[cell, release] and (fresh or not shown[cell, release - 1]):
                    yield self.at(cell, release), none
                if release and fresh and 0 < numbers[cell, release] == numbers[cell, release - 1]:
                    yield self.at(cell, release), self.at(cell, release - 1)


class Reader:
    """What follows of the targets, (cell, release), from the equations of `stays`.

    `moved` says which unknown each stay is moved with; one unknown for several stays leaves out
    some freedom, so that what is wide enough is so all the more.
    """

    def __init__(self, stays: Stays, targets: Sequence[tuple[int, int]], moved: Ints) -> None:
        none = np.zeros(0, np.int64)
        sums = [*stays.equations(), *((stays.at(*one), none) for one in targets)]
        self._targets = len(targets)
        self._low, self._high = np.zeros(len(targets)), np.zeros(len(targets))
        self._model = _model(_matrix(sums, moved), _least(stays.people, moved), len(targets))
        self._first = self._model.getNumCol() - len(targets)

    def narrow(self, least: int) -> Ints:
        """The targets (by number) whose interval is under `least` wide."""
        every = np.arange(self._targets)
        self._move(every, -1.0, np.full(self._targets, -FREE))
        while len(left := self._open(least)):
            self._move(left, 1.0, self._low[left] + least)
            if len(self._open(least)) == len(left):
                break
        for one in self._open(least).tolist():
            self._move(every[[one]], -1.0, np.full(1, -FREE))
            self._move(every[[one]], 1.0, self._low[[one]] + least)
        return self._open(least)

    def _open(self, least: int) -> Ints:
        return np.flatnonzero(self._high - self._low < least - CLOSE)

    def _move(self, targets: Ints, sign: float, aims: Reals) -> None:
        """One program: these targets as far as they go together, none beyond its aim.

        What it finds is possible for all targets at once, whichever it was asked for.
        """
        model, columns = self._model, (self._first + targets).astype(np.int32)
        free, costs = np.full(len(targets), FREE), np.full(len(targets), -sign)
        low, high = (-free, aims) if sign > 0 else (aims, free)
        model.changeColsBounds(len(targets), columns, low, high)
        model.changeColsCost(len(targets), columns, costs)
        if self._solved():
            found = np.array(model.getSolution().col_value)[self._first :]
            self._low, self._high = np.minimum(self._low, found), np.maximum(self._high, found)
        model.changeColsBounds(len(targets), columns, -free, free)
        model.changeColsCost(len(targets), columns, np.zeros(len(targets)))

    def _solved(self) -> bool:
        """Whether the program has an answer; a last try begins anew."""
        self._model.run()
        if self._model.getModelStatus() != OPTIMAL:
            self._model.clearSolver()
            self._model.run()
        return bool(self._model.getModelStatus() == OPTIMAL)


def told(stays: Stays, k: int, least: int) -> int:
    """How many hidden numbers under k follow, or lie in an interval less wide than `least`.

    Only those count that did not follow from the releases before the newest one alone.
    """
    found = narrow(stays, stays.small(k), least)
    newest = stays.releases - 1
    if not found or not newest:
        return len(found)
    before = stays.until(newest)
    known = [
        (cell, min(release, newest - 1)) for cell, release in found if _was(stays, cell, release)
    ]
    return len(found) - len(narrow(before, known, least))


def _was(stays: Stays, cell: int, release: int) -> bool:
    """Whether a hidden number was that already before the newest release."""
    newest = stays.releases - 1
    numbers = stays.numbers[cell]
    return release < newest or bool(numbers[newest] == numbers[newest - 1])


def narrow(stays: Stays, targets: Sequence[tuple[int, int]], least: int) -> list[tuple[int, int]]:
    """The targets that are told: with few unknowns first, and with all where these do not do."""
    found = list(targets)
    for moved in (stays.combination, np.arange(len(stays.first))):
        if found:
            found = [found[one] for one in Reader(stays, found, moved).narrow(least).tolist()]
    return found


def _least(people: Ints, moved: Ints) -> Reals:
    """How many people each unknown can lose."""
    found = np.full(int(moved.max(initial=-1)) + 1, np.inf)
    np.minimum.at(found, moved, people)
    return found


def _matrix(sums: Iterable[tuple[Ints, Ints]], moved: Ints) -> tuple[Ints, Ints, Reals]:
    """The sums as rows over unknowns: where each begins, the columns, the values."""
    starts, columns, values = [0], [np.zeros(0, np.int64)], [np.zeros(0)]
    for counted, taken in sums:
        places = moved[np.concatenate([counted, taken])]
        signs = np.repeat([1.0, -1.0], [len(counted), len(taken)])
        column, at = np.unique(places, return_inverse=True)
        value = np.clip(np.bincount(at, signs, len(column)), -1.0, 1.0)
        starts.append(starts[-1] + int(np.count_nonzero(value)))
        columns.append(column[value != 0])
        values.append(value[value != 0])
    return np.array(starts), np.concatenate(columns), np.concatenate(values)


def _model(matrix: tuple[Ints, Ints, Reals], least: Reals, targets: int) -> highspy.Highs:
    """Moves of unknowns that keep all sums but the last ones, the targets, which have a column."""
    start, column, value = matrix
    rows, unknowns = len(start) - 1, len(least)
    ends, own = start[1:][rows - targets :], unknowns + np.arange(targets)
    linear = highspy.HighsLp()
    linear.num_col_, linear.num_row_ = unknowns + targets, rows
    linear.col_cost_ = np.zeros(unknowns + targets)
    linear.col_lower_ = np.concatenate([-least, np.full(targets, -FREE)])
    linear.col_upper_ = np.full(unknowns + targets, FREE)
    linear.row_lower_ = linear.row_upper_ = np.zeros(rows)
    linear.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    linear.a_matrix_.start_ = start + np.maximum(np.arange(rows + 1) - (rows - targets), 0)
    linear.a_matrix_.index_ = np.insert(column, ends, own)
    linear.a_matrix_.value_ = np.insert(value, ends, np.full(targets, -1.0))
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, setting in {"output_flag": False, "threads": 1, "simplex_strategy": PRIMAL}.items():
        model.setOptionValue(option, setting)
    model.passModel(linear)
    return model
