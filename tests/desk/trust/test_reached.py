"""Laws of the flow, held against networkx's other algorithm on the whole network at once."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st
from networkx.algorithms.flow import preflow_push

from publish.desk.trust.reached import reached
from publish.desk.trust.terms import FROM_FOUNDER, NEEDED

NAMES = "abcdefghijk"
FOUNDERS = frozenset("ab")
OTHERS = NAMES[2:]
# Among eleven nobody gives more than ten.
some = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=110).map(
    lambda found: {(giver, to) for giver, to in found if giver != to}
)


def network(found: list[str], vouches: set[tuple[str, str]]) -> nx.DiGraph:
    """All that is carried, as the docs define it."""
    whole = nx.DiGraph()
    whole.add_nodes_from(["from", "to"])
    for founder in FOUNDERS:
        whole.add_edge("from", founder)
    for member in found:
        whole.add_edge(member, "to", capacity=NEEDED)
    for giver, to in vouches:
        if giver in {*FOUNDERS, *found} and to in found:
            whole.add_edge(giver, to, capacity=FROM_FOUNDER if giver in FOUNDERS else 1)
    return whole


def carried(found: list[str], vouches: set[tuple[str, str]]) -> bool:
    flow = nx.maximum_flow_value(network(found, vouches), "from", "to", flow_func=preflow_push)
    return bool(flow == NEEDED * len(found))


def has_three(member: str, vouches: set[tuple[str, str]]) -> bool:
    return sum(to == member for _giver, to in vouches) >= NEEDED


@given(some)
def test_one_flow_carries_all_of_them_and_nobody_else_beside(vouches: set[tuple[str, str]]) -> None:
    found = reached(FOUNDERS, vouches, OTHERS)
    assert carried(found, vouches)
    assert all(has_three(one, vouches) for one in found)
    left = [one for one in OTHERS if one not in found and has_three(one, vouches)]
    assert not any(carried([*found, one], vouches) for one in left)


@given(some, st.sets(st.sampled_from(OTHERS)))
def test_no_group_is_larger_than_what_enters_it(
    vouches: set[tuple[str, str]], fakes: set[str]
) -> None:
    """The cut of the proof, for every group that could be the fakes."""
    found = reached(FOUNDERS, vouches, OTHERS)
    entering = [giver for giver, to in vouches if to in fakes and giver not in fakes]
    units = sum(
        FROM_FOUNDER if giver in FOUNDERS else 1
        for giver in entering
        if giver in {*FOUNDERS, *found}
    )
    assert NEEDED * len(fakes & set(found)) <= units


@given(some, some, st.permutations(OTHERS))
def test_what_is_added_removes_nobody(
    vouches: set[tuple[str, str]], more: set[tuple[str, str]], order: list[str]
) -> None:
    before = reached(FOUNDERS, vouches, order)
    after = reached(FOUNDERS, vouches | more, [*before, *(set(order) - set(before))])
    assert after[: len(before)] == before


@given(some.flatmap(lambda found: st.tuples(st.just(found), st.permutations(sorted(found)))))
def test_the_same_is_found_in_whichever_order_vouches_are_read(
    both: tuple[set[tuple[str, str]], list[tuple[str, str]]],
) -> None:
    vouches, shuffled = both
    assert reached(FOUNDERS, shuffled, OTHERS) == reached(FOUNDERS, vouches, OTHERS)


def test_three_vouches_without_the_founders_are_nothing() -> None:
    among = [(giver, to) for giver in "cdef" for to in "cdef" if giver != to]
    assert reached(FOUNDERS, among, OTHERS) == []
    assert reached(FOUNDERS, [*among, ("a", "c")], OTHERS) == ["c"]


def test_two_vouches_of_founders_are_not_three() -> None:
    assert reached(FOUNDERS, [("a", "c"), ("b", "c")], OTHERS) == []
    assert reached(FOUNDERS, [("a", "c"), ("b", "c"), ("z", "c")], OTHERS) == ["c"]


def test_nobody_gives_more_than_ten_whatever_the_file_says() -> None:
    everybody = [f"m{number:02}" for number in range(12)]
    some = [(giver, to) for giver in ("a", "b", "z") for to in everybody]
    assert reached(FOUNDERS, some, everybody) == everybody[:10]
    assert reached(FOUNDERS, [*some, *some], everybody) == everybody[:10]


def test_who_vouches_for_themselves_says_nothing() -> None:
    assert reached(FOUNDERS, [("a", "c"), ("b", "c"), ("c", "c")], OTHERS) == []


def test_founders_are_no_further_reached() -> None:
    assert reached(FOUNDERS, [("a", "b"), ("c", "b"), ("d", "b")], NAMES) == []
