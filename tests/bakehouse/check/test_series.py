"""An export about people that changed far too much since the last release is refused."""

from datetime import date
from pathlib import Path

import pytest

from publish.bakehouse.steps import Outcome
from publish.declare.site import SiteFolder
from tests.bakehouse.series.site import SURVEY, answer, make_survey
from tests.sites import copied, publish_one


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """Forty people in a release, and no limit of size but the usual ones."""
    return copied(tmp_path / "site", forty)


def forty(root: Path) -> SiteFolder:
    made = make_survey(root, range(40))
    usual = SURVEY.replace("    shrink: {max: 1}\n    growth: {max: 100}\n", "")
    (made.data / "enquete" / "dataset.yaml").write_text(usual, encoding="utf-8")
    assert publish_one(made, date(2026, 1, 5)).version == "1.0.0"
    return made


def said(outcome: Outcome) -> list[str]:
    return [f"{one.code} {one.place}: {one.what}" for one in outcome.problems]


@pytest.mark.slow("publishes week after week")
def test_an_export_that_holds_all_twice_is_refused(site: SiteFolder) -> None:
    answer(site, range(40), times=2)
    outcome = publish_one(site, date(2026, 1, 12))
    assert outcome.status == "refused"
    assert (
        "doubled-table answers: the export has 80 rows for it, and 40 are published: more than "
        "90% more"
    ) in said(outcome)


@pytest.mark.slow("publishes week after week")
def test_an_export_of_half_the_people_is_refused(site: SiteFolder) -> None:
    answer(site, range(20))
    outcome = publish_one(site, date(2026, 1, 12))
    assert outcome.status == "refused"
    assert (
        "shrunk-export answers: the export has 20 rows for it, and 40 are published: more than "
        "20% fewer"
    ) in said(outcome)


@pytest.mark.slow("publishes week after week")
def test_an_export_that_doubled_leaves_once_a_person_raised_the_limit(site: SiteFolder) -> None:
    answer(site, range(80))
    path = site.data / "enquete" / "dataset.yaml"
    limits = "    growth: {max: 1}\n    privacy:"
    raised = path.read_text(encoding="utf-8").replace("    privacy:", limits)
    path.write_text(raised, encoding="utf-8")
    assert publish_one(site, date(2026, 1, 12)).status == "published"
