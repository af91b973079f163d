"""Changes that wait for a clearance, as who keeps the machine sees and clears them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.corrections.clearances import Candidate, known, note
from publish.corrections.log import entries
from publish.declare.site import SiteFolder
from tests.sites import DAY

ROWS = (
    Candidate('["01"]', "a", "changed", '{"name":["Café","Bar \\u202ei"]}'),
    Candidate('["02","x,y"]', "b", "gone", '{"name":["Parc",null]}'),
    Candidate('["03"]', "c", "new", '{"name":[null,"Serre"]}'),
)
LISTED = [
    "2026-11-21  lieux.places 01  changed  name: 'Café' -> 'Bar \\u202ei'",
    "2026-11-21  lieux.places 02, x,y  gone",
    "2026-11-21  lieux.places 03  new  name: None -> 'Serre'",
]


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A site in which changes wait."""
    found = SiteFolder(tmp_path)
    note(found.desk, ("lieux", "places"), ROWS, DAY)
    return found


def run(site: SiteFolder, *arguments: str) -> tuple[int, list[str]]:
    said = CliRunner().invoke(main, ["--site", str(site.root), "desk", *arguments])
    return said.exit_code, said.output.replace(f" --site {site.root}", "").splitlines()


def left(site: SiteFolder) -> list[str]:
    return [one.key for one in known(site.desk, "lieux", "places") if not one.cleared]


def test_what_waits_is_listed(site: SiteFolder) -> None:
    assert run(site, "clearance") == (0, LISTED)
    assert run(site, "clearance", "lieux.places") == (0, LISTED)


def test_rows_are_cleared_by_their_keys(site: SiteFolder) -> None:
    said = "2 changes cleared; `fournil publish lieux` shows them"
    done = run(site, "clear", "lieux.places", "01", '02,"x,y"', "--as-of", "2026-11-22")
    assert (done, left(site)) == ((0, [said]), ['["03"]'])
    [line] = entries(site.desk)
    assert (line.act, line.about, line.by, line.moment) == (
        "cleared", "table lieux.places", "shell", "2026-11-22",
    )  # fmt: skip


def test_all_is_cleared_only_when_asked_for(site: SiteFolder) -> None:
    code, said = run(site, "clear", "lieux")
    assert (code, said[-1], len(left(site))) == (
        2, "Error: name the keys of rows, or say --all", 3
    )  # fmt: skip
    assert run(site, "clear", "lieux", "01", "--all")[0] == 2
    assert run(site, "clear", "lieux", "--all") == (
        0, ["3 changes cleared; `fournil publish lieux` shows them"]
    )  # fmt: skip
    assert left(site) == []


def test_what_does_not_wait_cannot_be_cleared(site: SiteFolder) -> None:
    code, said = run(site, "clear", "lieux.places", "01", "99")
    assert (code, left(site)) == (12, ['["01"]', '["02","x,y"]', '["03"]'])
    assert said == [
        "fournil: lieux.places: 99 waits for no clearance; `fournil desk clearance` lists what does"
    ]
    assert run(site, "clear", "autres", "--all")[1][0].startswith(
        "fournil: autres: nothing waits for a clearance there; "
    )
