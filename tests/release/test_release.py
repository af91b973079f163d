"""The release store: what is published, shown, taken back, and in which words it refuses."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from publish.declare.declaration import Retention
from publish.errors import StoreError
from publish.release.change import Change
from publish.release.disk import target
from publish.release.index import read_index
from publish.release.store import Store
from publish.release.versions import number
from tests.publisher import DAY, bake, content, publish


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "releases" / "lieux")


def released(store: Store, count: int) -> None:
    for rows in range(1, count + 1):
        publish(store, rows)


def versions(store: Store, state: str = "kept") -> list[str]:
    return [entry.version for entry in store.entries() if entry.state == state]


def current(store: Store) -> str | None:
    release = store.current()
    return release.version if release else None


@pytest.mark.slow("imports in a process of its own")
def test_the_store_needs_no_engine() -> None:
    modules = "publish.release.store, publish.release.versions, publish.release.lock"
    modules += ", publish.upkeep.backup"
    program = f"import sys, {modules}; print({{'ibis', 'duckdb'}} & set(sys.modules))"
    command = [sys.executable, "-c", program]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "set()\n"


# Publishing


def test_the_first_release(store: Store) -> None:
    assert store.current() is None
    assert store.next_version("patch") == "1.0.0"
    release = publish(store, 3)
    assert release == store.current() == store.release("1.0.0")
    assert release.folder == store.folder / "1.0.0"
    assert release.package.name == "lieux"
    assert target(store.folder / "current") == "1.0.0"
    assert sorted(path.name for path in store.folder.iterdir()) == [
        "1.0.0",
        "current",
        "releases.json",
    ]
    assert store.verify() == []


def test_the_index_on_disk(store: Store) -> None:
    publish(store, 3)
    assert json.loads((store.folder / "releases.json").read_text()) == {
        "revision": 1,
        "current": "1.0.0",
        "releases": [
            {
                "version": "1.0.0",
                "date": "2026-11-21",
                "state": "kept",
                "held": False,
                "content": content(3),
                "bump": "minor",
                "reason": ["rows changed"],
                "changes": [{"code": "rows-changed"}],
            }
        ],
    }


def test_the_checksums_are_those_of_sha256sum(store: Store) -> None:
    release = publish(store, 3)
    names = [line.split()[1] for line in (release.folder / "SHA256SUMS").read_text().splitlines()]
    assert names == [
        "changes.json",
        "datapackage.json",
        "lieux.db",
        "places.changes.csv",
        "places.csv",
    ]
    subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=release.folder, check=True
    )


def test_what_was_not_published_leaves_no_trace(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.staging() as folder:
        (folder / "half").write_text("half")
        assert folder.name.startswith(".baking-")
        1 / 0
    with store.staging():
        pass
    assert list(store.folder.iterdir()) == []


def refused(store: Store, spoil: Callable[[Path], object], **changes: Any) -> str:
    """The words with which a spoilt second release is refused; the first stays."""
    publish(store, 1)
    options = {"version": "1.1.0", "content": content(2), "bump": "minor", "date": DAY}
    with pytest.raises(StoreError) as error, store.staging() as folder:
        bake(folder, "lieux", "1.1.0", 2)
        spoil(folder)
        store.publish(folder, changes=[Change("rows-changed")], **(options | changes))
    assert current(store) == "1.0.0"
    assert store.verify() == []
    assert sorted(path.name for path in store.folder.iterdir()) == [
        "1.0.0",
        "current",
        "releases.json",
    ]
    return str(error.value)


def nothing(folder: Path) -> None:
    pass


def test_a_missing_row_is_refused(store: Store) -> None:
    assert refused(store, lambda folder: sql(folder, "DELETE FROM places WHERE id = 1")) == (
        "blocker release-rows: lieux 1.1.0: lieux.db: table places has 1 rows, datapackage.json "
        "says 2; publish again, or roll back to an earlier release"
    )


def sql(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "lieux.db")) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda f: (f / "places.csv").unlink(), "release-file-missing: lieux 1.1.0: datapackage"),
        (lambda f: (f / "lieux.db").unlink(), "release-database: lieux 1.1.0: lieux.db: cannot be"),
        (lambda f: (f / "lieux.db").write_bytes(b"x" * 5000), "file is not a database"),
        (lambda f: sql(f, "DROP TABLE places"), "no such table: places"),
        (lambda f: (f / "datapackage.json").write_text("{"), "release-descriptor: lieux 1.1.0"),
        (lambda f: (f / "x").symlink_to("/etc/passwd"), "lieux 1.1.0: x: a link or an unfinished"),
        (lambda f: (f / "lieux.db-journal").touch(), "lieux.db-journal: a link or an unfinished"),
    ],
)
def test_a_damaged_release_is_refused(
    spoil: Callable[[Path], object], words: str, store: Store
) -> None:
    assert words in refused(store, spoil)


def test_a_release_under_another_name_is_refused(store: Store) -> None:
    assert "datapackage.json: calls itself lieux 1.1.0" in refused(store, nothing, version="2.0.0")


@pytest.mark.parametrize("version", ["1.0.0", "0.9.0"])
def test_a_number_is_given_once(version: str, store: Store) -> None:
    assert refused(store, nothing, version=version) == (
        f"lieux {version} is not newer than 1.0.0, the highest ever given; ask for the next number"
    )


def test_a_number_is_no_path(store: Store) -> None:
    assert refused(store, nothing, version="../1.1.0") == (
        "'../1.1.0' is no version; write it as 1.2.3"
    )


def test_a_file_where_the_folder_should_be_is_told(store: Store) -> None:
    store.folder.parent.mkdir()
    store.folder.write_text("")
    with pytest.raises(StoreError, match=r"releases\.json: cannot be read \(Not a directory\)"):
        publish(store, 1)


@pytest.mark.skipif(os.getuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_rights_is_told(store: Store) -> None:
    store.folder.mkdir(parents=True, mode=0o500)
    with pytest.raises(StoreError, match=r"^lieux cannot be baked: no right to use .*baking-1"):
        publish(store, 1)


FULL_DISK = """
    import os, sys
    from pathlib import Path
    from publish.errors import StoreError
    from publish.release.store import Store
    from tests.publisher import DAY, bake, content, publish

    root, kind, spare = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    store, filler = Store(root / "lieux"), root / "filler"
    publish(store, 1), publish(store, 2)
    with store.staging() as folder:
        bake(folder, "lieux", "1.2.0", 3)
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"x" * 4096):
                    pass
            except OSError:
                pass
            os.truncate(filler, filler.stat().st_size - spare * 4096)
        try:
            if kind == "publish":
                store.publish(folder, version="1.2.0", content=content(3), bump="minor",
                              changes=[], date=DAY)
            else:
                store.withdraw(None, "a name was left in", DAY)
        except StoreError as error:
            print(error)
    if kind == "withdraw":
        assert store.current() is None and not list(store.folder.glob("1.*"))
    else:
        assert store.verify() == [] and store.current().version in ("1.1.0", "1.2.0")
    filler.unlink()
    assert publish(store, 4).version in ("1.2.0", "1.3.0")
    assert sorted(p.name for p in store.folder.glob(".*")) == []
