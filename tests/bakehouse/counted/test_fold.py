"""What is shown and what is folded: nothing is lost, and nothing small is told by subtraction."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bakehouse.attack.span import Equation, told
from publish.bakehouse.counted.cells import cells, counted_twice, whole
from publish.bakehouse.counted.fold import folded
from publish.bakehouse.engine import Workspace
from publish.declare.counts import Counts
from tests.counted import day
from tests.tables import bench

Cell = tuple[int, str, int, int | None]
"""The number of a day, a feature, its visitors, and its visits."""
LONG = date(2027, 1, 1)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with bench(tmp_path_factory.mktemp("counted")) as found:
        yield found


def counting(*every: str, **words: Any) -> Counts:
    given = {"behind": "visitors", "every": every, "by": ("feature",), "sum": ("visits",)}
    return Counts.model_validate(given | words)


def numbers(place: Workspace, rows: list[Cell], counts: Counts) -> dict[tuple[str, ...], int]:
    """(every, measure, feature or `_other`, first day of the period) -> the number told."""
    listed = ", ".join(
        f"('{day(n)}', '{name}', {visitors}, {'NULL' if visits is None else visits})"
        for n, name, visitors, visits in rows
    )
    texts = "VALUES " + listed
    made = place.made("rows", f"SELECT * FROM ({texts}) rows(day, feature, visitors, visits)")
    found = cells(made, counts, place)
    out = folded(found, whole(found, counts, LONG, place), counts, place)
    name = "coalesce(_feature->>'$.feature', '_other')"
    asked = f"SELECT _every, _measure, {name}, _period::VARCHAR, _value FROM {{out}}"
    return {tuple(key): value for *key, value in place.sql(place.filled(asked, out=out))}


def week(of: dict[tuple[str, ...], int], measure: str = "visitor_days") -> dict[str, int]:
    """What is told of the first week."""
    return {
        name: value
        for (every, what, name, monday), value in of.items()
        if (every, what, monday) == ("week", measure, str(day(0)))
    }


def days(*visitors: tuple[str, int], of: range = range(7)) -> list[Cell]:
    return [(n, name, people, 2 * people) for n in of for name, people in visitors]


def test_one_day_of_eleven_shows_a_week(place: Workspace) -> None:
    rows = [*days(("map", 30), ("help", 10), ("data", 20)), (2, "rare", 11, 12)]
    told = numbers(place, rows, counting("week"))
    # `help` had 70 visitor-days and never eleven people; `rare` is the smallest that could show.
    assert week(told) == {"map": 210, "data": 140, "_other": 81}
    assert week(told, "visits") == {"map": 420, "data": 280, "_other": 152}


def test_what_is_folded_is_not_told_by_the_eleven_that_are_in_it(place: Workspace) -> None:
    # Were `rare` folded alone with `once`, 12 would be the 11 of a row, and one person.
    rows = [*days(("map", 30), ("data", 20)), (2, "rare", 11, 11), (3, "once", 1, 5)]
    told = numbers(place, rows, counting("week"))
    assert week(told) == {"map": 210, "_other": 152}
    assert week(told, "visits") == {"map": 420, "_other": 296}


def test_a_week_of_so_few_that_the_eleven_tell_the_rest_is_not_told(place: Workspace) -> None:
    few = [(2, "rare", 11, 11), (3, "once", 1, 5)]
    rows = [*few, *days(("map", 11), of=range(7, 14))]
    told = numbers(place, [(0, "rare", 0, 0), *rows], counting("week"))
    assert {key[3] for key in told} == {str(day(7))}


def test_where_nothing_is_small_nothing_is_folded(place: Workspace) -> None:
    told = numbers(place, days(("map", 30), ("data", 11)), counting("week"))
    assert week(told) == {"map": 210, "data": 77}


def test_a_week_of_few_people_is_not_told(place: Workspace) -> None:
    rows = [*days(("map", 10), ("data", 9)), *days(("map", 11), of=range(7, 14))]
    told = numbers(place, rows, counting("week"))
    assert {key[3] for key in told} == {str(day(7))}


def test_what_the_tool_put_together_stays_so(place: Workspace) -> None:
    told = numbers(place, days(("_other", 50), ("map", 30), ("help", 2)), counting("week"))
    assert week(told) == {"map": 210, "_other": 364}


def test_a_measure_that_big_days_do_not_know_goes_with_the_others(place: Workspace) -> None:
    rows = [*days(("map", 30), ("data", 20)), *((n, "csv", 40, None) for n in range(6))]
    told = numbers(place, [*rows, (6, "csv", 3, 4)], counting("week"))
    assert week(told) == {"map": 210, "data": 140, "csv": 243}
    assert week(told, "visits") == {"map": 420, "_other": 284}


def test_a_feature_is_told_by_day_where_each_day_of_its_week_could_be(place: Workspace) -> None:
    rows = days(("map", 40), ("data", 20), ("help", 3))
    rows += [(n, "search", 12 if n != 3 else 4, 9) for n in range(7)]
    told = numbers(place, rows, counting("week", "day"))
    assert week(told) == {"map": 280, "data": 140, "_other": 97}
    thursday = {
        name: value
        for (every, what, name, period), value in told.items()
        if (every, what, period) == ("day", "visitor_days", str(day(3)))
    }
    assert thursday == {"map": 40, "_other": 27}


def test_months_are_made_of_weeks(place: Workspace) -> None:
    # The 31st of August is a Monday, and its week's Thursday is the 3rd of September.
    told = numbers(place, days(("map", 20), of=range(28)), counting("month"))
    assert told == {
        ("month", "visitor_days", "map", "2026-09-01"): 560,
        ("month", "visits", "map", "2026-09-01"): 1120,
    }


def test_a_month_with_a_week_of_few_people_is_not_told(place: Workspace) -> None:
    rows = [*days(("map", 20), of=range(21)), *days(("map", 10), of=range(21, 28))]
    assert numbers(place, rows, counting("month")) == {}


def test_a_week_that_is_cut_is_not_told(place: Workspace) -> None:
    rows = days(("map", 20), of=range(2, 20))
    assert {key[3] for key in numbers(place, rows, counting("week"))} == {str(day(7))}


def test_a_row_that_comes_twice_is_seen(place: Workspace) -> None:
    rows = "SELECT * FROM (VALUES ('2026-08-31', NULL), ('2026-08-31', NULL)) rows(day, feature)"
    assert counted_twice(place.made("rows", rows), counting("week"), place) == 1


def test_a_column_may_be_called_as_the_database_calls_things(place: Workspace) -> None:
    rows = "SELECT * FROM (VALUES ('2026-08-31', 'places', 12)) rows(day, \"table\", visitors)"
    counts = counting("week", by=("table",), sum=())
    found = cells(place.made("rows", rows), counts, place)
    assert place.sql(place.filled("SELECT _feature FROM {found}", found=found)) == [
        ('{"table":"places"}',)
    ]


FEW_OR_MANY = st.sampled_from([0, 1, 4, 10, 11, 12, 25])
WEEKS = st.lists(
    st.tuples(
        st.integers(0, 27), st.sampled_from("abcdef"), FEW_OR_MANY, st.none() | st.integers(0, 40)
    ),
    min_size=25,
    max_size=120,
    unique_by=lambda row: row[:2],
).map(lambda rows: [(0, "z", 1, 1), (27, "z", 1, 1), *rows])
EVERY = st.sampled_from([("week",), ("week", "day"), ("day",), ("month",)])


@pytest.mark.slow("asks DuckDB for many exports")
@settings(max_examples=60, deadline=None)
@given(rows=WEEKS, every=EVERY)
def test_nothing_is_lost_of_a_period(
    place: Workspace, rows: list[Cell], every: tuple[str, ...]
) -> None:
    told = numbers(place, rows, counting(*every))
    sums, truth = defaultdict(int), defaultdict[tuple[str, str, str], int](int)
    for (kind, measure, _, period), value in told.items():
        sums[kind, measure, period] += value
    for number, _, visitors, visits in rows:
        for kind, first in (("day", number), ("week", number - number % 7), ("month", 1)):
            period = str(day(first))
            truth[kind, "visitor_days", period] += visitors
            truth[kind, "visits", period] += visits or 0
    assert dict(sums) == {key: truth[key] for key in sums}


DENSE = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from("abcd"), st.sampled_from([3, 11, 12, 25]), st.just(7)
    ),
    min_size=6,
    max_size=12,
    unique_by=lambda row: row[:2],
).map(lambda rows: [*rows, (0, "z", 20, 20), (7, "z", 1, 1)])
"""Three days of a week, on which many features have enough people."""


@pytest.mark.slow("asks DuckDB for many exports")
@settings(max_examples=60, deadline=None)
@given(rows=DENSE)
def test_days_beside_their_week_tell_nothing_small(place: Workspace, rows: list[Cell]) -> None:
    told_now = numbers(place, rows, counting("week", "day"))
    known = {(number, name): visitors for number, name, visitors, _ in rows}
    assert told(equations(told_now, "visitor_days", known), few(known)) == 0


@pytest.mark.slow("asks DuckDB for many exports")
@settings(max_examples=60, deadline=None)
@given(rows=WEEKS, every=EVERY)
def test_nothing_small_is_told_by_subtraction(
    place: Workspace, rows: list[Cell], every: tuple[str, ...]
) -> None:
    told_now = numbers(place, rows, counting(*every))
    for measure in ("visitor_days", "visits"):
        known = {
            (number, name): visitors
            for number, name, visitors, visits in rows
            if measure == "visitor_days" or visits is not None
        }
        assert told(equations(told_now, measure, known), few(known)) == 0


@settings(max_examples=20, deadline=None)
@given(rows=WEEKS)
def test_what_shows_all_but_small_numbers_is_taken_apart(rows: list[Cell]) -> None:
    """The control: the same attack on weeks beside their totals."""
    known = {(number, name): visitors for number, name, visitors, _ in rows}
    weeks = defaultdict[tuple[int, str], set[Any]](set)
    for number, name in known:
        weeks[number // 7, name].add((number, name))
    small = {key for key, of in weeks.items() if max(known[cell] for cell in of) < 11}
    shown = [of for key, of in weeks.items() if key not in small]
    totals = [
        {cell for cell in known if cell[0] // 7 == number} for number in {n for n, _ in weeks}
    ]
    assert (told([*shown, *totals], few(known)) > 0) == bool(small)


def test_two_reports_of_the_same_hits_in_one_table_tell_a_folded_number(place: Workspace) -> None:
    """The control of what a declaration is refused for: pages, and the titles of the same pages."""
    pages = {"map": (40, 60), "help": (3, 5)}
    titles = {"Carte": (40, 60), "Aide": (3, 3), "Exemple": (2, 2)}
    rows = [(n, name, *of) for n in range(7) for name, of in (pages | titles).items()]
    told_now = numbers(place, rows, counting("week"))
    known = {(number, name): visitors for number, name, visitors, _ in rows}
    same = [{(n, name): 1 if name in pages else -1 for n, name in known} for n in range(7)]
    same = [{cell: f for cell, f in one.items() if cell[0] == n} for n, one in enumerate(same)]
    assert told(equations(told_now, "visits", known), few(known), same) == 1
    assert week(told_now, "visits") == {"map": 420, "_other": 490}
    # Both reports together are 910, so that the pages are 455, and `help` is 35 of them.
    assert (420 + 490) // 2 - 420 == 35


def few(known: dict[tuple[int, str], int]) -> set[tuple[int, str]]:
    return {cell for cell, visitors in known.items() if visitors < 11}


def equations(
    shown: dict[tuple[str, ...], int], measure: str, known: dict[tuple[int, str], int]
) -> list[Equation]:
    """Each number told as the cells that it is the sum of, as anyone may think."""
    names = defaultdict[tuple[str, str], set[str]](set)
    for every, what, name, period in shown:
        if what == measure:
            names[every, period].add(name)
    return [
        {cell for cell in known if within(cell, period, every) and matches(cell[1], name, of)}
        for (every, period), of in names.items()
        for name in of
    ]


def matches(cell: str, name: str, named: set[str]) -> bool:
    return cell not in named if name == "_other" else cell == name


def within(cell: tuple[int, str], period: str, every: str) -> bool:
    first = {"day": cell[0], "week": cell[0] - cell[0] % 7, "month": 1}[every]
    return str(day(first)) == period
