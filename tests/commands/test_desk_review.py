"""Looking closer, amending, two eyes and conflicts, as a maintainer runs `fournil desk`."""

import json
from pathlib import Path

import pytest

from publish.corrections.decisions import accept
from publish.corrections.live import Settled, settle
from publish.corrections.proposals import Edit, propose
from publish.corrections.states import State
from publish.declare.site import SiteFolder
from tests.commands.test_desk import run
from tests.desk.reviewing import EYES, MOVED, POINTS
from tests.sites import DATASET, DAY, declare, fill, make_site, mapped, publish_one, published_site

AS_OF = ("--as-of", "2026-11-21")


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return published_site(tmp_path)


def said(site: SiteFolder, key: str = "02", by: str = "") -> int:
    edits = {"kind": Edit("jardin", "parc")}
    row = ("lieux", "places", (key,))
    return propose(site.desk, row, edits, why="", evidence="", day=DAY, by=by)


def broken(site: SiteFolder, state: State, source: str | None, key: str = "02") -> None:
    accept(site.desk, said(site, key), DAY)
    settle(site.desk, [Settled(1, state, json.dumps([key]), source, "print")])


def test_a_proposal_is_shown_with_the_past_of_its_row(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    for export in (MOVED, POINTS):
        fill(site, mapped(("kind",)), export)
        publish_one(site)
    row = ("lieux", "places", ("1",))
    for edits in ({"kind": Edit("café", "\x1b[2Jbar")}, {"lat": Edit("48.85", "48.851")}):
        propose(site.desk, row, edits, why="", evidence="", day=DAY)
    run(site, "desk", "refuse", "1", "--reason", "no", *AS_OF)
    assert run(site, "desk", "show", "2").output == (
        "2  lieux.places 1  lat: '48.85' -> '48.851'  open\n"
        "moves by 111 m: 48.85000, 2.35000 -> 48.85100, 2.35000\n"
        "release 1.0.1 of 2026-11-21: kind: 'bistrot' -> 'café'\n"
        r"proposal 1 of 2026-11-21: kind: 'café' -> '\x1b[2Jbar': refused (no)" + "\n"
    )


def test_what_is_amended_is_what_is_accepted(site: SiteFolder) -> None:
    said(site)
    amended = run(site, "desk", "amend", "1", "kind=bois", "open=true", *AS_OF).output
    assert amended.startswith(
        "proposal 1: kind: 'jardin' -> 'bois', open: 'false' -> 'true'; `fournil "
    )
    run(site, "desk", "accept", "1", *AS_OF)
    told = run(site, "corrections", "lieux").output
    assert '1,places,"[""02""]",kind,jardin,bois,accepted,2026-11,' in told


def test_a_row_that_is_missing_is_not_amended(site: SiteFolder) -> None:
    declare(site, DATASET.replace("    browse:", "    corrections: {add: true}\n    browse:"))
    publish_one(site)
    said = ("desk", "propose", "lieux", "places", "--add", "name=La Serre", "kind=serre")
    assert run(site, *said, *AS_OF).exit_code == 0
    result = run(site, "desk", "amend", "1", "name=Serre", *AS_OF)
    assert result.exit_code == 12
    assert "proposal 1 is of a new row, which is accepted or refused as it stands" in result.output


def test_where_two_have_to_look_the_command_line_is_one(site: SiteFolder) -> None:
    declare(site, EYES)
    said(site)
    assert run(site, "desk", "accept", "1", *AS_OF).output == (
        "proposal 1: accepted by one of two; a member has to accept it as well\n"
    )
    assert run(site, "desk", "inbox").output == (
        "1  lieux.places 02  kind: 'jardin' -> 'parc'  accepted by shell, waits for another "
        "member\n"
    )
    again = run(site, "desk", "accept", "1")
    assert (again.exit_code, "shell accepted it already; 2 members have to" in again.output) == (
        12,
        True,
    )
    accept(site.desk, 1, DAY, "f00d", eyes=2)
    run(site, "desk", "propose", "lieux", "places", "03", "kind=fablab", *AS_OF)
    own = run(site, "desk", "accept", "2")
    assert (own.exit_code, "who proposed it is none of them" in own.output) == (12, True)


def test_the_inbox_of_one_dataset_or_table(site: SiteFolder) -> None:
    said(site)
    for of in ("lieux", "lieux.places"):
        assert run(site, "desk", "inbox", of).output.startswith("1  lieux.places 02")
    other = "fournil: lieux: no table 'other'; known: places\n"
    assert run(site, "desk", "inbox", "lieux.other").output == other


def test_a_conflict_is_listed_and_kept_over_what_the_source_says(site: SiteFolder) -> None:
    assert run(site, "desk", "conflicts").output == "no correction waits for a decision\n"
    broken(site, "conflict", "verger")
    assert run(site, "desk", "conflicts", "lieux").output == (
        "1  lieux.places 02  kind  conflict: the source says 'verger', the correction 'parc'\n"
    )
    [told] = json.loads(run(site, "desk", "conflicts", "--json").output)
    assert (told["id"], told["source"], told["corrected"]) == (1, "verger", "parc")
    for over in ("jardin", ""):
        result = run(site, "desk", "keep", "1", "--over", over)
        assert result.exit_code == 12
        assert "correction 1: the source says 'verger' and not" in result.output
    kept = run(site, "desk", "keep", "1", "--over", "verger").output
    assert kept.startswith("correction 1: kept; `fournil ")
    assert kept.endswith(" publish lieux` shows 'parc'\n")
    assert run(site, "desk", "keep", "1", "--over", "verger").exit_code == 12


def test_a_lost_row_is_found_by_a_person(site: SiteFolder) -> None:
    broken(site, "orphan", None, "L-2")
    gone = "1  lieux.places L-2  kind  orphan: the row is gone, the correction 'parc'\n"
    assert run(site, "desk", "conflicts").output == gone
    wrong = run(site, "desk", "rekey", "1", "--to", "99")
    assert (wrong.exit_code, "no row '99' in release 1.0.0" in wrong.output) == (12, True)
    assert run(site, "desk", "rekey", "1", "--to", "02").output == (
        "correction 1: of the row 02 from now on\n"
    )
    assert run(site, "desk", "conflicts").output == "no correction waits for a decision\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "9"), "there is no proposal 9; "),
        (("amend", "9", "kind=x"), "there is no proposal 9; "),
        (("keep", "9", "--over", ""), "correction 9 does not wait for a decision; "),
        (("rekey", "x", "--to", "1"), "'x' is no number; "),
    ],
)
def test_what_is_not_there_is_told(site: SiteFolder, arguments: tuple[str, ...], said: str) -> None:
    result = run(site, "desk", *arguments)
    assert (result.exit_code, said in result.output) == (12, True), result.output
