"""The equations of a union as a matrix over unknowns that may differ from the truth.

Unknowns that no equation and no small number tells apart are moved as one.
"""

from dataclasses import dataclass
from itertools import pairwise

import highspy
import numpy as np

from publish.bakehouse.series.union import Flags, Ints, Targets, Union

FREE = highspy.kHighsInf
PRIMAL = 4


@dataclass(frozen=True)
class Matrix:
    """Equations over columns: entries sorted by row, `floor` how far down a column can move.

    `owner` is of each equation what `Rows` says; one row for each target comes after them.
    `threads` is how many unknowns there were before equal ones became one.
    """

    start: Ints
    column: Ints
    value: Ints
    floor: Ints
    owner: Ints
    first_target: int
    threads: int

    @property
    def owned(self) -> Ints:
        """The rows that the newest release adds."""
        return np.flatnonzero(self.owner >= 0)


def matrix_of(union: Union, targets: Targets, *, whole: bool) -> Matrix:
    """The equations of a union, and a row for each target; `whole`: no unknowns moved as one."""
    rows, spells = union.rows(), union.spells
    thread = np.arange(len(spells.first)) if whole else threads(union)
    target, member = union.members(targets)
    row = np.concatenate([rows.row, target + len(rows.owner)])
    column = thread[np.concatenate([rows.spell, member])]
    value = np.concatenate([rows.sign, np.ones(len(target), np.int64)])
    number = len(rows.owner) + len(targets.cell)
    # A target counts a thread once, whichever of its spells is the one.
    row, column, value = _summed(row, column, value)
    floor = np.full(int(thread.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(floor, thread, spells.people)
    moved = len(floor)
    row, column, value, floor = _merged(row, column, value, floor)
    start = np.searchsorted(row, np.arange(number + 1))
    return Matrix(start, column, value, floor, rows.owner, len(rows.owner), moved)


def threads(union: Union) -> Ints:
    """The thread of each spell: spells of the same cells, one after the other, moved as one.

    Moving them as one is a restriction (so that what is called narrow may be wider, never the
    other way round). They stay apart where one of their cells was hidden for a part of the time.
    """
    spells = union.spells
    number = len(spells.first)
    mixed = np.zeros(number, np.bool_)
    steady = _steady(union)
    mixed[spells.of[~steady[spells.cell]]] = True
    follows = np.zeros(number, np.bool_)
    follows[1:] = (spells.last[:-1] + 1 == spells.first[1:]) & ~mixed[1:]
    follows[1:] &= spells.first[1:] < union.newest
    follows &= _alike(union)
    return np.cumsum(~follows) - 1


def _steady(union: Union) -> Flags:
    """Whether a cell was always shown, or always hidden, while there were people in it."""
    some = union.people > 0
    return np.asarray(~((union.shown & some).any(axis=1) & (~union.shown & some).any(axis=1)))


def _alike(union: Union) -> Flags:
    """Whether a spell has the same cells as the one before."""
    spells, number = union.spells, len(union.spells.first)
    order = np.lexsort([spells.cell, spells.of])
    cells = np.split(spells.cell[order], np.searchsorted(spells.of[order], np.arange(1, number)))
    same = [False, *(np.array_equal(a, b) for a, b in pairwise(cells))]
    return np.array(same[:number], np.bool_)


def _summed(row: Ints, column: Ints, value: Ints) -> tuple[Ints, Ints, Ints]:
    """Entries of the same place added up; those that come to nothing are gone."""
    width = int(column.max(initial=0)) + 1
    places, at = np.unique(row * width + column, return_inverse=True)
    total = np.bincount(at, weights=value, minlength=len(places)).astype(np.int64)
    some = total != 0
    return places[some] // width, places[some] % width, total[some]


def _merged(row: Ints, column: Ints, value: Ints, floor: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Equal columns as one, which moves as far down as all of them together."""
    order = np.lexsort([row, column])
    bounds = np.searchsorted(column[order], np.arange(len(floor) + 1))
    pairs = np.stack([row[order], value[order]], axis=1)
    numbers: dict[bytes, int] = {}
    of = np.array(
        [
            numbers.setdefault(pairs[a:b].tobytes(), len(numbers))
            for a, b in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
        ],
        np.int64,
    )
    total = np.zeros(len(numbers), np.int64)
    np.add.at(total, of, floor)
    places, at = np.unique(row * max(len(numbers), 1) + of[column], return_index=True)
    width = max(len(numbers), 1)
    return places // width, places % width, value[at], total


def model_of(matrix: Matrix) -> highspy.Highs:
    """The programs' model: moves of unknowns that keep each equation, and free targets."""
    rows, owned = len(matrix.start) - 1, matrix.owned
    own, columns = len(matrix.floor), len(matrix.floor) + 2 * len(owned)
    linear = highspy.HighsLp()
    linear.num_col_, linear.num_row_ = columns, rows
    linear.col_cost_ = np.zeros(columns)
    linear.col_lower_ = np.concatenate([-matrix.floor.astype(np.float64), np.zeros(columns - own)])
    linear.col_upper_ = np.where(np.arange(columns) < own, FREE, 0.0)
    free = np.where(np.arange(rows) < matrix.first_target, 0.0, FREE)
    linear.row_lower_, linear.row_upper_ = -free, free
    linear.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    # Two slacks for each equation of the newest release come last; mostly they are fixed at 0.
    ends = np.repeat(matrix.start[owned + 1], 2)
    slacks = own + np.arange(2 * len(owned)).reshape(2, -1).T.ravel()
    linear.a_matrix_.start_ = matrix.start + np.searchsorted(owned, np.arange(rows + 1)) * 2
    linear.a_matrix_.index_ = np.insert(matrix.column, ends, slacks)
    linear.a_matrix_.value_ = np.insert(
        matrix.value.astype(np.float64), ends, np.tile([1.0, -1.0], len(owned))
    )
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    model.setOptionValue("presolve", "off")
    model.setOptionValue("simplex_strategy", PRIMAL)
    model.passModel(linear)
    return model
