"""`sources: [{usage: site}]`: a row for each whole day and feature, as every tool gives them."""

from datetime import datetime
from pathlib import Path

import pytest
from pyarrow import parquet

from publish.bakehouse.fetch import fetching
from publish.bakehouse.fetch.usage import HEADERS
from publish.declare.source import Source
from publish.declare.source_rules import source_findings
from publish.errors import SourceError
from publish.usage import store
from publish.usage.counter import Counter
from publish.usage.keys import Keys
from publish.usage.use import CRAWLERS, Use
from tests.sites import ABOUT, declare, make_site, publish_one
from tests.usage.clocks import BROWSER, SetClock

USED = Source(usage="site")
COLUMNS = (
    "day tool feature dataset table form visitors visits actions bounces seconds".split()  # noqa: SIM905
)


def count(root: Path, day: datetime, use: Use, *addresses: int, agent: str = BROWSER) -> None:
    clock = SetClock(day.timestamp())
    counter = Counter(Keys(), clock)
    for number in addresses:
        counter.count(use, f"192.0.2.{number}", agent)
    store.add(store.place(root), counter.take(), clock())


def rows(root: Path) -> list[dict[str, str | None]]:
    with fetching(make_site(root / "site"), "lieux", publishing=True) as fetcher:
        [(path, shown)] = fetcher.files(USED, "use_by_day")
    assert shown == "the site's own counter"
    found: list[dict[str, str | None]] = parquet.read_table(path).to_pylist()
    return found


def test_a_row_for_each_day_and_feature(tmp_path: Path) -> None:
    site, day = tmp_path / "site", datetime(2026, 11, 21, 12)
    site.mkdir()
    count(site, day, Use("table", "lieux", "places", "html"), 1, 2, 2)
    count(site, day, CRAWLERS, 1, agent="Googlebot/2.1")
    count(site, datetime.now(), Use("catalog", form="html"), 1)
    crawlers, table = rows(tmp_path)
    assert list(table) == list(HEADERS) == COLUMNS
    empty = dict.fromkeys(COLUMNS)
    of_day = empty | {"day": "2026-11-21", "tool": "fournil"}
    assert crawlers == of_day | {"feature": "crawlers", "visitors": "0", "actions": "1"}
    assert table == of_day | {
        "feature": "table",
        "dataset": "lieux",
        "table": "places",
        "form": "html",
        "visitors": "2",
        "actions": "3",
    }


@pytest.mark.slow("publishes a release")
def test_it_is_published_as_any_source_is(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    column = "      {name}: {{type: {type}, role: open, description: {{fr: {name}}}}}\n"
    types = {"day": "date"} | dict.fromkeys(COLUMNS[6:], "integer")
    columns = "".join(column.format(name=one, type=types.get(one, "string")) for one in COLUMNS)
    table = (
        "  use_by_day:\n    title: {fr: Usages}\n    about: things\n    sources: [{usage: site}]\n"
    )
    declare(site, f"{ABOUT}{table}    columns:\n{columns}")
    count(site.root, datetime(2026, 11, 20, 12), Use("catalog", form="html"), 1, 2, 2)
    assert publish_one(site).status == "published"
    written = site.releases / "lieux" / "current" / "use_by_day.csv"
    assert written.read_text("utf-8").splitlines() == [
        "day,tool,feature,dataset,table,form,visitors,visits,actions,bounces,seconds",
        "2026-11-20,fournil,catalog,,,html,2,,3,,",
    ]


def test_before_anything_was_counted_it_says_what_counts(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"usage.db: nothing is counted yet; `fournil serve` d"):
        rows(tmp_path)


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    path = store.place(tmp_path / "site")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database" * 100)
    with pytest.raises(SourceError, match=r"cannot be read \(file is not a database\); restore it"):
        rows(tmp_path)


@pytest.mark.parametrize("key", ["path", "query", "command", "format", "delimiter"])
def test_it_is_read_in_no_other_way(key: str) -> None:
    assert next(source_findings({"usage": "site", key: "x"})) == (
        (key,),
        "the source is what the site counted; remove this key",
    )
    assert list(source_findings({"usage": "site"})) == []
