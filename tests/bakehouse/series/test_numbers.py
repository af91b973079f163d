"""Numbers of counts from the ledger to a release, with every earlier release in mind."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from publish.bakehouse.pipeline import Outcome
from publish.bakehouse.protect.classes import with_class
from publish.bakehouse.series.new_series import request_new_series
from publish.bakehouse.series.numbers import Found, with_numbers
from publish.bakehouse.series.pattern import Pattern
from publish.bakehouse.series.settle import kept
from publish.bakehouse.series.together import settle_together
from publish.declare.site import SiteFolder
from tests.bakehouse.modes.test_aggregate_series import AGE, counts, declare_two, tell
from tests.bakehouse.protect import people as some
from tests.sites import make_site, publish_one
from tests.tables import bench

DAYS = [date(2026, 11, 28), date(2026, 12, 5), date(2026, 12, 12), date(2026, 12, 19)]


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    site = make_site(tmp_path)
    declare_two(site, k=11)
    return site


def publish(site: SiteFolder, week: int, **people: int) -> Outcome:
    """The release of a week: `north_young=3` is three people with those values."""
    tell(site, **people)
    return publish_one(site, as_of=DAYS[week])


@pytest.mark.slow("publishes again and again, week after week")
def test_a_number_hidden_beside_a_small_one_never_moves(site: SiteFolder) -> None:
    """31 - 15 - 14 would be 2, which did not change."""
    rest = {"east_young": 60, "east_mid": 80, "east_old": 70, "north_mid": 14, "north_old": 2}
    publish(site, 0, north_young=15, **rest)
    before = counts(site, "both")
    assert before == {"east,mid": 80, "east,old": 70, "east,young": 60, "north,young": 15}
    assert publish(site, 1, north_young=9, **rest).status == "unchanged"
    assert counts(site, "both") == before
    # The others go on meanwhile.
    publish(site, 2, north_young=9, **{**rest, "east_young": 66})
    assert counts(site, "both") == before | {"east,young": 66}


@pytest.mark.slow("publishes again and again, week after week")
def test_a_new_series_shows_what_has_grown_once_that_tells_nothing_of_the_past(
    site: SiteFolder,
) -> None:
    """Young and old were 22 together: 12 old, shown and as before, tell that 10 were young."""
    publish(site, 0, north_young=10, north_old=12, north_mid=30)
    publish(site, 1, north_young=20, north_old=12, north_mid=30)
    assert counts(site, "both") == {"north,mid": 30}
    request_new_series(site, "lieux", "a new year begins", DAYS[2])
    publish(site, 2, north_young=20, north_old=12, north_mid=30)
    assert counts(site, "both") == {"north,mid": 30}
    request_new_series(site, "lieux", "a new year begins", DAYS[3])
    publish(site, 3, north_young=26, north_old=20, north_mid=30)
    assert counts(site, "both") == {"north,mid": 30, "north,old": 20, "north,young": 26}


@pytest.mark.slow("publishes again and again, week after week")
def test_an_older_ledger_counts_as_if_all_had_been_shown_but_the_small(site: SiteFolder) -> None:
    publish(site, 0, north_young=10, north_old=12, north_mid=30)
    with closing(sqlite3.connect(site.private / "lieux/ledger.db")) as ledger, ledger:
        ledger.executescript(
            "DROP TABLE shown; DROP TABLE counted; DELETE FROM facts WHERE name = 'shown since'"
        )
    publish(site, 1, north_young=10, north_old=12, north_mid=36)
    # What the last release hid stays hidden, though 12 are taken for known.
    assert counts(site, "both") == {"north,mid": 36}
    with closing(sqlite3.connect(site.private / "lieux/ledger.db")) as ledger:
        assert ledger.execute("SELECT first, last FROM shown").fetchall() == [(2, None)] * 2


@pytest.mark.slow("publishes week after week")
def test_what_no_waiting_helps_is_refused_until_a_person_accepts_it(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        cells = some.rows(place, ["place"], [[f"p{n}", "north"] for n in range(9)])
        counts = {"by": {"title": {"fr": "Par lieu"}, "by": ("place",)}}
        recoded = some.recoded(place, cells, {"place": "quasi_identifier"}, aggregates=counts)
        rows = kept(with_class(cells, ["place"]), place)
        [part] = settle_together(recoded, {"answers_by": rows}, recoded.declared.rule)
        shown = part.ledger_part.shown.get_name()
        place.sql(f"CREATE TEMP TABLE told AS SELECT _cls FROM {shown}")
        none = np.zeros(0, np.int64)
        found = Found(Pattern(np.ones(1, np.bool_), none, told=1), "told", "told")
        alive = [part.ledger_part.alive]
        [refused] = with_numbers([part], alive, found)
        accepted = replace(part, ledger_part=replace(part.ledger_part, why="we accept it"))
        [goes_on] = with_numbers([accepted], alive, found)
    assert [str(problem) for problem in refused.problems] == [
        "blocker numbers-told: answers_by: 1 small numbers would follow from earlier releases by "
        "themselves; accept what they tell: `fournil new-series enquete --why …`"
    ]
    assert goes_on.problems == ()


@pytest.mark.slow("publishes again and again, week after week")
def test_a_coarser_column_shows_no_number_that_tells_a_finer_one(site: SiteFolder) -> None:
    """Of 37 in the north, 20 were a2, and a1 hidden beside b1: 14 b, shown, tell that 3 were a1."""
    people = {"north_a1": 3, "north_a2": 20, "north_b1": 14, "east_a1": 20, "east_b1": 30}
    publish(site, 0, **people)
    assert counts(site, "both") == {"east,a1": 20, "east,b1": 30, "north,a2": 20}
    path = site.declaration("lieux")
    text = path.read_text()
    path.write_text(
        text.replace(AGE, AGE.replace("age: {", "age: {protect: {prefix: {length: 1}}, "))
    )
    request_new_series(site, "lieux", "bands are enough", DAYS[1])
    publish(site, 1, **people)
    assert counts(site, "both") == {"east,a": 20, "east,b": 30}


@pytest.mark.slow("publishes again and again, week after week")
def test_a_table_of_counts_that_comes_back_tells_nothing_of_what_it_hid(site: SiteFolder) -> None:
    """Nobody changed while it was away: it shows what it showed, and hides what it hid."""
    people = {"north_young": 15, "north_mid": 14, "north_old": 2, "east_young": 30}
    publish(site, 0, **people)
    before = counts(site, "both")
    path = site.declaration("lieux")
    text = path.read_text()
    path.write_text(
        text.replace("      both: {by: [place, age], title: {fr: Par lieu et âge}}\n", "")
    )
    publish(site, 1, **people)
    path.write_text(text)
    request_new_series(site, "lieux", "counted by age again", DAYS[2])
    publish(site, 2, **{**people, "north_young": 9})
    assert counts(site, "both").items() <= before.items()


@pytest.mark.slow("publishes again and again, week after week")
def test_counts_left_alone_tell_nothing_of_those_taken_away(site: SiteFolder) -> None:
    """41 in the north were shown once: 40 young, shown now, would tell that one was old."""
    people = {"north_young": 40, "north_old": 1, "south_young": 50, "south_old": 2}
    publish(site, 0, east_young=60, east_old=70, **people)
    assert counts(site, "by_place") == {"east": 130, "north": 41, "south": 52}
    before = counts(site, "both")
    path = site.declaration("lieux")
    path.write_text(
        path.read_text().replace("      by_place: {by: place, title: {fr: Par lieu}}\n", "")
    )
    publish(site, 1, east_young=60, east_old=70, **people)
    assert counts(site, "both") == before == {"east,old": 70, "east,young": 60}
