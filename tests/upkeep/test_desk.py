"""What the site counted of its use is looked after: who reads it, whether it is written, a copy."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from os import utime
from pathlib import Path

import pytest

from publish.corrections.proposals import Edit, proposals, propose
from publish.declare.site import SiteFolder
from publish.desk.members import digest, invite, invited, members, sign_in, signed_in
from publish.errors import PrivateStateError
from publish.upkeep.backup import backup
from publish.upkeep.desk import copied, lines
from publish.upkeep.restore import restore
from publish.usage import store
from publish.usage.counter import Counter
from publish.usage.keys import Keys
from publish.usage.use import Use
from tests.sites import METADATA
from tests.upkeep.meanwhile import written_meanwhile
from tests.upkeep.test_doctor import program
from tests.usage.clocks import BROWSER, DAY, SetClock

pytestmark = pytest.mark.usefixtures("cheap")
PASSPHRASE = "le pain est dans le four"
TODAY = date(2026, 12, 1)
ACTIVE = 'case "$1 $2" in "is-active fournil.service") echo active;; esac'


@pytest.fixture
def site(bare: SiteFolder) -> SiteFolder:
    """A site that counted twelve visitors yesterday, its last word of today at noon."""
    count(bare, 12)
    touched(bare, TODAY)
    return bare


def count(site: SiteFolder, visitors: int) -> None:
    counter = Counter(Keys(), SetClock())
    for number in range(visitors):
        counter.count(Use("catalog", form="html"), f"192.0.2.{number}", BROWSER)
    store.add(path(site), counter.take(), SetClock()())


def path(site: SiteFolder) -> Path:
    return store.place(site.root)


def touched(site: SiteFolder, day: date) -> None:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    utime(path(site), (at, at))


def rows(file: Path) -> list[tuple[object, ...]]:
    return [(day, visitors, n) for day, _, visitors, n in store.rows(file, SetClock().now + 86_400)]


def sketches(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        [(number,)] = database.execute("SELECT count(sketch) FROM visitors")
        return int(number)


def test_all_is_well_and_nothing_changes(site: SiteFolder) -> None:
    before = path(site).read_bytes()
    assert list(lines(site, TODAY)) == [("counted until 2026-12-01", "")]
    assert path(site).read_bytes() == before
    assert [one.name for one in path(site).parent.iterdir()] == [store.NAME]


def test_a_site_that_counted_nothing_yet_is_well(site: SiteFolder) -> None:
    path(site).unlink()
    assert list(lines(site, TODAY)) == [("nothing was counted yet", "")]
    (site.root / "metadata.yaml").write_text(f"{METADATA}usage: false\n", encoding="utf-8")
    assert list(lines(site, TODAY)) == [("`usage: false` in metadata.yaml", "")]


@pytest.mark.parametrize("name", ["", store.NAME])
def test_what_others_can_read_is_told(site: SiteFolder, name: str) -> None:
    (path(site).parent / name).chmod(0o755 if not name else 0o640)
    desk = path(site).parent
    assert list(lines(site, TODAY)) == [
        (f"others can look into {desk}", f"run `chmod -R go-rwx {desk}`")
    ]


def test_a_damaged_file_is_told(site: SiteFolder) -> None:
    path(site).write_bytes(b"no database at all" * 100)
    touched(site, TODAY)
    assert list(lines(site, TODAY)) == [
        (
            f"{path(site)} is damaged (file is not a database)",
            "move it away (`fournil serve` begins another), and keep it if its days are not "
            "published",
        )
    ]


def test_a_counter_that_is_silent_for_more_than_a_day_is_told(
    site: SiteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, monkeypatch, "systemctl", ACTIVE)
    assert list(lines(site, TODAY + timedelta(days=1))) == [("counted until 2026-12-01", "")]
    [(what, way_out)] = lines(site, TODAY + timedelta(days=2))
    assert what == f"fournil.service is active, and has not written {path(site)} since 2026-12-01"
    assert way_out == "see what it says: `journalctl -u fournil.service`"
    (site.root / "metadata.yaml").write_text(f"{METADATA}usage: false\n", encoding="utf-8")
    assert list(lines(site, TODAY + timedelta(days=2))) == [("counted until 2026-12-01", "")]


def test_where_nothing_is_served_silence_is_no_fault(
    site: SiteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, monkeypatch, "systemctl", "echo inactive")
    assert list(lines(site, TODAY + timedelta(days=9))) == [("counted until 2026-12-01", "")]


def test_a_copy_has_the_numbers_and_no_sketch(site: SiteFolder) -> None:
    assert sketches(path(site)) == 1
    with copied(site) as [copy]:
        assert (rows(copy), sketches(copy)) == ([(DAY, 12, 12)], 0)
        assert copy.stat().st_mode & 0o777 == 0o600
    assert not copy.exists() and list(site.private.iterdir()) == []
    assert sketches(path(site)) == 1


def test_no_bit_of_a_sketch_stays_in_the_copy(site: SiteFolder) -> None:
    with closing(sqlite3.connect(path(site))) as database:
        [(sketch,)] = database.execute("SELECT sketch FROM visitors")
    assert sketch in path(site).read_bytes()
    with copied(site) as [copy]:
        assert sketch not in copy.read_bytes()


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_backup_brings_it_back_though_the_counter_writes_meanwhile(
    site: SiteFolder, tmp_path: Path, mode: str
) -> None:
    with closing(sqlite3.connect(path(site))) as database:
        database.execute(f"PRAGMA journal_mode = {mode}")
    with written_meanwhile(lambda: count(site, 12)):
        backup(site, tmp_path / "b", PASSPHRASE)
    restore(tmp_path / "b", tmp_path / "new", PASSPHRASE)
    back = store.place(tmp_path / "new")
    [(day, visitors, requests)] = rows(back)
    # Whole batches, as many as there were: each of twelve requests.
    assert (day, visitors, requests % 12) == (DAY, 12, 0)
    assert 12 <= requests <= rows(path(site))[0][2]
    assert (back.stat().st_mode & 0o777, back.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    count(SiteFolder(tmp_path / "new"), 12)
    assert rows(back) == [(DAY, 12, requests + 12)]


def test_what_people_said_comes_back_too(site: SiteFolder, tmp_path: Path) -> None:
    edits = {"kind": Edit("a", "b")}
    row = ("lieux", "places", ("01",))
    number = propose(site.desk, row, edits, why="", evidence="", day=date(2026, 11, 21))
    backup(site, tmp_path / "b", PASSPHRASE)
    restore(tmp_path / "b", tmp_path / "new", PASSPHRASE)
    back = SiteFolder(tmp_path / "new").desk
    assert [one.id for one in proposals(back)] == [number]
    assert (back.stat().st_mode & 0o777, back.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_nobody_comes_back_signed_in(site: SiteFolder, tmp_path: Path) -> None:
    session = sign_in(site.desk, invite(site.desk, "Ada", "officer", 1), "", 1)
    link = invite(site.desk, "Bob", "reviewer", 1)
    assert session and signed_in(site.desk, session, 2)
    backup(site, tmp_path / "b", PASSPHRASE)
    restore(tmp_path / "b", tmp_path / "new", PASSPHRASE)
    back = SiteFolder(tmp_path / "new").desk
    assert (signed_in(back, session, 2), invited(back, link, 2)) == (None, None)
    assert [one.name for one in members(back)] == ["Ada", "Bob"]
    kept = back.read_bytes()
    assert digest(session).encode() not in kept and digest(link).encode() not in kept
    assert signed_in(site.desk, session, 2) and invited(site.desk, link, 2)


def test_a_damaged_file_stops_a_backup_before_it_is_written(
    site: SiteFolder, tmp_path: Path
) -> None:
    path(site).write_bytes(b"no database at all" * 100)
    with pytest.raises(PrivateStateError, match=r"usage.db: cannot be copied \(file is not a"):
        backup(site, tmp_path / "b", PASSPHRASE)
    assert not (tmp_path / "b").exists()


def test_what_was_counted_since_is_not_overwritten(site: SiteFolder, tmp_path: Path) -> None:
    backup(site, tmp_path / "b", PASSPHRASE)
    new = SiteFolder(tmp_path / "new")
    new.root.mkdir()
    count(new, 3)
    with pytest.raises(
        PrivateStateError, match=r"usage\.db differs from the backup's; move it away"
    ):
        restore(tmp_path / "b", new.root, PASSPHRASE)
    assert rows(path(new)) == [(DAY, 3, 3)]


def test_a_site_that_counts_nothing_is_backed_up_without(site: SiteFolder, tmp_path: Path) -> None:
    path(site).unlink()
    path(site).parent.rmdir()
    backup(site, tmp_path / "b", PASSPHRASE)
    restore(tmp_path / "b", tmp_path / "new", PASSPHRASE)
    assert not (tmp_path / "new" / "desk").exists()
