"""`fournil new --usage` drafts statistics of the site itself: few lines are left to decide."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.bakehouse.draft.own_use import FEATURES
from publish.cli import main
from publish.site.meters.uses import FORMS
from publish.usage.use import Use
from tests.bakehouse.fetch.test_usage import count
from tests.sites import make_site, publish

DECIDED = {
    '# producer: {name: ""}': "producer: {name: Ville de Test}",
    '# contact: ""': "contact: data@example.org",
    "# license:": "license: ODbL-1.0",
}


@pytest.mark.slow("publishes a release")
def test_the_draft_publishes_a_week_without_a_warning(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    result = CliRunner().invoke(main, ["--site", str(site.root), "new", "--usage"])
    path = site.data / "frequentation" / "dataset.yaml"
    assert result.exit_code == 0, result.output
    text = path.read_text("utf-8")
    for undecided, decided in DECIDED.items():
        assert undecided in text
        text = text.replace(undecided, decided)
    path.write_text(text, encoding="utf-8")
    for day in range(16, 23):
        seen = Use("filtered table", "lieux", "places", "html")
        count(site.root, datetime(2026, 11, day, 12), seen, *range(1, 13))
    count(site.root, datetime(2026, 11, 23, 12), Use("catalog", form="html"), 1)
    (outcome,) = publish(site, "frequentation", as_of=date(2026, 11, 24))
    assert (outcome.status, outcome.problems, outcome.message) == ("published", (), "")
    written = site.releases / "frequentation" / "current" / "features_week.csv"
    assert written.read_text("utf-8").splitlines() == [
        "week,monday,tool,feature,dataset,table,form,visitor_days,actions",
        "2026-W47,2026-11-16,fournil,filtered table,lieux,places,html,84,84",
    ]


@pytest.mark.parametrize("by", [["--usage"], ["--matomo", "https://stats.example.org"]])
def test_a_name_that_leads_out_of_data_is_refused(tmp_path: Path, by: list[str]) -> None:
    site = make_site(tmp_path / "site")
    result = CliRunner().invoke(main, ["--site", str(site.root), "new", *by, "--name", "../x"])
    assert (result.exit_code, result.output) == (
        3,
        "fournil: '../x' is no dataset name; use a-z, 0-9 and -, starting with a letter by "
        "--name\n",
    )
    assert not (site.root / "x").exists()


def test_a_second_draft_does_not_replace_the_first(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    arguments = ["--site", str(site.root), "new", "--usage", "--name", "usages"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    again = CliRunner().invoke(main, arguments)
    path = site.data / "usages" / "dataset.yaml"
    assert (again.exit_code, again.output) == (
        3,
        f"fournil: {path}: there already; choose another name by --name\n",
    )


def test_every_feature_that_is_explained_has_words() -> None:
    page = (Path(__file__).parents[3] / "docs" / "usage.md").read_text("utf-8")
    rows = page[page.index("| `catalog`") : page.index("Feature, dataset and table come")]
    named = {name for row in rows.splitlines() for name in re.findall("`([a-z ]+)`", row[:70])}
    features = {name for name in named if name not in FORMS}
    assert set(FEATURES) - {"json"} == features
