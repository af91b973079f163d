"""Who asked to leave is forgotten before the next release, and nobody else is."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from publish.bakehouse.protect.withdrawal_list import key_of, person, withdrawn
from publish.corrections import desk_file
from publish.corrections.proposals import Edit
from publish.corrections.sealed import public_key, sealed
from publish.corrections.strangers import propose_once
from publish.declare.site import SiteFolder
from publish.errors import PrivateStateError
from publish.people.clock import LINK_SECONDS
from publish.people.leavings import leave, take_back, waiting_to_leave
from publish.people.letting_go import LetGo, describe, let_go
from publish.people.links import Asker, enter, entered, make_link
from publish.people.part_requests import withdraw_part
from publish.people.register import close, note_request
from publish.people.said import said
from publish.progress import Silent
from publish.release.decisions import RESTORED
from publish.release.store import Store
from publish.upkeep.update import update
from tests.people.askers import ADA, BOB, DAY, EXPORTS, NOW, asked_site, write
from tests.people.canaries import holding

pytestmark = pytest.mark.slow("reads exports")
NAME, TEXT = "Zibeline Kirkmoe", "Zibeline wrote this"
LATER = DAY + timedelta(7)
PUBLISHED = """\
  members:
    title: {fr: Membres, en: Members}
    about: people
    sources: [{path: exports/members.csv}]
    contributor: id
    named: {consent: agreed, covers: [name], why: They ticked a box to be listed.}
    columns:
      id: {type: string, role: identifier, protect: drop}
      name: {type: string, role: identifier}
      agreed: {type: date, role: open, protect: drop}
  places:
    title: {fr: Lieux, en: Places}
    about: things
    sources: [{path: exports/places.csv}]
    contributor: author
    forget: rows
    primary_key: id
    columns:
      id: {type: string, role: open}
      said: {type: string, role: open}
      author: {type: string, role: identifier, protect: drop}
