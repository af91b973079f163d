"""One row or one table is withdrawn: it goes, or loses who made it, and nothing else changes."""

import csv
import re
import unicodedata
from datetime import timedelta
from pathlib import Path

import pytest

from publish.bakehouse.protect.partings import shown_before
from publish.declare.site import SiteFolder
from publish.people.answering import held_in
from publish.people.letting_go import LetGo, let_go
from publish.people.part_requests import How, withdraw_part
from publish.progress import Silent
from publish.upkeep.update import update
from tests.people.askers import ADA, BOB, DAY, NOW, asked_site, write
from tests.people.canaries import holding
from tests.people.test_letting_go import session
from tests.sites import declare

pytestmark = pytest.mark.slow("publishes a site")
ONE, TWO, HIS = "Zibeline wrote this", "Zibeline wrote that", "Barnaby wrote this"
TABLES = """\
  places:
    title: {fr: Lieux, en: Places}
    about: things
    sources: [{path: exports/places.csv}]
    contributor: author
    primary_key: idLEAVE
    columns:
      id: {type: integer, role: open}
      said: {type: string, role: open}
      author: {type: string, role: identifier, protect: AUTHOR}
  visits:
    title: {fr: Visites, en: Visits}
    about: things
    sources: [{path: exports/visits.csv}]
    contributor: author
    columns:
      said: {type: string, role: open}
      author: {type: string, role: identifier, protect: drop}
"""
DROPPED, CODE = "drop", "{pseudonymise: {length: 16}}"
LEAVE = "\n    series_key: {reviewed: 2026-11-01, why: Whoever reuses them groups them by author.}"


def site_of(root: Path, author: str = DROPPED) -> SiteFolder:
    """A site that published what eleven people wrote of places and visits."""
    site = asked_site(
        root, TABLES.replace("AUTHOR", author).replace("LEAVE", LEAVE if author == CODE else "")
    )
    written(site, 0)
    update(site, DAY, Silent())
    assert holding(site.releases, ONE)
    return site


def written(site: SiteFolder, week: int) -> None:
    others = [f"{n},Soup {week}-{n},other{n}@example.org" for n in range(10, 30)]
    mine = [f"1,{ONE},{ADA}", f"2,{TWO},{ADA}", f"3,{HIS},{BOB}"]
    write(site, "places", "\n".join(["id,said,author", *mine, *others, ""]))
    said = [f"Visit {week} by {n},other{n}@example.org" for n in range(20)]
    write(site, "visits", "\n".join(["said,author", f"Visit of {ONE},{ADA}", *said, ""]))


def withdrawn(
    site: SiteFolder, who: str, table: str = "places", row: str = "", how: How = "delete"
) -> None:
    withdraw_part(site.desk, session(site, who), "lieux", table, row, how, NOW)


def published(site: SiteFolder) -> Path:
    """The current release, after a further week."""
    written(site, 1)
    update(site, DAY + timedelta(7), Silent())
    current = (site.releases / "lieux" / "current").resolve()
    assert holding(current, "Soup 1-10")
    return current


def test_one_row_goes_and_the_others_stay(tmp_path) -> None:
    site = site_of(tmp_path / "site")
    withdrawn(site, ADA, row="01")
    current = published(site)
    assert "1,Zibeline" not in (current / "places.csv").read_text("utf-8")
    assert holding(current, TWO)
    assert holding(current, HIS)
    # The release of before, which shows it, is taken down.
    assert [one.name for one in site.releases.glob("lieux/1*")] == [current.name]
    # Their other table has the same words, and is not concerned.
    assert holding(current, f"Visit of {ONE}")


def test_weeks_later_nothing_of_the_row_is_anywhere(tmp_path) -> None:
    site = site_of(tmp_path / "site")
    withdrawn(site, ADA, row="2")
    for week in range(1, 5):
        written(site, week)
        update(site, DAY + timedelta(7 * week), Silent())
    for folder in (site.releases, site.desk.parent, site.private):
        assert holding(folder, TWO) == []
    assert holding(site.releases, HIS)
    # The releases that were made after it went stay.
    assert len(list(site.releases.glob("lieux/1*"))) == 4


def test_one_table_goes_and_the_other_stays(tmp_path) -> None:
    site = site_of(tmp_path / "site")
    withdrawn(site, ADA, "visits")
    current = published(site)
    assert holding(current, f"Visit of {ONE}") == []
    assert holding(site.releases, f"Visit of {ONE}") == []
    assert holding(current, TWO)


def test_a_row_stays_without_who_made_it(tmp_path) -> None:
    site = site_of(tmp_path / "site", CODE)
    [code] = {line.split(",")[2] for line in lines(site) if ADA not in line and ONE in line}
    assert len(code) == 16
    withdrawn(site, ADA, how="keep")
    current = published(site)
    assert [line for line in lines(site) if "Zibeline" in line] == [f"1,{ONE},", f"2,{TWO},"]
    assert holding(site.releases, code) == []
    assert holding(current, HIS)


