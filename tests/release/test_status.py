"""Freshness against the declared frequency, and what the public may know of checks and pushes."""

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from publish.cli import main
from publish.declare.site import SiteFolder
from publish.portals.outcome import PushOutcome
from publish.release.notes import NAME
from publish.release.status import Freshness, Status, freshness, remember_push, statuses
from publish.release.store import Store
from publish.words.frequencies import FREQUENCIES
from tests.sites import (
    DATASET,
    DAY,
    ROWS,
    copied,
    date_export,
    declare,
    deliver,
    make_site,
    publish_one,
)

WEEK = timedelta(days=7)


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A weekly dataset, published, whose export is as old as the release."""
    return copied(tmp_path / "site", weekly)


def weekly(root: Path) -> SiteFolder:
    found = make_site(root)
    date_export(found, DAY)
    publish_one(found)
    return found


def status(site: SiteFolder, today: date) -> Status:
    [found] = statuses(site.releases, today)
    return found


@pytest.mark.parametrize(
    ("frequency", "age", "expected"),
    [
        ("weekly", 0, Freshness("fresh")),
        ("weekly", 7, Freshness("fresh")),
        ("weekly", 8, Freshness("due")),
        ("weekly", 9, Freshness("overdue", 2)),
        ("weekly", 30, Freshness("overdue", 23)),
        ("daily", 1, Freshness("fresh")),
        ("daily", 2, Freshness("due")),
        ("daily", 3, Freshness("overdue", 2)),
        ("hourly", 1, Freshness("fresh")),
        ("semiweekly", 5, Freshness("due")),
        ("monthly", 31, Freshness("fresh")),
        ("monthly", 36, Freshness("due")),
        ("monthly", 37, Freshness("overdue", 6)),
        ("annual", 366, Freshness("fresh")),
        ("irregular", 9999, Freshness("unscheduled")),
        ("never", 9999, Freshness("unscheduled")),
        ("unknown", 9999, Freshness("unscheduled")),
        ("no such word", 1, Freshness("unscheduled")),
    ],
)
def test_freshness(frequency: str, age: int, expected: Freshness) -> None:
    assert freshness(frequency, DAY, DAY + timedelta(days=age)) == expected


@given(st.sampled_from(sorted(FREQUENCIES)), st.integers(0, 3000), st.integers(0, 30))
def test_data_never_grows_fresher_by_waiting(frequency: str, age: int, more: int) -> None:
    order = ["unscheduled", "fresh", "due", "overdue"]
    states = [
        order.index(freshness(frequency, DAY, DAY + timedelta(days=days)).state)
        for days in (age, age + more)
    ]
    assert states[0] <= states[1]


@pytest.mark.slow("publishes a release for each case")
def test_a_new_release_is_fresh(site: SiteFolder) -> None:
    found = status(site, DAY)
    assert found.freshness == Freshness("fresh")
    assert (found.current, found.released) == ("1.0.0", DAY)
    assert (found.exported, found.changed) == (DAY, date(2026, 11, 15))
    assert found.checked == {"on": "2026-11-21", "result": "published", "export": "2026-11-21"}


@pytest.mark.slow("publishes a release for each case")
def test_without_a_new_export_it_becomes_overdue_though_it_is_checked(site: SiteFolder) -> None:
    for week in (1, 2):
        publish_one(site, DAY + week * WEEK)
    found = status(site, DAY + 2 * WEEK)
    assert found.freshness == Freshness("overdue", 7)
    assert found.checked
    assert (found.checked["on"], found.checked["result"]) == ("2026-12-05", "unchanged")


@pytest.mark.slow("publishes a release for each case")
def test_a_new_export_that_says_the_same_keeps_it_fresh(site: SiteFolder) -> None:
    date_export(site, DAY + 2 * WEEK)
    assert publish_one(site, DAY + 2 * WEEK).status == "unchanged"
    assert status(site, DAY + 2 * WEEK).freshness == Freshness("fresh")


@pytest.mark.slow("publishes a release for each case")
def test_an_old_file_makes_no_fresh_release(tmp_path: Path) -> None:
    """A service that died in spring is not alive because its last file is published today."""
    site = make_site(tmp_path / "site")
    date_export(site, DAY - 200 * timedelta(days=1))
    assert publish_one(site).status == "published"
    found = status(site, DAY)
    assert (found.released, found.exported) == (DAY, date(2026, 5, 5))
    assert found.freshness == Freshness("overdue", 193)


@pytest.mark.slow("publishes a release for each case")
def test_no_export_is_of_a_day_to_come(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    declare(site, DATASET.replace("updated: {on: 2026-11-15}\n", ""))
    date_export(site, DAY + 10 * WEEK)
    publish_one(site)
    found = status(site, DAY + 2 * WEEK)
    assert (found.exported, found.changed) == (DAY, DAY)
    assert found.freshness == Freshness("overdue", 7)


@pytest.mark.slow("publishes a release for each case")
def test_the_newest_of_several_exports_counts(site: SiteFolder) -> None:
    folder = site.data / "lieux"
    header, row = "id;Nom;Type;open;author", "09;Four;four;oui;ada@example.org"
    (folder / "exports" / "autres.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    at = datetime(2026, 11, 27, 12, tzinfo=UTC).timestamp()
    os.utime(folder / "exports" / "autres.csv", (at, at))
    declare(site, DATASET.replace("exports/lieux.csv", "exports/*.csv"))
    assert publish_one(site, DAY + WEEK).exported == date(2026, 11, 27)
    assert status(site, DAY + WEEK).exported == date(2026, 11, 27)


@pytest.mark.slow("publishes a release for each case")
def test_after_a_rollback_the_bad_export_confirms_nothing(site: SiteFolder) -> None:
    deliver(site, *ROWS[:2])
    declare(site, DATASET.replace("    primary_key", "    shrink: {max: 1}\n    primary_key"))
    date_export(site, DAY + WEEK)
    assert publish_one(site, DAY + WEEK).status == "published"
    words = ["--site", str(site.root), "rollback", "lieux"]
    assert CliRunner().invoke(main, words).exit_code == 0
    found = status(site, DAY + WEEK + timedelta(days=2))
    assert (found.current, found.exported) == ("1.0.0", None)
    assert found.freshness == Freshness("overdue", 2)


@pytest.mark.slow("publishes a release for each case")
def test_a_refused_export_does_not_count(site: SiteFolder) -> None:
    deliver(site, *ROWS, "01;Double;café;oui;x@example.org")
    date_export(site, DAY + 2 * WEEK)
    assert publish_one(site, DAY + 2 * WEEK).status == "refused"
    found = status(site, DAY + 2 * WEEK)
    assert found.freshness == Freshness("overdue", 7)
    assert found.checked
    assert found.checked["result"] == "refused"


def test_a_declaration_that_cannot_be_read_is_a_refused_check(site: SiteFolder) -> None:
    declare(site, "title: oops\n")
    publish_one(site, DAY + WEEK)
    checked = status(site, DAY + WEEK).checked
    assert checked == {
        "on": "2026-11-28",
        "result": "refused",
        "export": "2026-11-21",
        "since": "2026-11-28",
        "why": "declaration",
    }


def test_before_the_first_release_nothing_is_told(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    declare(site, "title: oops\n")
    publish_one(site)
    assert list(statuses(site.releases, DAY)) == []
    assert not (site.releases / "lieux" / NAME).exists()


def test_what_was_withdrawn_says_so(site: SiteFolder) -> None:
    Store(site.releases / "lieux").withdraw(None, "un nom était resté", DAY)
    found = status(site, DAY)
    assert (found.freshness, found.current) == (Freshness("withdrawn"), None)


def test_a_push_is_told_without_its_message(site: SiteFolder) -> None:
    done = PushOutcome("lieux", "data.gouv.fr", "pushed", "1.0.0", ("https://x/d/1/",), 1.0)
    remember_push(site.releases / "lieux", DAY, done)
    failed = PushOutcome("lieux", "data.gouv.fr", "refused", message="s3cret", exit_code=9)
    remember_push(site.releases / "lieux", DAY + WEEK, failed)
    [push] = status(site, DAY + WEEK).pushes
    assert push == {
        "to": "data.gouv.fr",
        "on": "2026-11-28",
        "result": "refused",
        "version": "1.0.0",
        "pages": ["https://x/d/1/"],
        "quality": 1.0,
    }
    assert "s3cret" not in (site.releases / "lieux" / NAME).read_text()


def test_it_belongs_to_no_version(site: SiteFolder) -> None:
    store = Store(site.releases / "lieux")
    assert store.verify() == []
    assert not (store.folder / "current" / NAME).exists()
    store.sweep()
    assert (store.folder / NAME).is_file()


@pytest.mark.slow("publishes a release for each case")
def test_a_damaged_file_is_written_anew(site: SiteFolder) -> None:
    (site.releases / "lieux" / NAME).write_text("{")
    assert status(site, DAY).checked is None
    publish_one(site, DAY + WEEK)
    assert status(site, DAY).checked


def test_the_command_tells_a_line_each(site: SiteFolder) -> None:
    words = ["--site", str(site.root), "status", "--as-of", "2026-12-05"]
    done = CliRunner().invoke(main, words)
    assert done.output == (
        "lieux: overdue by 7 days, weekly, 1.0.0 of 2026-11-21, export of 2026-11-21, "
        "last change on 2026-11-15, checked 2026-11-21 (published)\n"
    )
    [found] = json.loads(CliRunner().invoke(main, [*words, "--json"]).output)
    assert (found["freshness"], found["days_overdue"]) == ("overdue", 7)
    assert (found["exported"], found["updated"]) == ("2026-11-21", "2026-11-15")
    assert found["titles"] == {"fr": "Lieux partagés", "en": "Shared places"}


@pytest.mark.slow("publishes a release for each case")
def test_the_declared_frequency_of_a_monthly_dataset(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    declare(site, DATASET.replace("weekly", "monthly"))
    date_export(site, DAY)
    publish_one(site)
    assert status(site, DAY + 4 * WEEK).freshness == Freshness("fresh")
    assert status(site, DAY + 6 * WEEK).freshness == Freshness("overdue", 11)
