"""Who left is told which kept releases show it, also once no export has a row of theirs."""

from datetime import timedelta
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.people.answer_files import Answer, read_answer
from publish.people.answering import serve_requests
from publish.people.departed import departures
from publish.people.left import LeftTable
from publish.people.letting_go import LetGo, let_go
from publish.people.outbox import NAME
from publish.people.part_requests import How, withdraw_part
from publish.progress import Silent
from publish.release.status import remember_push
from publish.upkeep.update import update
from tests.people import told
from tests.people.askers import (
    ADA,
    BOB,
    DAY,
    NOW,
    asked_site,
    files_of,
    opened,
    requested,
    write,
)
from tests.people.canaries import holding
from tests.people.test_letting_consents import LINE, PLACES, places
from tests.people.test_letting_go import PUBLISHED, TEXT, asked, published, session, written
from tests.people.test_where import Push
from tests.people.told import OTHERS, release, told_site
from tests.sites import ABOUT, declare

pytestmark = pytest.mark.slow("publishes sites, and answers")
WEEK = timedelta(7)
NOBODY = "nobody@example.org"
STILL = "what you withdrew is in it, or may be; that goes with the next publication"
GONE = "nothing of what you withdrew is in a version that is kept."
NOISY = "privacy: {k: 5, min_age: 0d, noise: {dp: {epsilon_per_release: 1, budget: {epsilon: 2}}}}"
ADDED = ", by 7 December 2026 if it comes as announced"


@pytest.fixture
def site(tmp_path) -> SiteFolder:
    """Members listed by name, and places with what they wrote; a release."""
    return published(tmp_path / "site")


def without_her(site: SiteFolder, week: int) -> None:
    """The exports of a week, in which the service erased her; a release of them."""
    written(site, week)
    for name in ("members", "places"):
        path = site.data / "lieux" / "exports" / f"{name}.csv"
        lines = path.read_text("utf-8").splitlines()
        write(site, name, "\n".join([*(one for one in lines if ADA not in one), ""]))
    update(site, DAY + week * WEEK, Silent())


def answer(site: SiteFolder, who: str, days: int = 0, language: str = "en") -> tuple[Answer, str]:
    """What somebody is answered some days later, and its page."""
    now = NOW + days * 86_400
    key = requested(site, who, language, now)
    serve_requests(site, now)
    archive = opened(site, key, now)
    return read_answer(archive), files_of(archive)["README.md"].decode()


def told_tables(site: SiteFolder, who: str = ADA) -> dict[str, LeftTable]:
    """What somebody who withdrew all, or one thing, is told, by table."""
    [one] = departures(site, "lieux", who, DAY)
    return {table.titles.get("en", table.titles["fr"]): table for table in one.tables}


def versions(table: LeftTable) -> list[tuple[str, str, str]]:
    """The releases that may show it: version, how, until when."""
    return [(one.version, one.left, one.until) for one in table.stands]


def test_until_the_next_publication_the_release_that_shows_them_is_told(site: SiteFolder) -> None:
    asked(site, ADA)
    assert let_go(site, NOW) == LetGo(1, 0)
    [one] = departures(site, "lieux", ADA, DAY)
    assert (one.dataset, one.kind, one.day, one.rows) == ("lieux", "dataset", "2026-11-30", 0)
    still = [("1.0.0", "shown", "2026-12-07")]
    assert {name: versions(table) for name, table in told_tables(site).items()} == {
        "Members": still,
        "Places": still,
    }
    mine, page = answer(site, ADA)
    assert mine.left == [one]
    assert (
        "- Members, version 1.0.0 of 30 November 2026, the current one (etalab-2.0): "
        f"{STILL}{ADDED}\n" in page
    )


def test_after_it_nothing_remains_and_who_is_in_no_export_is_told_so(site: SiteFolder) -> None:
    asked(site, ADA)
    let_go(site, NOW)
    without_her(site, 1)
    mine, page = answer(site, ADA, 7)
    assert (mine.has_rows, mine.is_empty) == (False, False)
    assert page.partition("## What you withdrew\n\n")[2].startswith(
        "It is remembered by digests alone, which keep it from coming back by an older export.\n\n"
        "No export has a row of yours any more.\n\n"
        "You left “Essai”. Noted on 30 November 2026.\n\n"
        f"- Members: {GONE}\n- Places: {GONE}\n"
        "- The files of 1 earlier version are deleted.\n"
        "- How often it was downloaded is not counted, or by too few people to be told.\n"
        "- Copies that others took are known to nobody: the licence lets everybody keep and pass "
        "them on.\n"
        "- What others copied before cannot be called back.\n"
    )
    assert "Nothing is held under the name" not in page
    # It is in no file of the site, still.
    assert ADA not in "".join(
        path.read_text("utf-8", "ignore") for path in site.private.rglob("*") if path.is_file()
    )


