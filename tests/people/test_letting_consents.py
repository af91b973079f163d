"""A consent that is withdrawn at the desk holds against old exports, until a later one is given."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from publish.corrections.clearances import clear, waiting
from publish.declare.site import SiteFolder
from publish.people.part_requests import How, withdraw_part
from publish.progress import Silent
from publish.upkeep.update import update
from tests.people.askers import ADA, DAY, NOW, asked_site, write
from tests.people.canaries import holding
from tests.people.test_letting_go import NAME, published, session, written
from tests.sites import ABOUT, declare

pytestmark = pytest.mark.slow("publishes a site")
LINE = "Zibeline takes letters"
PLACES = """\
  places:
    title: {fr: Lieux, en: Places}
    about: things
    sources: [{path: exports/places.csv}]
    contributor: author
    primary_key: id
    consents:
      contact: {column: agreed, covers: [line], months: 12, why: Whoever reads it may write to me.}
    columns:
      id: {type: integer, role: open}
      said: {type: string, role: open}
      line: {type: string, role: open, title: {fr: Adresse, en: Address}}
      agreed: {type: date, role: open, protect: drop}
      author: {type: string, role: identifier, protect: drop}
"""
SERIES = "    series_key: {reviewed: 2026-11-01, why: Whoever reuses them groups them by author.}\n"


def test_an_old_export_brings_no_withdrawn_consent_back(tmp_path: Path) -> None:
    site = published(tmp_path / "site")
    assert holding(site.releases, NAME)
    withdraw_part(site.desk, session(site, ADA), "lieux", "members", "", "name", NOW)
    for week in (1, 2):
        written(site, week)
        update(site, DAY + timedelta(7 * week), Silent())
        assert holding(site.releases, NAME) == []
    written(site, 3)
    export = (site.data / "lieux" / "exports" / "members.csv").read_text("utf-8")
    later = (DAY + timedelta(8)).isoformat()
    write(site, "members", export.replace(f"{NAME},2026-01-02", f"{NAME},{later}"))
    update(site, DAY + timedelta(21), Silent())
    assert holding(site.releases, NAME)


def places(site: SiteFolder, week: int, agreed: date) -> None:
    """What twenty people wrote of places, who may be written to: one of them since a day."""
    others = [f"{n},Soup {week}-{n},Box {n},{DAY},other{n}@example.org" for n in range(2, 22)]
    mine = f"1,Cake {week},{LINE},{agreed},{ADA}"
    write(site, "places", "\n".join(["id,said,line,agreed,author", mine, *others, ""]))


def test_who_withdraws_being_contacted_stays_without_their_address(tmp_path: Path) -> None:
    site = asked_site(tmp_path / "site", PLACES)
    given = DAY - timedelta(30)
    places(site, 0, given)
    update(site, DAY, Silent())
    assert holding(site.releases, LINE)
    withdraw_part(site.desk, session(site, ADA), "lieux", "places", "", "contact", NOW)
    for week in (1, 2):
        places(site, week, given)
        update(site, DAY + timedelta(7 * week), Silent())
        assert holding(site.releases, LINE) == []
        assert holding(site.releases, f"Cake {week}")
    places(site, 3, DAY + timedelta(8))
    update(site, DAY + timedelta(21), Silent())
    assert holding(site.releases, LINE)


@pytest.mark.parametrize("ahead", [1, 200])
@pytest.mark.parametrize("withdrawn", [True, False])
def test_a_day_that_was_told_already_is_no_consent_given_later(
    tmp_path: Path, ahead: int, withdrawn: bool
) -> None:
    site = asked_site(tmp_path / "site", PLACES)
    given = DAY + timedelta(ahead)
    places(site, 0, given)
    update(site, DAY, Silent())
    if withdrawn:
        withdraw_part(site.desk, session(site, ADA), "lieux", "places", "", "contact", NOW)
    update(site, DAY, Silent())
    places(site, 1, given)
    update(site, given + timedelta(7), Silent())
    assert bool(holding(site.releases, LINE)) is not withdrawn
    assert holding(site.releases, "Cake 1")


@pytest.mark.parametrize("withdrawn", [True, False])
def test_a_day_of_the_east_is_over_as_the_request_is_made(tmp_path: Path, withdrawn: bool) -> None:
    site = asked_site(tmp_path / "site", PLACES)
    given = DAY + timedelta(1)
    places(site, 0, DAY - timedelta(800))
    evening = at_midnight(DAY + timedelta(1)) - 600
    if withdrawn:
        asker = session(site, ADA, evening)
        withdraw_part(site.desk, asker, "lieux", "places", "", "contact", evening)
    update(site, DAY, Silent())
    places(site, 1, given)
    update(site, DAY + timedelta(7), Silent())
    assert bool(holding(site.releases, LINE)) is not withdrawn


def at_midnight(day: date) -> int:
    """The moment at which a day begins, by UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def test_a_report_names_no_value_that_left_with_a_consent(tmp_path: Path) -> None:
    site = asked_site(tmp_path / "site", PLACES + "    browse: {facets: [line]}\n")
    for week, given in ((0, DAY - timedelta(30)), (1, DAY - timedelta(800))):
        places(site, week, given)
        update(site, DAY + timedelta(7 * week), Silent())
    current = (site.releases / "lieux" / "current").resolve()
    report = (current / "report.json").read_text("utf-8")
    assert '0% of the rows have a value that is new; gone: 1 value"' in report
    assert holding(current, LINE) == []
    assert holding(current, "Box 2")