"""


def on_a_small_disk(folder: Path, kind: str, spare: int) -> str:
    """What is said on a disk with `spare` free pages; skips where no disk can be mounted."""
    mount = f"mount -t tmpfs -o size=400k tmpfs {folder}"
    if subprocess.run(["unshare", "-rm", "sh", "-c", mount], check=False).returncode:
        pytest.skip("this user may not mount a small disk")
    program = [sys.executable, "-c", dedent(FULL_DISK), str(folder), kind, str(spare)]
    command = ["unshare", "-rm", "sh", "-c", f'{mount} && exec "$@"', "sh", *program]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.slow("fills a disk of its own")
@pytest.mark.parametrize("spare", range(4))
def test_a_full_disk_keeps_the_last_release(spare: int, tmp_path: Path) -> None:
    words = "lieux 1.2.0 cannot be published: the disk is full; free some space and run again\n"
    changed = words.replace("1.2.0 cannot be published", "cannot be changed")
    assert on_a_small_disk(tmp_path, "publish", spare) in (words, changed, "")


@pytest.mark.slow("fills a disk of its own")
def test_a_withdrawal_works_on_a_full_disk(tmp_path: Path) -> None:
    assert on_a_small_disk(tmp_path, "withdraw", 0) == ""


# Reading


def test_a_release_that_is_gone_is_told(store: Store) -> None:
    released(store, 3)
    store.prune(Retention(last=1, monthly=0))
    store.withdraw("1.1.0", "a name was left in", DAY)
    with pytest.raises(StoreError, match=r"^lieux 1\.0\.0 was pruned; its files are gone$"):
        store.release("1.0.0")
    withdrawn = r"^lieux 1\.1\.0 was withdrawn on 2026-11-21: a name was left in$"
    with pytest.raises(StoreError, match=withdrawn):
        store.release("1.1.0")
    unknown = r"^lieux has no release 7\.0\.0; there: 1\.0\.0, 1\.1\.0, 1\.2\.0$"
    with pytest.raises(StoreError, match=unknown):
        store.release("7.0.0")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"releases": [{}]}', '{"releases": [{"state": "x"}]}']
)
def test_a_damaged_index_is_never_taken_for_empty(text: str, store: Store) -> None:
    publish(store, 1)
    (store.folder / "releases.json").write_text(text)
    with pytest.raises(StoreError, match=r"releases.json: damaged \(.*\); put it back from a copy"):
        store.sweep()
    assert (store.folder / "1.0.0").is_dir()


def test_a_lost_index_is_never_taken_for_empty(store: Store) -> None:
    publish(store, 1)
    (store.folder / "releases.json").unlink()
    with pytest.raises(StoreError, match=r"releases\.json: missing; put it back from a copy"):
        publish(store, 2)
    (store.folder / "current").unlink()
    with pytest.raises(StoreError, match=r"releases\.json: missing; put it back from a copy"):
        store.sweep()
    assert (store.folder / "1.0.0").is_dir()


def test_an_index_that_does_not_name_the_current_one_follows_the_symlink(store: Store) -> None:
    released(store, 2)
    path = store.folder / "releases.json"
    tree = json.loads(path.read_text())
    del tree["current"]
    path.write_text(json.dumps(tree))
    store.sweep()
    assert current(store) == "1.1.0"


# Sweeping


def test_the_staging_folder_of_a_living_run_stays(store: Store) -> None:
    with store.staging() as first:
        Store(store.folder).sweep()
        with store.staging() as second:
            assert first.is_dir()
            assert second != first


def test_what_is_no_release_is_left_alone(store: Store) -> None:
    publish(store, 1)
    (store.folder / "notes").mkdir()
    (store.folder / "README").touch()
    store.sweep()
    assert (store.folder / "notes").is_dir()
    assert (store.folder / "README").is_file()


def test_a_version_folder_that_the_index_does_not_know_goes(store: Store) -> None:
    publish(store, 1)
    shutil.copytree(store.folder / "1.0.0", store.folder / "1.1.0")
    store.sweep()
    assert not (store.folder / "1.1.0").exists()


# Rolling back and holding


def test_a_rollback_shows_the_release_before_and_holds_the_bad_one(store: Store) -> None:
    released(store, 3)
    assert store.rollback().version == "1.1.0" == current(store)
    assert [entry.version for entry in store.entries() if entry.held] == ["1.2.0"]
    assert versions(store) == ["1.0.0", "1.1.0", "1.2.0"]
    assert store.held(content(3)) == store.entries()[2]
    assert store.held(content(2)) is None
    assert store.verify() == []


def test_held_content_is_refused_until_a_person_releases_it(store: Store) -> None:
    released(store, 2)
    store.rollback()
    words = (
        "lieux: this content is held back since 1.1.0 was rolled back; change the data, or release "
        "it with `fournil unhold lieux 1.1.0`"
    )
    with pytest.raises(StoreError) as error:
        publish(store, 2)
    assert str(error.value) == words
    store.unhold("1.1.0")
    assert publish(store, 2).version == "1.2.0"


def test_changed_content_is_published_after_a_rollback(store: Store) -> None:
    released(store, 2)
    store.rollback()
    assert publish(store, 3).version == "1.2.0"


def test_a_rollback_past_a_release_holds_it_too(store: Store) -> None:
    released(store, 3)
    assert store.rollback("1.0.0").version == "1.0.0"
    assert [entry.version for entry in store.entries() if entry.held] == ["1.1.0", "1.2.0"]


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("1.1.0", "lieux 1.1.0 is not earlier than 1.1.0, the current one; earlier: 1.0.0"),
        (
            "1.2.0",
            "lieux 1.2.0 is held back since 1.2.0 was rolled back; release it first with "
            "`fournil unhold lieux 1.2.0`",
        ),
        ("9.0.0", "lieux has no release 9.0.0; there: 1.0.0, 1.1.0, 1.2.0"),
    ],
)
def test_a_rollback_that_goes_nowhere_is_refused(to: str, words: str, store: Store) -> None:
    released(store, 3)
    store.rollback()
    with pytest.raises(StoreError) as error:
        store.rollback(to)
    assert str(error.value) == words
    assert current(store) == "1.1.0"


def test_there_is_nothing_before_the_first(store: Store) -> None:
    publish(store, 1)
    with pytest.raises(
        StoreError, match=r"to go back to; to take away what is served, run `fournil"
    ):
        store.rollback()


def test_only_a_held_release_is_released(store: Store) -> None:
    publish(store, 1)
    with pytest.raises(StoreError, match=r"^lieux 1\.0\.0 is not held back: nothing to release$"):
        store.unhold("1.0.0")


# Withdrawing


def test_withdrawing_the_current_release_shows_no_other(store: Store) -> None:
    released(store, 2)
    (entry,) = store.withdraw("1.1.0", "a name was left in", DAY)
    assert (entry.state, entry.held, entry.withdrawn, entry.why) == (
        "withdrawn",
        True,
        DAY,
        "a name was left in",
    )
    assert store.current() is None
    assert not (store.folder / "current").is_symlink()
    assert not (store.folder / "1.1.0").exists()
    assert store.rollback().version == "1.0.0"


def test_withdrawing_an_old_release_leaves_the_current_one(store: Store) -> None:
    released(store, 2)
    store.withdraw("1.0.0", "a name was left in", DAY)
    assert current(store) == "1.1.0"
    assert versions(store) == ["1.1.0"]


def test_no_difference_tells_of_a_withdrawn_release(store: Store) -> None:
    released(store, 3)
    assert (store.folder / "1.1.0" / "places.changes.csv").is_file()
    store.withdraw("1.0.0", "a name was left in", DAY)
    assert not list((store.folder / "1.1.0").glob("*.changes.*"))
    assert ".changes." not in (store.folder / "1.1.0" / "SHA256SUMS").read_text()
    assert (store.folder / "1.2.0" / "places.changes.csv").is_file()
    assert store.verify() == []


def test_withdrawing_all_leaves_no_file(store: Store) -> None:
    released(store, 3)
    store.prune(Retention(last=2, monthly=0))
    assert len(store.withdraw(None, "the producer asks", DAY)) == 3
    assert [path.name for path in store.folder.iterdir()] == ["releases.json"]
    with pytest.raises(StoreError, match="no earlier kept release to go back to"):
        store.rollback()


def test_withdrawn_content_is_not_published_again(store: Store) -> None:
    publish(store, 1)
    store.withdraw("1.0.0", "a name was left in", DAY)
    with pytest.raises(StoreError) as error:
        publish(store, 1)
    assert str(error.value) == (
        "lieux: this content is held back since 1.0.0 was withdrawn on 2026-11-21 (a name was left "
        "in); change the data, or release it with `fournil unhold lieux 1.0.0`"
    )
    assert publish(store, 2).version == "1.1.0"


def test_a_withdrawal_is_dated_once(store: Store) -> None:
    released(store, 2)
    store.withdraw("1.0.0", "first", DAY)
    with pytest.raises(StoreError, match=r"^lieux 1\.0\.0: withdrawn already, or nothing to"):
        store.withdraw("1.0.0", "second", DAY + timedelta(1))
    store.withdraw(None, "all", DAY + timedelta(2))
    assert [entry.why for entry in store.entries()] == ["first", "all"]


# Pruning


def monthly_store(store: Store) -> None:
    """Releases on the 1st and 15th of July to November, numbered 1.0.0 to 1.9.0."""
    days = [date(2026, month, day) for month in range(7, 12) for day in (1, 15)]
    for rows, day in enumerate(days, 1):
        publish(store, rows, day)


def test_the_last_few_and_one_a_month_are_kept(store: Store) -> None:
    monthly_store(store)
    gone = store.prune(Retention(last=3, monthly=2))
    # The last three cover October's end and November; August and September follow.
    assert versions(store) == ["1.3.0", "1.5.0", "1.7.0", "1.8.0", "1.9.0"]
    assert [entry.version for entry in gone] == ["1.0.0", "1.1.0", "1.2.0", "1.4.0", "1.6.0"]
    assert store.prune(Retention(last=3, monthly=2)) == []
    assert store.verify() == []


def test_the_current_release_is_never_pruned(store: Store) -> None:
    monthly_store(store)
    store.rollback("1.0.0")
    store.prune(Retention(last=1, monthly=0))
    assert versions(store) == ["1.0.0", "1.9.0"]
    assert current(store) == "1.0.0"


def test_a_pruned_number_is_not_given_again(store: Store) -> None:
    released(store, 2)
    store.rollback()
    store.prune(Retention(last=1, monthly=0))
    store.withdraw("1.1.0", "a name was left in", DAY)
    assert store.next_version("patch") == "1.1.1"


# Verifying


@pytest.mark.parametrize(
    ("spoil", "code", "place"),
    [
        (lambda f: (f / "places.csv").write_text("x"), "release-checksum", ": places.csv"),
        (lambda f: (f / "extra").touch(), "release-file-extra", ": extra"),
        (lambda f: (f / "SHA256SUMS").unlink(), "release-checksums", ""),
        (lambda f: (f / "SHA256SUMS").write_text("x"), "release-checksums", ""),
        (shutil.rmtree, "release-missing", ""),
    ],
)
def test_a_release_damaged_later_is_found(
    spoil: Callable[[Path], object], code: str, place: str, store: Store
) -> None:
    released(store, 2)
    spoil(store.folder / "1.0.0")
    (problem,) = store.verify()
    assert (problem.code, problem.place) == (code, f"lieux 1.0.0{place}")
    assert store.verify("1.1.0") == []


def test_a_damaged_database_page_is_found(store: Store) -> None:
    path = publish(store, 5000).folder / "lieux.db"
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)
    assert [problem.code for problem in store.verify("1.0.0")][:2] == [
        "release-checksum",
        "release-database",
    ]


# Any order of changes


class Life(RuleBasedStateMachine):
    """Publish, roll back, unhold, withdraw, prune and sweep in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(mkdtemp())
        self.store = Store(self.root / "lieux")
        self.given: list[str] = []

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def chosen(self, data: Any) -> str:
        return str(data.draw(st.sampled_from([entry.version for entry in self.store.entries()])))

    @rule(rows=st.integers(0, 6), days=st.integers(0, 90))
    def publish(self, rows: int, days: int) -> None:
        if self.store.held(content(rows)):
            with pytest.raises(StoreError, match="held back"):
                publish(self.store, rows)
            return
        release = publish(self.store, rows, DAY + timedelta(days))
        assert release == self.store.current()
        assert all(number(release.version) > number(version) for version in self.given)
        self.given.append(release.version)

    @precondition(lambda self: self.given)
    @rule(data=st.data())
    def rollback(self, data: Any) -> None:
        to, was = data.draw(st.none() | st.just(self.chosen(data))), current(self.store)
        try:
            release = self.store.rollback(to)
        except StoreError:
            assert current(self.store) == was
            return
        assert not self.store.entry(release.version).held
        assert was is None or number(release.version) < number(was)
        assert was is None or read_index(self.store.folder).known(was).held

    @precondition(lambda self: any(entry.held for entry in self.store.entries()))
    @rule(data=st.data())
    def unhold(self, data: Any) -> None:
        held = [entry for entry in self.store.entries() if entry.held]
        entry = data.draw(st.sampled_from(held))
        self.store.unhold(entry.version)
        assert self.store.held(entry.content) is None

    @precondition(lambda self: any(entry.state != "withdrawn" for entry in self.store.entries()))
    @rule(data=st.data(), whole=st.integers(0, 5))
    def withdraw(self, data: Any, whole: int) -> None:
        there = [entry for entry in self.store.entries() if entry.state != "withdrawn"]
        entry = data.draw(st.sampled_from(there))
        was = current(self.store)
        gone = self.store.withdraw(None if whole == 0 else entry.version, "why", DAY)
        assert entry.version in [one.version for one in gone]
        assert all(one.held and one.withdrawn == DAY for one in gone)
        assert current(self.store) in ({None} if was == entry.version else {was, None})

    @rule(last=st.integers(1, 3), monthly=st.integers(0, 2))
    def prune(self, last: int, monthly: int) -> None:
        was = current(self.store)
        self.store.prune(Retention(last=last, monthly=monthly))
        assert current(self.store) == was
        assert len(versions(self.store)) <= last + monthly + 1

    @rule()
    def sweep(self) -> None:
        before = sorted(self.root.rglob("*"))
        self.store.sweep()
        assert sorted(self.root.rglob("*")) == before

    @invariant()
    def what_is_shown_is_kept_and_whole(self) -> None:
        release = self.store.current()
        if release:
            assert self.store.entry(release.version).state == "kept"
        assert self.store.verify() == []

    @invariant()
    def numbers_rise_and_stay(self) -> None:
        there = [entry.version for entry in self.store.entries()]
        assert there == self.given == sorted(set(there), key=number)

    @invariant()
    def index_and_folders_agree(self) -> None:
        folder = self.store.folder
        names = {path.name for path in folder.iterdir()} if folder.exists() else set()
        assert names - {"releases.json", "current"} == set(versions(self.store))
        if folder.exists() and self.given:
            assert read_index(folder).current == target(folder / "current")


Life.TestCase.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
TestLife = pytest.mark.slow("six hundred steps of a life, each with a release on disk")(
    Life.TestCase
)
