"""The desk after a restore: what was decided is there; nobody is signed in, nothing erased is."""

import tarfile
from itertools import count
from pathlib import Path
from typing import IO, cast

import pytest

from publish.bakehouse.corrections.contributors import make_key
from publish.corrections.decisions import accept, decisions
from publish.corrections.live import live
from publish.corrections.log import entries
from publish.corrections.proposals import Edit, proposal, proposals, propose
from publish.corrections.sealed import public_key
from publish.declare.site import SiteFolder
from publish.desk.erasing import erase
from publish.desk.members import invite, invited, members, sign_in, signed_in
from publish.errors import DeskError
from publish.people.links import make_link, works
from publish.people.one_time_key import public_half
from publish.people.outbox import NAME, put
from publish.people.requests import answered, waiting
from publish.upkeep.backup import backup
from publish.upkeep.encrypted import Reader
from publish.upkeep.restore import restore
from tests.people.askers import opened, requested
from tests.sites import DAY
from tests.upkeep.meanwhile import written_meanwhile

pytestmark = pytest.mark.usefixtures("cheap")
PASSPHRASE = "le pain est dans le four"
NOW = 1_796_000_000
ROW = ("lieux", "places", ("01",))
WORD = "Quetzalcoatl"


@pytest.fixture
def site(bare: SiteFolder) -> SiteFolder:
    """A site whose desk accepted one proposal, which Ada decided, and keeps one waiting."""
    sign_in(bare.desk, invite(bare.desk, "Ada", "reviewer", NOW), "", NOW)
    said(bare, "b")
    said(bare, WORD)
    accept(bare.desk, 1, DAY, members(bare.desk)[0].id)
    return bare


def said(site: SiteFolder, new: str) -> int:
    return propose(site.desk, ROW, {"kind": Edit("a", new)}, why="", evidence="", day=DAY)


def brought_back(site: SiteFolder, tmp_path: Path, listed: bool) -> SiteFolder:
    """The site in another folder, from a backup that is older than what was erased in the first."""
    file, other = tmp_path / "backup", SiteFolder(tmp_path / "other")
    backup(site, file, PASSPHRASE)
    erase(site.desk, "proposal", "2", DAY)
    erase(site.desk, "member", "Ada", DAY)
    if listed:
        other.desk.parent.mkdir(parents=True, mode=0o700)
        list_ = site.desk.with_name("erased").read_bytes()
        other.desk.with_name("erased").write_bytes(list_)
    restore(file, other.root, PASSPHRASE)
    return other


def holds(site: SiteFolder) -> bool:
    return any(WORD.encode() in one.read_bytes() for one in site.desk.parent.iterdir())


def test_what_was_decided_is_there_though_it_was_written_meanwhile(
    site: SiteFolder, tmp_path: Path
) -> None:
    session = sign_in(site.desk, invite(site.desk, "Bob", "officer", NOW), "", NOW) or ""
    link = invite(site.desk, "Carol", "reviewer", NOW)
    ada = members(site.desk)[0].id
    (site.root / "desk-keys").mkdir()
    (site.root / "desk-keys" / "service.pem").write_text("a public key", encoding="utf-8")
    assert signed_in(site.desk, session, NOW) and invited(site.desk, link, NOW)
    numbers = count()
    with written_meanwhile(lambda: said(site, f"meanwhile {next(numbers)}")):
        backup(site, tmp_path / "backup", PASSPHRASE)
    other = SiteFolder(tmp_path / "other")
    restore(tmp_path / "backup", other.root, PASSPHRASE)
    waiting = [one.edits["kind"].new for one in proposals(other.desk)]
    assert waiting[:2] == [WORD, "meanwhile 0"]
    assert len(waiting) <= len(proposals(site.desk))
    assert live(other.desk, "lieux", "places") == live(site.desk, "lieux", "places")
    assert [(one.proposal, one.by) for one in decisions(other.desk)] == [(1, ada)]
    assert entries(other.desk, about="proposal 1")[0].by == ada
    assert [one.name for one in members(other.desk)] == ["Ada", "Bob", "Carol"]
    assert (other.root / "desk-keys" / "service.pem").read_text() == "a public key"
    assert (signed_in(other.desk, session, NOW), invited(other.desk, link, NOW)) == (None, None)
    with pytest.raises(DeskError, match="proposal 1 was accepted already"):
        accept(other.desk, 1, DAY)


def test_what_was_erased_since_comes_back_without_the_list(
    site: SiteFolder, tmp_path: Path
) -> None:
    other = brought_back(site, tmp_path, listed=False)
    assert (holds(other), holds(site)) == (True, False)
    assert [one.name for one in members(other.desk)] == ["Ada"]


def test_what_was_erased_since_stays_away_where_it_is_listed(
    site: SiteFolder, tmp_path: Path
) -> None:
    other = brought_back(site, tmp_path, listed=True)
    assert sorted(one.name for one in other.desk.parent.iterdir()) == ["desk.db", "erased"]
    assert (holds(other), proposal(other.desk, 2).state) == (False, "erased")
    assert (members(other.desk), len(live(other.desk, "lieux", "places"))) == ([], 1)
    assert other.desk.stat().st_mode & 0o777 == 0o600


def test_a_list_that_cannot_be_read_stops_the_restore(site: SiteFolder, tmp_path: Path) -> None:
    backup(site, tmp_path / "backup", PASSPHRASE)
    other = SiteFolder(tmp_path / "other")
    other.desk.parent.mkdir(parents=True)
    other.desk.with_name("erased").write_text("proposal 2\n", encoding="utf-8")
    with pytest.raises(DeskError, match="erased, line 1: not as `fournil desk erase` writes it"):
        restore(tmp_path / "backup", other.root, PASSPHRASE)
    assert not other.desk.exists() and not other.private.exists()


def test_answers_to_people_and_their_links_are_in_no_backup(
    site: SiteFolder, tmp_path: Path
) -> None:
    make_key(site)
    waits, key = requested(site, "waiting@example.org"), requested(site, "ada@example.org")
    [_, one] = waiting(site.desk)
    put(site.desk, one.id, one.public, b"archive")
    answered(site.desk, one.id, NOW)
    link = make_link(site.desk, public_key(site.desk.parent), ["lieux"], "ada@example.org", NOW)
    assert works(site.desk, link, NOW)
    assert opened(site, key) == b"archive"
    other = brought_back(site, tmp_path, listed=False)
    assert not other.desk.with_name(NAME).exists()
    assert not works(other.desk, link, NOW)
    # Who was not answered yet still is, by the same key.
    assert [two.public for two in waiting(other.desk)] == [public_half(waits)]
    assert [name for name in names_in(tmp_path / "backup") if name.startswith("desk/")] == [
        "desk/desk.db"
    ]


def names_in(file: Path) -> list[str]:
    """The files of a backup."""
    with file.open("rb") as source:
        sealed = Reader(source, PASSPHRASE, file.name)
        with tarfile.open(fileobj=cast(IO[bytes], sealed), mode="r|") as archive:
            return archive.getnames()
