"""A correction from the inbox to the release, and through the weeks that come after it."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from publish.bakehouse.publication import rebake_one
from publish.corrections.decisions import accept
from publish.corrections.live import undo
from publish.corrections.outgoing import outgoing
from publish.corrections.proposals import propose
from publish.corrections.row import edits_of
from publish.declare.site import SiteFolder
from publish.desk.erasing import erase
from publish.errors import DeskError
from publish.progress import Silent
from tests.sites import DATASET, DAY, ROWS, declare, deliver, make_site, publish_one, published_site

WEEK = timedelta(days=7)
TOLD = "id,column,source,shown,state,month,evidence"


def correct(site: SiteFolder, key: str, evidence: str = "", **values: str) -> int:
    """A proposal on a row of the site's places, accepted."""
    found, edits = edits_of(site, "lieux", "places", [key], values)
    row = ("lieux", "places", found)
    number = propose(site.desk, row, edits, why="", evidence=evidence, day=DAY)
    accept(site.desk, number, DAY)
    return number


def lines(site: SiteFolder, name: str) -> list[str]:
    return (site.releases / "lieux" / "current" / f"{name}.csv").read_text("utf-8").splitlines()


def states(site: SiteFolder) -> list[tuple[str, str | None]]:
    return [(one.state, one.source) for one in outgoing(site.desk, "lieux")]


def renamed(rows: Sequence[str], old: str, new: str) -> list[str]:
    return [row.replace(old, new) for row in rows]


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return published_site(tmp_path)


def test_an_accepted_correction_is_published_and_told(site: SiteFolder) -> None:
    correct(site, "02", "https://example.org/a", kind="parc", open="true")
    outcome = publish_one(site)
    assert (outcome.version, outcome.reasons) == (
        "1.1.0",
        ("table places_corrections added", "rows changed"),
    )
    assert "02,Jardin d’Éole,parc,true" in lines(site, "places")
    assert lines(site, "places_corrections") == [
        TOLD,
        "02,kind,jardin,parc,applied,2026-11,https://example.org/a",
        "02,open,false,true,applied,2026-11,https://example.org/a",
    ]


def test_nothing_said_and_nothing_changes(site: SiteFolder) -> None:
    assert publish_one(site).status == "unchanged"
    number = propose(site.desk, ("lieux", "places", ("01",)), {}, why="", evidence="", day=DAY)
    assert (number, publish_one(site).status) == (1, "unchanged")


def test_it_holds_while_the_export_says_what_it_said(site: SiteFolder) -> None:
    correct(site, "02", kind="parc")
    publish_one(site)
    assert publish_one(site, DAY + WEEK).status == "unchanged"
    deliver(site, *ROWS, "04;Serre;serre;oui;ada@example.org")
    assert publish_one(site, DAY + 2 * WEEK).status == "published"
    assert "02,Jardin d’Éole,parc,false" in lines(site, "places")


def test_what_the_source_takes_over_is_over(site: SiteFolder) -> None:
    correct(site, "02", kind="parc")
    publish_one(site)
    deliver(site, *renamed(ROWS, ";jardin;", ";parc;"))
    assert publish_one(site, DAY + WEEK).status == "published"
    assert (states(site), lines(site, "places_corrections")) == ([], [TOLD])
    [table] = json.loads((site.releases / "lieux/current/report.json").read_text())["tables"]
    assert table["corrections"] == {"absorbed": 1}
    deliver(site, *ROWS)
    publish_one(site, DAY + 2 * WEEK)
    assert "02,Jardin d’Éole,jardin,false" in lines(site, "places")


def test_an_emptied_file_undoes_nothing(site: SiteFolder) -> None:
    correct(site, "02", kind="parc")
    publish_one(site)
    for rest in site.desk.parent.glob("desk.db*"):
        rest.unlink()
    site.desk.touch()
    with pytest.raises(DeskError, match=r"desk\.db: cannot be read \(it is empty\); "):
        publish_one(site, DAY + WEEK)
    assert "02,Jardin d’Éole,parc,false" in lines(site, "places")


def test_where_the_source_says_something_else_it_waits(site: SiteFolder) -> None:
    correct(site, "02", kind="parc")
    publish_one(site)
    deliver(site, *renamed(ROWS, ";jardin;", ";verger;"))
    outcome = publish_one(site, DAY + WEEK)
    assert [str(problem) for problem in outcome.problems] == [
        "warning broken-corrections: places: corrections that do not stand, and are tried again "
        "each time: 1 where the export changed too; `fournil desk conflicts` lists them, "
        "`fournil desk undo NUMBER` ends one"
    ]
    assert lines(site, "places_corrections")[1] == "02,kind,verger,verger,conflict,2026-11,"
    deliver(site, *ROWS)
    publish_one(site, DAY + 2 * WEEK)
    assert states(site) == [("applied", "jardin")]


