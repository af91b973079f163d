"""What members decide of corrections that do not stand, at the next publications."""

from pathlib import Path

import pytest

from publish.corrections.conflicts import conflicts, keep, rekey
from publish.corrections.decisions import accept
from publish.corrections.proposals import propose
from publish.corrections.row import edits_of
from publish.declare.site import SiteFolder
from tests.bakehouse.corrections.test_publication import WEEK, correct, lines, renamed, states
from tests.sites import DAY, PLACES_BEGIN, ROWS, deliver, fill, make_site, publish_one
from tests.sites import published_site as published

CELLS = """\
      day: {type: date, role: open, format: "%d/%m/%Y", description: {fr: J}}
      at: {type: datetime, role: open, format: "%d/%m/%Y %H:%M", description: {fr: M}}
      lat: {type: number, role: open, decimal: ",", description: {fr: L}}
      tags: {type: list, role: open, separator: ",", description: {fr: T}}
      open: {type: boolean, role: open, true_values: oui, false_values: non, description: {fr: O}}
"""
SAYS = ("01/02/2026", "01/02/2026 10:00", "48,85", "a,b", "oui")
NOW = ("02/02/2026", "01/02/2026 11:30", "48,875", "a,c", "non")
NEW = {"day": "2026-03-01", "at": "2026-03-01T12:00:00Z", "lat": "48.9", "tags": '["z"]'}


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return published(tmp_path)


def test_a_correction_that_is_kept_stands_until_the_source_changes_again(site: SiteFolder) -> None:
    correct(site, "02", kind="parc")
    publish_one(site)
    deliver(site, *renamed(ROWS, "jardin;", "verger;"))
    publish_one(site, DAY + WEEK)
    [one] = conflicts(site.desk)
    assert (one.source, one.corrected, one.state) == ("verger", "parc", "conflict")
    keep(site.desk, one.id, "verger", DAY)
    assert publish_one(site, DAY + 2 * WEEK).status == "published"
    assert "02,Jardin d’Éole,parc,false" in lines(site, "places")
    assert states(site) == [("applied", "verger")]
    deliver(site, *renamed(ROWS, "jardin;", "bois;"))
    publish_one(site, DAY + 3 * WEEK)
    assert states(site) == [("conflict", "bois")]


def test_one_that_is_kept_knows_the_source_whatever_its_type(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    tables = PLACES_BEGIN + CELLS
    head = "id;day;at;lat;tags;open"
    for cells in (SAYS, NOW):
        fill(site, tables, "\n".join((head, ";".join(("01", *cells)), "")))
        publish_one(site)
        if cells is SAYS:
            found, edits = edits_of(site, "lieux", "places", ["01"], NEW)
            row = ("lieux", "places", found)
            accept(site.desk, propose(site.desk, row, edits, why="", evidence="", day=DAY), DAY)
            publish_one(site)
    waiting = conflicts(site.desk)
    assert [one.column for one in waiting] == ["day", "at", "lat", "tags"]
    for one in waiting:
        keep(site.desk, one.id, one.source, DAY)
    publish_one(site)
    assert [state for state, _source in states(site)] == ["applied"] * 4


def test_a_row_that_a_person_found_is_corrected(site: SiteFolder) -> None:
    correct(site, "02", kind="parc")
    publish_one(site)
    moved = renamed(ROWS, "02;Jardin d’Éole", "L-2;Jardin d’Eole")
    deliver(site, *moved)
    publish_one(site, DAY + WEEK)
    [one] = conflicts(site.desk)
    assert (one.key, one.state) == (("02",), "orphan")
    rekey(site.desk, one.id, ("L-2",), DAY)
    assert publish_one(site, DAY + 2 * WEEK).status == "published"
    assert "L-2,Jardin d’Eole,parc,false" in lines(site, "places")
    assert states(site) == [("applied", "jardin")]


def test_a_row_in_doubt_may_be_the_one_that_it_was(site: SiteFolder) -> None:
    """A producer counts rows anew: the old key says something else, another what it said."""
    correct(site, "02", kind="parc")
    publish_one(site)
    deliver(site, "02;Jardin du Nord;jardin;oui;x@example.org", *renamed(ROWS, "02;", "04;"))
    publish_one(site, DAY + WEEK)
    [one] = conflicts(site.desk)
    assert (one.key, one.state) == (("02",), "ambiguous")
    rekey(site.desk, one.id, ("02",), DAY)
    publish_one(site, DAY + 2 * WEEK)
    assert "02,Jardin du Nord,parc,true" in lines(site, "places")
    assert conflicts(site.desk) == []