def test_a_stranger_is_told_what_was_told_before_and_as_long(site: SiteFolder) -> None:
    before = answer(site, NOBODY, 7)
    asked(site, ADA)
    let_go(site, NOW)
    assert answer(site, NOBODY, 7) == before
    assert before[0].is_empty
    # Another person who is there, too.
    assert answer(site, "other3@example.org", 7)[0].left == []
    answer(site, ADA, 7)
    assert len({path.stat().st_size for path in site.desk.with_name(NAME).iterdir()}) == 1


def test_who_left_and_was_never_there_is_told_that_it_is_noted(site: SiteFolder) -> None:
    asked(site, NOBODY)
    let_go(site, NOW)
    assert [one.stands for one in told_tables(site, NOBODY).values()] == [[], []]


def test_a_release_of_which_nobody_knows_whom_it_shows_may_show_them(site: SiteFolder) -> None:
    asked(site, ADA)
    let_go(site, NOW)
    (site.private / "lieux" / "listed.json").unlink()
    assert versions(told_tables(site)["Members"]) == [("1.0.0", "shown", "2026-12-07")]


def test_of_rows_that_stay_emptied_it_is_said_that_they_stay(tmp_path: Path) -> None:
    code = "author: {type: string, role: identifier, protect: {pseudonymise: {length: 16}}}"
    reviewed = (
        "    series_key: {reviewed: 2026-11-01, why: Whoever reuses them groups them by author.}"
    )
    tables = PUBLISHED.replace("    forget: rows\n", f"{reviewed}\n")
    there = "author: {type: string, role: identifier, protect: drop}"
    assert there in tables
    site = asked_site(tmp_path / "site", tables.replace(there, code))
    written(site, 0)
    update(site, DAY, Silent())
    withdrew(site, ADA, how="keep")
    written(site, 1)
    update(site, DAY + WEEK, Silent())
    assert f"77,{TEXT}," in (site.releases / "lieux/current/places.csv").read_text("utf-8")
    _, page = answer(site, ADA, 7)
    assert GONE not in page
    assert "- Places: The rows stay, without you: who contributed them is emptied with" in page


@pytest.mark.parametrize("people", ["5", "null", '"abc"', '[["abc"]]'])
def test_where_whom_releases_show_is_damaged_the_answer_waits(
    site: SiteFolder, people: str
) -> None:
    asked(site, ADA)
    let_go(site, NOW)
    file = site.private / "lieux" / "listed.json"
    file.write_text(f'{{"1.0.0": {{"places": {people}}}}}', "utf-8")
    requested(site, ADA)
    done = serve_requests(site, NOW)
    assert (done.answered, done.waiting) == (0, 1)
    assert [str(one) for one in done.problems] == [
        f"{file}: damaged (a table without a list of people); remove it: releases of which nobody "
        "knows whom they name are then taken down"
    ]


def test_a_release_of_a_clock_ahead_is_told(tmp_path: Path) -> None:
    """Of who leaves by UTC on the day before that of the release which shows them."""
    site = asked_site(tmp_path / "site", PUBLISHED)
    written(site, 0)
    update(site, DAY + timedelta(1), Silent())
    asked(site, ADA)
    let_go(site, NOW)
    assert versions(told_tables(site)["Places"]) == [("1.0.0", "shown", "2026-12-07")]


def test_who_was_to_leave_later_leaves_now_where_they_ask(site: SiteFolder) -> None:
    listed = site.private / "lieux" / "withdrawals.csv"
    listed.write_text(f"contributor,date\n{ADA},2027-12-25\n", "utf-8")
    assert departures(site, "lieux", ADA, DAY) == []
    asked(site, ADA)
    assert let_go(site, NOW) == LetGo(1, 0)
    assert [one.day for one in departures(site, "lieux", ADA, DAY)] == ["2026-11-30"]
    written(site, 1)
    update(site, DAY + WEEK, Silent())
    assert holding(site.releases, TEXT) == []


