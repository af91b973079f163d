"""Counts of people from export to release, and from one release to the next."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.protect.recoded import RecodedTable
from publish.bakehouse.series import settle_together
from publish.bakehouse.series.settled import Settled
from publish.declare.policy import Privacy
from publish.declare.site import SiteFolder
from publish.release.report import sentences
from tests.sites import ABOUT, declare, deliver, make_site, publish_one

pytestmark = pytest.mark.slow("publishes two or three releases a test")

SURVEY = (
    ABOUT
    + """\
  answers:
    title: {fr: Réponses}
    about: people
    contributor: id
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    shrink: {max: 0.5}
    privacy: {k: 5, min_age: 0d, max_suppressed: 1}
    aggregates: {by_place: {by: place, title: {fr: Par lieu}}}
    columns:
      id: {type: string, role: identifier, protect: drop}
      place: {type: string, role: quasi_identifier, description: {fr: Lieu}}
"""
)


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    site = make_site(tmp_path)
    declare(site, SURVEY)
    return site


def answer(site: SiteFolder, **people: int) -> None:
    """So many people in each place."""
    rows = [f"{place} {n};{place}" for place, number in people.items() for n in range(number)]
    deliver(site, *rows, header="id;place")


def shown(site: SiteFolder) -> str:
    return (site.releases / "lieux/current/answers_by_place.csv").read_text()


def test_what_was_hidden_beside_a_small_number_stays_hidden(site: SiteFolder) -> None:
    answer(site, north=3, south=8, west=10)
    assert publish_one(site).problems == ()
    assert shown(site) == "place,people\nwest,10\n"
    # South is now the greater; were west hidden instead, last week's numbers would tell all.
    answer(site, north=3, south=20, west=10)
    publish_one(site, as_of=date(2026, 11, 28))
    assert shown(site) == "place,people\nwest,10\n"


def test_a_single_newcomer_waits_for_others(site: SiteFolder) -> None:
    answer(site, south=8, west=10)
    publish_one(site)
    answer(site, south=9, west=10)
    assert publish_one(site, as_of=date(2026, 11, 28)).status == "unchanged"
    answer(site, south=13, west=10)
    publish_one(site, as_of=date(2026, 12, 5))
    assert shown(site) == "place,people\nsouth,13\nwest,10\n"


def test_the_same_answers_in_another_order_are_nothing_new(site: SiteFolder) -> None:
    answer(site, south=8, west=10)
    publish_one(site)
    answer(site, west=10, south=8)
    assert publish_one(site, as_of=date(2026, 11, 28)).status == "unchanged"


TWO = """\
      by_place: {by: place, title: {fr: Par lieu}}
      both: {by: [place, age], title: {fr: Par lieu et âge}}
