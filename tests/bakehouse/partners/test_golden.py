"""Which rows are one thing: laws that hold whatever is probable and whatever people said."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from publish.bakehouse.partners.golden import clusters

ROWS = st.sampled_from("abcdefgh")
PAIRS = st.lists(st.tuples(ROWS, ROWS).filter(lambda pair: pair[0] != pair[1]), max_size=12)


@given(pairs=PAIRS, same=PAIRS, different=PAIRS)
def test_rows_that_are_not_the_same_never_end_in_one(
    pairs: list[tuple[str, str]], same: list[tuple[str, str]], different: list[tuple[str, str]]
) -> None:
    found = clusters(pairs, same, different)
    for left, right in different:
        assert left not in found or found[left] != found.get(right)


@given(pairs=PAIRS, same=PAIRS)
def test_without_such_a_word_all_that_is_linked_is_one(
    pairs: list[tuple[str, str]], same: list[tuple[str, str]]
) -> None:
    found = clusters(pairs, same, ())
    assert all(found[left] == found[right] for left, right in (*pairs, *same))
    for one, other in combinations(found, 2):
        assert (found[one] == found[other]) == (other in _reached(one, [*pairs, *same]))


@given(pairs=PAIRS, same=PAIRS, different=PAIRS)
def test_a_cluster_is_called_by_its_least_row(
    pairs: list[tuple[str, str]], same: list[tuple[str, str]], different: list[tuple[str, str]]
) -> None:
    found = clusters(pairs, same, different)
    for name in set(found.values()):
        members = [member for member, of in found.items() if of == name]
        assert name == min(members)
        assert len(members) > 1


def test_what_people_said_counts_before_what_is_probable() -> None:
    assert clusters([("a", "b")], [("b", "c")], [("a", "c")]) == {"b": "b", "c": "b"}


def _reached(row: str, pairs: list[tuple[str, str]]) -> set[str]:
    reached = {row}
    while more := {end for pair in pairs if reached & {*pair} for end in pair} - reached:
        reached |= more
    return reached