AGAIN = "\n      editor: {type: string, role: identifier, protect: {pseudonymise: {length: 16}}}"


@pytest.mark.parametrize("author", [DROPPED, CODE])
def test_who_made_a_row_that_stays_is_not_told_by_another_column(tmp_path, author: str) -> None:
    told = TABLES.replace("AUTHOR}", f"{author}}}{AGAIN}", 1).replace("LEAVE", LEAVE)
    site = asked_site(tmp_path / "site", told)
    edited(site, 0)
    update(site, DAY, Silent())
    before = {line.split(",")[0]: line.split(",")[-1] for line in lines(site)}
    assert before["1"] == before["3"] != before["2"]
    withdrawn(site, ADA, row="1", how="keep")
    edited(site, 1)
    update(site, DAY + timedelta(7), Silent())
    after = {line.split(",")[0]: line.split(",")[-1] for line in lines(site)}
    # Of the row that stays she is gone, and in those of others she is as she was.
    assert after == before | {"1": ""}
    assert [one.name for one in site.releases.glob("lieux/1*")] == ["1.0.1"]


CREDITED = '\n      credited: {type: list, separator: "|", role: open, description: {fr: Crédits}}'


@pytest.mark.parametrize("author", [DROPPED, CODE])
def test_who_made_a_row_that_stays_is_in_no_list_of_it(tmp_path, author: str) -> None:
    told = TABLES.replace("AUTHOR}", f"{author}}}{CREDITED}", 1)
    told = told.replace("LEAVE", LEAVE if author == CODE else "")
    site = asked_site(tmp_path / "site", told)
    credited(site, 0)
    update(site, DAY, Silent())
    assert [credits(line) for line in lines(site)[1:4]] == [
        '["Zoé","ada lovelace","Bo"]',
        '["Ada Lovelace"]',
        '["Bo","Ada Lovelace"]',
    ]
    withdrawn(site, "Ada Lovelace", how="keep")
    credited(site, 1)
    update(site, DAY + timedelta(7), Silent())
    # What is not hers keeps who is in it.
    assert [credits(line) for line in lines(site)[1:4]] == [
        '["Zoé","Bo"]',
        "",
        '["Bo","Ada Lovelace"]',
    ]
    assert [one.name for one in site.releases.glob("lieux/1*")] == ["1.0.1"]


def credits(line: str) -> str:
    """The last cell of a row of the places."""
    return next(csv.reader([line]))[-1]


def credited(site: SiteFolder, week: int) -> None:
    """The places, with whom they are due to: hers with other people, alone, and one of others."""
    mine = [f"1,{ONE},Ada Lovelace,Zoé|ada lovelace|Bo", f"2,{TWO},Ada Lovelace,Ada Lovelace"]
    others = [f"{n},Soup {week}-{n},Bo{n},Bo" for n in range(10, 30)]
    rows = [*mine, f"3,{HIS},Bo,Bo|Ada Lovelace", *others, ""]
    write(site, "places", "\n".join(["id,said,author,credited", *rows]))
    write(site, "visits", "\n".join(["said,author", "Visit,Bo", ""]))


def edited(site: SiteFolder, week: int) -> None:
    """The places, with who edited them: she one of hers, and one of his."""
    others = [f"{n},Soup {week}-{n},{n}@example.org,{n}@example.org" for n in range(10, 30)]
    mine = [f"1,{ONE},{ADA},{ADA}", f"2,{TWO},{ADA},{BOB}", f"3,{HIS},{BOB},{ADA}"]
    write(site, "places", "\n".join(["id,said,author,editor", *mine, *others, ""]))
    write(site, "visits", "\n".join(["said,author", f"Visit,{BOB}", ""]))


def lines(site: SiteFolder) -> list[str]:
    """The places, as the current release writes them."""
    return (site.releases / "lieux" / "current" / "places.csv").read_text("utf-8").splitlines()


@pytest.mark.parametrize("row", ["", "1", "2"])
def test_the_wrong_person_withdraws_nothing(tmp_path, row: str) -> None:
    site = site_of(tmp_path / "site")
    withdrawn(site, "nobody@example.org", row=row)
    if row:
        withdrawn(site, BOB, row=row)
    before = {path.name for path in site.releases.glob("lieux/1*")}
    assert let_go(site, NOW) == LetGo(2 if row else 1, 0)
    current = published(site)
    assert all(holding(current, what) for what in (ONE, TWO, HIS))
    assert before <= {path.name for path in site.releases.glob("lieux/1*")}


