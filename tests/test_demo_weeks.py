"""The demo lives: weekly exports of people become releases in which nobody is told apart."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from data.generator import diaries, network, survey
from publish.bakehouse.attack import attack, guesses
from publish.declare.site import SiteFolder
from publish.progress import Silent
from publish.site.app.reading import pages_about
from tests.sites import DAY, publish

ROOT = Path(__file__).parent.parent
PEOPLE = ("enquete-habitants", "reseau-transition")
NETWORK_TOLD = {("warning", code) for code in ("no-way-back", "partner-drift", "rejected-rows")}
"""Its organisations come of partners, who answer for what they know of people."""


@pytest.mark.slow("publishes eight weeks and attacks them")
def test_people_of_eight_more_weeks(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path)
    shutil.copy(ROOT / "metadata.yaml", site.root)
    for name in PEOPLE:
        shutil.copytree(ROOT / "data" / name, site.data / name)
    versions = []
    for week in (0, 5, 6, 8):
        survey.write(site.data / "enquete-habitants" / "exports", week)
        diaries.write(site.data / "enquete-habitants" / "exports", week)
        network.write(site.data / "reseau-transition" / "exports", week)
        outcomes = publish(site, *PEOPLE, as_of=DAY + timedelta(weeks=week))
        told = [{(found.severity, found.code) for found in one.problems} for one in outcomes]
        assert told == [set(), NETWORK_TOLD]
        versions.append(tuple(one.version for one in outcomes))
    # New answers wait two weeks, and for enough others in every count; members come and go at once.
    assert versions == [
        ("1.0.0", "1.0.0"),
        ("1.0.0", "1.0.1"),
        ("1.0.0", "1.0.2"),
        ("1.0.1", "1.0.3"),
    ]
    for name in PEOPLE:
        _, results = attack(site, name, DAY + timedelta(weeks=8), Silent())
        assert [one for one in results if not one.passed] == []


@pytest.mark.slow("publishes a year of weeks and attacks it", minutes=5)
def test_a_year_of_the_survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each week of the demo, all its tables, as CSV and SQLite alone, which costs least."""
    monkeypatch.setattr(guesses, "PYTHON", tmp_path / "not installed")
    site, [name, _] = SiteFolder(tmp_path), PEOPLE
    shutil.copy(ROOT / "metadata.yaml", site.root)
    shutil.copytree(ROOT / "data" / name, site.data / name)
    path = site.declaration(name)
    path.write_text(
        path.read_text().replace("    about: people\n", "    about: people\n    formats: []\n")
    )
    versions = []
    for week in range(53):
        for source in (survey, diaries):
            source.write(site.data / name / "exports", week)
        [outcome] = publish(site, name, as_of=DAY + timedelta(weeks=week))
        assert outcome.problems == ()
        versions.append(outcome.version)
    assert len({*versions}) == 50
    day = DAY + timedelta(weeks=52)
    _, results = attack(site, name, day, Silent(), pages_about(site, name))
    assert [one for one in results if not one.passed] == []
    assert {one.attack: one.tried > 0 for one in results if not one.untried} == dict.fromkeys(
        (
            "files",
            "differences",
            "subtraction by intervals",
            "subtraction by exact solver",
            "duplicate spelling",
            "residue",
            "canaries",
        ),
        True,
    )