def test_portals_that_were_sent_it_are_told(site: SiteFolder) -> None:
    folder = site.releases / "lieux"
    remember_push(folder, DAY, Push("https://portal.example", pages=()))
    asked(site, ADA)
    let_go(site, NOW)
    _, page = answer(site, ADA)
    assert (
        "- https://portal.example was sent version 1.0.0 on 30 November 2026.\n"
        "- Copies that others took are known to nobody: the licence lets everybody keep and pass "
        "them on.\n"
        "- What portals were sent stays there until they are sent the next version.\n" in page
    )


def withdrew(site: SiteFolder, who: str, row: str = "", how: How = "delete") -> None:
    """Somebody withdraws what they have in a table, or one row of it."""
    withdraw_part(site.desk, session(site, who), "lieux", "places", row, how, NOW)
    let_go(site, NOW)


def test_a_row_is_told_until_it_is_gone(site: SiteFolder) -> None:
    withdrew(site, ADA, "77")
    [one] = departures(site, "lieux", ADA, DAY)
    assert (one.kind, one.rows, one.day) == ("row", 1, "2026-11-30")
    assert versions(one.tables[0]) == [("1.0.0", "shown", "2026-12-07")]
    assert departures(site, "lieux", BOB, DAY) == []
    without_her(site, 1)
    mine, page = answer(site, ADA, 7)
    assert mine.left[0].tables[0].stands == []
    assert (
        "You withdrew 1 row of “Places”, of “Essai”. Noted on 30 November 2026.\n\n"
        f"- Places: {GONE}\n" in page
    )


def test_of_anothers_row_nothing_is_told_as_shown(site: SiteFolder) -> None:
    withdrew(site, BOB, "77")
    [one] = departures(site, "lieux", BOB, DAY)
    assert (one.kind, one.tables[0].stands) == ("row", [])
    assert departures(site, "lieux", ADA, DAY) == []


def test_a_table_is_told_and_no_other(site: SiteFolder) -> None:
    withdrew(site, ADA)
    assert told_tables(site).keys() == {"Places"}
    _, page = answer(site, ADA)
    assert "You withdrew what you had in “Places”, of “Essai”. Noted on" in page


BESIDE = """\
  others:
    title: {fr: Autres, en: Others}
    about: things
    sources: [{path: exports/others.csv}]
    columns:
      name: {type: string, role: open}
"""


@pytest.mark.parametrize("row", ["", "77"])
def test_a_table_that_is_declared_no_more_is_told_and_its_releases_go(
    tmp_path: Path, row: str
) -> None:
    """Before the next publication, the release that is served shows it still."""
    site = asked_site(tmp_path / "site", PUBLISHED + BESIDE)
    written(site, 0)
    write(site, "others", "name\na\nb\n")
    update(site, DAY, Silent())
    if row:
        withdrew(site, ADA, row)
    else:
        asked(site, ADA)
        let_go(site, NOW)
    declare(site, ABOUT + BESIDE)
    assert departures(site, "lieux", NOBODY, DAY) == []
    told = told_tables(site)
    assert versions(told["places"]) == [("1.0.0", "shown", "2026-12-07")]
    _, page = answer(site, ADA)
    assert "- Places, version 1.0.0 of 30 November 2026, the current one" in page
    assert holding(site.releases, TEXT)
    update(site, DAY + WEEK, Silent())
    assert holding(site.releases, TEXT) == []
    mine, page = answer(site, ADA, 7)
    assert [stand for table in mine.left[0].tables for stand in table.stands] == []
    assert "You withdrew 1 row of “places”" in page if row else "You left “Essai”." in page


def test_rows_that_stay_without_them_are_told(site: SiteFolder) -> None:
    declared = site.data / "lieux" / "dataset.yaml"
    text = declared.read_text("utf-8").replace("    forget: rows\n", "")
    declared.write_text(text, encoding="utf-8")
    withdrew(site, ADA, how="keep")
    _, page = answer(site, ADA)
    assert "- Places: The rows stay, without you: who contributed them is not published.\n" in page


