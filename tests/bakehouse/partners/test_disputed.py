"""Rows of partners that are disputed: by reviewed corrections, never by what visitors send."""

from datetime import timedelta
from pathlib import Path

import pytest

from publish.corrections.conflicts import conflicts, keep
from publish.corrections.decisions import accept, refuse
from publish.corrections.proposals import Edit, propose
from publish.declare.site import SiteFolder
from tests.partners import NORD_ROWS, by_name, gives, make_partners, rows_of
from tests.sites import DAY, publish_one

CAFE, GARDEN = "Café des Œuvres", "Jardin d’Éole"
DAYS = [DAY + timedelta(days=n) for n in range(6)]


def wants(site: SiteFolder, town: str, name: str = CAFE) -> int:
    """A visitor's proposal on the town of a place."""
    row = by_name(site)[name]
    edits = {"town": Edit(row["town"], town)}
    place = ("lieux", "places", [row["id"]])
    return propose(site.desk, place, edits, why="", evidence="", day=DAY)


def moved(site: SiteFolder, town: str) -> None:
    """The partner says that the café is elsewhere."""
    gives(site, "nord", NORD_ROWS[0], NORD_ROWS[1].replace("Lille", town), NORD_ROWS[2])


def disputed(site: SiteFolder) -> list[str]:
    return [row["name"] for row in rows_of(site) if row["quality_disputed"]]


@pytest.mark.slow("publishes five times")
def test_a_correction_that_the_partner_contradicts(tmp_path: Path) -> None:
    site = make_partners(tmp_path)
    publish_one(site)
    assert {row["quality_disputed"] for row in rows_of(site)} == {0}
    accept(site.desk, wants(site, "Lomme"), DAY)
    publish_one(site, DAYS[1])
    assert (by_name(site)[CAFE]["town"], disputed(site)) == ("Lomme", [])
    moved(site, "Roubaix")
    publish_one(site, DAYS[2])
    assert (by_name(site)[CAFE]["town"], disputed(site)) == ("Roubaix", [CAFE])
    assert publish_one(site, DAYS[3]).status == "unchanged"
    [one] = conflicts(site.desk)
    keep(site.desk, one.id, "Roubaix", DAY)
    publish_one(site, DAYS[4])
    assert (by_name(site)[CAFE]["town"], disputed(site)) == ("Lomme", [])


@pytest.mark.slow("publishes five times")
def test_reviewed_proposals_that_contradict_each_other(tmp_path: Path) -> None:
    site = make_partners(tmp_path)
    publish_one(site)
    numbers = [wants(site, town, GARDEN) for town in ("Lys", "Hem")]
    assert publish_one(site, DAYS[1]).status == "unchanged"
    for number in numbers:
        accept(site.desk, number, DAY, "ada", eyes=2)
    assert publish_one(site, DAYS[2]).status == "published"
    assert disputed(site) == [GARDEN]
    for path in (site.releases / "lieux" / "current").rglob("*"):
        assert not path.is_file() or b"Lys" not in path.read_bytes()
    assert publish_one(site, DAYS[3]).status == "unchanged"
    refuse(site.desk, numbers[0], "", DAY)
    publish_one(site, DAYS[4])
    assert disputed(site) == []


def test_visitors_mark_no_row_however_much_they_send(tmp_path: Path) -> None:
    site = make_partners(tmp_path)
    publish_one(site)
    before = rows_of(site)
    for n in range(20):
        wants(site, f"Ville {n}")
    assert publish_one(site, DAYS[1]).status == "unchanged"
    moved(site, "Roubaix")
    publish_one(site, DAYS[2])
    assert disputed(site) == []
    moved(site, "Lille")
    publish_one(site, DAYS[3])
    assert rows_of(site) == before
