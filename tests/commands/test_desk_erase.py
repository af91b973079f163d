"""`fournil desk erase` as an officer of the desk runs it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.corrections.proposals import Edit, proposal, propose
from publish.desk.members import invite, members
from tests.sites import DAY


def run(root: Path, *arguments: str, typed: str = "") -> Result:
    asked = ["--site", str(root), "desk", "erase", *arguments]
    return CliRunner().invoke(main, asked, input=typed)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The file of a desk with one proposal, and Ada."""
    path = tmp_path / "desk" / "desk.db"
    row = ("lieux", "places", ("01",))
    propose(path, row, {"kind": Edit("a", "b")}, why="seen", evidence="", day=DAY)
    invite(path, "Ada", "reviewer", 0)
    return path


def test_it_asks_first(desk: Path, tmp_path: Path) -> None:
    told = run(tmp_path, "proposal", "1", typed="n\n")
    assert told.exit_code == 1
    assert "Destroy what is kept of proposal 1, for good? [y/N]" in told.output
    assert proposal(desk, 1).state == "open"
    assert run(tmp_path, "proposal", "1", typed="y\n").exit_code == 0
    assert proposal(desk, 1).state == "erased"


def test_a_member_is_erased_by_name(desk: Path, tmp_path: Path) -> None:
    [ada] = [one.id for one in members(desk)]
    told = run(tmp_path, "member", "Ada", "--yes", "--as-of", "2026-12-01")
    assert told.output == (
        f"member {ada}: erased; backups and published releases that hold it still do\n"
    )
    assert members(desk) == []
    assert desk.with_name("erased").read_text() == f"2026-12 member {ada}\n"


def test_what_there_is_not_is_told(desk: Path, tmp_path: Path) -> None:
    told = run(tmp_path, "correction", "7", "--yes")
    assert (told.exit_code, told.output) == (12, "fournil: there is no correction '7' to erase\n")
    assert run(tmp_path / "none", "member", "Ada", "--yes").exit_code == 12