"""


@pytest.fixture
def site(tmp_path) -> SiteFolder:
    """Members, their places and their badges."""
    return asked_site(tmp_path / "site")


def session(site: SiteFolder, who: str, now: int = NOW) -> Asker:
    """The session of somebody who came by a link."""
    link = make_link(site.desk, public_key(site.desk.parent), ["lieux"], who, now)
    secret = enter(site.desk, link, now)
    assert secret
    found = entered(site.desk, secret, now)
    assert found
    return found


def asked(site: SiteFolder, who: str) -> None:
    """Somebody asks to leave."""
    leave(site.desk, session(site, who), ["lieux"], NOW)


def is_listed(site: SiteFolder, who: str) -> bool:
    """Whether somebody is on the list of those who are forgotten."""
    private = site.private / "lieux"
    return person(key_of(private), who) in withdrawn(private, DAY)


def test_who_asked_is_forgotten_and_no_other(site: SiteFolder) -> None:
    asked(site, ADA)
    gone = let_go(site, NOW)
    assert gone == LetGo(1, 0)
    assert describe(gone) == "people: 1 requests to leave done"
    assert (is_listed(site, ADA), is_listed(site, BOB)) == (True, False)
    assert waiting_to_leave(site.desk) == []
    assert let_go(site, NOW) == LetGo()


def test_who_is_in_no_export_is_noted_for_those_to_come(site: SiteFolder) -> None:
    asked(site, "nobody@example.org")
    assert let_go(site, NOW) == LetGo(1, 0)
    assert is_listed(site, "nobody@example.org")


def written(site: SiteFolder, week: int) -> None:
    """The exports of a week, of eleven people and what they wrote; she is in all of them."""
    others = [f"other{n}@example.org" for n in range(10)]
    members = [f"{who},Member {n},2026-01-02" for n, who in enumerate(others)]
    places = [f"{n},Soup {week} of kitchen {n},{who}" for n, who in enumerate(others)]
    mine = [f"{ADA},{NAME},2026-01-02"], [f"77,{TEXT},{ADA}"]
    write(site, "members", "\n".join(["id,name,agreed", *mine[0], *members, ""]))
    write(site, "places", "\n".join(["id,said,author", *mine[1], *places, ""]))


def published(root: Path) -> SiteFolder:
    """The same site, that publishes its members by name and their places with what they wrote."""
    site = asked_site(root, PUBLISHED)
    written(site, 0)
    update(site, DAY, Silent())
    return site


def proposed(site: SiteFolder, who: str, new: str) -> None:
    """Somebody whom a service handed over proposes a correction."""
    propose_once(
        site.desk,
        ("lieux", "places", ("1",)),
        {"said": Edit("Soup", new)},
        why="seen",
        evidence="",
        day=DAY,
        most=9,
        contributor=sealed(public_key(site.desk.parent), json.dumps(["https://a.example", who])),
    )


def test_after_the_delay_nothing_of_a_leaver_is_anywhere(tmp_path) -> None:
    site = published(tmp_path / "site")
    proposed(site, ADA, "Broth")
    # The search finds: before she leaves, every format shows her.
    shown = {Path(one).name for one in holding(site.releases, NAME)}
    assert shown >= {"lieux.db", "lieux.zip", "members.csv", "members.csv.gz", "members.parquet",
                     "members.xlsx", "members.jsonl.gz"}  # fmt: skip
    shown = {Path(one).name for one in holding(site.releases, TEXT)}
    assert shown >= {"lieux.db", "lieux.zip", "places.csv", "places.parquet", "places.xlsx"}
    update(site, DAY + timedelta(7), Silent())
    asked(site, ADA)
    lines = []
    for week in range(2, 6):
        written(site, week)
        lines.append(update(site, DAY + timedelta(7 * week), Silent()).lines)
    assert [one[0] for one in lines].count("people: 1 requests to leave done") == 1
    current = (site.releases / "lieux" / "current").resolve()
    assert holding(current, "Soup 5 of kitchen 3")
    for folder in (site.releases, site.desk.parent, site.private):
        for what in (NAME, TEXT, ADA):
            assert holding(folder, what) == [], folder
    # The exports are the service's to clean.
    assert holding(site.data, ADA)


def test_nothing_of_the_register_is_in_what_is_published(tmp_path) -> None:
    site = published(tmp_path / "site")
    number = note_request(
        site.desk, "erasure", "post", DAY, DAY, reference="Canari 41", datasets=["lieux"]
    )
    close(site.desk, number, "refused", "Rossignol stays.", DAY)
    written(site, 1)
    update(site, LATER, Silent())
    assert holding(site.releases, "Soup 1 of kitchen 3")
    for what in ("Canari", "Rossignol"):
        assert holding(site.desk.parent, what) == ["desk.db"]
        assert holding(site.releases, what) == []
        assert holding(site.private, what) == []


def test_who_stays_is_in_the_next_release(tmp_path) -> None:
    site = published(tmp_path / "site")
    one = session(site, ADA)
    leave(site.desk, one, ["lieux"], NOW)
    assert take_back(site.desk, one, "lieux", NOW)
    written(site, 1)
    update(site, LATER, Silent())
    current = (site.releases / "lieux" / "current").resolve()
    assert holding(current, "Soup 1 of kitchen 3")
    assert holding(current, NAME)
    assert holding(current, TEXT)


def test_links_that_are_over_go_with_their_sealed_names(site: SiteFolder) -> None:
    make_link(site.desk, public_key(site.desk.parent), ["lieux"], ADA, NOW)

    def kept() -> int:
        with desk_file.reading(site.desk) as database:
            return int(database.execute("SELECT count(*) FROM person_links").fetchone()[0])

    let_go(site, NOW + LINK_SECONDS - 1)
    assert kept() == 1
    let_go(site, NOW + LINK_SECONDS)
    assert kept() == 0


def test_a_name_that_is_written_in_two_ways_waits_for_a_maintainer(site: SiteFolder) -> None:
    write(site, "members", f"{EXPORTS['members']}{ADA.upper()},Another,0603,2026-01-02\n")
    asked(site, ADA.upper())
    asked(site, BOB)
    gone = let_go(site, NOW)
    assert (gone.left, gone.waiting) == (1, 1)
    assert describe(gone) == "people: 1 requests to leave done, 1 wait"
    [problem] = gone.problems
    assert str(problem) == (
        f"{site.data / 'lieux'}: 1 request to leave waits: an export writes the same name in two "
        "ways, which may be two people; mend the export, or, where they are one, run "
        "`fournil people serve-requests --any-spelling`"
    )
    assert (is_listed(site, ADA), is_listed(site, BOB)) == (False, True)
    assert let_go(site, NOW, any_spelling=True) == LetGo(1, 0)
    assert is_listed(site, ADA)


def test_another_spelling_takes_nobody_out(site: SiteFolder) -> None:
    for other in (ADA.upper(), f" {ADA}", "ada+x@example.org"):
        asked(site, other)
    gone = let_go(site, NOW)
    assert (gone.left, gone.waiting) == (0, 3)
    assert not is_listed(site, ADA)


def test_a_dataset_that_cannot_be_read_keeps_who_leaves(site: SiteFolder) -> None:
    asked(site, ADA)
    (site.data / "lieux" / "exports" / "members.csv").unlink()
    gone = let_go(site, NOW)
    assert (gone.left, gone.waiting) == (0, 1)
    assert "members.csv" in str(gone.problems[0])
    write(site, "members", EXPORTS["members"])
    assert let_go(site, NOW) == LetGo(1, 0)


def test_without_the_key_nobody_is_let_go_and_nothing_lost(site: SiteFolder) -> None:
    asked(site, ADA)
    (site.private / "contributors.key").unlink()
    with pytest.raises(PrivateStateError, match=r"contributors\.key: no key that can be used"):
        let_go(site, NOW)
    assert len(waiting_to_leave(site.desk)) == 1


def test_an_older_backup_stays_to_be_looked_through(site: SiteFolder) -> None:
    note = site.private / "lieux" / RESTORED
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps({"since": "2026-11-01"}), encoding="utf-8")
    asked(site, ADA)
    assert let_go(site, NOW) == LetGo(1, 0)
    assert note.exists()


@pytest.mark.parametrize("row", ["", "77"])
def test_who_leaves_first_hides_no_older_backup(tmp_path: Path, row: str) -> None:
    """`fournil update` lets go of people before it publishes what a backup knows no more of."""
    site = published(tmp_path / "site")
    shutil.copytree(site.private, tmp_path / "backup")
    asked(site, ADA)
    written(site, 1)
    update(site, LATER, Silent())
    assert holding(site.releases, NAME) == []
    shutil.rmtree(site.private)
    shutil.copytree(tmp_path / "backup", site.private)
    if row:
        withdraw_part(site.desk, session(site, ADA), "lieux", "places", row, "delete", NOW)
    else:
        leave(site.desk, session(site, "other3@example.org"), ["lieux"], NOW)
    written(site, 2)
    told = "\n".join(update(site, LATER + timedelta(7), Silent()).lines)
    assert "people: 1 requests to leave done" in told
    assert "blocker older-backup" in told
    assert holding(site.releases, NAME) == []


def test_what_a_leaver_proposed_stays_without_them(site: SiteFolder) -> None:
    for who, new in ((ADA, "guinguette"), (BOB, "bar")):
        proposed(site, who, new)
    asked(site, ADA)
    let_go(site, NOW)
    assert [one.who.contributor for one in said(site)] == [BOB]


def test_of_a_dataset_that_is_gone_a_request_waits_while_releases_show_it(tmp_path) -> None:
    site = published(tmp_path / "site")
    leave(site.desk, session(site, ADA), ["lieux"], NOW)
    withdraw_part(site.desk, session(site, ADA), "lieux", "places", "", "delete", NOW)
    path = site.declaration("lieux")
    path.unlink()
    gone = let_go(site, NOW)
    assert (gone.left, gone.waiting) == (0, 2)
    assert [str(one) for one in gone.problems] == [
        f"{path.parent}: no declaration; 1 request to leave waits, and its releases stay on show: "
        "bring the file back, or take them down: `fournil withdraw lieux --why …`"
    ] * 2
    # The way out that is told.
    Store(site.releases / "lieux", site.private / "lieux").withdraw(None, "gone", DAY)
    assert let_go(site, NOW) == LetGo(2, 0)
    assert waiting_to_leave(site.desk) == []
