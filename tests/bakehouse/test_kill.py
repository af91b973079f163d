"""A process killed at any instant leaves the last release whole and served; the next run heals."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from publish.release.disk import target
from publish.release.index import read_index, version_folders
from publish.release.store import Store
from publish.release.versions import number
from publish.release.whole import problems
from tests.publisher import content, publish

pytestmark = pytest.mark.slow("kills a publication at many instants")
PUBLISHER = [sys.executable, "-m", "tests.publisher"]

# What `current` may point to after a kill: before the change, and after it.
OUTCOMES: dict[str, set[str | None]] = {
    "publish": {"1.2.0", "1.3.0"},
    "rollback": {"1.2.0", "1.1.0"},
    "withdraw": {"1.2.0", None},
    "withdraw one": {"1.2.0", None},
    "prune": {"1.2.0"},
}


def store_of_three(folder: Path) -> Store:
    store = Store(folder)
    for rows in (1, 2, 3):
        publish(store, rows)
    return store


def killed(before: Path, folder: Path, action: str) -> Iterator[Store]:
    """Copies of a store after `action` was killed at its first step, its second, … to its end."""
    for step in count(1):
        store = copied(before, folder / str(step))
        done = subprocess.run([*PUBLISHER, str(store.folder), action, str(step)], check=False)
        yield store
        if done.returncode == 0:
            assert step > 10
            return
        assert done.returncode == -signal.SIGKILL


def copied(before: Path, parent: Path) -> Store:
    return Store(Path(shutil.copytree(before, parent / before.name, symlinks=True)))


def assert_nothing_half_visible(store: Store) -> None:
    """Before anything healed: what can be seen is whole, known to the index or not."""
    for folder in version_folders(store.folder):
        assert list(problems(folder, store.dataset, folder.name)) == []
    current = store.current()
    assert current is None or store.verify(current.version) == []
    visible = {path.name for path in store.folder.glob("[!.]*")}
    versions = {path.name for path in version_folders(store.folder)}
    assert visible <= versions | {"current", "releases.json"}


def assert_heals(store: Store) -> None:
    """After one sweep no trace is left, index, symlink and folders agree, and all goes on."""
    store.sweep()
    index = read_index(store.folder)
    assert target(store.folder / "current") == index.current
    names = {path.name for path in store.folder.iterdir()} - {"current", "releases.json"}
    assert names == {entry.version for entry in index.kept}
    assert store.verify() == []
    given = [number(entry.version) for entry in index.entries]
    released = publish(store, 1000)
    assert all(number(released.version) > version for version in given)
    assert store.current() == released


@pytest.mark.parametrize("action", OUTCOMES)
def test_a_change_killed_at_any_step(action: str, tmp_path: Path) -> None:
    before = store_of_three(tmp_path / "before" / "lieux").folder
    seen = set()
    for store in killed(before, tmp_path, action):
        current = store.current()
        seen.add(current.version if current else None)
        assert_nothing_half_visible(store)
        assert_heals(store)
    assert seen == OUTCOMES[action]


def test_differences_to_a_withdrawn_release_go_whenever_it_is_killed(tmp_path: Path) -> None:
    before = store_of_three(tmp_path / "before" / "lieux").folder
    for store in killed(before, tmp_path, "withdraw the first"):
        for folder in version_folders(store.folder):
            codes = {problem.code for problem in problems(folder, store.dataset, folder.name)}
            assert codes <= {"release-file-extra"}
        was_withdrawn = read_index(store.folder).known("1.0.0").state != "kept"
        assert_heals(store)
        found = {path.parent.name for path in store.folder.glob("1.[12].0/*.changes.*")}
        assert found == ({"1.2.0"} if was_withdrawn else {"1.1.0", "1.2.0"})


def test_the_first_publication_killed_at_any_step(tmp_path: Path) -> None:
    (tmp_path / "lieux").mkdir()
    for store in killed(tmp_path / "lieux", tmp_path, "publish"):
        assert_nothing_half_visible(store)
        assert_heals(store)


def test_a_healing_killed_at_any_step_is_healed(tmp_path: Path) -> None:
    """A sweep with everything to do: leftovers, a symlink to move, folders to delete."""
    before = store_of_three(tmp_path / "before" / "lieux").folder
    (before / "1.3.0").mkdir()
    (before / ".baking-1").mkdir()
    (before / ".baking-1" / "lieux.db").write_text("half")
    (before / ".removing-1.0.0").mkdir()
    (before / ".releases.json.new").write_text("{")
    (before / "current").unlink()
    (before / "current").symlink_to("1.1.0")
    for store in killed(before, tmp_path, "sweep"):
        assert_heals(store)


def test_a_publisher_killed_at_random(tmp_path: Path) -> None:
    store, chance, told = Store(tmp_path / "lieux"), random.Random(7), []
    store.folder.mkdir()
    for _ in range(20):
        told += killed_after(store.folder, chance.uniform(0, 0.4))
        assert_nothing_half_visible(store)
        store.sweep()
        assert store.verify() == []
    entries = {entry.version: entry for entry in store.entries()}
    assert len(told) == len(set(told)) > 20
    # A number given is given for good, to one content.
    for version in told:
        assert entries[version].content == content(int(version.split(".")[1]))
    assert_heals(store)


def killed_after(folder: Path, seconds: float) -> list[str]:
    """The versions that a publisher tells before it is killed, so many seconds after it began."""
    command = [*PUBLISHER, str(folder), "publish forever"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(seconds)
        process.kill()
        return process.stdout.read().split()
