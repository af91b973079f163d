"""A row from the desk's inbox to the release, and through the weeks that come after it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from publish.bakehouse.publication import rebake_one
from publish.corrections.decisions import accept
from publish.corrections.live import undo
from publish.corrections.outgoing import outgoing
from publish.corrections.proposals import Edit, propose
from publish.declare.site import SiteFolder
from publish.progress import Silent
from tests.sites import DATASET, DAY, ROWS, declare, deliver, make_site, publish_one

WEEK = timedelta(days=7)
TAKING = DATASET.replace(
    "    primary_key: id", "    primary_key: id\n    contributor: author"
).replace("    browse:", "    corrections: {add: true}\n    browse:")
CELLS = {"name": "Serre", "kind": "serre", "open": "true"}


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    found = make_site(tmp_path)
    declare(found, TAKING)
    publish_one(found)
    return found


def add(site: SiteFolder, evidence: str = "", **cells: str) -> str:
    """The key of a row that was added."""
    edits = {name: Edit(None, text) for name, text in cells.items()}
    told = {"why": "", "evidence": evidence, "day": DAY, "title": cells["name"]}
    number = propose(site.desk, ("lieux", "places", ()), edits, kind="addition", **told)
    return accept(site.desk, number, DAY).key[0]


def correct(site: SiteFolder, key: str, name: str, base: str, new: str) -> None:
    row, edits = ("lieux", "places", (key,)), {name: Edit(base, new)}
    accept(site.desk, propose(site.desk, row, edits, why="", evidence="", day=DAY), DAY)


def lines(site: SiteFolder, name: str = "places") -> list[str]:
    return (site.releases / "lieux" / "current" / f"{name}.csv").read_text("utf-8").splitlines()


def states(site: SiteFolder) -> list[tuple[str, str]]:
    return [(one.column, one.state) for one in outgoing(site.desk, "lieux")]


def test_a_row_that_was_missing_is_published_and_told(site: SiteFolder) -> None:
    key = add(site, "https://example.org/serre", **CELLS)
    outcome = publish_one(site, DAY + WEEK)
    assert (outcome.status, outcome.problems) == ("published", ())
    assert f"{key},Serre,serre,true" in lines(site)
    assert lines(site, "places_corrections")[1:] == [
        f"{key},id,,{key},added,2026-11,https://example.org/serre"
    ]
    [table] = json.loads((site.releases / "lieux/current/report.json").read_text())["tables"]
    assert table["corrections"] == {"added": 1}
    assert publish_one(site, DAY + 2 * WEEK).status == "unchanged"
    before = lines(site, "places_corrections")
    rebake_one(site, "lieux", DAY, Silent())
    assert lines(site, "places_corrections") == before


def test_the_source_takes_it_over_under_its_own_key(site: SiteFolder) -> None:
    key = add(site, **CELLS)
    correct(site, key, "kind", "serre", "jardin")
    publish_one(site, DAY + WEEK)
    assert f"{key},Serre,jardin,true" in lines(site)
    deliver(site, *ROWS, "04;Serre;serre;oui;")
    assert publish_one(site, DAY + 2 * WEEK).status == "published"
    assert [line for line in lines(site) if "Serre" in line] == ["04,Serre,jardin,true"]
    assert states(site) == [("kind", "applied")]
    assert lines(site, "places_corrections")[1:] == ["04,kind,serre,jardin,applied,2026-11,"]
    deliver(site, *ROWS, "04;Serre;jardin;oui;")
    publish_one(site, DAY + 3 * WEEK)
    assert (states(site), lines(site, "places_corrections")[1:]) == ([], [])


def test_the_source_takes_it_over_under_the_key_of_the_desk(site: SiteFolder) -> None:
    key = add(site, **CELLS)
    publish_one(site, DAY + WEEK)
    deliver(site, *ROWS, f"{key};La Serre;serre;oui;")
    publish_one(site, DAY + 2 * WEEK)
    assert [line for line in lines(site) if key in line] == [f"{key},La Serre,serre,true"]
    assert states(site) == []


def test_a_row_that_is_taken_back_is_gone(site: SiteFolder) -> None:
    keys = [add(site, **CELLS | {"name": f"Serre {n}"}) for n in range(4)]
    publish_one(site, DAY + WEEK)
    correct(site, keys[0], "kind", "serre", "jardin")
    publish_one(site, DAY + WEEK)
    for number in range(1, 5):
        undo(site.desk, number, DAY)
    # More than a fifth of the rows are gone, and none of the export's.
    assert publish_one(site, DAY + 2 * WEEK).status == "published"
    assert not any("Serre" in line for line in lines(site))
    assert states(site) == []
    changes = "\n".join(lines(site, "places.changes"))
    assert all(key in changes for key in keys)


def test_a_release_made_anew_tells_of_rows_when_none_are_taken_any_more(site: SiteFolder) -> None:
    add(site, **CELLS)
    publish_one(site, DAY + WEEK)
    declare(site, TAKING.replace("    corrections: {add: true}\n", ""))
    assert rebake_one(site, "lieux", DAY, Silent()).status == "published"
    package = json.loads((site.releases / "lieux/current/datapackage.json").read_text("utf-8"))
    [told] = [one for one in package["resources"] if one["name"] == "places_corrections"]
    [state] = [one for one in told["schema"]["fields"] if one["name"] == "state"]
    assert state["constraints"]["enum"] == ["applied", "conflict", "added"]
    assert ",added," in lines(site, "places_corrections")[1]


def test_a_half_export_is_seen_beside_what_was_added(site: SiteFolder) -> None:
    for number in range(9):
        add(site, **CELLS | {"name": f"Serre {number}"})
    publish_one(site, DAY + WEEK)
    deliver(site, *ROWS[:2])
    outcome = publish_one(site, DAY + 2 * WEEK)
    assert [one.what for one in outcome.problems if one.code == "shrunk-table"] == [
        "2 rows, 3 in the last release: more than 20% fewer"
    ]


def test_a_row_passes_the_gate_like_an_export(site: SiteFolder) -> None:
    add(site, **CELLS | {"name": "Jeanne Martin, jeanne.martin@example.org"})
    outcome = publish_one(site)
    assert outcome.status == "refused"
    assert str(outcome.problems[-1]) == (
        "warning new-corrections: places: corrected since the last release: numbers 1; where one "
        "of them is the reason, `fournil desk undo 1`"
    )
    undo(site.desk, 1, DAY)
    assert publish_one(site).status == "unchanged"


def test_one_that_does_not_fit_any_more_breaks_nothing(site: SiteFolder) -> None:
    add(site, **CELLS)
    strict = TAKING.replace(
        "from: Type,", "from: Type, constraints: {enum: [café, jardin, atelier]},"
    )
    declare(site, strict)
    outcome = publish_one(site, DAY + WEEK)
    assert outcome.status == "published"
    assert "1 with a value that may not stand there" in outcome.problems[-1].what
    assert not any("Serre" in line for line in lines(site))
    assert states(site) == [("", "invalid")]


def test_the_producer_gets_it_as_a_patch_of_the_whole_row(site: SiteFolder) -> None:
    key = add(site, **CELLS)
    publish_one(site, DAY + WEEK)
    [one] = outgoing(site.desk, "lieux")
    assert (one.key, one.column, one.source, one.state) == (f'["{key}"]', "", None, "applied")
    assert json.loads(one.corrected or "") == CELLS
