"""Worlds that a reader cannot tell from the true one: what the programs found so far.

A world says by how much each target moves, and which numbers of the newest release move with it.
As long as these are hidden it proves how far its targets may lie from the truth, without a program.
"""

import numpy as np
from numpy.typing import NDArray

from publish.bakehouse.series.union import Flags, Ints

Reals = NDArray[np.float64]
SOME = 1e-6


class Worlds:
    """Worlds by how much targets move, and which rows of the newest release do."""

    def __init__(self, targets: int, rows: int) -> None:
        self._moves, self._freed = np.zeros((64, targets)), np.zeros((64, rows), np.bool_)
        self._number = 0
        self._shown = np.ones(rows, np.bool_)
        self._reach: tuple[Reals, Reals] | None = None

    def add(self, moves: Reals, rows: Reals) -> None:
        """A world that holds while the numbers that move in it are hidden."""
        if self._number == len(self._moves):
            self._moves = np.concatenate([self._moves, np.zeros_like(self._moves)])
            self._freed = np.concatenate([self._freed, np.zeros_like(self._freed)])
        self._moves[self._number] = moves
        self._freed[self._number] = np.abs(rows) > SOME
        self._number += 1
        if self._reach is not None:
            low, high = self._reach
            self._reach = np.minimum(low, moves), np.maximum(high, moves)

    def show(self, rows: Ints, shown: Flags | bool) -> None:
        """Whether the newest release shows these rows."""
        self._shown[rows] = shown
        self._reach = None

    @property
    def reach(self) -> tuple[Reals, Reals]:
        """How far down and up each target moves in the worlds that hold."""
        if self._reach is None:
            holds = ~(self._freed[: self._number] & self._shown).any(axis=1)
            moves = self._moves[: self._number][holds]
            self._reach = moves.min(axis=0, initial=0.0), moves.max(axis=0, initial=0.0)
        return self._reach
