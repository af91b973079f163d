"""An exact solver of counts: people are whole, and each number is asked for by itself.

Written with no part of what protects: one unknown for all who share the same cells while they are
as many, one equation for each number that a reader knows.
"""

import time
from collections.abc import Sequence
from typing import Any

import highspy
import numpy as np

from publish.bakehouse.check.reader import Ints, Stays


def solved(stays: Stays, targets: Sequence[tuple[int, int]], seconds: float) -> tuple[int, int]:
    """How many of the hidden numbers (cell, release) follow to the digit, and how many were asked.

    No more are asked once the `seconds` are over.
    """
    model = _model(stays)
    ends, found, asked = time.monotonic() + seconds, 0, 0
    for cell, release in targets:
        left = ends - time.monotonic()
        if left <= 0:
            break
        told = _told(model, stays.at(cell, release), left)
        if told is None:
            break
        asked, found = asked + 1, found + told
    return found, asked


def _model(stays: Stays) -> Any:
    """Whole moves of people from the truth that keep every number that is known."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    for people in stays.people.tolist():
        model.addCol(0.0, -float(people), highspy.kHighsInf, 0, [], [])
    columns = np.arange(len(stays.people), dtype=np.int32)
    whole = np.full(len(columns), highspy.HighsVarType.kInteger, dtype=np.uint8)
    model.changeColsIntegrality(len(columns), columns, whole)
    for counted, taken in stays.equations():
        # Who is on both sides of an equation cancels out.
        column = np.setxor1d(counted, taken).astype(np.int32)
        sign = np.where(np.isin(column, counted), 1.0, -1.0)
        model.addRow(0.0, 0.0, len(column), column, sign)
    return model


def _told(model: Any, stays: Ints, seconds: float) -> bool | None:
    """Whether a sum of stays can be no other number; None where time was too short to know."""
    column, ones = stays.astype(np.int32), np.ones(len(stays))
    for low, high in ((1.0, highspy.kHighsInf), (-highspy.kHighsInf, -1.0)):
        model.addRow(low, high, len(column), column, ones)
        model.setOptionValue("time_limit", model.getRunTime() + seconds)
        model.run()
        status = model.getModelStatus()
        model.deleteRows(1, np.array([model.getNumRow() - 1], np.int32))
        if status == highspy.HighsModelStatus.kOptimal:
            return False
        if status != highspy.HighsModelStatus.kInfeasible:
            return None
    return True
