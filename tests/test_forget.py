"""`fournil forget` takes people out, and says nobody's name."""

from pathlib import Path

from click.testing import CliRunner

from publish.cli import main
from publish.protect.withdrawals import read
from tests.sites import make_site


def test_people_are_read_from_standard_input(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    asked = ["--site", str(tmp_path), "forget", "lieux"]
    done = CliRunner().invoke(main, asked, input="ada@example.org\nbob@example.org\n")
    path = site.private / "lieux" / "withdrawals.csv"
    assert done.output == (
        f"lieux: 2 added to {path}; the next publication takes them out, "
        "`fournil withdraw lieux` takes back what is already out\n"
    )
    assert read(path) == [("ada@example.org", None), ("bob@example.org", None)]


def test_an_unknown_dataset_is_refused(tmp_path: Path) -> None:
    make_site(tmp_path)
    done = CliRunner().invoke(main, ["--site", str(tmp_path), "forget", "x"], input="ada\n")
    assert done.exit_code == 3
    assert "ada" not in done.output
