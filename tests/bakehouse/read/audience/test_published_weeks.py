"""Weeks of a Matomo's files leave whole or not at all."""

import json
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from tests.counted import counted_site, day, published
from tests.sites import publish_one

pytestmark = pytest.mark.slow("publishes weeks")
TABLE = """\
  use:
    title: {fr: Visites, en: Visits}
    about: things
    sources: [{path: exports/visits-*.json, format: matomo, report: visits}]
    counts: {behind: visitors, every: EVERY, by: feature, within: tool, sum: visits}
    columns:
      day: {type: date, role: open, constraints: {required: true}}
      tool: {type: string, role: open, description: {fr: Outil}}
      feature: {type: string, role: open, description: {fr: Fonction}}
      visitors: {type: integer, role: open}
      visits: {type: integer, role: open, description: {fr: Visites}}
"""
LEFT = ("dataset", "table", "form", "actions", "bounces", "seconds")


def site_of(folder: Path, every: str = "week") -> SiteFolder:
    left = "".join(f"      {name}: {{type: string, role: open, protect: drop}}\n" for name in LEFT)
    return counted_site(folder, TABLE.replace("EVERY", every) + left)


def visits(site: SiteFolder, name: str, people: int = 20) -> None:
    """What VisitsSummary.get answers of a day, or of days whose visitors were added up."""
    row = {"nb_uniq_visitors": people, "sum_daily_nb_uniq_visitors": people, "nb_visits": people}
    path = site.data / "visits" / "exports" / f"visits-{name}.json"
    path.write_text(json.dumps(row if people else []), encoding="utf-8")


def weeks(site: SiteFolder) -> list[tuple[str, int]]:
    return published(site, "use_week", "week, visits")


def test_a_week_without_one_of_its_days_waits_for_it(tmp_path: Path) -> None:
    site = site_of(tmp_path / "site")
    for number in range(21):
        if number != 9:
            visits(site, str(day(number)))
    outcome = publish_one(site, as_of=day(22))
    assert [problem.code for problem in outcome.problems] == ["missing-days"]
    assert weeks(site) == [("2026-W36", 140), ("2026-W38", 140)]
    visits(site, str(day(9)))
    assert not publish_one(site, as_of=day(23)).problems
    assert weeks(site) == [("2026-W36", 140), ("2026-W37", 140), ("2026-W38", 140)]


def test_a_day_on_which_nobody_came_is_a_day_of_its_week(tmp_path: Path) -> None:
    site = site_of(tmp_path / "site")
    for number in range(8):
        visits(site, str(day(number)), 0 if number == 6 else 20)
    assert not publish_one(site, as_of=day(22)).problems
    assert weeks(site) == [("2026-W36", 120)]


def test_files_of_a_week_are_told_at_once(tmp_path: Path) -> None:
    site = site_of(tmp_path / "site")
    visits(site, "2026-W36", 140)
    visits(site, "2026-W37", 140)
    assert not publish_one(site, as_of=day(14)).problems
    assert weeks(site) == [("2026-W36", 140), ("2026-W37", 140)]


def test_a_month_of_weeks_is_told_without_a_week_less(tmp_path: Path) -> None:
    site = site_of(tmp_path / "site", "month")
    for number in (*range(36, 41), 41, 43, 44):
        visits(site, f"2026-W{number}", 140)
    outcome = publish_one(site, as_of=day(80))
    assert [problem.code for problem in outcome.problems] == ["missing-days"]
    assert published(site, "use_month", "month, visits") == [("2026-09-01", 560)]


def test_a_calendar_month_is_refused_and_the_way_out_works(tmp_path: Path) -> None:
    site = site_of(tmp_path / "site")
    visits(site, "2026-09", 600)
    (problem,) = publish_one(site, as_of=day(80)).problems
    assert problem.code == "long-period"
    assert "or each week from Monday to Sunday" in problem.fix
    (site.data / "visits" / "exports" / "visits-2026-09.json").unlink()
    visits(site, "2026-W36", 140)
    assert publish_one(site, as_of=day(80)).status == "published"


def test_a_calendar_month_is_told_which_days_its_whole_weeks_lack(tmp_path: Path) -> None:
    site = site_of(tmp_path / "site", "month")
    visits(site, "2012-08", 140)
    outcome = publish_one(site, as_of=day(0))
    assert [str(problem) for problem in outcome.problems] == [
        "warning no-whole-period: use_month: no month is known whole, so the table is left out: "
        "no export is of 2012-07-30, 2012-07-31, 2012-09-01, 2012-09-02; export these days too, or "
        "wait for a whole month"
    ]
