"""The attack: whatever adding and subtracting published sums can tell of cells of few people."""

from collections.abc import Collection, Hashable, Sequence, Set
from typing import Any

import numpy as np

PRIME = 2**31 - 1
Equation = Set[Hashable]
"""The cells that a published number is the sum of."""


def told(
    equations: Sequence[Equation], few: Collection[Hashable], same: Sequence[dict[Any, int]] = ()
) -> int:
    """How many independent numbers of cells of few people alone follow from the sums.

    `same` are sums (cell -> factor) that are known to be nothing, such as that two reports count
    the same visits: what these alone say of small cells tells nothing.
    """
    known = [dict.fromkeys(equation, 1) for equation in equations]
    return _within(few, [*known, *same]) - _within(few, same)


def _within(few: Collection[Hashable], rows: Sequence[dict[Any, int]]) -> int:
    """The dimension of what lies in the span of the rows and has only cells of few people."""
    many = [{cell: n for cell, n in row.items() if cell not in few} for row in rows]
    return rank(rows) - rank(many)


def rank(rows: Sequence[dict[Any, int]]) -> int:
    """How many of the rows are independent, in arithmetic modulo a great prime."""
    numbers = {cell: n for n, cell in enumerate(dict.fromkeys(c for row in rows for c in row))}
    matrix = np.zeros((len(rows), len(numbers)), np.int64)
    for n, row in enumerate(rows):
        for cell, factor in row.items():
            matrix[n, numbers[cell]] = factor % PRIME
    return _rank(matrix)


def _rank(matrix: Any) -> int:
    found = 0
    for column in range(matrix.shape[1]):
        pivots = np.flatnonzero(matrix[found:, column])
        if not pivots.size:
            continue
        matrix[[found, found + pivots[0]]] = matrix[[found + pivots[0], found]]
        matrix[found] = matrix[found] * pow(int(matrix[found, column]), -1, PRIME) % PRIME
        below = found + 1 + np.flatnonzero(matrix[found + 1 :, column])
        factors = matrix[below, column][:, None]
        matrix[below] = (matrix[below] - factors * matrix[found]) % PRIME
        found += 1
        if found == len(matrix):
            break
    return found
