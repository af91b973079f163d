"""Laws of classes, whatever the rows: against a plain count in Python."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import CLASS, bounded, suppress, with_class
from publish.declare.policy import Privacy
from tests.bakehouse.protect.people import rows
from tests.tables import bench, rows_of

pytestmark = pytest.mark.slow("hundreds of searches in a database")

NAMES = ["place", "age", "answer"]
QUASI = NAMES[:2]
Row = tuple[str | None, ...]

values = st.sampled_from([None, "", "null", "a", "b"])
people = st.sampled_from([f"p{number}" for number in range(8)])
tables = st.lists(st.tuples(people, values, values, values), max_size=80)
rules = st.builds(
    Privacy,
    k=st.integers(5, 6),
    l=st.sampled_from([{}, {"answer": 2}]),
    max_rows_per_class=st.integers(1, 3),
    dominance=st.sampled_from([0.2, 0.5, 1.0]),
)
some = settings(max_examples=40)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with bench(tmp_path_factory.mktemp("laws")) as opened:
        yield opened


def classes(found: list[Row]) -> dict[Row, list[Row]]:
    grouped: dict[Row, list[Row]] = defaultdict(list)
    for row in found:
        grouped[row[1:3]].append(row)
    return grouped


def bound(place: Workspace, found: list[Row], most: int) -> list[Row]:
    classed = with_class(rows(place, NAMES, found), QUASI)
    return as_tuples(bounded(classed, most, place))


def kept(place: Workspace, found: list[Row], rule: Privacy) -> list[Row]:
    return as_tuples(suppress(with_class(rows(place, NAMES, found), QUASI), rule, place).rows)


def as_tuples(table: Any) -> list[Row]:
    return in_order([tuple(row.values()) for row in rows_of(table.drop(CLASS))])


def in_order(found: list[Row]) -> list[Row]:
    return sorted(found, key=lambda row: tuple((value is None, value or "") for value in row))


def is_safe(members: list[Row], rule: Privacy) -> bool:
    """The rule as its definition says it, by plain counting."""
    persons = [row[0] for row in members]
    answers = {row[3] for row in members} - {None}
    most = max(persons.count(person) for person in set(persons))
    dominated = rule.max_rows_per_class > 1 and most > rule.dominance * len(members)
    diverse = len(answers) >= rule.l.get("answer", 0)
    return len(set(persons)) >= rule.k and diverse and not dominated


@some
@given(tables, rules)
def test_exactly_the_safe_classes_leave_and_whole(
    place: Workspace, found: list[Row], rule: Privacy
) -> None:
    expected = [row for of in classes(found).values() if is_safe(of, rule) for row in of]
    assert kept(place, found, rule) == in_order(expected)


@some
@given(tables, rules)
def test_no_class_leaves_with_fewer_than_k_people(
    place: Workspace, found: list[Row], rule: Privacy
) -> None:
    after = kept(place, bound(place, found, rule.max_rows_per_class), rule)
    assert all(len({row[0] for row in of}) >= rule.k for of in classes(after).values())


@some
@given(tables, rules)
def test_suppressing_twice_is_suppressing_once(
    place: Workspace, found: list[Row], rule: Privacy
) -> None:
    once = kept(place, found, rule)
    assert kept(place, once, rule) == once


@some
@given(tables, st.integers(1, 3))
def test_the_bound_drops_rows_and_never_a_person(
    place: Workspace, found: list[Row], most: int
) -> None:
    after = bound(place, found, most)
    for of, members in classes(found).items():
        for person in {row[0] for row in members}:
            had = in_order([row for row in members if row[0] == person])
            assert [row for row in after if row[0] == person and row[1:3] == of] == had[:most]
    assert bound(place, after, most) == after


@some
@given(st.data(), tables, rules)
def test_the_order_of_rows_changes_nothing(
    place: Workspace, data: st.DataObject, found: list[Row], rule: Privacy
) -> None:
    shuffled = data.draw(st.permutations(found))
    most = rule.max_rows_per_class
    once, again = bound(place, found, most), bound(place, shuffled, most)
    assert once == again
    assert kept(place, once, rule) == kept(place, again, rule)
