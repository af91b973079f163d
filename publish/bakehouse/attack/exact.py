"""An exact solver of counts: people are whole, and each number is asked for by itself.

Written with no part of what protects: one unknown for all who share the same cells while they are
as many, one equation for each number that a reader knows.
"""

import time
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import highspy
import numpy as np

from publish.bakehouse.check.reader import Ints, Stays


def solved(stays: Stays, targets: Sequence[tuple[int, int]], seconds: float) -> tuple[int, int]:
    """How many of the hidden numbers (cell, release) follow to the digit, and how many were asked.

    No more are asked once the `seconds` are over. All who share the same cells are moved as one
    first: what can be otherwise so can be otherwise; each stay by itself where they cannot.
    """
    ends, found, left = time.monotonic() + seconds, 0, list(targets)
    moves = [_Moves(stays, stays.combination), _Moves(stays, np.arange(len(stays.first)))]
    while left:
        told: bool | None = True
        other: Ints | None = None
        for one in moves:
            seconds = ends - time.monotonic()
            told, other = one.told(stays.at(*left[0]), seconds) if seconds > 0 else (None, None)
            if told is not True:
                break
        if told is None:
            break
        found += told
        # What another world has otherwise does not follow either.
        left = [of for of in left[1:] if other is None or not other[stays.at(*of)].sum()]
    return found, len(targets) - len(left)


class _Moves:
    """Whole moves of people from the truth that keep every number that is known.

    `moved` says which unknown each stay is moved with.
    """

    def __init__(self, stays: Stays, moved: Ints) -> None:
        self._stays, self._moved = stays, moved

    @cached_property
    def _model(self) -> Any:
        return _model(self._stays, self._moved)

    def told(self, stays: Ints, seconds: float) -> tuple[bool | None, Ints | None]:
        """Whether a sum of stays can be no other number, or by how much each stay moves if it is.

        None where time was too short.
        """
        model = self._model
        told = _told(model, *_sum(stays, stays[:0], self._moved), seconds)
        if told is not False:
            return told, None
        found = np.round(model.getSolution().col_value).astype(np.int64)
        _without_last(model)
        return False, found[self._moved]


def _model(stays: Stays, moved: Ints) -> Any:
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    least = np.full(int(moved.max(initial=-1)) + 1, np.inf)
    np.minimum.at(least, moved, stays.people)
    for people in least.tolist():
        model.addCol(0.0, -people, highspy.kHighsInf, 0, [], [])
    columns = np.arange(len(least), dtype=np.int32)
    whole = np.full(len(columns), highspy.HighsVarType.kInteger, dtype=np.uint8)
    model.changeColsIntegrality(len(columns), columns, whole)
    rows = {}
    for counted, taken in stays.equations():
        column, sign = _sum(counted, taken, moved)
        rows[column.tobytes(), sign.tobytes()] = column, sign
    for column, sign in rows.values():
        model.addRow(0.0, 0.0, len(column), column, sign)
    return model


def _sum(counted: Ints, taken: Ints, moved: Ints) -> tuple[Any, Any]:
    """The unknowns of a sum and their signs; what is on both sides cancels out."""
    column, at = np.unique(moved[np.concatenate([counted, taken])], return_inverse=True)
    sign = np.bincount(at, np.repeat([1.0, -1.0], [len(counted), len(taken)]), len(column))
    return column[sign != 0].astype(np.int32), sign[sign != 0]


def _without_last(model: Any) -> None:
    model.deleteRows(1, np.array([model.getNumRow() - 1], np.int32))


def _told(model: Any, column: Any, sign: Any, seconds: float) -> bool | None:
    """Whether a sum cannot move; where it can, the row that asks for it is left in the model."""
    for low, high in ((1.0, highspy.kHighsInf), (-highspy.kHighsInf, -1.0)):
        model.addRow(low, high, len(column), column, sign)
        model.setOptionValue("time_limit", model.getRunTime() + seconds)
        model.run()
        status = model.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return False
        _without_last(model)
        if status != highspy.HighsModelStatus.kInfeasible:
            return None
    return True
