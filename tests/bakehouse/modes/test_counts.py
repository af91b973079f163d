"""What a tool counted, published week after week."""

from datetime import date
from pathlib import Path

import pytest

from publish.bakehouse.publication import publish_all
from publish.bakehouse.rebake import rebake
from publish.bakehouse.series.new_series import request_new_series
from publish.declare.site import SiteFolder
from publish.progress import Silent
from publish.words.json import read_json
from tests.counted import FEATURES, counted_site, day, export, published, row, shown
from tests.sites import publish_one

pytestmark = pytest.mark.slow("publishes weeks")


def days(first: int, until: int, **more: int) -> list[str]:
    """The rows of some days: a map, a help page that few read, and what is said."""
    usual = {"map": 40, "data": 20, "help": 3} | more
    return [row(n, name, people) for n in range(first, until) for name, people in usual.items()]


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """Two weeks and a day were counted, and published on the Tuesday after."""
    made = counted_site(tmp_path / "site", FEATURES.replace("[week]", "[week, day]"))
    export(made, days(0, 15))
    assert publish_one(made, as_of=day(16)).version == "1.0.0"
    return made


def test_whole_weeks_are_published_with_all_that_was_counted(site: SiteFolder) -> None:
    assert published(site, "features_week") == [
        ("2026-W36", "2026-08-31", "site", "_other", None, 161, 105, 483),
        ("2026-W36", "2026-08-31", "site", "map", None, 280, 182, 840),
        ("2026-W37", "2026-09-07", "site", "_other", None, 161, 105, 483),
        ("2026-W37", "2026-09-07", "site", "map", None, 280, 182, 840),
    ]
    assert len(published(site, "features_day")) == 28


def test_what_was_published_of_a_week_changes_no_more(site: SiteFolder) -> None:
    before = published(site, "features_week")
    export(site, days(0, 22, data=23, help=4))
    outcome = publish_one(site, as_of=day(23))
    assert [problem.code for problem in outcome.problems] == ["past-counts"]
    assert published(site, "features_week")[:4] == before
    assert len(published(site, "features_week")) == 6


def test_what_was_published_outlives_the_tool(site: SiteFolder) -> None:
    before = published(site, "features_day")
    export(site, days(14, 22))
    assert publish_one(site, as_of=day(23)).status == "published"
    assert published(site, "features_day")[:28] == before


def test_a_week_that_was_hidden_stays_hidden(tmp_path: Path) -> None:
    site = counted_site(tmp_path / "site")
    export(site, [*days(0, 7, map=2, data=1), *days(7, 15)])
    publish_one(site, as_of=day(16))
    export(site, days(0, 15))
    assert publish_one(site, as_of=day(17)).status == "unchanged"
    assert {week for week, _ in shown(site)} == {"2026-W37"}


def test_a_tool_that_is_added_brings_its_past(site: SiteFolder) -> None:
    log = [row(n, "map", 30, tool="log") for n in range(15)]
    export(site, [*days(0, 15), *log])
    publish_one(site, as_of=day(17))
    tools = [(week, tool) for week, _, tool, *_ in published(site, "features_week")]
    assert sorted(set(tools)) == [
        ("2026-W36", "log"), ("2026-W36", "site"), ("2026-W37", "log"), ("2026-W37", "site"),
    ]  # fmt: skip


def test_a_table_by_day_that_is_added_tells_no_past(tmp_path: Path) -> None:
    site = counted_site(tmp_path / "site")
    export(site, days(0, 15))
    publish_one(site, as_of=day(16))
    declaration = site.data / "visits" / "dataset.yaml"
    declaration.write_text(declaration.read_text("utf-8").replace("[week]", "[week, day]"), "utf-8")
    export(site, days(0, 22))
    publish_one(site, as_of=day(23))
    assert {published_day for published_day, *_ in published(site, "features_day")} == {
        str(day(n)) for n in range(14, 21)
    }


def test_nothing_whole_is_told_and_nothing_published(tmp_path: Path) -> None:
    site = counted_site(tmp_path / "site")
    export(site, days(0, 5))
    outcome = publish_one(site, as_of=day(6))
    assert (outcome.status, outcome.until) == ("waiting", day(7))
    assert [problem.what for problem in outcome.problems] == [
        "no week is over that the export knows whole, with 11 people of one day behind a row, so "
        "the table is left out"
    ]


def test_an_export_that_is_stacked_is_refused(site: SiteFolder) -> None:
    export(site, [*days(0, 22), *days(20, 22)])
    outcome = publish_one(site, as_of=day(23))
    assert (outcome.status, [problem.code for problem in outcome.problems]) == (
        "refused",
        ["counted-twice"],
    )
    assert "6 days and things have several rows" in outcome.message


