"""The same hits in two files of a table, or in two datasets of a site."""

import json
from datetime import date
from pathlib import Path

import pytest

from publish.bakehouse.check.counted import counted_elsewhere
from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.counted.kept import path_of
from publish.bakehouse.publication import publish_all
from publish.bakehouse.steps import Outcome
from publish.declare.site import SiteFolder
from publish.progress import Silent
from tests.counted import FEATURES, counted_site, day, export, row
from tests.sites import ABOUT

pytestmark = pytest.mark.slow("publishes weeks")
SOURCE = '{path: exports/features.csv, delimiter: ";"}'
USED = {"map": 40, "data": 12, "help": 3}
# Every feature by itself: what few people used is in no number at all.
APART = FEATURES.replace("by: [feature, form]", "by: []").replace(
    "within: tool", "within: [tool, feature, form]"
)
PLAIN = FEATURES[: FEATURES.index("    counts:")] + FEATURES[FEATURES.index("    columns:") :]


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A dataset that counts a week."""
    made = counted_site(tmp_path / "site")
    export(made, [row(n, name, people) for n in range(8) for name, people in USED.items()])
    return made


def another(site: SiteFolder, name: str, tables: str, more: str = "") -> None:
    """A dataset with a copy of the export."""
    folder = site.data / name / "exports"
    folder.mkdir(parents=True)
    rows = (site.data / "visits" / "exports" / "features.csv").read_text("utf-8")
    (folder / "copy.csv").write_text(rows + more, encoding="utf-8")
    tables = tables.replace("features.csv", "copy.csv")
    (site.data / name / "dataset.yaml").write_text(ABOUT + tables, encoding="utf-8")


def publish(site: SiteFolder, name: str, as_of: date) -> Outcome:
    """The outcome of one dataset of several."""
    return publish_all(site, [name], as_of, Silent())[0]


def codes(outcome: Outcome) -> list[str]:
    return [problem.code for problem in outcome.problems]


def weeks(site: SiteFolder, name: str) -> dict[str, int]:
    """The visitor-days of each feature in the first week."""
    written = (site.releases / name / "current" / "features_week.csv").read_text("utf-8")
    rows = [line.split(",") for line in written.splitlines()[1:]]
    return {cells[3]: int(cells[5]) for cells in rows if cells[1] == str(day(0))}


def test_one_export_is_counted_by_one_dataset_of_the_site(site: SiteFolder) -> None:
    assert publish(site, "visits", day(9)).status == "published"
    another(site, "again", APART)
    refused = publish(site, "again", day(9))
    assert (refused.status, codes(refused)) == ("refused", ["counted-elsewhere"])
    assert refused.problems[0].what == (
        "exports/copy.csv holds the bytes of exports/features.csv of visits.features, and one of "
        "the two tables would tell what the other hides"
    )


def test_what_was_published_first_goes_on(site: SiteFolder) -> None:
    another(site, "again", APART)
    hidden = site.data / "visits" / "dataset.yaml"
    text = hidden.read_text("utf-8")
    hidden.unlink()
    assert publish(site, "again", day(9)).status == "published"
    hidden.write_text(text, encoding="utf-8")
    assert codes(publish(site, "visits", day(9))) == ["counted-elsewhere"]
    assert publish(site, "again", day(10)).status == "unchanged"


def test_two_datasets_of_the_same_hits_tell_a_folded_number(site: SiteFolder) -> None:
    """The control: a file of other bytes is not seen to hold the same hits."""
    another(site, "again", APART, more=row(8, "map", 1) + "\n")
    for name in ("visits", "again"):
        assert publish(site, name, day(9)).status == "published"
    folded, apart = weeks(site, "visits"), weeks(site, "again")
    assert folded == {"map": 280, "_other": 105}
    assert apart == {"map": 280, "data": 84}
    assert folded["_other"] - apart["data"] == 7 * USED["help"]


def test_rows_are_not_published_beside_their_counts(site: SiteFolder) -> None:
    another(site, "rows", PLAIN)
    refused = publish(site, "rows", day(9))
    assert (refused.status, codes(refused)) == ("refused", ["counted-elsewhere"])
    assert publish(site, "visits", day(9)).status == "published"


def told(site: SiteFolder, name: str) -> list[str]:
    """What the check says of a dataset, by what is declared alone."""
    declared = site.dataset(name)
    looked = Inspection(name, declared, {}, day(9), folder=site.data / name, private=site.private)
    return [f"{problem.place}: {problem.what}" for problem in counted_elsewhere(looked)]


@pytest.mark.parametrize(
    "source",
    [
        "{usage: site}",
        '{matomo: "https://stats.example.org", site: 3, report: features}',
        '{path: "https://stats.example.org/features.csv", delimiter: ";"}',
        "{connection: audience, query: SELECT * FROM features}",
        "{command: features, format: csv}",
    ],
)
def test_a_source_is_the_same_in_another_dataset(source: str, site: SiteFolder) -> None:
    for name in ("again", "visits"):
        (site.data / name).mkdir(exist_ok=True)
        text = ABOUT + FEATURES.replace(SOURCE, source)
        (site.data / name / "dataset.yaml").write_text(text, encoding="utf-8")
    assert told(site, "again") == []
    assert told(site, "visits") == [
        "features.sources.0: again.features counts from it too, and one would tell what the other "
        "hides"
    ]
    path_of(site.private / "visits", "features").parent.mkdir(parents=True)
    path_of(site.private / "visits", "features").touch()
    assert told(site, "visits") == []
    assert len(told(site, "again")) == 1


def of_matomo(site: SiteFolder, *sources: str, **files: int) -> Outcome:
    """What comes of pages of a week, in a file a day for each name."""
    exports = site.data / "visits" / "exports"
    for name, first in files.items():
        for number in range(first, first + 8):
            rows = [
                {"label": f"/{path}", "nb_visits": people, "nb_uniq_visitors": people, "nb_hits": 9}
                for path, people in USED.items()
            ]
            path = exports / f"{name}-{day(number)}.json"
            path.write_text(json.dumps(rows), encoding="utf-8")
    table = FEATURES.replace(SOURCE, ", ".join(sources)).replace("within: tool", WITHIN)
    empty = "".join(EMPTY.format(name=name) for name in ("dataset", "table", "bounces", "seconds"))
    declared = ABOUT + table + empty + SERVICE
    (site.data / "visits" / "dataset.yaml").write_text(declared, encoding="utf-8")
    return publish(site, "visits", day(20))


WITHIN = "within: [tool, service]"
EMPTY = "      {name}: {{type: string, role: open, protect: drop}}\n"
SERVICE = "      service: {type: string, role: open, description: {fr: Service}}\n"
FILES = (
    "{{path: exports/{0}-*.json, format: matomo, report: features, set: {{service: {1}}}, "
    'features: [{{match: "^/map", feature: {2}}}]}}'
)


def test_a_day_is_read_from_one_file(site: SiteFolder) -> None:
    # The same pages under two lists of features: no row of one is a row of the other.
    two = (FILES.format("a", "x", "map"), FILES.format("b", "x", "plan"))
    refused = of_matomo(site, *two, a=0, b=0)
    assert (refused.status, codes(refused)[0]) == ("refused", "counted-together")
    assert refused.problems[0].what == (
        f"exports/a-{day(0)}.json and exports/b-{day(0)}.json both count what was done on {day(0)},"
        " and numbers that are folded could be had by subtraction"
    )


def test_files_of_other_days_or_services_are_read_together(site: SiteFolder) -> None:
    days = (FILES.format("a", "x", "map"), FILES.format("b", "x", "plan"))
    assert "counted-together" not in codes(of_matomo(site, *days, a=0, b=8))
    services = (FILES.format("a", "x", "map"), FILES.format("c", "y", "plan"))
    assert of_matomo(site, *services, c=0).status == "published"
