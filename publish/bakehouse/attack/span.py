"""What follows by adding and subtracting sums: numbers of cells of few people alone, to the digit.

Exact, in arithmetic modulo a great prime, with one unknown for all cells that no sum tells apart.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set

import numpy as np

from publish.bakehouse.check.reader import Ints

PRIME = 2**31 - 1
Equation = Set[Hashable]
"""The cells that a published number is the sum of."""
Row = Mapping[Hashable, int]
"""A sum of cells, each with its factor."""


def told(equations: Sequence[Equation], few: Collection[Hashable], same: Sequence[Row] = ()) -> int:
    """How many independent numbers of cells of few people alone follow from the sums.

    `same` are sums (cell -> factor) that are known to be nothing, such as that two reports count
    the same visits: what these alone say of small cells tells nothing.
    """
    known = [dict.fromkeys(equation, 1) for equation in equations]
    return _within(few, [*known, *same]) - _within(few, same)


def connected(rows: Sequence[Collection[Hashable]]) -> list[list[int]]:
    """The rows, by number, in groups that share no cell with another group."""
    group = list(range(len(rows)))
    first: dict[Hashable, int] = {}
    for number, row in enumerate(rows):
        for cell in row:
            one, other = _root(group, number), _root(group, first.setdefault(cell, number))
            group[max(one, other)] = min(one, other)
    found = defaultdict[int, list[int]](list)
    for number in range(len(rows)):
        found[_root(group, number)].append(number)
    return list(found.values())


def lumped(rows: Iterable[Row]) -> dict[tuple[tuple[int, int], ...], list[Hashable]]:
    """The cells that no row tells apart, by the rows (number and factor) that hold them."""
    held = defaultdict[Hashable, list[tuple[int, int]]](list)
    for number, row in enumerate(rows):
        for cell, factor in row.items():
            held[cell].append((number, factor))
    found = defaultdict[tuple[tuple[int, int], ...], list[Hashable]](list)
    for cell, of in held.items():
        found[tuple(of)].append(cell)
    return found


def _root(group: list[int], number: int) -> int:
    while group[number] != number:
        group[number] = group[group[number]]
        number = group[number]
    return number


def _within(few: Collection[Hashable], rows: Sequence[Row]) -> int:
    """The dimension of what lies in the span of the rows and has only cells of few people."""
    return sum(_rank(every) - _rank(many) for every, many in _matrices(few, rows))


def _matrices(few: Collection[Hashable], rows: Sequence[Row]) -> Iterator[tuple[Ints, Ints]]:
    """Of each group of rows: all its unknowns, and those that are not of few people alone."""
    for part in connected(rows):
        lumps = lumped(rows[number] for number in part)
        many = [of for of, cells in lumps.items() if not all(cell in few for cell in cells)]
        yield _matrix(len(part), [*lumps]), _matrix(len(part), many)


def _matrix(rows: int, columns: Sequence[tuple[tuple[int, int], ...]]) -> Ints:
    matrix = np.zeros((rows, len(columns)), np.int64)
    for place, column in enumerate(columns):
        for row, factor in column:
            matrix[row, place] = factor % PRIME
    return matrix


def _rank(matrix: Ints) -> int:
    """How many of the rows are independent; the matrix is used up."""
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
