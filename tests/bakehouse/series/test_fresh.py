"""Counts under differential privacy: people are bounded, noise is fresh, and a budget is kept."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.aggregates import aggregates
from publish.bakehouse.modes.protected import Protected
from publish.bakehouse.protect.laplace import LaplaceNoise
from publish.bakehouse.protect.recoded import Beside
from publish.bakehouse.series.budget import overspent
from publish.declare.policy import Privacy
from publish.release.release import read_report
from publish.release.report import facts, sentences
from tests.bakehouse.modes.test_aggregates import Row, answers, counted, numbers
from tests.bakehouse.protect import people as some
from tests.bakehouse.series.test_batches import released, survey, tell
from tests.bakehouse.test_forget import forget
from tests.sites import publish_one
from tests.tables import bench

BY = {"by_place": ["place"], "both": ["place", "age"]}
SPENDING = {"epsilon_per_release": 1.0, "budget": {"epsilon": 12.0}}
NOISE = LaplaceNoise(11, 1.0, 1e-6, 2, 3.0)
DP = ", noise: {dp: {epsilon_per_release: 1, budget: {epsilon: 2}}}"
MANY = {"north_yes": 200, "north_no": 150, "south_yes": 100, "south_no": 120}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with bench(tmp_path_factory.mktemp("fresh")) as found:
        yield found


def fresh(place: Workspace, rows: list[Row], **words: Any) -> Protected:
    return counted(place, rows, BY, 11, noise={"dp": SPENDING | words})


def test_numbers_are_near_the_truth_and_drawn_anew(place: Workspace) -> None:
    rows = answers(**{f"t{n}_young": 500 for n in range(12)})
    one, other = (numbers(fresh(place, rows)) for _ in range(2))
    truth = {(f"t{n}",): 500 for n in range(12)}
    assert one["by_place"].keys() == truth.keys()
    assert one != other
    # A scale of 2: one of 24 numbers is further once in e to the 50th.
    assert all(abs(number - 500) < 110 for table in one.values() for number in table.values())


def test_small_numbers_are_left_out(place: Workspace) -> None:
    left = fresh(place, answers(north_young=400, south_young=8))
    assert set(numbers(left)["by_place"]) == {("north",)}
    assert left.figures["noise"] == {
        "method": "dp",
        "deviation": 2.8,
        "epsilon": 1.0,
        "delta": 1e-6,
        "yearly_epsilon": 12.0,
        "cells": 2,
        "threshold": 31,
    }


def test_somebody_with_many_rows_counts_in_few_numbers(place: Workspace) -> None:
    """Each of 400 people lives in all of 8 towns: without a bound, each town would have 400."""
    rows = [
        {"place": f"t{town}", "age": "young", "who": f"p{n}"}
        for n in range(400)
        for town in range(8)
    ]
    left = numbers(fresh(place, rows, epsilon_per_release=10.0, cells=2))
    total = sum(number for table in left.values() for number in table.values())
    assert abs(total - 800) < 60
    assert Counter(len(table) for table in left.values()) == {8: 2}


def test_a_year_renews_the_budget_day_by_day() -> None:
    days = [date(2026, 1, 5), date(2026, 3, 2), date(2026, 9, 7)]
    spent = [(day, 1.0) for day in days]
    assert list(overspent("answers", spent[:2], NOISE, date(2026, 12, 1))) == []
    assert [str(problem) for problem in overspent("answers", spent, NOISE, date(2026, 12, 1))] == [
        "blocker spent-budget: answers: 3 of the budget of 3 epsilon were spent in 365 days, and a "
        "release takes 1; publish on 2027-01-05 or later, when the budget renews; until then the "
        "last release stays"
    ]
    assert list(overspent("answers", spent, NOISE, date(2027, 1, 5))) == []


@pytest.mark.slow("publishes again and again")
def test_the_ledger_keeps_what_was_spent(tmp_path: Path) -> None:
    """Newcomers do not wait for others; the third release is refused, and not a year later."""
    site = survey(tmp_path, DP)
    tell(site, **MANY)
    assert publish_one(site, as_of=date(2026, 11, 28)).status == "published"
    tell(site, **(MANY | {"north_yes": 201}))
    assert publish_one(site, as_of=date(2026, 12, 5)).status == "published"
    tell(site, **(MANY | {"north_yes": 202}))
    refused = publish_one(site, as_of=date(2026, 12, 12))
    assert [(one.code, one.fix) for one in refused.problems] == [
        (
            "spent-budget",
            "publish on 2027-11-28 or later, when the budget renews; until then the last release "
            "stays",
        )
    ]
    assert publish_one(site, as_of=date(2027, 11, 28)).status == "published"
    assert len(released(site)) == 3


@pytest.mark.slow("publishes twice")
def test_who_asks_to_be_forgotten_is_not_counted_in_the_next_release(tmp_path: Path) -> None:
    site = survey(tmp_path, DP)
    tell(site, **MANY)
    publish_one(site, as_of=date(2026, 11, 28))
    assert (
        "not counted any more from the next publication on"
        in forget(tmp_path, "north_yes 7").output
    )
    publish_one(site, as_of=date(2026, 12, 5))
    with closing(sqlite3.connect(site.private / "lieux/ledger.db")) as ledger:
        counts = ledger.execute(
            "SELECT sum(people) FROM counts WHERE part = 'answers_by_place' GROUP BY number"
        )
        assert counts.fetchall() == [(570,), (569,)]


@pytest.mark.slow("publishes")
def test_the_report_tells_of_the_budget(tmp_path: Path) -> None:
    site = survey(tmp_path, DP)
    tell(site, **MANY)
    publish_one(site)
    [table] = read_report(site.releases / "lieux/current")["tables"]
    assert sentences(table, "en")[-2:] == (
        "Each count is published with random noise that is drawn for each version (standard "
        "deviation 2.8): whether somebody is there changes hardly anything (differential privacy, "
        "ε = 1 a version, δ = 0.000001, at most ε = 2 in 365 days).",
        "A person counts in at most 2 counts. A count under 31, noise included, is left out.",
    )
    assert facts(table, "en")[-1] == "numbers with random noise (standard deviation 2.8)"


def test_records_of_the_same_people_are_refused_beside(place: Workspace) -> None:
    names = ("place", "age")
    rows = answers(north_young=60)
    cells = some.rows(place, names, [[row["who"], *(row[name] for name in names)] for row in rows])
    counts = {"by_place": {"title": {"fr": "Par lieu"}, "by": ("place",)}}
    roles = dict.fromkeys(names, "quasi_identifier")
    words = {"aggregates": counts, "privacy": {"k": 11, "noise": {"dp": SPENDING}}}
    table = some.recoded(place, cells, roles, **words)
    beside = Beside("records", "records", cells, Privacy(), {"place": "place"})
    left = aggregates(replace(table, beside=(beside,)))
    assert [str(problem) for problem in left.problems] == [
        "blocker records-beside-dp: answers: records publishes records of the same people, of "
        "which no noise is part, so that differential privacy would promise what it does not keep; "
        "declare `cell_key:` in place of `dp:`, or publish one of the two"
    ]
