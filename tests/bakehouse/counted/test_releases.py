"""The attack on all releases of a service's use: no number of fewer than eleven people follows."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest

from publish.bakehouse.attack.span import Equation, told
from publish.declare.site import SiteFolder
from tests.bakehouse.counted.service import TABLES, Days, corrected, countries, deliver, features
from tests.counted import counted_site, day
from tests.sites import publish_one

pytestmark = pytest.mark.slow("publishes ten weeks")

WEEKS = 15
Cell = tuple[str, int, str]
Numbers = dict[tuple[str, str, str], set[int]]
"""(table, first day of the period, name) -> the actions that releases told of it."""
KINDS = {
    "features_week": ("features", "monday", "feature"),
    "features_day": ("features", "day", "feature"),
    "countries_month": ("countries", "first_day", "country"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """Releases of ten weeks; each export counts the past a little otherwise."""
    made = counted_site(tmp_path_factory.mktemp("weeks") / "site", TABLES)
    declaration = made.data / "visits" / "dataset.yaml"
    text = declaration.read_text(encoding="utf-8")
    declaration.write_text(f"retention: {{last: 20}}\n{text}", encoding="utf-8")
    for week in range(4, WEEKS):
        deliver(made, corrected(features(7 * week + 1), week))
        publish_one(made, as_of=day(7 * week + 1))
    return made


@pytest.fixture(scope="module")
def numbers(site: SiteFolder) -> Numbers:
    """All that anyone could download."""
    found = Numbers()
    for database in sorted((site.releases / "visits").glob("[0-9]*/visits.db")):
        with closing(sqlite3.connect(database)) as released:
            for table, (_, first, name) in KINDS.items():
                for period, what, actions in released.execute(
                    f"SELECT {first}, {name}, actions FROM {table}"
                ):
                    found.setdefault((table, period, what), set()).add(actions)
    return found


def test_each_week_is_a_release(site: SiteFolder) -> None:
    # In the quiet week nothing was published.
    assert len(list((site.releases / "visits").glob("[0-9]*/visits.db"))) == 10


def test_no_number_that_was_published_changes(numbers: Numbers) -> None:
    assert [key for key, values in numbers.items() if len(values) > 1] == []


def test_no_number_of_few_people_follows(numbers: Numbers) -> None:
    truth = features(7 * WEEKS)
    assert told([*published(numbers, truth)], few(truth), alike(truth)) == 0
    assert {table: len({key[1] for key in numbers if key[0] == table}) for table in KINDS} == {
        "features_week": 13, "features_day": 91, "countries_month": 2,
    }  # fmt: skip


def test_the_quiet_week_is_in_no_table(numbers: Numbers) -> None:
    quiet = {str(day(number)) for number in range(35, 42)}
    assert not [key for key in numbers if key[0] != "countries_month" and key[1] in quiet]


@pytest.mark.parametrize(
    "unprotected",
    [
        pytest.param(lambda truth: [*_weeks(truth), *_totals(truth)], id="totals"),
        pytest.param(lambda truth: [*_weeks(truth), *_days(truth)], id="days of weeks"),
        pytest.param(lambda truth: [*_all_weeks(truth), *_months(truth)], id="calendar months"),
    ],
)
def test_the_same_attack_takes_an_unprotected_copy_apart(
    unprotected: Callable[[Days], list[Equation]],
) -> None:
    truth = features(7 * WEEKS)
    assert told(unprotected(truth), few(truth), alike(truth)) > 0


def test_what_is_counted_anew_would_be_seen_to_change() -> None:
    before, after = (corrected(features(29), week) for week in (4, 5))
    assert sum(before[cell] != after[cell] for cell in before) > 20


def cells(truth: Days) -> dict[Cell, int]:
    """The people behind each row of the two reports that count the same actions."""
    found = {("features", *cell): one.visitors for cell, one in truth.items()}
    return found | {("countries", *cell): one.visitors for cell, one in countries(truth).items()}


def few(truth: Days) -> set[Cell]:
    return {cell for cell, visitors in cells(truth).items() if visitors < 11}


def alike(truth: Days) -> list[dict[Any, int]]:
    """On each day, both reports count the same actions."""
    days = defaultdict[int, dict[Any, int]](dict)
    for cell in cells(truth):
        days[cell[1]][cell] = 1 if cell[0] == "features" else -1
    return list(days.values())


def published(numbers: Numbers, truth: Days) -> Iterator[Equation]:
    """Each number as the cells of which it is the sum."""
    named = defaultdict[tuple[str, str], set[str]](set)
    for table, period, name in numbers:
        named[table, period].add(name)
    known = cells(truth)
    for (table, period), names in named.items():
        inside = [c for c in known if c[0] == KINDS[table][0] and _within(c[1], period, table)]
        for name in names:
            yield {c for c in inside if (c[2] not in names if name == "_other" else c[2] == name)}


def _within(number: int, period: str, table: str) -> bool:
    first = date.fromisoformat(period)
    if table == "features_day":
        return day(number) == first
    last = first + timedelta(days=6)
    while table == "countries_month" and _month(last + timedelta(days=7)) == _month(first):
        last += timedelta(days=7)
    return first <= day(number) <= last


def _month(of: date) -> tuple[int, int]:
    thursday = of - timedelta(days=of.weekday() - 3)
    return thursday.year, thursday.month


def _weeks(truth: Days) -> list[Equation]:
    """Every week of a feature that had eleven people on a day."""
    weeks = defaultdict[tuple[int, str], set[Cell]](set)
    for number, name in truth:
        weeks[number // 7, name].add(("features", number, name))
    known = cells(truth)
    return [of for of in weeks.values() if max(known[cell] for cell in of) > 10]


def _totals(truth: Days) -> list[Equation]:
    """The week of all features."""
    return [
        {("features", number, name) for number, name in truth if number // 7 == week}
        for week in range(WEEKS)
    ]


def _days(truth: Days) -> list[Equation]:
    """Every day of a feature that had eleven people."""
    return [{("features", *cell)} for cell, one in truth.items() if one.visitors > 10]


def _all_weeks(truth: Days) -> list[Equation]:
    """Weeks in total, where a day of one had eleven people."""
    known = cells(truth)
    return [of for of in _totals(truth) if max(known[cell] for cell in of) > 10]


def _months(truth: Days) -> list[Equation]:
    """Calendar months of all countries."""
    months = {(day(number).year, day(number).month) for number, _ in truth}
    return [
        {("countries", *c) for c in countries(truth) if (day(c[0]).year, day(c[0]).month) == month}
        for month in sorted(months)
    ]
