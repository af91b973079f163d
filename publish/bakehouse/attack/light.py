"""Light moves: few people who change places so that every number that is known stays as it is.

Most hidden numbers can be otherwise by a handful of people. A linear program that moves as few as
it can finds them in a tenth of a second, where looking for any whole move can take minutes.
"""

import time
from collections.abc import Iterator
from functools import cached_property
from itertools import product
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from publish.bakehouse.check.reader import Ints, Stays

SHARES = (1, 2, 3, 4)
"""A share of everybody moves; so many times as many do, which makes thirds whole."""
PARTS = (1, 2, 3, 4, 5, 6)
"""By which broken moves are multiplied, where there are as many people."""
WEIGHTS = 4
"""So many ways to weigh who moves: other weights, other moves."""
CLOSE = 1e-6
Reals = NDArray[np.float64]


class LightMoves:
    """Moves of people, by linear programs; `moved` says which unknown each stay is moved with."""

    def __init__(self, stays: Stays, moved: Ints) -> None:
        self._stays, self._moved = stays, moved
        self._people = fewest(stays, moved)
        self._size = len(self._people)

    def told(self, stays: Ints, ends: float) -> tuple[bool | None, Ints | None]:
        """Whether a sum of stays can be no other number, or by how much each stay moves if it is.

        None where no whole move was found, or time was over.
        """
        column, sign = total(stays, stays[:0], self._moved)
        for weights, share in product(self._weights, SHARES):
            if time.monotonic() > ends:
                break
            self._weigh(weights, share)
            moves = [self._least(column, sign, step) * share for step in (1.0, -1.0)]
            if share == 1 and not any(move.any() for move in moves):
                return True, None
            for whole in (one for move in moves for one in self._whole(move)):
                return False, whole[self._moved]
        return None, None

    @cached_property
    def _weights(self) -> list[Reals]:
        chance = np.random.default_rng(1)
        return [np.ones(self._size), *(1 + chance.random((WEIGHTS - 1, self._size)))]

    @cached_property
    def _model(self) -> Any:
        """Who comes in the first half of the columns, who goes in the second."""
        model = quiet()
        for _ in range(2 * self._size):
            model.addCol(1.0, 0.0, highspy.kHighsInf, 0, [], [])
        for column, sign in sums(self._stays, self._moved):
            self._row(model, 0.0, column, sign)
        return model

    def _row(self, model: Any, is_: float, column: Any, sign: Any) -> None:
        both = np.concatenate([column, column + self._size])
        model.addRow(is_, is_, len(both), both, np.concatenate([sign, -sign]))

    def _weigh(self, weights: Reals, share: int) -> None:
        size, all_ = self._size, np.arange(2 * self._size, dtype=np.int32)
        self._model.changeColsCost(2 * size, all_, np.tile(weights, 2))
        self._model.changeColsBounds(size, all_[size:], np.zeros(size), self._people / share)

    def _least(self, column: Any, sign: Any, step: float) -> Reals:
        """The least move by which a sum is greater by `step`; none at all where it cannot be."""
        model, size = self._model, self._size
        self._row(model, step, column, sign)
        model.run()
        optimal = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = np.array(model.getSolution().col_value) if optimal else np.zeros(2 * size)
        without_last(model)
        return found[:size] - found[size:]

    def _whole(self, move: Reals) -> Iterator[Ints]:
        """The move, as many times as makes it whole, where there are as many people."""
        for times in PARTS if move.any() else ():
            whole = np.round(move * times)
            if np.abs(move * times - whole).max() < CLOSE and (whole >= -self._people).all():
                yield whole.astype(np.int64)


def fewest(stays: Stays, moved: Ints) -> Reals:
    """Of each unknown, the fewest people who are moved with it."""
    least = np.full(int(moved.max(initial=-1)) + 1, np.inf)
    np.minimum.at(least, moved, stays.people)
    return least


def quiet() -> Any:
    """A model that says nothing, on one thread."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    return model


def sums(stays: Stays, moved: Ints) -> list[tuple[Any, Any]]:
    """The unknowns of each sum that is known, and their signs, once."""
    rows = {}
    for counted, taken in stays.equations():
        column, sign = total(counted, taken, moved)
        rows[column.tobytes(), sign.tobytes()] = column, sign
    return list(rows.values())


def total(counted: Ints, taken: Ints, moved: Ints) -> tuple[Any, Any]:
    """The unknowns of a sum and their signs; what is on both sides cancels out."""
    column, at = np.unique(moved[np.concatenate([counted, taken])], return_inverse=True)
    sign = np.bincount(at, np.repeat([1.0, -1.0], [len(counted), len(taken)]), len(column))
    return column[sign != 0].astype(np.int32), sign[sign != 0]


def without_last(model: Any) -> None:
    """Take the last row away again."""
    model.deleteRows(1, np.array([model.getNumRow() - 1], np.int32))
