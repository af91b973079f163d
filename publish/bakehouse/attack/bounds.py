"""How great hidden numbers can be at most, by linear programs over all sums that are known."""

import time
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

import highspy
import numpy as np

from publish.bakehouse.attack.light import quiet
from publish.bakehouse.attack.span import Equation, connected, lumped

CLOSE = 1e-6
OPTIMAL = highspy.HighsModelStatus.kOptimal


def bounded(
    equations: Sequence[Equation],
    few: Collection[Hashable],
    values: Mapping[Hashable, int],
    k: int,
    seconds: float,
) -> tuple[int, int]:
    """How many sums of cells of few people alone are surely under k, and how many were not asked.

    Cells that no sum tells apart are one unknown, which is nothing or more.
    """
    ends, found, left = time.monotonic() + seconds, 0, 0
    for part in connected(equations):
        rows = [dict.fromkeys(equations[number], 1) for number in part]
        lumps = [*lumped(rows).items()]
        targets = [
            place
            for place, (_, cells) in enumerate(lumps)
            if all(cell in few for cell in cells) and any(values[cell] for cell in cells)
        ]
        if not targets:
            continue
        told = [sum(values[cell] for cell in row) for row in rows]
        ranges = _Ranges([[row for row, _ in of] for of, _ in lumps], told)
        under, unasked = ranges.under(targets, k, ends)
        found, left = found + under, left + unasked
    return found, left


class _Ranges:
    """Unknowns of nothing or more, by the rows that hold each; `told` is the sum of each row."""

    def __init__(self, held: Sequence[Sequence[int]], told: Sequence[int]) -> None:
        starts = np.cumsum([0, *map(len, held)])
        linear = highspy.HighsLp()
        linear.num_col_, linear.num_row_ = len(held), len(told)
        linear.col_cost_ = np.zeros(len(held))
        linear.col_lower_ = np.zeros(len(held))
        linear.col_upper_ = np.full(len(held), highspy.kHighsInf)
        linear.row_lower_ = linear.row_upper_ = np.array(told, float)
        linear.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        linear.a_matrix_.start_ = starts
        linear.a_matrix_.index_ = np.array([row for rows in held for row in rows])
        linear.a_matrix_.value_ = np.ones(int(starts[-1]))
        self._model: Any = quiet()
        self._model.passModel(linear)

    def under(self, targets: Sequence[int], k: int, ends: float) -> tuple[int, int]:
        """How many of the unknowns cannot reach k; how many were not asked when time was over."""
        found, left = 0, list(targets)
        while left:
            if time.monotonic() > ends:
                return found, len(left)
            reached = self._greatest(left[0])
            found += int(reached[left[0]] < k - CLOSE)
            left = [one for one in left[1:] if reached[one] < k - CLOSE]
        return found, 0

    def _greatest(self, unknown: int) -> Any:
        """A solution in which an unknown is as great as it can be."""
        self._model.changeColCost(unknown, -1.0)
        self._model.run()
        if self._model.getModelStatus() != OPTIMAL:
            raise RuntimeError("sums that are all told of one truth contradict each other")
        found = np.array(self._model.getSolution().col_value)
        self._model.changeColCost(unknown, 0.0)
        return found
