"""What people said is looked after: who can read it, whether it is whole, what waits."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from publish.corrections.decisions import accept
from publish.corrections.live import Settled, settle
from publish.corrections.proposals import Edit, propose
from publish.corrections.standing import Standing, standing
from publish.declare.site import SiteFolder
from publish.desk.members import invite
from publish.desk.secret import secret
from publish.errors import DeskError, PrivateStateError
from publish.upkeep.backup import backup
from publish.upkeep.said import lines
from tests.sites import DAY

TODAY = date(2026, 12, 1)
WAY_OUT = (
    "bring it back from a backup (`fournil --site NEW restore FILE`, then copy it), or move it "
    "away: what people said and corrected is then gone"
)


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A site whose desk has one conflict, and two proposals that wait."""
    made = SiteFolder(tmp_path / "site")
    made.private.mkdir(parents=True, mode=0o700)
    said(made, "01")
    accept(made.desk, 1, DAY)
    settle(made.desk, [Settled(1, "conflict", '["01"]', "z", None)])
    said(made, "02")
    said(made, "03")
    invite(made.desk, "Ada", "officer", 0)
    secret(made.desk.parent)
    return made


def said(site: SiteFolder, key: str) -> None:
    row = ("lieux", "places", (key,))
    propose(site.desk, row, {"kind": Edit("a", "b")}, why="", evidence="", day=DAY)


def test_what_waits_is_told_and_nothing_changes(site: SiteFolder) -> None:
    before = site.desk.read_bytes()
    told = f"2 proposals wait, the oldest since {DAY}; 1 conflict"
    assert list(lines(site, TODAY)) == [(told, "")]
    assert site.desk.read_bytes() == before
    assert standing(site.desk) == Standing(2, DAY, 1)


def test_a_desk_at_which_nothing_was_said_is_well(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path)
    assert list(lines(site, TODAY)) == [("nothing was said at the desk yet", "")]
    assert (standing(site.desk), site.desk.parent.exists()) == (None, False)
    assert str(Standing(1, DAY, 0)) == f"1 proposal waits, the oldest since {DAY}; 0 conflicts"


@pytest.mark.parametrize("name", ["", "desk.db"])
def test_what_others_can_read_is_told(site: SiteFolder, name: str) -> None:
    (site.desk.parent / name).chmod(0o755 if not name else 0o640)
    where = site.desk.parent
    assert list(lines(site, TODAY)) == [
        (f"others can look into {where}", f"run `chmod -R go-rwx {where}`")
    ]


def test_a_damaged_file_is_told_and_how_to_bring_it_back(
    site: SiteFolder, tmp_path: Path, cheap: None
) -> None:
    site.desk.write_bytes(b"no database at all" * 100)
    [found] = lines(site, TODAY)
    assert found == (f"{site.desk} is damaged (file is not a database)", WAY_OUT)
    with pytest.raises(PrivateStateError) as told:
        backup(site, tmp_path / "backup", "le pain est dans le four")
    assert str(told.value) == (f"{site.desk}: cannot be copied (file is not a database); {WAY_OUT}")
    with pytest.raises(DeskError, match=r"desk\.db: cannot be read \(file is not a database\)"):
        standing(site.desk)


def test_a_file_of_another_version_is_told(site: SiteFolder) -> None:
    with closing(sqlite3.connect(site.desk)) as database:
        database.execute("PRAGMA user_version = 7")
    [(what, way_out)] = lines(site, TODAY)
    assert what == f"{site.desk} was written by another version of Fournil"
    assert way_out.startswith("`fournil desk inbox` completes it")


def test_a_secret_that_is_none_and_a_list_that_is_damaged_are_told(site: SiteFolder) -> None:
    (site.desk.parent / "secret").write_bytes(b"short")
    with pytest.raises(PrivateStateError, match="not a secret of 32 bytes; delete it"):
        list(lines(site, TODAY))
    (site.desk.parent / "erased").write_text("all of it\n", encoding="utf-8")
    with pytest.raises(DeskError, match="erased, line 1: not as `fournil desk erase` writes it"):
        list(lines(site, TODAY))
