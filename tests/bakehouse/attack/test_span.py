"""What adding and subtracting sums tells of cells of few people, and what it does not."""

from publish.bakehouse.attack.bounds import bounded
from publish.bakehouse.attack.span import connected, told


def test_what_is_left_of_a_total_follows() -> None:
    assert told([{"a", "b"}, {"a"}], {"b"}) == 1
    assert told([{"a", "b", "c"}, {"a"}], {"b", "c"}) == 1
    assert told([{"a", "b", "c"}, {"a"}, {"c"}], {"b", "c"}) == 2


def test_what_stands_beside_enough_people_does_not() -> None:
    assert told([{"a", "b"}], {"b"}) == 0
    assert told([{"a", "b", "c"}, {"c"}], {"b"}) == 0


def test_it_takes_several_steps() -> None:
    """Of (a + b) + (c + d) - (a + c) - d, b is left."""
    assert told([{"a", "b"}, {"c", "d"}, {"a", "c"}, {"d"}], {"b", "d"}) == 2
    assert told([{"a", "b"}, {"c", "d"}, {"a", "c"}], {"b", "d"}) == 1
    assert told([{"a", "b"}, {"a", "c"}], {"b", "d"}) == 0


def test_what_is_known_to_be_the_same_tells_by_itself_nothing() -> None:
    same = [{"a": 1, "b": 1, "x": -1, "y": -1}]
    assert told([{"a"}, {"x", "y"}], {"b", "y"}) == 0
    assert told([{"a"}, {"x", "y"}], {"b", "y"}, same) == 1
    assert told([], {"a", "b"}, [{"a": 1, "b": -1}]) == 0


def test_sums_without_a_common_cell_are_solved_apart() -> None:
    assert connected([{"a", "b"}, {"c"}, {"b", "d"}, {"c", "e"}]) == [[0, 2], [1, 3]]
    assert connected([{"a"}, {"b"}, {"a", "b"}]) == [[0, 1, 2]]


def test_a_hidden_sum_is_bounded_by_what_stands_around_it() -> None:
    values = {"a": 20, "b": 3, "c": 11, "d": 4}
    few = {"b", "d"}
    assert bounded([{"a", "b"}], few, values, 11, 60) == (0, 0)
    assert bounded([{"a", "b"}, {"a"}], few, values, 11, 60) == (1, 0)
    # b + d are 7: each of them is at most that, though none follows to the digit.
    rows = [{"a", "b", "d"}, {"a"}, {"b", "c"}]
    assert told(rows, few) == 1
    assert bounded(rows, few, values, 11, 60) == (2, 0)


def test_what_is_nothing_is_no_number_of_few() -> None:
    assert bounded([{"a", "b"}, {"a"}], {"b"}, {"a": 20, "b": 0}, 11, 60) == (0, 0)


def test_it_says_what_it_did_not_come_to() -> None:
    assert bounded([{"a", "b"}, {"a"}], {"b"}, {"a": 20, "b": 3}, 11, -1) == (0, 1)
