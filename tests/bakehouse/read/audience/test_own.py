"""What the site counted of itself: crawlers are told, and stand in no total of people's."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from publish.usage import store
from publish.usage.counter import Counter
from publish.usage.keys import Keys
from publish.usage.use import Use
from tests.sites import ABOUT, declare, make_site, publish_one
from tests.usage.clocks import BROWSER, SetClock

MONDAY = datetime(2026, 11, 9, 12, tzinfo=UTC)
PLACES = Use("table", "lieux", "places", "html")
FEED, RARE = Use("feed", form="atom"), Use("sql", "lieux", form="html")
COLUMN = "      {name}: {{type: {type}, role: open, description: {{fr: {name}}}{more}}}\n"
TEXTS = ("tool", "feature", "dataset", "table", "form")
NUMBERS = ("visitors", "visits", "actions", "bounces", "seconds")
USED = (
    "  use:\n    title: {fr: Usages}\n    about: things\n    sources: [{usage: site}]\n"
    "    counts: {behind: visitors, every: week, by: [feature, dataset, table, form], "
    "within: tool, sum: [visits, actions, bounces, seconds]}\n    columns:\n"
    + COLUMN.format(name="day", type="date", more=", constraints: {required: true}")
    + "".join(COLUMN.format(name=name, type="string", more="") for name in TEXTS)
    + "".join(COLUMN.format(name=name, type="integer", more="") for name in NUMBERS)
)


def week(root: Path, *, crawlers: int) -> None:
    """Fifteen days of two features that many use, of one that two people do, and of crawlers."""
    for number in range(15):
        clock = SetClock((MONDAY + timedelta(days=number)).timestamp())
        counter = Counter(Keys(), clock)
        for use, people in ((PLACES, 20), (FEED, 15), (RARE, 2)):
            for person in range(people):
                counter.count(use, f"192.0.2.{person}", BROWSER)
        for _ in range(crawlers):
            counter.count(PLACES, "192.0.2.99", "Googlebot/2.1")
        store.add(store.place(root), counter.take(), clock())


def published(root: Path, *, crawlers: int) -> tuple[list[tuple[str, int, int]], list[str]]:
    """The first week as it is published, and what the maintainer is told."""
    site = make_site(root)
    declare(site, ABOUT + USED)
    week(root, crawlers=crawlers)
    outcome = publish_one(site, as_of=date(2026, 11, 24))
    assert outcome.status == "published", outcome
    with closing(sqlite3.connect(site.releases / "lieux" / "current" / "lieux.db")) as database:
        asked = "SELECT feature, visitor_days, actions FROM use_week WHERE monday = '2026-11-09'"
        rows = sorted(database.execute(asked).fetchall())
    return rows, [f"{problem.code}: {problem.what}" for problem in outcome.problems]


@pytest.mark.slow("publishes releases")
def test_crawlers_change_no_number_of_people_and_are_told(tmp_path: Path) -> None:
    alone, nothing = published(tmp_path / "alone", crawlers=0)
    beside, told = published(tmp_path / "beside", crawlers=1000)
    # All that people did in seven days: 20, 15 and 2 requests a day.
    assert sum(actions for *_, actions in beside) == 7 * 37
    assert beside == alone == [("_other", 7 * 17, 7 * 17), ("table", 7 * 20, 7 * 20)]
    assert told == ["crawlers-left-out: requests of crawlers, left out: 15000"]
    assert nothing == []