def test_a_correction_that_is_taken_back_leaves_the_source(site: SiteFolder) -> None:
    correct(site, "02", kind="parc")
    publish_one(site)
    undo(site.desk, 1, DAY)
    assert publish_one(site).status == "published"
    assert "02,Jardin d’Éole,jardin,false" in lines(site, "places")


def test_what_is_erased_leaves_the_next_release_with_its_evidence(site: SiteFolder) -> None:
    number = correct(site, "02", "https://example.org/Quetzalcoatl", kind="parc")
    correct(site, "01", name="Le Zinc")
    publish_one(site)
    assert "Quetzalcoatl" in "".join(lines(site, "places_corrections"))
    erase(site.desk, "proposal", str(number), DAY)
    assert publish_one(site).status == "published"
    assert "02,Jardin d’Éole,jardin,false" in lines(site, "places")
    assert [line[:8] for line in lines(site, "places_corrections")[1:]] == ["01,name,"]
    assert states(site)[0][0] == "applied"


def test_a_second_correction_of_a_cell_replaces_the_first(site: SiteFolder) -> None:
    correct(site, "02", kind="parc")
    publish_one(site)
    correct(site, "02", kind="square")
    publish_one(site)
    assert lines(site, "places_corrections")[1:] == ["02,kind,jardin,square,applied,2026-11,"]


def test_a_row_under_a_new_key_takes_its_correction_along(site: SiteFolder) -> None:
    correct(site, "02", kind="parc")
    publish_one(site)
    deliver(site, *renamed(ROWS, "02;", "L-2;"))
    publish_one(site, DAY + WEEK)
    assert "L-2,Jardin d’Éole,parc,false" in lines(site, "places")
    assert states(site) == [("rematched", "jardin")]


def test_a_new_key_is_known_to_the_desk_before_the_release_is_out(site: SiteFolder) -> None:
    """Whoever is killed between the two finds the row all the same."""
    correct(site, "02", kind="parc")
    publish_one(site)
    deliver(site, *renamed(ROWS, "02;", "L-2;"))
    with sqlite3.connect(site.desk) as holding:
        holding.execute("BEGIN IMMEDIATE")
        outcome = publish_one(site, DAY + WEEK)
    holding.close()
    assert (outcome.status, outcome.exit_code) == ("refused", 12)
    assert outcome.message.startswith(f"{site.desk}: cannot be written (database is locked)")
    assert publish_one(site, DAY + WEEK).status == "published"
    assert "L-2,Jardin d’Éole,parc,false" in lines(site, "places")


def test_evidence_that_names_someone_is_led_back_to(site: SiteFolder) -> None:
    correct(site, "02", "https://example.org/?m=jeanne.martin@example.org", kind="parc")
    outcome = publish_one(site)
    assert {one.place for one in outcome.problems if one.severity == "blocker"} == {
        "places_corrections.evidence"
    }
    assert outcome.problems[-1].what == "corrected since the last release: numbers 1"


def test_a_correction_passes_the_gate_like_an_export(site: SiteFolder) -> None:
    correct(site, "02", name="Jeanne Martin, jeanne.martin@example.org")
    outcome = publish_one(site)
    assert outcome.status == "refused"
    codes = {problem.code for problem in outcome.problems}
    assert "personal-email" in codes
    assert str(outcome.problems[-1]) == (
        "warning new-corrections: places.name: corrected since the last release: numbers 1; where "
        "one of them is the reason, `fournil desk undo 1`"
    )
    undo(site.desk, 1, DAY)
    assert publish_one(site).status == "unchanged"


def test_what_a_source_should_not_have_said_is_not_told(tmp_path: Path) -> None:
    """The export names someone, which nobody saw; the correction takes the name away."""
    site = make_site(tmp_path)
    accepting = (
        "    accept: {name: {kind: email, why: a public address, until: 2026-12-01}}\n"
        '    sources: [{path: exports/lieux.csv, delimiter: ";"}]\n'
    )
    source = '    sources: [{path: exports/lieux.csv, delimiter: ";"}]\n'
    declare(site, DATASET.replace(source, accepting))
    deliver(site, *renamed(ROWS, "Fablab", "Fablab jeanne@example.org"))
    publish_one(site)
    correct(site, "03", name="Fablab")
    declare(site, DATASET)
    publish_one(site)
    assert lines(site, "places_corrections") == [TOLD, "03,name,,Fablab,applied,2026-11,"]
    published = [*(site.releases / "lieux" / "current").glob("*.csv")]
    assert {path.name for path in published if b"jeanne@" in path.read_bytes()} == {
        "places.changes.csv"
    }