@pytest.mark.parametrize("row", ["1", " 01"])
def test_a_row_that_the_service_erased_before_goes_from_the_releases(tmp_path, row: str) -> None:
    site = site_of(tmp_path / "site")
    export = site.data / "lieux" / "exports" / "places.csv"
    export.write_text(export.read_text("utf-8").replace(f"1,{ONE},{ADA}\n", ""), "utf-8")
    withdrawn(site, ADA, row="999")
    withdrawn(site, "nobody@example.org", row=row)
    let_go(site, NOW)
    assert shown_before(site.private / "lieux") == set()
    withdrawn(site, ADA, row=row)
    let_go(site, NOW)
    assert shown_before(site.private / "lieux") == {"1.0.0"}
    assert holding(site.releases / "lieux" / "1.0.0", f"1,{ONE}")
    published(site)
    assert not (site.releases / "lieux" / "1.0.0").exists()


def with_text_keys(root: Path) -> tuple[SiteFolder, Path]:
    """The site whose keys are texts, before its first publication, and the export of its places."""
    tables = TABLES.replace("LEAVE", "").replace("AUTHOR", DROPPED)
    site = asked_site(root, tables.replace("id: {type: integer", "id: {type: string"))
    written(site, 0)
    return site, site.data / "lieux" / "exports" / "places.csv"


def test_a_row_that_was_erased_is_told_from_one_whose_text_is_the_same_number(tmp_path) -> None:
    site, export = with_text_keys(tmp_path / "site")
    without = export.read_text("utf-8").replace(f"1,{ONE},{ADA}\n", "")
    write(site, "places", f"{without}007,{ONE},{ADA}\n7,{TWO},{ADA}\n")
    update(site, DAY, Silent())
    write(site, "places", f"{without}7,{TWO},{ADA}\n")
    withdrawn(site, ADA, row="07")
    let_go(site, NOW)
    assert shown_before(site.private / "lieux") == set()
    assert holding(site.releases, f"007,{ONE}")
    withdrawn(site, ADA, row="007")
    let_go(site, NOW)
    update(site, DAY + timedelta(7), Silent())
    assert holding(site.releases, f"007,{ONE}") == []
    assert holding(site.releases, f"7,{TWO}")


def test_a_key_that_nobody_can_have_keeps_nobody_waiting(tmp_path) -> None:
    site = site_of(tmp_path / "site")
    for row in ("--5", "1" * 5000):
        withdrawn(site, ADA, row=row)
    withdrawn(site, BOB, row="3")
    assert let_go(site, NOW) == LetGo(3, 0)
    current = published(site)
    assert [bool(holding(current, what)) for what in (ONE, TWO, HIS)] == [True, True, False]


def test_an_answer_tells_what_was_withdrawn(tmp_path) -> None:
    site = site_of(tmp_path / "site")
    withdrawn(site, ADA, row="1")
    let_go(site, NOW)
    places, visits = held_in(site, "lieux", [ADA], DAY)[ADA]
    assert [(row.values["id"], row.left) for row in places.rows] == [(1, "withdrawn"), (2, "")]
    assert [row.left for row in visits.rows] == [""]


def test_another_spelling_waits_for_a_maintainer(tmp_path) -> None:
    site = site_of(tmp_path / "site")
    withdrawn(site, ADA.upper(), row="1")
    gone = let_go(site, NOW)
    assert (gone.left, gone.waiting) == (0, 1)
    assert "--any-spelling" in str(gone.problems[0])
    assert let_go(site, NOW, any_spelling=True) == LetGo(1, 0)


def test_what_is_noted_names_nobody(tmp_path) -> None:
    site = site_of(tmp_path / "site")
    withdrawn(site, ADA, row="1")
    let_go(site, NOW)
    text = (site.private / "lieux" / "partings.json").read_text("utf-8")
    assert ADA not in text
    assert '"table": "places"' in text
    assert '"row": "1"' not in text


@pytest.mark.parametrize(("row", "how"), [("1", "delete"), ("", "keep")])
def test_a_table_under_another_name_shows_nothing_again(tmp_path, row: str, how: How) -> None:
    site = site_of(tmp_path / "site", CODE)
    withdrawn(site, ADA, row=row, how=how)
    before = published(site)
    declared = (site.data / "lieux" / "dataset.yaml").read_text("utf-8")
    declare(site, declared.replace("  places:\n", "  spots:\n"))
    refused = "\n".join(update(site, DAY + timedelta(14), Silent()).lines)
    assert (
        "blocker withdrawn-elsewhere: spots: it has rows of people who withdrew rows, or a "
        "consent, of places, which is not declared any more; where it is places under another "
        "name, give it back that name, or write spots in its place in private/lieux/partings.json; "
        "where it is another table, remove what private/lieux/partings.json tells of places"
    ) in refused
    assert (site.releases / "lieux" / "current").resolve() == before
    noted = site.private / "lieux" / "partings.json"
    noted.write_text(noted.read_text("utf-8").replace('"places"', '"spots"'), "utf-8")
    update(site, DAY + timedelta(14), Silent())
    current = (site.releases / "lieux" / "current").resolve()
    shown = (current / "spots.csv").read_text("utf-8")
    assert (before / "places.csv").read_text("utf-8") == shown


