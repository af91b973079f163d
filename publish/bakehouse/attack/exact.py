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

from publish.bakehouse.attack.light import LightMoves, fewest, quiet, sums, total, without_last
from publish.bakehouse.check.reader import Ints, Stays


def solved(stays: Stays, targets: Sequence[tuple[int, int]], seconds: float) -> tuple[int, int]:
    """How many of the hidden numbers (cell, release) follow to the digit, and how many were asked.

    No more are asked once the `seconds` are over.
    """
    asked = _Asked(stays, time.monotonic() + seconds)
    found, left = 0, list(targets)
    while left:
        told, other = asked.told(stays.at(*left[0]))
        if told is None:
            break
        found += told
        # What another world has otherwise does not follow either.
        left = [of for of in left[1:] if other is None or not other[stays.at(*of)].sum()]
    return found, len(targets) - len(left)


class _Asked:
    """What can be otherwise: by light moves, or by any whole move; until `ends`.

    All who share the same cells are moved as one first: what can be otherwise so can be otherwise;
    each stay by itself where they cannot.
    """

    def __init__(self, stays: Stays, ends: float) -> None:
        self._ends = ends
        moved = (stays.combination, np.arange(len(stays.first)))
        self._moves = [(LightMoves(stays, one), _Moves(stays, one)) for one in moved]

    def told(self, stays: Ints) -> tuple[bool | None, Ints | None]:
        """Whether a sum of stays can be no other number, or by how much each stay moves if it is.

        None where time was too short.
        """
        told: bool | None = None
        other: Ints | None = None
        for light, whole in self._moves:
            told, other = light.told(stays, self._ends)
            seconds = self._ends - time.monotonic()
            if told is None and seconds > 0:
                told, other = whole.told(stays, seconds)
            if told is not True:
                break
        return told, other


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
        told = _told(model, *total(stays, stays[:0], self._moved), seconds)
        if told is not False:
            return told, None
        found = np.round(model.getSolution().col_value).astype(np.int64)
        without_last(model)
        return False, found[self._moved]


def _model(stays: Stays, moved: Ints) -> Any:
    model, people = quiet(), fewest(stays, moved)
    for least in people.tolist():
        model.addCol(0.0, -least, highspy.kHighsInf, 0, [], [])
    columns = np.arange(len(people), dtype=np.int32)
    whole = np.full(len(columns), highspy.HighsVarType.kInteger, dtype=np.uint8)
    model.changeColsIntegrality(len(columns), columns, whole)
    for column, sign in sums(stays, moved):
        model.addRow(0.0, 0.0, len(column), column, sign)
    return model


def _told(model: Any, column: Any, sign: Any, seconds: float) -> bool | None:
    """Whether a sum cannot move; where it can, the row that asks for it is left in the model."""
    for low, high in ((1.0, highspy.kHighsInf), (-highspy.kHighsInf, -1.0)):
        model.addRow(low, high, len(column), column, sign)
        model.setOptionValue("time_limit", model.getRunTime() + seconds)
        model.run()
        status = model.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return False
        without_last(model)
        if status != highspy.HighsModelStatus.kInfeasible:
            return None
    return True