def test_what_a_person_accepted_in_a_column_may_be_said_of_it(site: SiteFolder) -> None:
    accepted = "{kind: phone, why: the telephone of an office, until: 2999-12-31}"
    declare(site, DATASET.replace("    browse:", f"    accept: {{name: {accepted}}}\n    browse:"))
    correct(site, "02", name="Mairie 01 42 76 40 40")
    assert publish_one(site).status == "published"
    assert "02,name,Jardin d’Éole,Mairie 01 42 76 40 40,applied,2026-11," in lines(
        site, "places_corrections"
    )


def test_evidence_that_names_somebody_refuses_the_release(site: SiteFolder) -> None:
    correct(site, "02", "https://example.org/tel/0142764040", kind="parc")
    [blocker] = [one for one in publish_one(site).problems if one.severity == "blocker"]
    assert str(blocker) == (
        "blocker personal-phone: places_corrections.evidence: 1 value looks like telephone "
        "numbers; `fournil desk undo NUMBER` takes the correction back that says it"
    )
    undo(site.desk, 1, DAY)
    assert publish_one(site).status == "unchanged"


def test_many_that_break_at_once_refuse_the_release(site: SiteFolder) -> None:
    rows = [f"{n:02};Lieu {n};café;oui;ada@example.org" for n in range(1, 11)]
    deliver(site, *rows)
    publish_one(site)
    for n in range(1, 11):
        correct(site, f"{n:02}", kind="bar")
    publish_one(site)
    deliver(site, *renamed(rows, "café", "tiers-lieu"))
    outcome = publish_one(site, DAY + WEEK)
    [blocker] = [one for one in outcome.problems if one.severity == "blocker"]
    assert str(blocker) == (
        "blocker many-broken-corrections: places: 10 of 10 corrections stand no more: more than "
        "20%; check that the export is the right one; if it is, raise `corrections: {broken: {max: "
        "…}}` for this once"
    )
    assert lines(site, "places")[1] == "01,Lieu 1,bar,true"
    declare(
        site, DATASET.replace("    browse:", "    corrections: {broken: {max: 1}}\n    browse:")
    )
    assert publish_one(site, DAY + WEEK).status == "published"


def test_a_rebake_tells_the_same(site: SiteFolder) -> None:
    correct(site, "02", kind="parc")
    publish_one(site)
    before = lines(site, "places_corrections")
    rebake_one(site, "lieux", DAY, Silent())
    assert lines(site, "places_corrections") == before


def test_a_run_that_is_killed_before_the_desk_knows_says_the_same(site: SiteFolder) -> None:
    correct(site, "02", kind="parc")
    publish_one(site)
    with sqlite3.connect(site.desk) as database:
        database.execute("UPDATE corrections SET state = 'accepted', source = NULL")
    database.close()
    assert publish_one(site, date(2026, 11, 28)).status == "unchanged"
    assert states(site) == [("applied", "jardin")]


@pytest.mark.slow("publishes four weeks")
@pytest.mark.parametrize(
    ("old", "new"), [("    primary_key: id\n", ""), ("  places:\n", "  sites:\n")]
)
def test_of_a_table_that_takes_none_any_more_they_are_told_and_kept(
    site: SiteFolder, old: str, new: str
) -> None:
    correct(site, "02", kind="parc")
    publish_one(site)
    declare(site, DATASET.replace(old, new))
    outcome = publish_one(site, DAY + WEEK)
    assert [str(one) for one in outcome.problems if one.code == "broken-corrections"] == [
        "warning broken-corrections: places: the table is gone, or has no key and columns that can "
        "be corrected: 1 corrections of it are published no more, and kept; they stand again once "
        "it has; `fournil desk undo NUMBER` ends one"
    ]
    assert states(site) == [("schema", None)]
    declare(site, DATASET)
    publish_one(site, DAY + 2 * WEEK)
    assert "02,Jardin d’Éole,parc,false" in lines(site, "places")
    assert states(site) == [("applied", "jardin")]
