"""`sources: [{usage: site}]`: a row for each whole day and feature, as every tool gives them."""

import stat
import subprocess
from datetime import date, datetime
from pathlib import Path

import pytest
from pyarrow import parquet

from publish.bakehouse.fetch import fetching
from publish.bakehouse.fetch.databases import opened
from publish.bakehouse.fetch.kept import Limits
from publish.declare.source import Source
from publish.declare.source_rules import source_findings
from publish.declare.sources import Connection
from publish.errors import SourceError
from publish.usage import columns, store
from publish.usage.counter import Counter
from publish.usage.keys import Keys
from publish.usage.use import CRAWLERS, Use
from tests.sites import ABOUT, declare, make_site, publish_one
from tests.usage.clocks import BROWSER, SetClock

GUIDE = Path(__file__).parents[3] / "docs" / "usage.md"
COUNTED_BY_A_SITE = (
    "this is what a Fournil site counted of its own use, down to one visitor; put it"
)
USED = Source(usage="site")
COLUMNS = (
    "day tool feature dataset table form visitors visits actions bounces seconds".split()  # noqa: SIM905
)

COUNTS = (
    "    counts: {behind: visitors, every: week, by: [feature, dataset, table, form], "
    "within: tool, sum: [visits, actions, bounces, seconds]}\n"
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
    assert list(table) == list(columns.COLUMNS) == COLUMNS
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


def table(source: str, counts: str = "") -> str:
    """A declared table of all that a tool tells."""
    column = "      {name}: {{type: {type}, role: open, description: {{fr: {name}}}{more}}}\n"
    types = {"day": "date"} | dict.fromkeys(COLUMNS[6:], "integer")
    columns = "".join(
        column.format(
            name=one,
            type=types.get(one, "string"),
            more=", constraints: {required: true}" if one == "day" else "",
        )
        for one in COLUMNS
    )
    head = f"  use:\n    title: {{fr: Usages}}\n    about: things\n    sources: [{source}]\n"
    return f"{head}{counts}    columns:\n{columns}"


def weeks_of(site: Path) -> None:
    """Two weeks, on each day of which two people saw the catalog and twelve a table."""
    for number in range(9, 24):
        day = datetime(2026, 11, number, 12)
        count(site, day, Use("catalog", form="html"), 1, 2, 2)
        count(site, day, Use("table", "lieux", "places", "html"), *range(12))


@pytest.mark.slow("publishes a release")
def test_it_is_published_by_week_and_nothing_of_few_people(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    weeks_of(site.root)
    declare(site, ABOUT + table("{usage: site}", COUNTS))
    assert publish_one(site, as_of=date(2026, 11, 24)).status == "published"
    written = site.releases / "lieux" / "current" / "use_week.csv"
    assert written.read_text("utf-8").splitlines()[1:] == [
        f"2026-W{week},{monday},fournil,_other,,,,98,,105,,"
        for week, monday in ((46, "2026-11-09"), (47, "2026-11-16"))
    ]


@pytest.mark.slow("publishes a release")
def test_without_counts_it_is_refused_for_the_rows_tell_of_two_people(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    weeks_of(site.root)
    declare(site, ABOUT + table("{usage: site}"))
    refused = publish_one(site)
    assert (refused.status, refused.version) == ("refused", None)
    assert "a table without `counts` would publish each of these numbers" in refused.message
    # The control: the same rows from a file of no tool leave as they are.
    with fetching(site, "lieux", publishing=True) as fetcher:
        [(path, _)] = fetcher.files(USED, "use")
    (site.data / "lieux" / "exports" / "use.parquet").write_bytes(path.read_bytes())
    declare(site, ABOUT + table("{path: exports/use.parquet}"))
    assert publish_one(site).status == "published"
    written = site.releases / "lieux" / "current" / "use.csv"
    assert "2026-11-09,fournil,catalog,,,html,2,,3,," in written.read_text("utf-8")


@pytest.mark.parametrize("chosen", ["table: visitors", "table: requests", "query: SELECT 1 AS x"])
def test_its_file_is_no_export(tmp_path: Path, chosen: str) -> None:
    """What it holds is down to one visitor, and the table may be without `counts`."""
    site = make_site(tmp_path / "site")
    count(site.root, datetime(2026, 11, 21, 12), Use("catalog", form="html"), 1, 2)
    exports = site.data / "lieux" / "exports"
    store.place(site.root).rename(exports / "usage.db")
    declare(site, ABOUT + table(f"{{path: exports/usage.db, {chosen}}}"))
    refused = publish_one(site)
    assert (refused.status, refused.version) == ("refused", None)
    assert COUNTED_BY_A_SITE in refused.message


def test_its_file_is_not_asked_as_a_database(tmp_path: Path) -> None:
    count(tmp_path, datetime(2026, 11, 21, 12), Use("catalog", form="html"), 1, 2)
    asked = Connection(datasets=("lieux",), address=f"sqlite://{store.place(tmp_path)}")
    refused = pytest.raises(SourceError, match=f"^here: {COUNTED_BY_A_SITE}")
    with refused, opened(asked, "here", Limits()):
        pass


def test_files_of_replicas_are_united_as_the_guide_says(tmp_path: Path) -> None:
    day, use = datetime(2026, 11, 21, 12), Use("catalog", form="html")
    replicas = tmp_path / "replicas"
    replicas.mkdir()
    for name, people in (("a", range(12)), ("b", range(5, 20)), ("c", range(3))):
        root = tmp_path / name
        root.mkdir()
        count(root, day, use, *people)
        store.place(root).rename(replicas / f"{name}.db")
    guide = GUIDE.read_text("utf-8").partition("### Replicas")[2]
    script = guide.partition("```sh\n")[2].partition("```")[0]
    for _ in range(2):  # what is united anew is not added up
        subprocess.run(["sh", "-euc", script], cwd=tmp_path, check=True)
        counted = store.rows(store.place(tmp_path), datetime(2026, 11, 23).timestamp())
        assert counted == [("2026-11-21", use, 15, 12 + 15 + 3)]
        assert stat.S_IMODE(store.place(tmp_path).stat().st_mode) == 0o600


def test_before_anything_was_counted_there_are_no_rows(tmp_path: Path) -> None:
    assert rows(tmp_path) == []


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
