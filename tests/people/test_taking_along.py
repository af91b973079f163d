"""Who made much of a table takes it along: no guard against broken exports keeps it on show."""

from datetime import timedelta
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.people.leavings import leave
from publish.people.part_requests import withdraw_part
from publish.progress import Silent
from publish.upkeep.update import update
from tests.people.askers import ADA, DAY, NOW, asked_site, write
from tests.people.canaries import holding
from tests.people.test_letting_go import session

pytestmark = pytest.mark.slow("publishes a site")
HERS = "Zibeline wrote"
WEEK = timedelta(7)
TABLES = """\
  places:
    title: {fr: Lieux, en: Places}
    about: things
    sources: [{path: exports/places.csv}]
    contributor: author
    forget: FORGET
    regroup: {max: 1}KEY
    columns:
      id: {type: string, role: open}
      said: {type: string, role: TEXT}
      only: {type: string, role: open}
      author: {type: string, role: identifier, protect: drop}
  photos:
    title: {fr: Photos, en: Photos}
    about: things
    sources: [{path: exports/photos.csv}]
    foreign_keys: [{columns: place, references: {table: places, columns: id}}]
    columns:
      place: {type: string, role: open, constraints: {required: true}}
      photo: {type: string, role: open}
"""
KEY, NONE = "\n    primary_key: id", ""
REVIEWED = "free_text, review: {by: Ada, on: 2026-11-01, sample: 20}"


def site_of(root: Path, hers: int, others: int, key: str = KEY, forget: str = "rows") -> SiteFolder:
    """A site that published her places and photos, and those of others."""
    text = REVIEWED if forget == "texts" else "open"
    tables = TABLES.replace("FORGET", forget).replace("KEY", key).replace("TEXT", text)
    if not key:
        # Rows without a key are pointed to by none.
        tables = tables[: tables.index("  photos:")]
    site = asked_site(root, tables)
    delivered(site, hers, others)
    update(site, DAY, Silent())
    assert holding(site.releases, HERS)
    return site


def delivered(site: SiteFolder, hers: int, others: int) -> None:
    mine = [f"a{n},{HERS} {n},hers alone,{ADA}" for n in range(hers)]
    theirs = [f"{n},Soup {n} of a kitchen,,other{n}@example.org" for n in range(others)]
    write(site, "places", "\n".join(["id,said,only,author", *mine, *theirs, ""]))
    photos = [f"{line.split(',')[0]},photo {n}" for n, line in enumerate([*mine, *theirs])]
    write(site, "photos", "\n".join(["place,photo", *photos, ""]))


def told(site: SiteFolder, week: int) -> str:
    return "\n".join(update(site, DAY + week * WEEK, Silent()).lines)


@pytest.mark.parametrize("key", [KEY, NONE])
@pytest.mark.parametrize(("hers", "others"), [(3, 3), (60, 2), (30, 30)])
def test_who_made_most_of_a_table_leaves(tmp_path, hers: int, others: int, key: str) -> None:
    site = site_of(tmp_path / "site", hers, others, key)
    leave(site.desk, session(site, ADA), ["lieux"], NOW)
    assert "1.0.1 published" in told(site, 1)
    assert holding(site.releases, HERS) == []
    assert holding(site.releases, "Soup 1 of a kitchen")


def test_who_made_all_of_a_table_leaves_it_empty(tmp_path) -> None:
    site = site_of(tmp_path / "site", 3, 0)
    leave(site.desk, session(site, ADA), ["lieux"], NOW)
    assert "1.0.1 published" in told(site, 1)
    assert holding(site.releases, HERS) == []
    # It stays so without a word, until somebody contributes again.
    assert "nothing changed, 1.0.1 stays" in told(site, 2)
    delivered(site, 3, 2)
    assert "1.0.2 published" in told(site, 3)
    assert holding(site.releases, HERS) == []


def test_who_wrote_most_texts_leaves(tmp_path) -> None:
    site = site_of(tmp_path / "site", 60, 20, forget="texts")
    leave(site.desk, session(site, ADA), ["lieux"], NOW)
    assert "1.0.1 published" in told(site, 1)
    assert holding(site.releases, HERS) == []


@pytest.mark.parametrize("rows", [[""], ["a0", "a1"]])
def test_who_withdraws_a_table_or_most_rows_of_it_does(tmp_path, rows: list[str]) -> None:
    site = site_of(tmp_path / "site", 3, 3)
    for row in rows:
        withdraw_part(site.desk, session(site, ADA), "lieux", "places", row, "delete", NOW)
    assert "1.0.1 published" in told(site, 1)
    current = (site.releases / "lieux" / "current" / "places.csv").read_text("utf-8")
    assert current.count(HERS) == (0 if rows == [""] else 1)


@pytest.mark.parametrize("key", [KEY, NONE])
def test_a_broken_export_is_refused_in_the_same_week_and_later(tmp_path, key: str) -> None:
    site = site_of(tmp_path / "site", 10, 30, key)
    leave(site.desk, session(site, ADA), ["lieux"], NOW)
    delivered(site, 10, 20)
    assert "blocker shrunk-table: places: 20 rows, 30 in the last release" in told(site, 1)
    delivered(site, 10, 30)
    assert "1.0.1 published" in told(site, 2)
    # What she made is in the export still, and makes up for nothing.
    delivered(site, 10, 20)
    assert "blocker shrunk-table: places: 20 rows, 30 in the last release" in told(site, 3)
