"""That a row is over is a correction of the one cell that says so."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.corrections.proposals import Edit, proposals
from publish.declare.site import SiteFolder
from publish.desk.closing import can_close, closing
from publish.desk.rows import Row, row_of
from publish.errors import DeskError
from tests.sites import DATASET, declare, make_site, publish_one, published_site

CLOSING = DATASET.replace("    browse:", "    corrections: {closed: {open: false}}\n    browse:")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    found = make_site(tmp_path_factory.mktemp("closing") / "site")
    declare(found, CLOSING)
    publish_one(found)
    return found


def row(site: SiteFolder, key: str) -> Row:
    found = row_of(site, "lieux", "places", [key])
    assert found
    return found


def test_a_row_that_is_over_says_so_in_its_cell(site: SiteFolder) -> None:
    assert closing(row(site, "01")) == {"open": Edit("true", "false")}
    assert closing(row(site, "03")) == {"open": Edit(None, "false")}
    assert (closing(row(site, "02")), can_close(row(site, "02"))) == ({}, False)


def test_where_nothing_says_so_nothing_can_be_closed(tmp_path: Path) -> None:
    found = row(published_site(tmp_path), "01")
    assert not can_close(found)
    with pytest.raises(DeskError, match="nothing is declared that says of a row"):
        closing(found)


def test_the_command_proposes_the_same(site: SiteFolder) -> None:
    asked = ["--site", str(site.root), "desk", "propose", "lieux", "places", "01"]
    assert (
        CliRunner()
        .invoke(main, [*asked, "--closed"])
        .output.startswith("proposal 1: open: 'true' -> 'false'; ")
    )
    [waiting] = proposals(site.desk)
    assert (waiting.edits, waiting.title) == ({"open": Edit("true", "false")}, "Café des Œuvres")
    assert "write what it should say" in CliRunner().invoke(main, asked).output