def test_a_consent_is_told_with_the_release_that_shows_what_it_covers(tmp_path: Path) -> None:
    site = asked_site(tmp_path / "site", PLACES)
    places(site, 0, DAY - timedelta(30))
    update(site, DAY, Silent())
    withdrew(site, ADA, how="contact")
    assert versions(told_tables(site)["Places"]) == [("1.0.0", "shown", "2026-12-07")]
    _, page = answer(site, ADA)
    assert (
        "You withdrew your consent to “To be contacted” in “Places”, of “Essai”. Noted on "
        "30 November 2026.\n" in page
    )
    # Agreed to anew, it is shown anew, and no more told as withdrawn.
    places(site, 1, DAY + timedelta(5))
    update(site, DAY + WEEK, Silent())
    assert holding(site.releases, LINE)
    mine, page = answer(site, ADA, 7)
    assert mine.left[0].tables[0].stands == []
    assert (
        "- Places: nothing of what you withdrew is in a version that is kept, unless you agreed to "
        "it anew.\n" in page
    )


def test_a_consent_that_is_declared_no_more_is_emptied_and_told_so(tmp_path: Path) -> None:
    site = asked_site(tmp_path / "site", PLACES)
    places(site, 0, DAY - timedelta(30))
    update(site, DAY, Silent())
    withdrew(site, ADA, how="contact")
    consents = PLACES[PLACES.index("    consents:") : PLACES.index("    columns:")]
    declare(site, ABOUT + PLACES.replace(consents, ""))
    told = told_tables(site)["Places"]
    assert (told.way, versions(told)) == ("", [("1.0.0", "shown", "2026-12-07")])
    places(site, 1, DAY - timedelta(30))
    update(site, DAY + WEEK, Silent())
    assert holding(site.releases, LINE) == []
    assert told_tables(site)["Places"].way == ""


def test_a_consent_with_which_nothing_is_done_here_is_told_so(tmp_path: Path) -> None:
    site = asked_site(tmp_path / "site", PLACES.replace("covers: [line], ", ""))
    places(site, 0, DAY)
    update(site, DAY, Silent())
    withdrew(site, ADA, how="contact")
    assert (told_tables(site)["Places"].way, versions(told_tables(site)["Places"])) == ("noted", [])


def test_who_was_counted_with_noise_is_told_the_last_day_of_then(tmp_path: Path) -> None:
    site = told_site(tmp_path / "site")
    declared = site.data / "lieux" / "dataset.yaml"
    text = declared.read_text("utf-8")
    before = "privacy: {k: 5, min_age: 0d, max_suppressed: 1}"
    assert before in text
    declared.write_text(text.replace(before, NOISY), encoding="utf-8")
    release(site, answers=[f"p{n},Gap" for n in range(60)])
    asked(site, ADA)
    let_go(site, NOW)
    assert versions(told_tables(site)["Answers"]) == [("1.0.0", "among", "2028-03-10")]
    _, page = answer(site, ADA)
    assert (
        "- Answers: You are counted no more from the next release on.\n- By town, version" in page
    )
    assert "nobody is told; gone by 10 March 2028, if publications come as announced\n" in page


def test_it_is_told_of_every_spelling_of_a_name_as_it_holds_of_each(site: SiteFolder) -> None:
    asked(site, ADA)
    let_go(site, NOW)
    assert told_tables(site, ADA.upper()) == told_tables(site)


def test_of_an_older_list_no_day_is_told(site: SiteFolder) -> None:
    (site.private / "lieux" / "withdrawals.csv").write_text(f"contributor\n{ADA}\n", "utf-8")
    _, page = answer(site, ADA)
    assert "You left “Essai”. On which day was not noted." in page
    assert f"{STILL}{ADDED}\n" in page


def test_it_is_told_in_french_too(site: SiteFolder) -> None:
    asked(site, ADA)
    let_go(site, NOW)
    _, page = answer(site, ADA, language="fr")
    assert "Vous avez quitté « Essai ». Noté le 30 novembre 2026." in page.replace(
        "\u202f", " "
    ).replace("\xa0", " ")


def test_whether_somebody_stands_in_a_group_is_not_told(tmp_path: Path) -> None:
    pages = set[str]()
    for name, mine in (("there", [f"{ADA},34,car"]), ("never", [])):
        site = told_site(tmp_path / name)
        release(site, trips=[*mine, *OTHERS["trips"], "q,34,foot"][:7])
        told.export(site, **OTHERS)
        asked(site, ADA)
        let_go(site, NOW)
        assert versions(told_tables(site)["Trips"]) == [("1.0.0", "among", "")]
        pages.add(answer(site, ADA)[1])
    [page] = pages
    assert "- Trips: Your rows are not worked on any more." in page
    assert ": you may stand in it among others, or not, which nobody is told\n" in page
