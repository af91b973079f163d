"""Tables of counts are attacked: nothing of few follows from what is published, all that slips."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from publish.bakehouse.attack import Result, attack, exit_code
from publish.bakehouse.series.new_series import request_new_series
from publish.declare.site import SiteFolder
from publish.progress import Silent
from tests.bakehouse.counted.service import TABLES, Days, deliver, features
from tests.counted import FEATURES, counted_site, day
from tests.sites import copied, publish, publish_one

pytestmark = pytest.mark.slow("publishes weeks of counts and attacks them")

RELEASES = (36, 50)
CSV = '{path: exports/features.csv, delimiter: ";"}'
LAST = day(RELEASES[-1])


def _published(root: Path) -> SiteFolder:
    site = counted_site(root, TABLES)
    for until in RELEASES:
        deliver(site, features(until))
        assert publish_one(site, as_of=day(until)).status == "published"
    return site


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return copied(tmp_path / "site", _published)


def attacked(site: SiteFolder, name: str = "visits", as_of: date = LAST) -> Sequence[Result]:
    results = attack(site, name, as_of, Silent())[1]
    assert [one for one in results if one.silent] == []
    return [one for one in results if one.attack in ("sums", "bounds")]


def found(site: SiteFolder, name: str = "visits") -> dict[str, int]:
    return {one.attack: one.found for one in attacked(site, name)}


def written(site: SiteFolder, statement: str, version: str = "current") -> None:
    """Write into the database of a release, as Fournil never does."""
    path = site.releases / "visits" / version / "visits.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute(statement)
        database.commit()


def hidden(until: int, week: int) -> str:
    """A feature of which no day of a week had eleven people."""
    rows: Days = features(until)
    names = {name for _, name in rows}
    days = range(7 * week, 7 * week + 7)
    return min(
        name
        for name in names
        if 0 < max((rows[n, name].visitors for n in days if (n, name) in rows), default=0) < 11
    )


def test_nothing_is_found_of_what_is_published(site: SiteFolder) -> None:
    results = attacked(site)
    assert [(one.attack, one.place, one.verdict) for one in results] == [
        ("sums", "visits", "held"),
        ("bounds", "visits", "held"),
    ]
    assert all(one.tried > 100 and one.left == 0 for one in results)
    assert [one.control and one.control.power for one in results] == [1.0, 1.0]
    assert exit_code(results) == 0


def test_a_feature_of_few_that_a_release_shows_is_found(site: SiteFolder) -> None:
    name = hidden(RELEASES[-1], 1)
    days = [one.visitors for (n, what), one in features(50).items() if 7 <= n < 14 and what == name]
    written(
        site,
        "INSERT INTO features_week (week, monday, tool, feature, visitor_days) "
        f"VALUES ('2026-W37', '{day(7)}', 'site', '{name}', {sum(days)})",
    )
    # Nor had any of its days more visitors than its week.
    assert sum(days) < 11
    assert found(site) == {"sums": 1, "bounds": len(days)}


def test_a_week_beside_its_days_is_found(site: SiteFolder) -> None:
    # On Saturday and Sunday few used it.
    days = ", ".join(
        f"('{day(n)}', 'site', 'data', {one.visitors})"
        for (n, what), one in features(50).items()
        if what == "data" and 7 <= n < 14 and one.visitors >= 11
    )
    written(site, f"INSERT INTO features_day (day, tool, feature, visitor_days) VALUES {days}")
    assert found(site)["sums"] > 0


def test_a_number_that_changes_from_release_to_release_is_found(site: SiteFolder) -> None:
    change = "UPDATE features_week SET actions = actions + 1 WHERE feature = 'map' AND monday = "
    written(site, f"{change}'{day(7)}'")
    assert found(site) == {"sums": 1, "bounds": 0}


def test_what_an_older_release_alone_shows_is_found(site: SiteFolder) -> None:
    week = [one for (n, what), one in features(50).items() if what == "sql" and 7 <= n < 14]
    written(
        site,
        "INSERT INTO features_week (week, monday, tool, feature, actions) VALUES "
        f"('2026-W37', '{day(7)}', 'site', 'sql', {sum(one.actions for one in week)})",
        "1.0.0",
    )
    assert found(site) == {"sums": 1, "bounds": 0}


def test_another_dataset_that_counts_the_same_by_month_is_found(tmp_path: Path) -> None:
    """A feature of a month, less its weeks that are told, is its weeks that are not."""
    site = two_datasets(tmp_path)
    assert found(site)["sums"] > 0
    assert {one.name: found(site, one.name) for one in (site.data).iterdir()} == {
        name: found(site) for name in ("visits", "months")
    }
    (site.releases / "months").rename(tmp_path / "away")
    assert found(site) == {"sums": 0, "bounds": 0}


def two_datasets(root: Path) -> SiteFolder:
    """A site with two datasets that ask one database, one week by week, one month by month.

    The second was published while the first was away, and somebody accepted that it tells its past.
    """
    weeks = FEATURES.replace(CSV, "{connection: counter, query: SELECT * FROM counted}")
    site = counted_site(root / "site", weeks)
    text = (site.data / "visits" / "dataset.yaml").read_text(encoding="utf-8")
    address = (root / "counted.db").as_uri().replace("file:", "sqlite:")
    counter = f"counter: {{address: '{address}', datasets: [visits, months]}}"
    site.private.mkdir()
    (site.private / "sources.yaml").write_text(f"connections: {{{counter}}}\n")
    few_asked_for_a_place(root / "counted.db")
    assert [one.status for one in publish(site, "visits", as_of=LAST)] == ["published"]
    (site.data / "visits").rename(root / "visits")
    (site.data / "months").mkdir()
    months = text.replace("[week]", "[month]")
    (site.data / "months" / "dataset.yaml").write_text(months, encoding="utf-8")
    request_new_series(site, "months", "they are counted by month", LAST)
    assert [one.status for one in publish(site, "months", as_of=LAST)] == ["published"]
    (root / "visits").rename(site.data / "visits")
    return site


def few_asked_for_a_place(path: Path) -> None:
    """Writes what was counted: in one week, three people a day asked for a place."""
    rows = [
        (str(day(n)), name, 3 if name == "place" and 14 <= n < 21 else one.visitors)
        for (n, name), one in features(36).items()
    ]
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "CREATE TABLE counted (day, tool, feature, form, visitors, visits, actions)"
        )
        database.executemany("INSERT INTO counted VALUES (?, 'site', ?, '', ?, 5, 7)", rows)
        database.commit()
