"""What a publication does when the machine fails it: words, no traceback, a whole last release."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.release.store import Store
from tests.servers import COMMAND
from tests.sites import deliver, make_site, publish_one

pytestmark = pytest.mark.slow("publishes in processes that fail")
KILLS = 14


def fournil(site: SiteFolder, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, "--site", str(site.root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def many(rows: int, word: str) -> list[str]:
    return [f"{n:06d};{word} {n};café;oui;ada{n}@example.org" for n in range(rows)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_said_in_a_line(small_disk: Path) -> None:
    site = make_site(small_disk / "site")
    publish_one(site)
    deliver(site, *many(30_000, "Lieu"))
    done = fournil(site, "publish", "--quiet")
    assert done.returncode == 6
    assert "make room and run again" in done.stderr
    assert "Traceback" not in done.stderr
    assert "ada1@" not in done.stderr
    assert fournil(site, "verify").returncode == 0
    assert not list((site.private / "lieux").glob("staging-*"))


def test_a_killed_run_leaves_the_last_release_whole(tmp_path: Path) -> None:
    site, rng = make_site(tmp_path / "site"), random.Random(7)
    publish_one(site)
    store = Store(site.releases / "lieux")
    killed = 0
    for kill in range(KILLS):
        deliver(site, *many(2_000 + kill, f"Lieu {kill}"))
        process = subprocess.Popen(
            [*COMMAND, "--site", str(site.root), "publish", "--quiet"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(rng.uniform(0.6, 3.0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
        current = store.current()
        assert current is not None
        assert [str(p) for p in store.verify(current.version)] == []
    assert killed, "no run was caught at work"
    deliver(site, *many(2_500, "Enfin"))
    assert publish_one(site).status == "published"
    assert store.verify() == []
    assert not list((site.private / "lieux").glob("staging-*"))


def test_two_runs_at_once_never_mix(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    command = [sys.executable, *COMMAND[1:], "--site", str(site.root), "publish", "--quiet"]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for run in runs:
        run.communicate()
    codes = sorted(run.returncode for run in runs)
    assert codes in ([0, 0], [0, 7])
    assert [entry.version for entry in Store(site.releases / "lieux").entries()] == ["1.0.0"]
