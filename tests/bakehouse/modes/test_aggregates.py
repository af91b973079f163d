"""Counts of people: right, none small, and none computable from those that are shown."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.aggregates import aggregates
from publish.bakehouse.modes.protected import Protected
from tests.bakehouse.protect import people as some
from tests.tables import bench, rows_of

Row = dict[str, Any]
Cell = tuple[Any, ...]
Counts = dict[Cell, int]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with bench(tmp_path_factory.mktemp("aggregates")) as found:
        yield found


def answers(**people: int) -> list[Row]:
    """`north_young=3`: three people with those values, each of one answer."""
    return [
        dict(zip(("place", "age", "who"), (*name.split("_"), f"{name}{n}"), strict=True))
        for name, number in people.items()
        for n in range(number)
    ]


def counted(
    place: Workspace, rows: list[Row], by: Mapping[str, list[str]], k: int = 5, **words: Any
) -> Protected:
    names = [name for name in rows[0] if name != "who"]
    declared = {name: {"title": {"fr": name}, "by": tuple(columns)} for name, columns in by.items()}
    cells = some.rows(place, names, [[row["who"], *(row[name] for name in names)] for row in rows])
    roles = dict.fromkeys(names, "quasi_identifier")
    return aggregates(
        some.recoded(place, cells, roles, aggregates=declared, privacy={"k": k, **words})
    )


def numbers(left: Protected) -> dict[str, Counts]:
    """The published counts of each table by their cell."""
    return {
        table.name.removeprefix("answers_"): {
            tuple(row[name] for name in table.declared.published if name != "people"): row["people"]
            for row in rows_of(table.rows)
        }
        for table in left.tables
    }


def test_people_are_counted_not_rows(place: Workspace) -> None:
    rows = answers(north_young=6, south_young=7) * 3
    found = numbers(counted(place, rows, {"by_place": ["place"]}))
    assert found == {"by_place": {("north",): 6, ("south",): 7}}


def test_no_value_is_a_value(place: Workspace) -> None:
    rows = [*answers(north_young=6), *({"place": None, "age": "old", "who": n} for n in "abcde")]
    found = numbers(counted(place, rows, {"by_place": ["place"]}))
    assert found["by_place"] == {("north",): 6, (None,): 5}


def test_a_small_count_takes_the_next_smallest_with_it(place: Workspace) -> None:
    rows = answers(north_young=4, south_young=9, west_young=20, east_young=30)
    found = numbers(counted(place, rows, {"by_place": ["place"]}))
    assert found["by_place"] == {("west",): 20, ("east",): 30}


def test_two_small_counts_that_are_many_together_stand_alone(place: Workspace) -> None:
    rows = answers(north_young=3, south_young=2, west_young=20)
    found = numbers(counted(place, rows, {"by_place": ["place"]}))
    assert found["by_place"] == {("west",): 20}


@pytest.mark.slow("settles a series: dozens of queries each time")
def test_a_published_margin_hides_a_second_cell(place: Workspace) -> None:
    rows = answers(north_young=2, north_old=9, north_mid=12, south_young=8, south_old=7)
    by = {"by_place": ["place"], "both": ["place", "age"]}
    assert numbers(counted(place, rows, by)) == {
        "by_place": {("north",): 23, ("south",): 15},
        "both": {("north", "mid"): 12, ("south", "young"): 8, ("south", "old"): 7},
    }


@pytest.mark.slow("settles a series: dozens of queries each time")
def test_under_a_hidden_margin_enough_is_hidden_for_the_margin_to_stay_so(
    place: Workspace,
) -> None:
    """North is 4, and known if south is; of south, the 7 old may be told, not the 6 young too."""
    rows = answers(north_young=4, south_young=6, south_old=7, west_young=20, west_old=20)
    by = {"by_place": ["place"], "both": ["place", "age"]}
    found = numbers(counted(place, rows, by))
    assert found == {
        "by_place": {("west",): 40},
        "both": {("south", "old"): 7, ("west", "young"): 20, ("west", "old"): 20},
    }
    everybody = [{"a": row["place"], "b": row["age"], "who": row["who"]} for row in rows]
    sets = {"by_place": ["a"], "both": ["a", "b"]}
    assert solved(everybody, sets, found) == set()


def test_what_two_tables_share_is_a_margin_though_nobody_declared_it(place: Workspace) -> None:
    rows = answers(north_young=3, north_old=17, south_young=10, south_old=10)
    for number, row in enumerate(rows):
        row["home"] = ("flat", "house")[number % 2]
    by = {"ages": ["place", "age"], "homes": ["place", "home"]}
    found = numbers(counted(place, rows, by))
    assert len(found["homes"]) == 4
    assert found["ages"] == {("south", "young"): 10, ("south", "old"): 10}


def test_a_table_of_small_counts_alone_is_refused(place: Workspace) -> None:
    left = counted(place, answers(north_young=3, south_young=4), {"by_place": ["place"]})
    assert left.tables == ()
    assert [str(problem) for problem in left.problems] == [
        "blocker empty-aggregate: answers.aggregates.by_place: no combination has 5 people or "
        "more, so nothing is left to publish; count over fewer or coarser columns"
    ]


def test_much_that_is_too_small_to_show_is_a_warning(place: Workspace) -> None:
    left = counted(place, answers(a_x=3, b_x=3, c_x=3, d_x=30), {"by_place": ["place"]})
    assert [str(problem) for problem in left.problems] == [
        "warning fine-aggregate: answers.aggregates.by_place: more than 10% of the people counted "
        "are in numbers too small to show; count over fewer or coarser columns"
    ]
    assert left.figures == {
        "mode": "aggregates",
        "k": 5,
        "aggregates": {"by_place": {"cells": 1}},
    }
    assert left.internal["hidden"] == {"by_place": {"cells": 3, "people_share": 0.231}}


def test_people_that_nobody_names_cannot_be_counted(place: Workspace) -> None:
    found = some.rows(place, ["place"], [])
    left = aggregates(some.recoded(place, found, {"place": "open"}, contributor=None))
    assert [problem.code for problem in left.problems] == ["no-contributor"]


def test_the_table_of_counts_says_what_it_is(place: Workspace) -> None:
    [table] = counted(place, answers(north_young=9), {"by_place": ["place", "age"]}).tables
    assert table.name == "answers_by_place"
    assert list(table.declared.columns) == ["place", "age", "people"]
    assert (table.declared.primary_key, table.declared.browse.facets) == ((), ("place", "age"))
    assert (table.declared.about, table.declared.title.fr) == ("people", "by_place")
    people = table.declared.columns["people"]
    assert (people.type, people.constraints.minimum) == ("integer", 5)


PERSONS = st.lists(
    st.tuples(*[st.sampled_from(["a", "b", "c", None])] * 3), min_size=1, max_size=60
)
FAMILIES = st.sampled_from(
    [
        {"x": ["a"], "xy": ["a", "b"]},
        {"x": ["a"], "xy": ["a", "b"], "xyz": ["a", "b", "c"]},
        {"x": ["a"], "y": ["b"], "xy": ["a", "b"]},
        {"xy": ["a", "b"], "xz": ["a", "c"]},
        {"xy": ["a", "b"], "yz": ["b", "c"], "xz": ["a", "c"]},
    ]
)


@pytest.mark.slow("solves equations for each table of counts")
@settings(max_examples=25)
@given(people=PERSONS, by=FAMILIES, k=st.sampled_from([5, 7]))
def test_an_attacker_solves_no_hidden_count(
    place: Workspace, people: list[Cell], by: dict[str, list[str]], k: int
) -> None:
    rows = [dict(zip("abc", one, strict=True)) | {"who": str(n)} for n, one in enumerate(people)]
    shown = numbers(counted(place, rows, by, k))
    true = {name: tally(rows, columns) for name, columns in by.items()}
    for name, cells in shown.items():
        assert cells.items() <= true[name].items()
        assert min(cells.values()) >= k
    assert not shown or solved(rows, by, shown) == set()


def tally(rows: list[Row], columns: list[str]) -> Counts:
    people: defaultdict[Cell, set[str]] = defaultdict(set)
    for row in rows:
        people[tuple(row[name] for name in columns)].add(row["who"])
    return {cell: len(who) for cell, who in people.items()}


def solved(
    rows: list[Row], by: Mapping[str, list[str]], shown: Mapping[str, Counts]
) -> set[tuple[str, Cell]]:
    """The hidden cells that follow from the shown ones, every sum and the total of people.

    The attacker even knows which combinations exist; solves all equations exactly.
    """
    names = "".join(name for name in rows[0] if name != "who")
    whole = [tuple(row[name] for name in names) for row in rows]
    bases = list(Counter(whole))
    known = [([Fraction(1)] * len(bases), "total")]
    wanted = []
    for name, columns in by.items():
        positions = [names.index(column) for column in columns]
        for cell in tally(rows, columns):
            row = [Fraction(tuple(b[p] for p in positions) == cell) for b in bases]
            if cell in shown.get(name, {}):
                known.append((row, name))
            else:
                wanted.append((name, cell, row))
    reduced = echelon([row for row, _ in known])
    return {(name, cell) for name, cell, row in wanted if not any(remainder(row, reduced))}


def echelon(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """A basis of what the rows span, each with its own first column (Gauss)."""
    basis: list[list[Fraction]] = []
    for row in rows:
        left = remainder(row, basis)
        if any(left):
            first = next(value for value in left if value)
            basis.append([value / first for value in left])
    return basis


def remainder(row: list[Fraction], basis: list[list[Fraction]]) -> list[Fraction]:
    """What is left of a row once the basis is subtracted."""
    for one in basis:
        at = next(i for i, value in enumerate(one) if value)
        if row[at]:
            row = [a - row[at] * b for a, b in zip(row, one, strict=True)]
    return row
