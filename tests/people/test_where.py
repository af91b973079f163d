"""An answer tells where its rows went: from releases, counts and pushes that everybody may read."""

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.errors import StoreError
from publish.people.answer_files import HeldTable, read_answer
from publish.people.answering import held_in, serve_requests
from publish.people.went import NOWHERE, Sent, Stand
from publish.people.where import whereabouts
from publish.release.status import remember_push
from tests.counted import FEATURES, counted_site, day, export
from tests.people import told
from tests.people.askers import ADA, BOB, DAY, NOW, asked_site, files_of, opened, requested
from tests.people.told import OTHERS, release, told_site
from tests.sites import publish_one

pytestmark = pytest.mark.slow("publishes sites")

MINE = {
    "places": [f"1,bistrot,{ADA}", f"2,fablab,{BOB}", f"3,café,{ADA}"],
    "listed": [f"{ADA},Ada,2026-01-01", f"{BOB},Bob,"],
    "trips": [f"{ADA},34,car", *OTHERS["trips"]],
    "answers": [f"{ADA},Gap", *OTHERS["answers"]],
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """A site that published once."""
    made = told_site(tmp_path_factory.mktemp("where") / "site")
    release(made, **MINE)
    return made


def held(site: SiteFolder, who: str = ADA) -> dict[str, HeldTable]:
    return {one.table: one for one in held_in(site, "lieux", [who], DAY)[who]}


def test_each_release_tells_that_one_is_in_it_and_among_how_many(site: SiteFolder) -> None:
    first = Stand(
        "1.0.0",
        "2026-11-30",
        True,
        "places",
        "ODbL-1.0",
        rows=2,
        titles={"fr": "Lieux", "en": "Places"},
    )
    assert held(site)["places"].went.stands == [first]
    people = replace(first, license="etalab-2.0", rows=None)
    titles = {"fr": "Annuaire", "en": "Directory"}
    assert held(site)["listed"].went.stands == [
        replace(people, table="listed", rows=1, titles=titles)
    ]
    # Of those who are between 30 and 40.
    assert held(site)["trips"].went.stands == [
        replace(people, table="trips", alike=7, titles={"fr": "Trajets", "en": "Trips"})
    ]
    counted = replace(people, table="answers_by_town", alike=9, counted=True)
    counted = replace(counted, titles={"fr": "Par ville", "en": "By town"})
    assert held(site)["answers"].went.stands == [counted]
    # Without consent he is in no directory, and of what he has no row in nothing is said.
    assert held(site, BOB)["listed"].went.stands == [
        replace(people, table="listed", rows=0, titles=titles)
    ]
    assert held(site, BOB)["trips"].went == NOWHERE


def test_of_a_class_that_no_release_shows_one_is_not_in_it(site: SiteFolder) -> None:
    told.export(site, trips=[f"{ADA},25,car"], answers=[f"{ADA},Lyon"])
    try:
        assert held(site)["trips"].went.stands[0].alike == 0
        assert held(site)["answers"].went.stands[0].alike == 0
    finally:
        told.export(site, **MINE)


def test_earlier_versions_are_told_and_deleted_ones_counted(tmp_path: Path) -> None:
    site = told_site(tmp_path / "site")
    release(site, **MINE | {"places": MINE["places"][:1]})
    release(site, **MINE)
    stands = held(site)["places"].went.stands
    assert [(one.version, one.current, one.rows) for one in stands] == [
        ("1.0.1", True, 2), ("1.0.0", False, 1),
    ]  # fmt: skip
    index = site.releases / "lieux" / "releases.json"
    index.write_text(index.read_text().replace('"kept"', '"pruned"', 1))
    went = held(site)["places"].went
    assert (went.gone, [one.version for one in went.stands]) == (1, ["1.0.1"])


def test_whoever_has_the_answer_and_the_releases_finds_the_same(
    site: SiteFolder, tmp_path: Path
) -> None:
    """So it tells nothing that the exports, the ledger or any other private file knows."""
    public = SiteFolder(tmp_path / "public")
    for name in ("metadata.yaml", "releases", "data/lieux/dataset.yaml"):
        to = public.root / name
        to.parent.mkdir(parents=True, exist_ok=True)
        here = site.root / name
        shutil.copytree(here, to, symlinks=True) if here.is_dir() else shutil.copy(here, to)
    for who in (ADA, BOB):
        for table in held(site, who).values():
            where = whereabouts(public, table.dataset, table.table)
            assert where.of(replace(table, went=NOWHERE)) == table


@dataclass(frozen=True)
class Push:
    """How a push ended."""

    to: str = "https://www.data.gouv.fr"
    result: str = "sent"
    version: str | None = "1.0.0"
    pages: tuple[str, ...] = ("https://www.data.gouv.fr/datasets/lieux/",)
    quality: float | None = None


def test_portals_that_were_sent_a_version_are_named(tmp_path: Path) -> None:
    site = told_site(tmp_path / "site")
    release(site, **MINE)
    folder = site.releases / "lieux"
    remember_push(folder, DAY, Push())
    remember_push(folder, DAY, Push("https://other.example", "unreachable", None, ()))
    assert held(site)["places"].went.sent == [
        Sent(
            "https://www.data.gouv.fr", "2026-11-30", "1.0.0",
            ["https://www.data.gouv.fr/datasets/lieux/"],
        )
    ]  # fmt: skip


USED = (
    FEATURES.replace("[feature, form]", "[feature, dataset, table, form]")
    .replace("every: [week]", "every: [week, day]")
    .replace(
        "      form:",
        "      dataset: {type: string, role: open, description: {fr: Jeu}}\n"
        "      table: {type: string, role: open, description: {fr: Table}}\n      form:",
    )
)
HEADER = "day;tool;feature;dataset;table;form;visitors;visits;actions"


def test_downloads_are_those_that_the_published_counts_tell(tmp_path: Path) -> None:
    site = told_site(tmp_path / "site")
    release(site, **MINE)
    assert held(site)["places"].went.downloads is None
    uses = {
        "download;lieux;places;csv;20": 30,
        "download;lieux;;zip;12": 12,
        "download;lieux;listed;csv;3": 3,
        "download;visits;;csv;25": 25,
        # The smallest are folded with those of three people.
        "feed;;;atom;11": 11,
        "search;;;html;11": 11,
        "table;lieux;places;html;40": 80,
    }
    lines = [f"{day(n)};site;{use};;{times}" for n in range(14) for use, times in uses.items()]
    counts = counted_site(tmp_path / "counts", USED)
    export(counts, lines, header=HEADER)
    assert publish_one(counts, day(15)).version == "1.0.0"
    for name in ("data", "releases"):
        shutil.copytree(counts.root / name, site.root / name, symlinks=True, dirs_exist_ok=True)
    # Two weeks, told once, though by days too; also those of the whole dataset.
    assert held(site)["places"].went.downloads == 14 * (30 + 12)
    # Three people a day are folded: nothing of them is told.
    assert held(site)["listed"].went.downloads == 14 * 12


def test_the_archive_tells_it_in_words_and_as_a_table(site: SiteFolder) -> None:
    key = requested(site, ADA)
    serve_requests(site, NOW)
    archive = opened(site, key)
    files = files_of(archive)
    words = files["README.md"].decode()
    assert "- Places, version 1.0.0 of 30 November 2026, the current one (ODbL-1.0): " \
           "2 of your rows are in it\n" in words  # fmt: skip
    assert (
        "(etalab-2.0): 7 rows are shown as yours is: yours may be one of them, and which is not "
        "told to protect the others\n"
    ) in words
    assert "9 people are counted as you are\n" in words
    assert "Copies that others took are known to nobody" in words
    rows = list(csv.reader(StringIO(files["where-it-went.csv"].decode("utf-8-sig"))))
    assert rows[1] == [
        "lieux", "places", "1.0.0", "2026-11-30", "true", "ODbL-1.0", "2", "", "false",
    ]  # fmt: skip
    answer = read_answer(archive)
    assert [one.went for one in answer.tables] == [one.went for one in held(site).values()]
    # An answer of before this was told is read as ever.
    old = json.loads(files["answer.json"])
    assert [one.pop("went") for one in old["tables"]]


def test_who_has_no_release_yet_is_told_so(tmp_path: Path) -> None:
    site = asked_site(tmp_path / "site")
    assert {one.table: one.went.stands for one in held(site).values()} == {
        "members": [], "places": [], "badges": [],
    }  # fmt: skip


def test_a_release_that_cannot_be_read_keeps_the_request_waiting(tmp_path: Path) -> None:
    site = told_site(tmp_path / "site")
    release(site, **MINE)
    with closing(sqlite3.connect(site.releases / "lieux" / "1.0.0" / "lieux.db")) as database:
        database.execute("DROP TABLE places")
    said = r"lieux\.db: cannot be read \(no such table: places\); `fournil verify lieux` tells"
    with pytest.raises(StoreError, match=said):
        held(site)