UNDECLARED = re.sub(r"    consents:\n.*\n", "", PLACES)


@pytest.mark.parametrize(
    "later",
    [UNDECLARED, PLACES.replace("[line]", "[said]"), PLACES.replace("contact:", "share:")],
    ids=["undeclared", "covers-less", "renamed"],
)
def test_who_withdrew_stays_withdrawn_whatever_is_declared_later(
    tmp_path: Path, later: str
) -> None:
    site = asked_site(tmp_path / "site", PLACES)
    places(site, 0, DAY - timedelta(30))
    update(site, DAY, Silent())
    withdraw_part(site.desk, session(site, ADA), "lieux", "places", "", "contact", NOW)
    for week, tables in ((1, PLACES), (2, later), (3, PLACES)):
        declare(site, ABOUT + tables)
        places(site, week, DAY - timedelta(30))
        update(site, DAY + timedelta(7 * week), Silent())
        assert holding(site.releases, LINE) == []
        assert holding(site.releases, f"Soup {week}-2")
        assert holding(site.releases, "Box 2")


def test_releases_that_tell_not_whose_a_row_is_are_taken_down_too(tmp_path: Path) -> None:
    coded = PLACES.replace("    columns:\n", f"{SERIES}    columns:\n")
    coded = coded.replace("identifier, protect: drop", "identifier, protect: {pseudonymise: {}}")
    site = asked_site(tmp_path / "site", coded)
    for week, how in enumerate[How | None]((None, "keep", None, "contact")):
        if how:
            withdraw_part(site.desk, session(site, ADA), "lieux", "places", "", how, NOW)
        places(site, week, DAY - timedelta(30))
        update(site, DAY + timedelta(7 * week), Silent())
        assert bool(holding(site.releases, LINE)) is (how != "contact")


@pytest.mark.parametrize("who", [ADA, "nobody@example.org"])
def test_releases_show_nobody_who_withdraws_after_the_exports_lost_them(
    tmp_path: Path, who: str
) -> None:
    site = asked_site(tmp_path / "site", PLACES)
    places(site, 0, DAY - timedelta(30))
    update(site, DAY, Silent())
    export = site.data / "lieux" / "exports" / "places.csv"
    places(site, 1, DAY)
    export.write_text(re.sub(r"(?m)^1,.*\n", "", export.read_text("utf-8")), "utf-8")
    withdraw_part(site.desk, session(site, who), "lieux", "places", "", "contact", NOW)
    update(site, DAY + timedelta(7), Silent())
    assert bool(holding(site.releases, LINE)) is (who != ADA)


def cleared(site: SiteFolder) -> None:
    """Has the organisation clear all that waits, and publishes."""
    clear(site.desk, waiting(site.desk), "shell", DAY, DAY)
    update(site, DAY, Silent())


@pytest.mark.parametrize("how", ["contact", "keep"])
def test_what_is_withdrawn_waits_for_no_clearance(tmp_path: Path, how: How) -> None:
    clears = f"{SERIES}    corrections: {{cleared_by: La Mairie}}\n    columns:\n"
    coded = PLACES.replace("    columns:\n", clears)
    coded = coded.replace("identifier, protect: drop", "identifier, protect: {pseudonymise: {}}")
    site = asked_site(tmp_path / "site", coded)
    places(site, 0, DAY - timedelta(30))
    update(site, DAY, Silent())
    cleared(site)
    shown = (site.releases / "lieux" / "current" / "places.csv").read_text("utf-8").splitlines()
    [mine] = [line for line in shown if LINE in line]
    gone = LINE if how == "contact" else mine.split(",")[-1]
    withdraw_part(site.desk, session(site, ADA), "lieux", "places", "", how, NOW)
    places(site, 1, DAY - timedelta(30))
    update(site, DAY + timedelta(7), Silent())
    assert holding(site.releases, gone) == []
    assert holding(site.desk.parent, gone) == []
    # What else the export says is to be cleared, as ever.
    assert holding(site.releases, "Cake 0")
    assert holding(site.releases, "Cake 1") == []


def test_a_consent_that_is_over_empties_what_it_covers(tmp_path: Path) -> None:
    site = asked_site(tmp_path / "site", PLACES)
    for week, given, there in ((0, date(2025, 12, 1), True), (1, date(2025, 12, 1), False)):
        places(site, week, given)
        update(site, DAY + timedelta(7 * week), Silent())
        current = (site.releases / "lieux" / "current").resolve()
        assert bool(holding(current, LINE)) is there
        assert holding(current, f"Cake {week}")