def redeclared(site: SiteFolder, before: str, after: str) -> str:
    """What the next publication says of a table that is declared otherwise."""
    declared = (site.data / "lieux" / "dataset.yaml").read_text("utf-8")
    assert before in declared
    declare(site, declared.replace(before, after))
    return "\n".join(update(site, DAY + timedelta(14), Silent()).lines)


def test_a_table_that_names_nobody_any_more_shows_nothing_again(tmp_path) -> None:
    site = site_of(tmp_path / "site")
    withdrawn(site, ADA, row="1")
    before = published(site)
    there = "    contributor: author\n    primary_key: id\n"
    refused = redeclared(site, there, "    primary_key: id\n")
    assert (
        "blocker withdrawn-elsewhere: places: people withdrew rows, or a consent, of it, and "
        "without `contributor` nobody knows which rows are theirs; declare its `contributor` "
        "again, or, where no row of it is theirs any more, remove what "
        "private/lieux/partings.json tells of places"
    ) in refused
    assert (site.releases / "lieux" / "current").resolve() == before
    (site.private / "lieux" / "partings.json").unlink()
    update(site, DAY + timedelta(14), Silent())
    assert holding((site.releases / "lieux" / "current").resolve(), ONE)


def test_a_table_with_another_key_shows_nothing_again(tmp_path) -> None:
    site = site_of(tmp_path / "site")
    withdrawn(site, ADA, row="1")
    before = published(site)
    refused = redeclared(site, "primary_key: id\n", "primary_key: said\n")
    assert (
        "blocker withdrawn-elsewhere: places: people withdrew rows of it, which are known by its "
        'key alone, and that was id; keep `primary_key: [id]`, or write `"row": ""` for what '
        "private/lieux/partings.json tells of places: all that they have in it is withdrawn then"
    ) in refused
    assert (site.releases / "lieux" / "current").resolve() == before
    noted = site.private / "lieux" / "partings.json"
    text = re.sub(r'"row": "[0-9a-f ]+"', '"row": ""', noted.read_text("utf-8"))
    noted.write_text(text, "utf-8")
    update(site, DAY + timedelta(14), Silent())
    current = (site.releases / "lieux" / "current").resolve()
    shown = (current / "places.csv").read_text("utf-8")
    assert [what in shown for what in (ONE, TWO, HIS)] == [False, False, True]


def test_a_new_table_without_them_is_published(tmp_path) -> None:
    site = site_of(tmp_path / "site")
    withdrawn(site, ADA, row="1")
    published(site)
    declared = (site.data / "lieux" / "dataset.yaml").read_text("utf-8")
    declare(site, declared.replace("  places:\n", "  spots:\n"))
    export = site.data / "lieux" / "exports" / "places.csv"
    export.write_text(export.read_text("utf-8").replace(f"1,{ONE},{ADA}\n", ""), "utf-8")
    update(site, DAY + timedelta(14), Silent())
    current = (site.releases / "lieux" / "current").resolve()
    assert TWO in (current / "spots.csv").read_text("utf-8")


@pytest.mark.parametrize("erased", [False, True])
def test_a_key_with_an_accent_is_known_in_both_ways_to_write_it(tmp_path, erased: bool) -> None:
    site, export = with_text_keys(tmp_path / "site")
    others = export.read_text("utf-8").replace(f"1,{ONE},{ADA}\n", "")
    write(site, "places", f"{others}{unicodedata.normalize('NFD', 'café')},{ONE},{ADA}\n")
    update(site, DAY, Silent())
    if erased:
        write(site, "places", others)
    withdrawn(site, ADA, row=unicodedata.normalize("NFC", "café"))
    let_go(site, NOW)
    assert shown_before(site.private / "lieux") == {"1.0.0"}
    update(site, DAY + timedelta(7), Silent())
    assert not (site.releases / "lieux" / "1.0.0").exists()


def test_another_s_key_with_an_accent_is_no_row_that_was_erased(tmp_path) -> None:
    site, export = with_text_keys(tmp_path / "site")
    key = unicodedata.normalize("NFD", "café")
    write(site, "places", f"{export.read_text('utf-8')}{key},{ONE},{ADA}\n")
    update(site, DAY, Silent())
    withdrawn(site, BOB, row="café")
    let_go(site, NOW)
    assert shown_before(site.private / "lieux") == set()
