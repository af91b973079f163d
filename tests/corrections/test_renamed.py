"""A key that stands for another row by now is noticed before a proposal on it is accepted."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.corrections.proposals import Edit, proposal, propose
from publish.corrections.renamed import not_renamed
from publish.declare.site import SiteFolder
from publish.errors import DeskError
from tests.sites import DAY, ROWS, deliver, publish_one, published_site

TITLE = "Jardin d’Éole"


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return published_site(tmp_path)


def said(site: SiteFolder, title: str = TITLE, **cells: str) -> int:
    edits = {name: Edit("x", text) for name, text in (cells or {"kind": "parc"}).items()}
    row = ("lieux", "places", ("02",))
    return propose(site.desk, row, edits, why="", evidence="", day=DAY, title=title)


def called(site: SiteFolder, name: str) -> None:
    deliver(site, *(row.replace(TITLE, name) for row in ROWS))
    publish_one(site, DAY + timedelta(days=7))


def test_a_row_that_is_called_otherwise_may_be_another(site: SiteFolder) -> None:
    number = said(site)
    not_renamed(site, proposal(site.desk, number))
    called(site, "La Halle")
    with pytest.raises(DeskError) as told:
        not_renamed(site, proposal(site.desk, number))
    assert str(told.value) == (
        "proposal 1: its row was called 'Jardin d’Éole' when it was looked at, and is called "
        "'La Halle' by now: it may be another one; look, then accept it with --renamed, or "
        "`fournil desk refuse 1 --reason …`"
    )


def test_whoever_looked_accepts_it_all_the_same(site: SiteFolder) -> None:
    asked = ["--site", str(site.root), "desk", "accept", str(said(site))]
    called(site, "La Halle")
    refused = CliRunner().invoke(main, asked)
    assert (refused.exit_code != 0, "it may be another one" in refused.output) == (True, True)
    assert proposal(site.desk, 1).state == "open"
    assert CliRunner().invoke(main, [*asked, "--renamed"]).exit_code == 0
    assert proposal(site.desk, 1).state == "accepted"


def test_what_it_should_be_called_is_no_other_name(site: SiteFolder) -> None:
    numbers = [said(site, name="La Halle"), said(site, title="")]
    called(site, "La Halle")
    for number in numbers:
        not_renamed(site, proposal(site.desk, number))
