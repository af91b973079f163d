"""Which hidden numbers are told too closely, as far as a reader of all releases can tell."""

from collections.abc import Iterable

import numpy as np

from publish.bakehouse.series.program import Program, Width
from publish.bakehouse.series.union import Ints, Targets, Union

MOST = 200_000
"""The pairs of unknown and cell up to which no freedom is left out: above, some more is hidden."""


class Reach:
    """Which small numbers are told too closely: few unknowns are tried first, all of them last."""

    def __init__(
        self, union: Union, targets: Targets, width: Width, *, knowing: bool = False
    ) -> None:
        self._union, self._targets, self._width, self._knowing = union, targets, width, knowing
        self._coarse = Program(union, targets, width, whole=False, knowing=knowing)
        self._whole: Program | None = None
        self._hidden: set[int] = set()

    def hide(self, cells: Iterable[int]) -> None:
        """The newest release does not show these cells."""
        self._hidden |= set(cells)
        for program in self._programs():
            program.hide(cells)

    def show(self, cells: Iterable[int]) -> None:
        """The newest release shows these cells after all."""
        self._hidden -= set(cells)
        for program in self._programs():
            program.show(cells)

    def _programs(self) -> list[Program]:
        return [self._coarse, *([self._whole] if self._whole else [])]

    def narrow(self, among: Ints | None = None) -> list[int]:
        """The targets (or those `among` them) that are told too closely."""
        left = np.arange(len(self._targets.cell)) if among is None else among
        for program in self._programs():
            left = program.unproven(left)
        if self._whole is None:
            found = self._coarse.narrow(left)
            if not found or not self._has_more:
                return found
            left = np.array(found)
            self._whole = Program(
                self._union, self._targets, self._width, whole=True, knowing=self._knowing
            )
            self._whole.hide(self._hidden)
        return self._whole.narrow(left)

    @property
    def _has_more(self) -> bool:
        """Whether there are more unknowns to try, and not too many."""
        more = len(self._union.spells.first) > self._coarse.matrix.threads
        return more and len(self._union.spells.of) <= MOST

    def cheapest(self, one: int, people: Ints) -> Ints | None:
        """The cells to hide so that a target is wide, few people in all; None where none help."""
        return self._programs()[-1].cheapest(one, people)
