"""What is known to be the same before and after other tables are counted."""

import numpy as np

from publish.bakehouse.series.eras import common, equations, eras, joined, recoded
from publish.bakehouse.series.union import Spells


def test_each_era_is_held_beside_all_before_it() -> None:
    kinds = np.array([[True] * 5, [True, True, False, True, True]])
    assert eras(kinds) == [(1, 2), (1, 3), (2, 3)]


def test_a_table_more_divides_combinations_whose_number_is_the_same() -> None:
    """Seven in cell 0; then cells 1 and 2 are counted too, and say 3 and 4."""
    spells = Spells(
        *map(np.array, ([0, 1, 1], [0, 1, 1], [7, 3, 4], [0, 1, 1, 2, 2], [0, 0, 1, 0, 2]))
    )
    counted = np.array([[True, True], [False, True], [False, True]])
    row, spell, sign = equations(spells, common(spells, counted, 0, 1))
    assert [*zip(row.tolist(), spell.tolist(), sign.tolist(), strict=True)] == [
        (0, 1, 1),
        (0, 2, 1),
        (0, 0, -1),
    ]


def test_what_is_not_equal_is_not_said_to_be() -> None:
    spells = Spells(*map(np.array, ([0, 1], [0, 1], [7, 8], [0, 1], [0, 0])))
    row, _, _ = equations(spells, common(spells, np.ones((1, 2), np.bool_), 0, 1))
    assert len(row) == 0


def test_a_recoding_is_read_from_where_most_people_went() -> None:
    """1 and 2 became 5; one person of 2 changed to 6, as did all of 3."""
    became = list(recoded([(1, 5, 10), (2, 5, 9), (2, 6, 1), (3, 6, 8)]))
    assert became == [([1, 2], [5]), ([3], [6]), ([1], [5]), ([3], [6])]


def test_equations_stand_one_after_the_other() -> None:
    one = (np.array([0, 0]), np.array([4, 5]), np.array([1, -1]))
    row, spell, _ = joined([one, one])
    assert (row.tolist(), spell.tolist()) == ([0, 0, 1, 1], [4, 5, 4, 5])
