"""Tables of one service side by side: nothing is lost, and nothing of few people follows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bakehouse.attack.span import Row, told
from publish.bakehouse.counted.cells import FIRST_MONDAY, cells, whole
from publish.bakehouse.counted.fold import folded
from publish.bakehouse.engine import Workspace
from publish.declare.counts import OTHER, Counts
from tests.counted import day
from tests.tables import bench

LATER = date(2027, 1, 1)
K = 11
MEASURES = ("visitor_days", "visits", "actions")
PERIODS: Sequence[tuple[str, ...]] = (("week",), ("day",), ("week", "day"), ("month",))


class Hits(NamedTuple):
    """A row of a report: its day, tool and thing, and its numbers; what is unknown is None."""

    day: int
    tool: str
    thing: str
    visitors: int
    visits: int | None
    actions: int


class Told(NamedTuple):
    """A published number: its kind and first day of period, tool, measure, thing or `_other`."""

    every: str
    first: str
    tool: str
    measure: str
    thing: str


Cell = tuple[str, int, str]
"""A report, a day, a thing."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with bench(tmp_path_factory.mktemp("beside")) as found:
        yield found


def published(place: Workspace, rows: Sequence[Hits], counts: Counts) -> dict[Told, int]:
    values = ", ".join(
        f"('{day(one.day)}', '{one.tool}', '{one.thing}', {one.visitors}, "
        f"{'NULL' if one.visits is None else one.visits}, {one.actions})"
        for one in rows
    )
    named = "rows(day, tool, thing, visitors, visits, actions)"
    made = place.made("rows", f"SELECT * FROM (VALUES {values}) {named}")
    found = cells(made, counts, place)
    out = folded(found, whole(found, counts, LATER, place), counts, place)
    first = f"CASE _every WHEN 'month' THEN {FIRST_MONDAY.format('_period')} ELSE _period END"
    asked = f"""SELECT _every, ({first})::VARCHAR, _within->>'$.tool', _measure,
        coalesce(_feature->>'$.thing', _within->>'$.thing', '{OTHER}'), _value FROM {{out}}"""
    return {Told(*key): number for *key, number in place.sql(place.filled(asked, out=out))}


def counting(every: Sequence[str], *, apart: bool = False) -> Counts:
    """By thing, or each thing by itself."""
    by, within = ((), ("tool", "thing")) if apart else (("thing",), ("tool",))
    tree = {"behind": "visitors", "every": tuple(every), "by": by, "within": within}
    return Counts.model_validate(tree | {"sum": ("visits", "actions")})


PEOPLE = st.sampled_from([0, 1, 4, 10, 11, 12, 25])
NUMBER = st.integers(0, 40)
HITS = st.lists(
    st.builds(Hits, st.integers(0, 20), st.sampled_from(["fournil", "matomo"]),
              st.sampled_from("abcde"), PEOPLE, st.none() | NUMBER, NUMBER),
    min_size=30, max_size=120, unique_by=lambda one: one[:3],
).map(lambda rows: [*rows, *(Hits(n, tool, "z", 1, 1, 1) for n in (0, 20)
                             for tool in ("fournil", "matomo"))])  # fmt: skip