def test_a_past_that_is_lost_is_not_counted_anew(site: SiteFolder) -> None:
    (site.private / "visits" / "counted" / "features.parquet").unlink()
    export(site, days(0, 22))
    outcome = publish_one(site, as_of=day(23))
    assert (outcome.status, [problem.code for problem in outcome.problems]) == (
        "refused",
        ["lost-counts"],
    )
    request_new_series(site, "visits", "the disk was lost", day(23))
    assert publish_one(site, as_of=day(23)).status == "published"
    assert not (site.private / "visits" / "new-series.json").exists()


def test_a_past_that_is_counted_anew_is_a_major_version(site: SiteFolder) -> None:
    export(site, days(0, 15, data=23))
    request_new_series(site, "visits", "the export was wrong", day(17))
    outcome = publish_one(site, as_of=day(17))
    assert (outcome.status, outcome.version) == ("published", "2.0.0")
    assert outcome.reasons[:2] == (
        "features_week counted anew: not to be compared with earlier releases",
        "features_day counted anew: not to be compared with earlier releases",
    )
    export(site, days(0, 22, data=23))
    assert publish_one(site, as_of=day(23)).version == "2.0.1"


def test_a_past_that_is_the_same_anew_is_no_version(site: SiteFolder) -> None:
    request_new_series(site, "visits", "asked for nothing", day(17))
    assert publish_one(site, as_of=day(17)).status == "unchanged"
    assert not (site.private / "visits" / "new-series.json").exists()


def test_the_same_numbers_under_another_name_are_refused(site: SiteFolder) -> None:
    declaration = site.data / "visits" / "dataset.yaml"
    declaration.write_text(
        declaration.read_text("utf-8").replace("  features:", "  uses:"), "utf-8"
    )
    outcome = publish_one(site, as_of=day(17))
    assert (outcome.status, [problem.what for problem in outcome.problems]) == (
        "refused",
        [
            "periods of features were published, which counts by feature too: both could be "
            "subtracted from each other"
        ],
    )
    request_new_series(site, "visits", "the name was wrong", day(17))
    assert publish_one(site, as_of=day(17)).status == "published"
    assert publish_one(site, as_of=day(18)).status == "unchanged"


def test_another_name_that_keeps_what_was_counted_by_is_refused(site: SiteFolder) -> None:
    declaration = site.data / "visits" / "dataset.yaml"
    text = declaration.read_text("utf-8").replace("  features:", "  uses:")
    text = text.replace("by: [feature, form]", "by: []").replace(
        "tool\n", "[tool, feature, form]\n"
    )
    declaration.write_text(text, "utf-8")
    outcome = publish_one(site, as_of=day(17))
    assert [problem.code for problem in outcome.problems] == ["counted-before"]
    assert "which counts by feature too" in outcome.message


def test_a_past_under_another_value_of_a_kept_column_is_refused(site: SiteFolder) -> None:
    """The tool is called otherwise; help is told beside the map, so that it could be subtracted."""
    export(site, [line.replace(";site;", ";web;") for line in days(0, 22, help=12)])
    outcome = publish_one(site, as_of=day(23))
    assert (outcome.status, [problem.what for problem in outcome.problems]) == (
        "refused",
        [
            "periods that were published would be told under another value of tool, and what was "
            "counted under the old one is not read today: both could be subtracted"
        ],
    )
    request_new_series(site, "visits", "the name was wrong", day(23))
    assert publish_one(site, as_of=day(23)).status == "published"


def test_a_stray_row_of_the_old_value_does_not_help(site: SiteFolder) -> None:
    renamed = [line.replace(";site;", ";web;") for line in days(0, 15)]
    export(site, [*renamed, row(1, "map", 40)])
    assert [one.code for one in publish_one(site, as_of=day(16)).problems] == ["counted-before"]


def test_another_tool_goes_on_where_the_first_ended(site: SiteFolder) -> None:
    """The control: no period is told under both."""
    export(site, [line.replace(";site;", ";web;") for line in days(14, 22)])
    assert publish_one(site, as_of=day(23)).status == "published"
    assert {tool for _, _, tool, *_ in published(site, "features_week")} == {"site", "web"}


def call_otherwise(site: SiteFolder, dataset: str) -> None:
    """The table and the column that it is counted by get other names."""
    declaration = site.data / dataset / "dataset.yaml"
    text = declaration.read_text("utf-8").replace("  features:", "  uses:")
    text = text.replace("by: [feature, form]", "by: [what, in_form]")
    text = text.replace("      feature: {type", "      what: {from: feature, type")
    text = text.replace("      form: {type", "      in_form: {from: form, type")
    declaration.write_text(text, "utf-8")


