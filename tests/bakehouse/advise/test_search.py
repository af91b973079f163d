"""The search finds what trying every policy of a small lattice finds."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bakehouse.advise.choices import chosen, limits_of, unbeaten
from publish.bakehouse.advise.classes import Axis, Figures, Space, Step
from publish.bakehouse.advise.people import People, Told
from publish.bakehouse.advise.search import Found, Policy, searched
from publish.declare.policy import Privacy

pytestmark = pytest.mark.slow("hundreds of searches")

VALUES = 4
PATIENT = 3600.0


@dataclass(frozen=True)
class Row:
    who: int
    values: tuple[int, ...]
    answer: int


@st.composite
def steps(draw: st.DrawFn) -> tuple[Step, ...]:
    """A ladder over the values: any groups and losses, and at last the column left out."""
    groups = st.lists(st.integers(0, VALUES - 1), min_size=VALUES, max_size=VALUES)
    found = [
        Step(np.array(draw(groups)), np.array([draw(st.integers(0, 8)) / 8] * VALUES), False)
        for _ in range(draw(st.integers(1, 3)))
    ]
    return (*found, Step(np.zeros(VALUES, np.int64), np.ones(VALUES), True))


rules = st.builds(
    Privacy,
    k=st.just(5),
    l=st.sampled_from([{}, {"answer": 2}]),
    max_rows_per_class=st.integers(1, 3),
    dominance=st.sampled_from([0.2, 0.5, 1.0]),
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Row], list[tuple[Step, ...]]]:
    ladders = draw(st.lists(steps(), min_size=1, max_size=3))
    value = st.integers(0, VALUES - 1)
    values = st.tuples(*[value] * len(ladders))
    people = st.integers(0, draw(st.integers(6, 30)))
    rows = st.builds(Row, people, values, st.integers(0, 2))
    return draw(st.lists(rows, min_size=6, max_size=60)), ladders


def space_of(rows: Sequence[Row], ladders: Sequence[tuple[Step, ...]], rule: Privacy) -> Space:
    tuples = sorted({row.values for row in rows})
    number = np.array([tuples.index(row.values) for row in rows])
    counts = np.bincount(number)
    who = np.array([row.who for row in rows])
    ones = np.ones(len(rows), np.int64)
    pairs = None if len(set(who)) == len(who) else Told(number, who, int(who.max()) + 1, ones)
    answers = {name: Told(number, np.array([r.answer for r in rows]), 3, ones) for name in rule.l}
    axes = [
        Axis((f"c{at}",), np.array([values[at] for values in tuples]), ladder)
        for at, ladder in enumerate(ladders)
    ]
    return Space(People(counts, pairs, answers, rule), axes)


def plainly(rows: Sequence[Row], space: Space, policy: Policy) -> Figures:
    """What a policy costs, as the definitions say it, by plain counting."""
    rule, steps = space.people.rule, {}
    for axis, rung in zip(space.axes, policy, strict=True):
        steps[int(axis.columns[0][1:])] = axis.steps[rung]
    classes: dict[tuple[int, ...], list[Row]] = defaultdict(list)
    for row in rows:
        classes[tuple(int(steps[at].groups[v]) for at, v in enumerate(row.values))].append(row)
    kept, bounded, lost, people = 0, 0, 0.0, []
    for members in classes.values():
        by_person = defaultdict(int)
        for row in members:
            by_person[row.who] += 1
        each = [min(n, rule.max_rows_per_class) for n in by_person.values()]
        bounded += sum(each)
        safe = len(by_person) >= rule.k
        safe &= len({row.answer for row in members}) >= rule.l.get("answer", 0)
        if rule.max_rows_per_class > 1:
            safe &= max(each) <= rule.dominance * sum(each)
        if safe:
            kept += sum(each)
            people.append(len(by_person))
            # Whichever rows of a person stay: here rows of a class lose the same.
            values = members[0].values
            lost += sum(each) * sum(steps[at].losses[v] for at, v in enumerate(values))
    lost += len(steps) * (len(rows) - kept)
    average = sum(people) / len(people) if people else 0.0
    return Figures(lost / (len(steps) * len(rows)), 1 - kept / bounded, average)


def near(one: Figures, other: Figures) -> bool:
    return np.allclose([*vars(one).values()], [*vars(other).values()])


def search(space: Space, most: float, seconds: float = PATIENT) -> Found:
    return searched(space, limits_of(most), seconds, lambda rows: None)


def policies(space: Space) -> list[Policy]:
    every = product(*(range(len(axis.steps)) for axis in space.axes))
    shown = [[step.dropped for step in axis.steps] for axis in space.axes]
    return [p for p in every if not all(of[n] for of, n in zip(shown, p, strict=True))]


@given(tables(), rules)
@settings(max_examples=150, deadline=None)
def test_the_figures_of_each_policy_are_those_of_plain_counting(table, rule) -> None:
    space = space_of(*table, rule)
    for policy in policies(space):
        assert near(space.figures(policy), plainly(table[0], space, policy))


@given(tables(), rules, st.sampled_from([0.1, 0.5, 1.0]))
@settings(max_examples=150, deadline=None)
def test_under_each_limit_nothing_loses_less_than_what_is_found(table, rule, most) -> None:
    space = space_of(*table, rule)
    found = search(space, most)
    figures = [plainly(table[0], space, policy) for policy in policies(space)]
    assert found.finished
    for limit, best in zip(found.limits, found.best, strict=True):
        fit = [one.loss for one in figures if one.suppressed <= limit + 1e-9]
        assert best is None if not fit else best and best[0].loss == pytest.approx(min(fit))


@given(tables(), rules)
@settings(max_examples=60, deadline=None)
def test_stopped_at_once_it_promises_no_more_than_is_so(table, rule) -> None:
    space = space_of(*table, rule)
    found = search(space, 0.5, seconds=0.0)
    figures = [plainly(table[0], space, policy) for policy in policies(space)]
    fit = [one.loss for one in figures if one.suppressed <= 0.5]
    assert not found.finished
    assert found.least <= min(fit, default=1.0) + 1e-9


@given(tables(), rules)
@settings(max_examples=60, deadline=None)
def test_no_choice_beats_another_and_the_best_is_first(table, rule) -> None:
    space = space_of(*table, rule)
    found = search(space, 1.0)
    choices = chosen(found)
    assert len(choices) <= 5
    assert len(unbeaten(choices)) == len(choices)
    if choices:
        assert choices[0][0].loss == min(one[0].loss for one in found.best if one)