"""
AGE = "      age: {type: string, role: quasi_identifier, description: {fr: Âge}}\n"


def declare_two(site: SiteFolder, k: int = 5) -> None:
    """Counts by place, and by place and age."""
    one = "aggregates: {by_place: {by: place, title: {fr: Par lieu}}}\n"
    declare(site, SURVEY.replace(one, f"aggregates:\n{TWO}").replace("k: 5", f"k: {k}") + AGE)


def tell(site: SiteFolder, **people: int) -> None:
    """`north_young=3`: three people with those values."""
    rows = [
        f"{name} {n};{name.replace('_', ';')}"
        for name, number in people.items()
        for n in range(number)
    ]
    deliver(site, *rows, header="id;place;age")


def counts(site: SiteFolder, table: str) -> dict[str, int]:
    lines = (site.releases / f"lieux/current/answers_{table}.csv").read_text().splitlines()[1:]
    return {cells: int(people) for cells, people in (line.rsplit(",", 1) for line in lines)}


def report(site: SiteFolder) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site.releases / "lieux/current/report.json").read_text())
    return found


def test_who_waits_in_one_table_waits_in_the_sum(site: SiteFolder) -> None:
    """Six young people come, and one old: seven more in the north would tell of the old one."""
    declare_two(site)
    tell(site, north_young=10, north_old=10)
    publish_one(site)
    tell(site, north_young=16, north_old=11)
    publish_one(site, as_of=date(2026, 11, 28))
    assert (counts(site, "by_place"), counts(site, "both")) == (
        {"north": 26},
        {"north,old": 10, "north,young": 16},
    )
    tell(site, north_young=16, north_old=15)
    publish_one(site, as_of=date(2026, 12, 5))
    assert (counts(site, "by_place"), counts(site, "both")) == (
        {"north": 31},
        {"north,old": 15, "north,young": 16},
    )


def test_who_goes_from_a_small_number_goes_from_no_sum(site: SiteFolder) -> None:
    declare_two(site)
    tell(site, north_young=16, north_old=15)
    publish_one(site)
    tell(site, north_young=10, north_old=14)
    publish_one(site, as_of=date(2026, 11, 28))
    assert (counts(site, "by_place"), counts(site, "both")) == (
        {"north": 25},
        {"north,old": 15, "north,young": 10},
    )


def test_a_number_that_was_hidden_stays_hidden_in_its_series(site: SiteFolder) -> None:
    """Shown once it has grown, it would tell what it was: the newcomers alone moved the total."""
    declare_two(site, k=11)
    tell(site, north_young=10, north_old=12, north_mid=30)
    publish_one(site)
    assert counts(site, "both") == {"north,mid": 30}
    tell(site, north_young=11, north_old=12, north_mid=30)
    assert publish_one(site, as_of=date(2026, 11, 28)).status == "unchanged"
    tell(site, north_young=15, north_old=12, north_mid=30)
    publish_one(site, as_of=date(2026, 12, 5))
    assert counts(site, "both") == {"north,mid": 30}
    assert counts(site, "by_place") == {"north": 57}
    # The table that keeps its numbers says so, with the day they are from.
    [table] = report(site)["tables"]
    assert table["kept_from"] == {"answers_both": "2026-11-21"}
    assert sentences(table, "en")[-1] == (
        "Unchanged since 21 November 2026: answers_both. These numbers change only where enough "
        "people change with them."
    )
    tell(site, north_young=15, north_old=12, north_mid=36)
    publish_one(site, as_of=date(2026, 12, 12))
    assert report(site)["tables"][0]["kept_from"] == {}


def test_a_number_that_everybody_leaves_still_hides_its_neighbour(site: SiteFolder) -> None:
    """Two people leave a cell that nobody else has: they wait in the sum, their cell is unknown."""
    declare_two(site)
    tell(site, north_young=2, north_old=9, north_mid=12)
    publish_one(site)
    before = counts(site, "by_place"), counts(site, "both")
    assert before == ({"north": 23}, {"north,mid": 12})
    tell(site, north_old=9, north_mid=12)
    assert publish_one(site, as_of=date(2026, 11, 28)).status == "unchanged"
    assert (counts(site, "by_place"), counts(site, "both")) == before


def test_one_table_of_counts_ahead_of_another_is_refused(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gate sees by itself what settling counts apart would let out."""
    declare_two(site)
    tell(site, north_young=10, north_old=10)
    publish_one(site)
    monkeypatch.setattr("publish.bakehouse.modes.aggregates.settle_together", settled_apart)
    tell(site, north_young=16, north_old=11)
    outcome = publish_one(site, as_of=date(2026, 11, 28))
    assert [str(problem) for problem in outcome.problems] == [
        "blocker counts-apart: answers: 1 people would change in one table of counts and not in "
        "another, so that subtracting one from the other could tell of them; nothing in the "
        "declaration mends this: report it as a fault of Fournil"
    ]


def settled_apart(recoded: RecodedTable, parts: dict[str, Any], rule: Privacy) -> list[Settled]:
    return [settle_together(recoded, {part: rows}, rule)[0] for part, rows in parts.items()]