def test_the_same_periods_under_all_new_names_are_refused(site: SiteFolder) -> None:
    call_otherwise(site, "visits")
    outcome = publish_one(site, as_of=day(17))
    assert (outcome.status, [problem.what for problem in outcome.problems]) == (
        "refused",
        [
            "it would tell periods that features told, which is declared no more: if it is the "
            "same under another name, both could be subtracted from each other"
        ],
    )
    request_new_series(site, "visits", "the name was wrong", day(17))
    assert publish_one(site, as_of=day(17)).status == "published"
    export(site, days(0, 22))
    assert publish_one(site, as_of=day(23)).status == "published"


def test_a_table_by_months_does_not_tell_the_weeks_of_one_that_is_gone(site: SiteFolder) -> None:
    call_otherwise(site, "visits")
    declaration = site.data / "visits" / "dataset.yaml"
    declaration.write_text(declaration.read_text("utf-8").replace("[week, day]", "month"), "utf-8")
    export(site, days(0, 29))
    assert [one.code for one in publish_one(site, as_of=day(30)).problems] == ["counted-before"]


def test_a_new_table_begins_where_one_that_is_gone_ended(site: SiteFolder) -> None:
    """The control: it tells other weeks."""
    call_otherwise(site, "visits")
    export(site, days(14, 22))
    assert publish_one(site, as_of=day(23)).status == "published"
    assert {monday for _, monday, *_ in published(site, "uses_week")} == {str(day(14))}


def test_a_dataset_under_another_name_tells_no_past_anew(site: SiteFolder) -> None:
    (site.data / "visits").rename(site.data / "uses")
    [refused] = publish_all(site, ["uses"], day(17), Silent())
    assert (refused.status, [problem.what for problem in refused.problems]) == (
        "refused",
        [
            "it would tell periods that visits.features told, which is declared no more: if it is "
            "the same under another name, both could be subtracted from each other"
        ],
    )
    assert "call the dataset visits again" in refused.message
    (site.data / "uses").rename(site.data / "visits")
    assert publish_one(site, as_of=day(17)).status == "unchanged"


def test_a_dataset_begins_where_one_that_is_gone_ended(site: SiteFolder) -> None:
    """The control: it tells other weeks."""
    (site.data / "visits").rename(site.data / "uses")
    text = (site.data / "uses" / "exports" / "features.csv").read_text("utf-8")
    export_path = site.data / "uses" / "exports" / "features.csv"
    export_path.write_text("\n".join((text.splitlines()[0], *days(14, 22))) + "\n", "utf-8")
    [outcome] = publish_all(site, ["uses"], day(23), Silent())
    assert outcome.status == "published"


def test_another_k_is_another_version(site: SiteFolder) -> None:
    declaration = site.data / "visits" / "dataset.yaml"
    text = declaration.read_text("utf-8")
    declaration.write_text(text.replace("within: tool", "within: tool\n      k: 12"), "utf-8")
    outcome = publish_one(site, as_of=day(17))
    assert (outcome.status, outcome.version) == ("published", "1.1.0")
    assert "how a tool counted of features_week changed" in outcome.reasons


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[week, day]", "month"),
        ("[feature, form]\n      within: tool\n", "[tool, feature, form]\n"),
    ],
    ids=["periods", "columns of all rows"],
)
def test_the_past_is_not_told_anew_by_other_cuts(before: str, after: str, site: SiteFolder) -> None:
    declaration = site.data / "visits" / "dataset.yaml"
    declaration.write_text(declaration.read_text("utf-8").replace(before, after), "utf-8")
    outcome = publish_one(site, as_of=day(17))
    assert (outcome.status, [problem.code for problem in outcome.problems]) == (
        "refused",
        ["counted-before"],
    )
    assert "so that the past would be told anew" in outcome.problems[0].what
    request_new_series(site, "visits", "it was cut otherwise", day(17))
    assert publish_one(site, as_of=day(17)).status in ("published", "waiting")


def test_the_report_says_how_and_nothing_of_what_was_read(site: SiteFolder) -> None:
    [table] = read_json(site.releases / "visits" / "current" / "report.json")["tables"]
    assert table["records_in"] is None
    assert table["protection"] == {"mode": "counts", "k": 11, "every": ["week", "day"]}


def test_it_is_baked_anew_without_the_export(site: SiteFolder) -> None:
    before = published(site, "features_week")
    assert rebake(site, "visits", date(2026, 10, 1), Silent()).status == "published"
    assert published(site, "features_week") == before