@pytest.mark.slow("asks DuckDB for many exports")
@settings(max_examples=60, deadline=None)
@given(rows=HITS, every=st.sampled_from(PERIODS[:3]))
def test_what_is_shown_and_what_is_folded_is_what_was_counted(
    place: Workspace, rows: list[Hits], every: tuple[str, ...]
) -> None:
    sums, counted = defaultdict[Any, int](int), defaultdict[Any, int](int)
    for of, number in published(place, rows, counting(every)).items():
        monday = str(day((date.fromisoformat(of.first) - day(0)).days // 7 * 7))
        sums[of.every, monday, of.tool, of.measure] += number
    solid, people = set[Any](), defaultdict[Any, int](int)
    for one in rows:
        numbers = zip(MEASURES, (one.visitors, one.visits, one.actions), strict=True)
        for measure, number in numbers:
            week = (str(day(one.day // 7 * 7)), one.tool, measure)
            counted[week] += number or 0
            people[week] += one.visitors if number is not None else 0
            if number is not None and one.visitors >= K:
                solid.add(week)
    assert {key[1:]: number for key, number in sums.items() if key[0] == "day"}.items() <= (
        counted.items()
    )
    if "week" in every:
        weeks = {key[1:]: number for key, number in sums.items() if key[0] == "week"}
        assert weeks.items() <= counted.items()
        assert {week for week in solid if people[week] >= 2 * K} <= weeks.keys() <= solid


FEATURES = {"map": 4, "place": 3, "help": 2, "sql": 1}
COUNTRIES = ("FR", "BE", "NA")
REPORTS = ("features", "countries")
DAYS = st.lists(
    st.lists(st.tuples(st.integers(0, 26), st.integers(0, 9)), min_size=4, max_size=4),
    min_size=21, max_size=28,
)  # fmt: skip


def side_by_side(days: list[list[tuple[int, int]]]) -> dict[str, list[Hits]]:
    """What each feature was used for on each day, and the same actions by country."""
    found: dict[str, list[Hits]] = {name: [] for name in REPORTS}
    for number, of in enumerate(days):
        rows = [
            Hits(number, "matomo", name, people, None, people + more)
            for name, (people, more) in zip(FEATURES, of, strict=True)
            if people
        ]
        found["features"] += rows
        found["countries"] += _by_country(number, rows)
    return found


def _by_country(number: int, rows: list[Hits]) -> Iterator[Hits]:
    """As many people come from one country as use one feature: days are of few in both or none."""
    total, most = sum(one.actions for one in rows), max((one.visitors for one in rows), default=0)
    for name, share in zip(COUNTRIES, (total - total // 4 - total // 9, total // 4, total // 9),
                           strict=True):  # fmt: skip
        if share:
            yield Hits(number, "matomo", name, most if name == "FR" else most // 4, None, share)


def equations(
    report: str, rows: Sequence[Hits], shown: dict[Told, int]
) -> Iterator[frozenset[Cell]]:
    """Each number of actions as the cells that it is the sum of."""
    names = defaultdict[tuple[str, str], set[str]](set)
    for one in shown:
        if one.measure == "actions":
            names[one.every, one.first].add(one.thing)
    for (every, first), things in names.items():
        inside = [one for one in rows if _within(day(one.day), every, date.fromisoformat(first))]
        for thing in things:
            yield frozenset(
                (report, one.day, one.thing)
                for one in inside
                if (one.thing not in things if thing == OTHER else one.thing == thing)
            )


def _within(of: date, every: str, first: date) -> bool:
    if every == "day":
        return of == first
    weeks = 1 if every == "week" else 4
    return 0 <= (of - first).days < 7 * weeks


def few(reports: dict[str, list[Hits]]) -> set[Cell]:
    return {(name, one.day, one.thing) for name, rows in reports.items() for one in rows
            if one.visitors < K}  # fmt: skip


def alike(reports: dict[str, list[Hits]]) -> list[Row]:
    """On each day both reports count the same actions."""
    found = defaultdict[int, dict[Any, int]](dict)
    for name, sign in zip(REPORTS, (1, -1), strict=True):
        for one in reports[name]:
            found[one.day][name, one.day, one.thing] = sign
    return list(found.values())


def attacked(place: Workspace, reports: dict[str, list[Hits]], *every: Sequence[str]) -> int:
    """How many numbers of few people follow from both tables together."""
    known = [
        equation
        for (name, rows), of in zip(reports.items(), every, strict=True)
        if rows
        for equation in equations(name, rows, published(place, rows, counting(of)))
    ]
    return told(known, few(reports), alike(reports))


@pytest.mark.slow("asks DuckDB for many exports")
@settings(max_examples=80, deadline=None)
@given(days=DAYS, every=st.tuples(st.sampled_from(PERIODS), st.sampled_from(PERIODS)))
def test_no_number_of_few_people_follows_from_tables_side_by_side(
    place: Workspace, days: list[list[tuple[int, int]]], every: tuple[Any, Any]
) -> None:
    assert attacked(place, side_by_side(days), *every) == 0


BUSY = [[(25, 0), (12, 3), (3, 1), (1, 0)] for _ in range(28)]
"""Few use `help` and `sql` on each day, and `place` is folded with them."""


def test_one_report_in_two_tables_is_taken_apart(place: Workspace) -> None:
    """A control: what a declaration is refused for."""
    reports = side_by_side(BUSY)
    rows = reports["features"]
    twice = [
        equation
        for counts in (counting(("week",)), counting(("week",), apart=True))
        for equation in equations("features", rows, published(place, rows, counts))
    ]
    assert told(twice, few(reports)) == 4


def test_totals_of_days_beside_what_is_shown_of_weeks_are_taken_apart(place: Workspace) -> None:
    """A control: on a day of few people in all, its total is a number of few."""
    quiet = [[(12 if n % 7 else 3, 0), (2, 0), (0, 0), (0, 0)] for n in range(28)]
    reports = side_by_side(quiet)
    rows = reports["features"]
    shown = [*equations("features", rows, published(place, rows, counting(("week",))))]
    assert attacked(place, reports, ("week",), ("week", "day")) == 0
    days = [
        frozenset(("features", one.day, one.thing) for one in rows if one.day == n)
        for n in range(28)
    ]
    assert told([*shown, *days], few(reports)) == 4
